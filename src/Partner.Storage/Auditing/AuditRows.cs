using System.Data.Common;
using System.Text.Json;
using Partner.Core.Actions;
using Partner.Core.Auditing;
using Partner.Storage.Model;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Auditing;

/// <summary>Maps the rows of <see cref="AuditQueries"/>. It must not fail on what no valid row could hold.</summary>
internal static class AuditRows
{
    public static PartnerFacts Partner(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt64(2));

    public static BalanceFacts Balance(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        Instant(row.GetInt64(6)));

    public static EntryFacts Entry(DbDataReader row, int from) => new(
        row.GetString(from),
        row.GetString(from + 1),
        row.GetInt64(from + 2),
        row.GetString(from + 3),
        row.GetInt64(from + 4),
        row.GetInt64(from + 5),
        Instant(row.GetInt64(from + 6)));

    public static EventFacts Event(DbDataReader row, int from) => new(
        row.GetString(from), row.GetInt64(from + 1), row.GetString(from + 2), row.GetInt32(from + 3));

    public static RecordedAction Action(DbDataReader row) => new(
        new PartnerId(row.GetString(0)),
        row.GetInt64(1),
        Instant(row.GetInt64(2)),
        new ActionActor((ActorKind)row.GetInt32(3), row.GetString(4)),
        row.GetString(5),
        row.GetString(6),
        row.TextOrNull(7),
        row.TextOrNull(8),
        row.GetString(9),
        row.GetString(10),
        row.GetString(11));

    public static ReceiptFacts Receipt(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetString(2));

    public static TopUpFacts TopUp(DbDataReader row) => new()
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        RequestId = row.GetString(2),
        State = row.GetInt32(3),
        Version = row.GetInt32(4),
        Card = row.GetString(5),
        Plan = row.GetString(6),
        Amounts = new AmountFacts(
            row.GetString(7),
            row.GetString(21),
            row.GetInt64(8),
            row.GetInt64(9),
            row.GetInt64(10),
            row.GetInt64(11),
            row.GetInt64(12)),
        Price = PriceRows.Price(row.GetString(13)),
        QuoteId = Text(row, 14),
        ReversalId = Text(row, 15),
        IssuerReference = Text(row, 16),
        CreatedAt = Instant(row.GetInt64(17)),
        AcceptedAt = Time(row, 18),
        InDoubtSince = Time(row, 19),
        EventNumber = row.GetInt64(20),
        BusinessDay = row.Int32OrNull(22),
        Refund = Refund(row, 23),
        RefundableBytes = RefundableBytes(Text(row, 27)),
        GiftState = row.Int32OrNull(28),
        GiftReason = row.Int32OrNull(29) ?? 0,
        Counted = row.Int32OrNull(30) is { } day
            ? new CountedFacts(day, row.GetInt32(31), row.GetString(32), row.GetString(33), row.GetString(34))
            : null,
    };

    public static GiftFacts Gifts(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt32(2),
        row.GetInt32(3),
        Instant(row.GetInt64(4)),
        Time(row, 5),
        !row.IsDBNull(6),
        row.IsDBNull(7)
            ? null
            : new GiftBackFacts(
                row.GetBoolean(7),
                !row.IsDBNull(8) && row.GetBoolean(8),
                row.Int64OrNull(9) ?? 0,
                row.Int64OrNull(10) ?? 0));

    public static ReversalFacts Reversal(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(2),
        row.GetString(1),
        row.GetString(3),
        row.GetInt32(4),
        row.GetString(5),
        row.GetInt64(6),
        row.GetInt64(7),
        Instant(row.GetInt64(8)),
        Time(row, 9),
        row.GetInt32(10))
    {
        Refund = Refund(row, 11) is { } refund
            ? refund with
            {
                Face = row.Int64OrNull(15),
                CustomerGets = row.Int64OrNull(16),
                Commission = row.Int64OrNull(17),
            }
            : null,
    };

    public static TransferFacts Transfer(DbDataReader row) => new(
        row.GetString(2),
        row.GetString(3),
        row.GetInt32(4),
        row.GetInt32(5),
        Text(row, 6),
        Text(row, 7),
        Time(row, 8),
        Basis(Text(row, 9)));

    public static LegFacts Leg(DbDataReader row) => new(
        row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetString(5), row.GetInt64(6));

    public static RequestFacts Request(DbDataReader row) => new(row.GetString(2), row.GetInt32(3), row.GetString(4));

    public static ApprovalFacts Approval(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), Text(row, 3), row.GetString(4), row.GetInt64(5),
        row.GetInt32(6), row.GetString(7), Text(row, 8));

    public static AdjustmentFacts Adjustment(DbDataReader row) => new(row.GetInt32(2), row.GetInt32(3) == 1);

    public static JobFacts Job(DbDataReader row) => new(row.GetString(2), row.GetInt32(3));

    public static QuoteFacts Quote(DbDataReader row) => new(
        row.GetString(2), row.GetString(3), row.GetString(4), PriceRows.Price(row.GetString(5))?.Amounts);

    public static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant(row.GetInt64(column));

    /// <summary>A stored time; one that no calendar has becomes the nearest that it has.</summary>
    public static DateTimeOffset Instant(long ticks) =>
        Mapping.Instant(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks));

    /// <summary>A refund from its ground, part, whole and points; whatever of it is stored.</summary>
    private static RefundFacts? Refund(DbDataReader row, int from) =>
        row.IsDBNull(from) && row.IsDBNull(from + 1) && row.IsDBNull(from + 2) && row.IsDBNull(from + 3)
            ? null
            : new RefundFacts(
                row.Int32OrNull(from) ?? 0,
                row.Int64OrNull(from + 1) ?? 0,
                row.Int64OrNull(from + 2) ?? 0,
                row.Int64OrNull(from + 3));

    private static long? RefundableBytes(string? json)
    {
        try
        {
            return RefundJson.Read(json)?.Bytes;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The audit reports it by its absence, where a refund went by it.
            return null;
        }
    }

    private static BasisFacts? Basis(string? json)
    {
        StoredBasis? basis;
        try
        {
            basis = json is null ? null : JsonSerializer.Deserialize(json, StoredBasisContext.Default.StoredBasis);
        }
        catch (JsonException)
        {
            // The audit reports it by its absence.
            return null;
        }

        return basis is null ? null : new BasisFacts(basis.Rule, basis.RateBasisPoints, basis.Base, basis.Schedule);
    }
}
