using System.Data.Common;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>A printing of a receipt: what its request id stands for.</summary>
/// <param name="TopUpId">The top-up.</param>
/// <param name="Number">1 for the original.</param>
internal sealed record UsedPrint(TopUpId TopUpId, int Number);

/// <summary>Receipts and their printings.</summary>
internal static class ReceiptTable
{
    /// <summary>Receipts as they were printed.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "receipts.read-rows",
        "t.partner_id, t.top_up_id, t.content, t.key_id, t.signature, t.code, t.prints, t.first_at, t.last_at",
        "receipts t",
        RowShape.Of("partner_id text, top_up_id text"),
        "t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id");

    /// <summary>The first uses of request ids of printings.</summary>
    public static readonly RowSqlText ReadPrints = RowSqlText.Select(
        "receipt_prints.read-rows",
        "t.partner_id, t.request_id, t.top_up_id, t.number",
        "receipt_prints t",
        RowShape.Of("partner_id text, request_id text"),
        "t.partner_id = k.partner_id AND t.request_id = k.request_id");

    private static readonly RowSqlText InsertReceipt = RowSqlText.Insert("receipts", RowShape.Of(
        "partner_id text, top_up_id text, content text, key_id text, signature text, code text, prints int, " +
        "first_at long, last_at long"));

    private static readonly RowSqlText UpdateReceipt = RowSqlText.Update(
        "receipts.update-rows",
        "receipts",
        2,
        RowShape.Of(
            "partner_id text, top_up_id text, key_id text, signature text, code text, prints int, last_at long, " +
            "were int"),
        "key_id = k.key_id, signature = k.signature, code = k.code, prints = k.prints, last_at = k.last_at",
        "t.prints = k.were");

    private static readonly RowSqlText InsertPrint = RowSqlText.Insert("receipt_prints", RowShape.Of(
        "partner_id text, request_id text, top_up_id text, number int, printed_at long"));

    /// <summary>Reads a row of <see cref="Read"/>.</summary>
    public static StoredReceipt ReceiptIn(DbDataReader row) => new ReceiptRow
    {
        PartnerId = row.GetString(0),
        TopUpId = row.GetString(1),
        Content = row.GetString(2),
        KeyId = row.TextOrNull(3),
        Signature = row.TextOrNull(4),
        Code = row.TextOrNull(5),
        Prints = row.GetInt32(6),
        FirstAt = row.GetInt64(7),
        LastAt = row.GetInt64(8),
    }.ToRecord();

    /// <summary>Stores a receipt that was printed: a compare-and-set on the count that was read.</summary>
    /// <param name="key">The top-up.</param>
    /// <param name="receipt">The receipt.</param>
    public static void Store(Changes changes, ResourceKey key, TrackedRow<StoredReceipt> receipt)
    {
        var now = receipt.Now;
        if (!receipt.Exists)
        {
            changes.Add(
                InsertReceipt,
                key.PartnerId.Value,
                key.Id,
                now.Content,
                now.Signature?.KeyId,
                now.Signature?.Value,
                now.Signature?.Code,
                now.Prints,
                now.FirstAt.UtcTicks,
                now.LastAt.UtcTicks);
            return;
        }

        changes.Add(
            UpdateReceipt,
            key.PartnerId.Value,
            key.Id,
            now.Signature?.KeyId,
            now.Signature?.Value,
            now.Signature?.Code,
            now.Prints,
            now.LastAt.UtcTicks,
            receipt.Stored.Prints);
    }

    /// <summary>Stores a printing.</summary>
    public static void Insert(Changes changes, RequestKey request, UsedPrint print, DateTimeOffset now) => changes.Add(
        InsertPrint,
        request.PartnerId.Value,
        request.RequestId.Value,
        print.TopUpId.Value,
        print.Number,
        now.UtcTicks);
}
