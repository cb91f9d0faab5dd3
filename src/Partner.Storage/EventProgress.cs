using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>How a table of <see cref="EventProgress{TRow}"/> is written.</summary>
/// <param name="Make">Makes a partner's row, unless there is one.</param>
/// <param name="Claim">Takes a partner whose lease is over, or prolongs an own one.</param>
/// <param name="Claimed">Reads how far a partner is, where it is left to one.</param>
internal sealed record EventProgressSql(SqlText Make, SqlText Claim, SqlText Claimed)
{
    /// <summary>The number of a partner's last event.</summary>
    public static readonly SqlText LastEvent = new(
        "event_progress.last-event", "SELECT last_event FROM partner_counters WHERE partner_id = @p0");

    /// <summary>All of them.</summary>
    public SqlText[] All => [Make, Claim, Claimed];

    /// <summary>The statements of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="counter">Its column that counts something else, from 0; null where it has none.</param>
    public static EventProgressSql Of(string table, string? counter = null) => new(
        SqlText.InsertIfAbsent(
            table, 1, "partner_id, last_event, lease_owner, lease_until" + (counter is null ? "" : ", " + counter)),
        new SqlText(
            $"{table}.claim",
            $"UPDATE {table} SET lease_owner = @p1, lease_until = @p2 " +
            "WHERE partner_id = @p0 AND (lease_until <= @p3 OR lease_owner = @p4)"),
        new SqlText(
            $"{table}.claimed", $"SELECT last_event FROM {table} WHERE partner_id = @p0 AND lease_owner = @p1"));
}

/// <summary>
/// How far somebody has followed the events that partners' sales write anyway: one row for each partner, which a lease
/// leaves to one process at a time. A sale itself writes nothing for it.
/// </summary>
/// <typeparam name="TRow">Its rows.</typeparam>
/// <param name="sql">How they are written.</param>
/// <param name="rows">Where they are read.</param>
/// <param name="reach">With how many of its latest events a new partner begins; null with its first.</param>
/// <param name="rest">What else a new row has.</param>
internal sealed class EventProgress<TRow>(
    GroupCommit writer, Readers readers, EventProgressSql sql, Func<PartnerDbContext, IQueryable<TRow>> rows,
    long? reach, params Arg[] rest)
    where TRow : class, IEventProgressRow
{
    /// <summary>The partners with events that nobody has dealt with, or that nobody else does.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<PartnerId>> BehindAsync(string owner, DateTimeOffset now, int most, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return readers.ReadAsync(
            session =>
            {
                var progress = rows(session.Context);
                return session.Context.Counters
                    .Where(row => row.LastEvent > 0 && !progress.Any(own => own.PartnerId == row.PartnerId
                        && (own.LastEvent >= row.LastEvent
                            || (own.LeaseOwner != owner && own.LeaseUntil > ticks))))
                    .OrderBy(row => row.PartnerId)
                    .Select(row => row.PartnerId)
                    .Take(most)
                    .AsEnumerable()
                    .Select(id => new PartnerId(id))
                    .ToList();
            },
            cancel);
    }

    /// <summary>Claims partners, so that no other process follows them.</summary>
    /// <param name="partnerIds">The partners.</param>
    /// <param name="lease">For whom and how long.</param>
    /// <returns>By partner, the last event that is dealt with; those that others have are missing.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<Dictionary<PartnerId, long>> ClaimAsync(
        IReadOnlyCollection<PartnerId> partnerIds, Lease lease, DateTimeOffset now) => writer.RunAloneAsync(session =>
        {
            var claimed = new Dictionary<PartnerId, long>();
            foreach (var id in partnerIds.OrderBy(id => id.Value, StringComparer.Ordinal))
            {
                if (session.Commands.Execute(
                    sql.Claim, id.Value, lease.Owner, lease.Until.UtcTicks, now.UtcTicks, lease.Owner) == 0)
                {
                    session.Commands.Execute(
                        sql.Make, [id.Value, First(session, id), lease.Owner, lease.Until.UtcTicks, .. rest]);
                }

                foreach (var dealt in session.Commands.All(
                    sql.Claimed, row => row.GetInt64(0), id.Value, lease.Owner))
                {
                    claimed[id] = dealt;
                }
            }

            return claimed;
        });

    private long First(SeparateSession session, PartnerId id) => reach is { } events
        ? Math.Max(0, session.Commands.First(EventProgressSql.LastEvent, row => row.GetInt64(0), id.Value) - events)
        : 0;
}
