using Partner.Core.Actions;
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
    /// <param name="by">Who closes it, and why; the program itself where it is left out.</param>
    /// <param name="cancel">Stops between two steps; close it again to go on.</param>
    /// <exception cref="StoreUnavailableException">The database is away; close it again to go on.</exception>
    public Task<ClosedPeriod> CloseAsync(
        string period,
        IReadOnlyCollection<string> zones,
        DateTimeOffset now,
        ActionBy? by = null,
        CancellationToken cancel = default) =>
        CloseAsync(period, zones, now, ClosingOptions.Usual with { By = by ?? ActionBy.Program }, cancel);

    /// <summary>The same, as tests want it.</summary>
    internal async Task<ClosedPeriod> CloseAsync(
        string period,
        IReadOnlyCollection<string> zones,
        DateTimeOffset now,
        ClosingOptions options,
        CancellationToken cancel)
    {
        var judged = await JudgeAsync(period, zones, now);
        if (judged.Refusal != PeriodRefusal.None)
        {
            return judged;
        }

        try
        {
            await using var longWork = _writer.OpenLongWorkWriter();
            var closing = new MonthClosing(_readers.Database, _writer, longWork, options, cancel);
            return await Task.Run(
                () => closing.RunAsync(
                    period,
                    session => PeriodSql.Judge(session.Commands, session.Context, period, zones, now),
                    now),
                cancel);
        }
        catch (ClosingLostException)
        {
            judged = await JudgeAsync(period, zones, now);
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
    public Task<SettlementProgress> ProgressAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => PeriodSql.Progress(session.Commands), cancel);

    /// <summary>Lists a partner's statements, the newest period first.</summary>
    /// <param name="beforeNumber">Only those before this number; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    /// <returns>Each with its transfer, if it moved anything.</returns>
    public Task<List<(SettlementStatement Statement, string? TransferId)>> ListAsync(
        PartnerId partnerId, string? beforeNumber, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.PartnerId == partnerId.Value
                && (beforeNumber == null || string.Compare(row.Number, beforeNumber) < 0))
            .OrderByDescending(row => row.Number)
            .Take(most)
            .AsEnumerable()
            .Select(row => (SettlementJson.Read(row.Statement), row.TransferId))
            .ToList(),
        cancel);

    /// <summary>Lists a period's statements of all partners, by partner.</summary>
    /// <param name="period">"2026-10".</param>
    /// <param name="after">Only those of partners after this one; null from the first.</param>
    /// <param name="most">At most this many.</param>
    /// <returns>Each with its transfer, if it moved anything.</returns>
    public Task<List<(SettlementStatement Statement, string? TransferId)>> ListOfPeriodAsync(
        string period, string? after, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.Period == period
                && (after == null || string.Compare(row.PartnerId, after) > 0))
            .OrderBy(row => row.PartnerId)
            .Take(most)
            .AsEnumerable()
            .Select(row => (SettlementJson.Read(row.Statement), row.TransferId))
            .ToList(),
        cancel);

    /// <summary>Finds a partner's statement.</summary>
    /// <param name="numberOrPeriod">Its number, or its period.</param>
    /// <returns>The statement and its transfer, if it moved anything; null when there is none.</returns>
    public Task<(SettlementStatement Statement, string? TransferId)?> FindAsync(
        PartnerId partnerId, string numberOrPeriod, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Settlements
            .Where(row => row.PartnerId == partnerId.Value
                && (row.Number == numberOrPeriod || row.Period == numberOrPeriod))
            .OrderBy(row => row.Number)
            .AsEnumerable()
            .Select(row => ((SettlementStatement, string?)?)(SettlementJson.Read(row.Statement), row.TransferId))
            .FirstOrDefault(),
        cancel);

    private Task<ClosedPeriod> JudgeAsync(string period, IReadOnlyCollection<string> zones, DateTimeOffset now) =>
        _readers.ReadAsync(
            session => session.AtOneMoment(
                context => PeriodSql.Judge(session.Commands, context, period, zones, now)),
            CancellationToken.None);
}
