using Partner.Core.Settlements;
using Partner.Storage.Abstractions;
using Partner.Storage.Closing;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>Settlements: closing a month for all partners, and reading its statements.</summary>
public sealed class Settlements
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Settlements(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>
    /// Closes a period, or goes on where a closing of it was interrupted: whatever happens on the way, everything is
    /// posted once and by what was decided first. Sales go on meanwhile. Closing it again changes nothing and returns
    /// what is there; while somebody else closes one, this returns at once and says so.
    /// </summary>
    /// <param name="period">"2026-10".</param>
    /// <param name="zones">IANA names of the zones of every schedule that was ever published.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops between two steps; close it again to go on.</param>
    /// <exception cref="StoreUnavailableException">The database is away; close it again to go on.</exception>
    public Task<ClosedPeriod> CloseAsync(
        string period, IReadOnlyCollection<string> zones, DateTimeOffset now, CancellationToken cancel = default) =>
        CloseAsync(period, zones, now, ClosingOptions.Usual, cancel);

    /// <summary>The same, as tests want it.</summary>
    internal async Task<ClosedPeriod> CloseAsync(
        string period,
        IReadOnlyCollection<string> zones,
        DateTimeOffset now,
        ClosingOptions options,
        CancellationToken cancel)
    {
        var judged = await JudgeAsync(period, zones, now).ConfigureAwait(false);
        if (judged.Refusal != PeriodRefusal.None)
        {
            return judged;
        }

        try
        {
            await using var aside = _writer.OpenAside();
            var closing = new MonthClosing(_readers.Database, _writer, aside, options, cancel);
            return await Task.Run(
                () => closing.RunAsync(
                    period,
                    session => PeriodSql.Judge(session.Statements, session.Context, period, zones, now),
                    now),
                cancel).ConfigureAwait(false);
        }
        catch (ClosingLostException)
        {
            judged = await JudgeAsync(period, zones, now).ConfigureAwait(false);
            return judged.Refusal == PeriodRefusal.None
                ? judged with { Refusal = PeriodRefusal.BeingSettled }
                : judged;
        }
        catch (Exception fault) when (fault is not StoreUnavailableException
            && _readers.Database.Classify(fault) != FaultKind.Lasting)
        {
            throw new StoreUnavailableException(
                $"{_readers.Database.Name} went away; the settlement goes on when it is run again.", fault);
        }
    }

    /// <summary>How far closing has come.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public Task<SettlementProgress> ProgressAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => PeriodSql.Progress(session.Statements), cancel);

    /// <summary>Lists a partner's statements, the newest period first.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="beforeNumber">Only those before this number; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Each with its transfer, if it moved anything.</returns>
    public Task<List<(PeriodStatement Statement, string? TransferId)>> ListAsync(
        PartnerId partnerId, string? beforeNumber, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.PartnerId == partnerId.Value
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
        PartnerId partnerId, string numberOrPeriod, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.PartnerId == partnerId.Value
                && (row.Number == numberOrPeriod || row.Period == numberOrPeriod))
            .OrderBy(row => row.Number)
            .AsEnumerable()
            .Select(row => ((PeriodStatement, string?)?)(StatementJson.Read(row.Statement), row.TransferId))
            .FirstOrDefault(),
        cancel);

    private Task<ClosedPeriod> JudgeAsync(string period, IReadOnlyCollection<string> zones, DateTimeOffset now) =>
        _readers.ReadAsync(
            session => session.AtOneMoment(
                context => PeriodSql.Judge(session.Statements, context, period, zones, now)),
            CancellationToken.None);
}
