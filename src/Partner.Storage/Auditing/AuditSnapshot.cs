using System.Data.Common;
using Partner.Core.Actions;
using Partner.Core.Auditing;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Sql;

namespace Partner.Storage.Auditing;

/// <summary>
/// One moment of the database, on a connection of its own: a transaction that keeps what its first query saw and makes
/// nobody wait. Several results are open at once.
/// </summary>
internal sealed class AuditSnapshot : IAuditSource, IDisposable
{
    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    public AuditSnapshot(Database database)
    {
        _database = database;
        _connection = database.OpenForAudit();
        _transaction = database.BeginSnapshot(_connection);
    }

    public IEnumerable<PartnerFacts> Partners() => Read(AuditQueries.Partners, AuditRows.Partner);

    public IEnumerable<BalanceFacts> Balances() => Read(AuditQueries.Balances, AuditRows.Balance);

    public IEnumerable<EntryFacts> Entries() => Read(AuditQueries.Entries, row => AuditRows.Entry(row, 0));

    public IEnumerable<EventFacts> Events() => Read(AuditQueries.Events, row => AuditRows.Event(row, 0));

    public IEnumerable<ReceiptFacts> Receipts() => Read(AuditQueries.Receipts, AuditRows.Receipt);

    public IEnumerable<VolumeFacts> Volumes() => Read(AuditQueries.Volumes, EarningRows.Volume);

    public IEnumerable<UsageFacts> Usages() => Read(AuditQueries.Usages, EarningRows.Usage);

    public IEnumerable<LimitUseFacts> LimitUses() => Read(AuditQueries.LimitUses, row => new LimitUseFacts(
        row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetInt64(6)));

    public IEnumerable<RenewedFacts> Renewed() => Read(AuditQueries.Renewed, row => new RenewedFacts(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt32(3)));

    public IEnumerable<RenewalSaleFacts> RenewalSales() => Read(AuditQueries.RenewalSales, row => new RenewalSaleFacts(
        row.GetString(0), row.GetString(1), row.GetString(2)));

    public IEnumerable<ReissueAuditFacts> Reissues() => Read(AuditQueries.Reissues, row => new ReissueAuditFacts(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        Mapping.Instant(row.GetInt64(4)),
        row.IsDBNull(5) ? null : Mapping.Instant(row.GetInt64(5)),
        !row.IsDBNull(6)));

    public IEnumerable<ShiftFacts> Shifts() => Read(ShiftAuditRows.All, ShiftAuditRows.Shift);

    public IEnumerable<ShiftPartFacts> ShiftSales() =>
        Read(ShiftAuditRows.Sales, row => ShiftAuditRows.Part(row, false));

    public IEnumerable<ShiftPartFacts> ShiftRefunds() =>
        Read(ShiftAuditRows.Refunds, row => ShiftAuditRows.Part(row, true));

    public IEnumerable<string> ClosedPeriods() => Read(AuditQueries.ClosedPeriods, row => row.GetString(0));

    public IEnumerable<string> UnfinishedPeriods() => Read(AuditQueries.UnfinishedPeriods, row => row.GetString(0));

    public IEnumerable<RecordedAction> Actions() => Read(AuditQueries.Actions, AuditRows.Action);

    public IEnumerable<ActionHeadFacts> ActionHeads() => Read(AuditQueries.ActionHeads, row => new ActionHeadFacts(
        row.GetString(0), new ActionHead(row.GetInt64(1), row.IsDBNull(2) ? "" : row.GetString(2))));

    public IEnumerable<string> SharedIds() => Read(AuditQueries.SharedIds, row => row.GetString(0));

    public IEnumerable<OperationFacts> Operations()
    {
        using var topUps = Keyed(AuditQueries.TopUps, AuditRows.TopUp);
        using var reversals = Keyed(AuditQueries.Reversals, AuditRows.Reversal);
        using var gifts = Keyed(AuditQueries.Gifts, AuditRows.Gifts);
        using var transfers = Keyed(AuditQueries.Transfers, AuditRows.Transfer);
        using var legs = Keyed(AuditQueries.Legs, AuditRows.Leg);
        using var entries = Keyed(AuditQueries.EntriesByOperation, row => AuditRows.Entry(row, 2));
        using var commissions = Keyed(AuditQueries.Commissions, EarningRows.Commission);
        using var settlements = Keyed(AuditQueries.Settlements, EarningRows.Settlement);
        using var requests = Keyed(AuditQueries.Requests, AuditRows.Request);
        using var approvals = Keyed(AuditQueries.Approvals, AuditRows.Approval);
        using var adjustments = Keyed(AuditQueries.Adjustments, AuditRows.Adjustment);
        using var jobs = Keyed(AuditQueries.Jobs, AuditRows.Job);
        using var events = Keyed(AuditQueries.EventsByOperation, row => AuditRows.Event(row, 2));
        using var quotes = Keyed(AuditQueries.Quotes, AuditRows.Quote);
        using var anomalies = Keyed(AuditQueries.Anomalies, row => row.GetString(2));
        IKeyedRows[] all =
        [
            topUps, reversals, gifts, transfers, legs, entries, commissions, settlements, requests, approvals,
            adjustments, jobs, events, quotes, anomalies,
        ];
        while (all.Min(rows => rows.Next) is { IsEnd: false } key)
        {
            yield return new OperationFacts(key.PartnerId, key.OperationId)
            {
                TopUp = topUps.Take(key) is [var topUp, ..] ? topUp : null,
                Reversals = reversals.Take(key),
                Gifts = gifts.Take(key) is [var given, ..] ? given : null,
                Transfers = transfers.Take(key),
                Legs = legs.Take(key),
                Entries = entries.Take(key),
                Commissions = commissions.Take(key),
                Settlements = settlements.Take(key),
                Requests = requests.Take(key),
                Approval = approvals.Take(key) is [var approval, ..] ? approval : null,
                Adjustment = adjustments.Take(key) is [var adjustment, ..] ? adjustment : null,
                Jobs = jobs.Take(key),
                Events = events.Take(key),
                Quotes = quotes.Take(key),
                Anomalies = anomalies.Take(key),
            };
        }
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private KeyedRows<T> Keyed<T>(SqlText query, Func<DbDataReader, T> map) => new(
        Read(query, row => (new OperationKey(row.GetString(0), row.GetString(1)), map(row))));

    private IEnumerable<T> Read<T>(SqlText query, Func<DbDataReader, T> map) =>
        _database.Stream(_transaction, query.For(_database.Dialect), map);
}
