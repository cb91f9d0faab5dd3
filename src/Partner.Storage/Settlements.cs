using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>What became of a request to close a period.</summary>
/// <param name="Refusal">Why it was not closed; None when it was closed now.</param>
/// <param name="Statements">The period's statements, by number: those made now, or those that were there.</param>
/// <param name="EarliestOpen">The earliest month that has to be closed first or now; null when nothing is open.</param>
public sealed record ClosedPeriod(
    PeriodRefusal Refusal, IReadOnlyList<PeriodStatement> Statements, string? EarliestOpen);

/// <summary>How far closing has come.</summary>
/// <param name="Last">The latest closed period; null before the first.</param>
/// <param name="EarliestOpen">The earliest month after it with a commission to count; null: none.</param>
/// <param name="HasLate">
/// Whether closed months have something to count since: a reversal, or a late clock's entry.
/// </param>
public sealed record SettlementProgress(string? Last, string? EarliestOpen, bool HasLate)
{
    /// <summary>The period to close next, once it is over; null while there is nothing to close.</summary>
    public string? Next => EarliestOpen ?? (HasLate && Last is not null ? PeriodRules.Next(Last) : null);
}

/// <summary>Settlements: closing a month for all partners, and reading its statements.</summary>
public sealed class Settlements
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Settlements(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>
    /// Closes a period in one transaction: all statements, postings and marks, or nothing. Closing it again changes
    /// nothing and returns what is there.
    /// </summary>
    /// <param name="period">"2026-10".</param>
    /// <param name="zones">IANA names of the zones of every schedule that was ever published.</param>
    /// <param name="now">The time.</param>
    public async Task<ClosedPeriod> CloseAsync(
        string period, IReadOnlyCollection<string> zones, DateTimeOffset now)
    {
        var (closed, results) = await _readers.ReadAsync(
            session => session.AtOneMoment(context => Decide(session, context, period, zones, now)),
            CancellationToken.None).ConfigureAwait(false);
        if (closed.Refusal != PeriodRefusal.None)
        {
            return closed;
        }

        foreach (var result in results)
        {
            var payee = result.Statement.PayeeId;
            await _writer.RunAsync(
                payee,
                footprint =>
                {
                    footprint.Add(payee);
                    footprint.AddFloats(payee, result.Transfer is { } transfer ? [transfer] : []);
                },
                set => Post(set, result, now)).ConfigureAwait(false);
        }

        await _writer.RunAloneAsync(session => SettlementSql.TryClose(session.Statements, period, now))
            .ConfigureAwait(false);
        return closed;
    }

    /// <summary>How far closing has come.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public Task<SettlementProgress> ProgressAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => SettlementSql.Progress(session.Statements), cancel);

    /// <summary>Lists a partner's statements, the newest period first.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="beforeNumber">Only those before this number; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Each with its transfer, if it moved anything.</returns>
    public Task<List<(PeriodStatement Statement, string? TransferId)>> ListAsync(
        string partnerId, string? beforeNumber, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.PartnerId == partnerId
                && (beforeNumber == null || string.Compare(row.Number, beforeNumber) < 0))
            .OrderByDescending(row => row.Number)
            .Take(most)
            .AsEnumerable()
            .Select(row => (StatementJson.Read(row.Statement), row.TransferId))
            .ToList(),
        cancel);

    /// <summary>Finds a partner's statement.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="numberOrPeriod">Its number, or its period.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The statement and its transfer, if it moved anything; null when there is none.</returns>
    public Task<(PeriodStatement Statement, string? TransferId)?> FindAsync(
        string partnerId, string numberOrPeriod, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.PartnerId == partnerId
                && (row.Number == numberOrPeriod || row.Period == numberOrPeriod))
            .OrderBy(row => row.Number)
            .AsEnumerable()
            .Select(row => ((PeriodStatement, string?)?)(StatementJson.Read(row.Statement), row.TransferId))
            .FirstOrDefault(),
        cancel);

    private static List<PeriodStatement> OfPeriod(PartnerDbContext context, string period) =>
    [
        .. context.Settlements.Where(row => row.Period == period)
            .OrderBy(row => row.Number)
            .AsEnumerable()
            .Select(row => StatementJson.Read(row.Statement)),
    ];

    private static (ClosedPeriod Closed, IReadOnlyList<PeriodResult> Results) Decide(
        ReadSession session,
        PartnerDbContext context,
        string period,
        IReadOnlyCollection<string> zones,
        DateTimeOffset now)
    {
        var (last, earliest) = SettlementSql.Around(session.Statements, period, false);
        if (last is not null && string.CompareOrdinal(period, last) <= 0
            && context.SettledPeriods.Any(row => row.Period == period))
        {
            return (new ClosedPeriod(PeriodRefusal.AlreadySettled, OfPeriod(context, period), earliest), []);
        }

        var refusal = PeriodRules.Refuse(period, last, earliest, zones, now);
        if (refusal != PeriodRefusal.None)
        {
            return (new ClosedPeriod(refusal, OfPeriod(context, period), earliest), []);
        }

        var (records, volumes) = SettlementRecords.Load(session, period);
        var results = PeriodClose.Close(period, records, volumes, now);
        return (
            new ClosedPeriod(PeriodRefusal.None, [.. results.Select(result => result.Statement)], earliest), results);
    }

    private static int Post(WorkingSet set, PeriodResult result, DateTimeOffset now)
    {
        var statement = result.Statement;
        SettlementSql.Insert(set.Changes, statement, result.Transfer?.Id);
        if (result.Transfer is { } transfer)
        {
            LedgerTable.Insert(set, statement.PayeeId, transfer, now);
        }

        foreach (var change in result.Changes)
        {
            SettlementSql.Mark(set.Changes, statement.Number, change);
        }

        return result.Changes.Count;
    }
}
