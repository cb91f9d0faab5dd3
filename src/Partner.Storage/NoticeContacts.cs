using Partner.Storage.Abstractions;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>Customers' numbers, and how they come to an end.</summary>
public sealed class NoticeContacts
{
    private static readonly SqlText SelectOver = new("notice_contacts.select-over", dialect => dialect.ClaimFirst(
        "partner_id, id", "notice_contacts", "delete_at <= @p0", "delete_at", "@p1"));

    private static readonly RowSqlText DeleteRows = RowSqlText.Delete(
        "notice_contacts", RowShape.Of("partner_id text, id text"));

    private readonly GroupCommit _writer;

    internal NoticeContacts(GroupCommit writer) => _writer = writer;

    /// <summary>Deletes numbers whose time is over, the longest over first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were deleted; fewer than the most when there are no more.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> DeleteOverAsync(DateTimeOffset now, int most) => _writer.RunAloneAsync(session =>
    {
        var rows = new RowSet(DeleteRows.Shape);
        foreach (var key in session.Commands.All(
            SelectOver,
            row => new ResourceKey(new PartnerId(row.GetString(0)), row.GetString(1)),
            now.UtcTicks,
            most))
        {
            rows.Add(key.PartnerId.Value, key.Id);
        }

        var exchange = session.Exchange();
        exchange.Add(DeleteRows, rows);
        exchange.Run();
        return rows.Count;
    });
}
