using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

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
/// <param name="HasLate">Whether closed months have something to count since: a reversal, or a late clock's entry.</param>
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
    public Task<ClosedPeriod> CloseAsync(string period, IReadOnlyCollection<string> zones, DateTimeOffset now) =>
        _writer.RunAsync(session =>
        {
            // Others who close a period wait here, and then find it closed.
            var mine = SettlementSql.TryClose(session.Statements, period, now);
            var (last, earliest) = SettlementSql.Around(session.Statements, period, mine);
            var refusal = PeriodRules.Refuse(period, last, earliest, zones, now);
            if (!mine || refusal != PeriodRefusal.None)
            {
                if (mine)
                {
                    SettlementSql.Reopen(session.Statements, period);
                }

                return new ClosedPeriod(
                    mine ? refusal : PeriodRefusal.AlreadySettled, OfPeriod(session.Context, period), earliest);
            }

            var (records, volumes) = SettlementRecords.LoadLocked(session, period);
            var results = PeriodClose.Close(period, records, volumes, now);
            foreach (var result in results)
            {
                Post(session, result, now);
            }

            return new ClosedPeriod(
                PeriodRefusal.None, [.. results.Select(result => result.Statement)], earliest);
        });

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

    private static void Post(WriteSession session, PeriodResult result, DateTimeOffset now)
    {
        var statement = result.Statement;
        SettlementSql.Insert(session.Statements, statement, result.Transfer?.Id);
        if (result.Transfer is { } transfer)
        {
            LedgerSql.Insert(session, statement.PayeeId, transfer, now);
        }

        foreach (var change in result.Changes)
        {
            SettlementSql.Mark(session.Statements, statement.Number, change);
        }
    }
}
