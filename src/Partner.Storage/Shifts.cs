using Partner.Core.Errors;
using Partner.Core.Shifts;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A shift after a call.</summary>
/// <param name="Replayed">Whether the request id had been used before.</param>
public sealed record ClosedShift(Shift Shift, bool Replayed);

/// <summary>
/// Shifts of terminals. Closing has three steps, of which each can be done again, by anybody:
/// <list type="number">
/// <item>Under the partner's lock the shift gets its number, and its range: the partner's counters as they are.</item>
/// <item>Beside the sales its figures are added up; they follow from the range.</item>
/// <item>They are stored, once.</item>
/// </list>
/// A crash behind the first step leaves the others to whoever asks for the shift next.
/// </summary>
public sealed class Shifts
{
    private static readonly SqlText StoreFigures = new(
        "shifts.store-figures",
        "UPDATE shifts SET figures = @p2 WHERE partner_id = @p0 AND id = @p1 AND figures IS NULL");

    private static readonly SqlText StoreSequel = new(
        "shifts.store-sequel",
        "UPDATE shifts SET sequel = @p2 WHERE partner_id = @p0 AND id = @p1 AND sequel IS NULL");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Shifts(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Closes a shift, or finds the one that its request id closed: the first step.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="today">The day in the partner's zone, or why it is not known.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>
    /// The shift, perhaps without figures; or why not, <see cref="Reason.Overloaded"/> among it.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Result<ClosedShift>> CloseAsync(
        PartnerId partnerId, string id, ShiftOrder order, Result<DateOnly> today, DateTimeOffset now,
        Arrival? arrival = null)
    {
        var terminal = new TerminalKey(partnerId, order.Outlet, order.Terminal);
        return _writer.RunAsync<Result<ClosedShift>>(
            partnerId,
            footprint =>
            {
                footprint.Add(partnerId);
                footprint.LatestShifts.Add(terminal);
                footprint.ShiftRequests.Add(new RequestKey(partnerId, order.RequestId));
                if (order.LastOfDay)
                {
                    footprint.Organisations.Add(partnerId);
                    footprint.ClosedDays.Add(terminal);
                }
            },
            set =>
            {
                if (set.ShiftOf(partnerId, order.RequestId) is { } used)
                {
                    // Its id tells whether an attempt of this very call closed it.
                    return order.IsOf(used)
                        ? new ClosedShift(used, used.Id != id)
                        : new Refusal(Reason.RequestIdConflict);
                }

                var (receipt, last) = set.LastNumbers(partnerId);
                var closed = ShiftDecision.Close(
                    partnerId, id, order, set.LatestShift(terminal), receipt, last, today, now);
                if (closed.Refusal is { } refusal)
                {
                    return refusal;
                }

                set.Close(closed.Value);
                return new ClosedShift(closed.Value, false);
            },
            Arrival.Admit<Result<ClosedShift>>(arrival, Arrival.Overloaded));
    }

    /// <summary>
    /// A shift with its figures and what became of what was under way: the second and third step, where they were not
    /// done.
    /// </summary>
    /// <param name="shift">The shift as it is known.</param>
    /// <returns>The shift; without a stored sequel while something is under way, but told with one.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Shift> CompleteAsync(Shift shift, CancellationToken cancel)
    {
        if (shift is { Figures: not null, Sequel: not null })
        {
            return shift;
        }

        var figures = shift.Figures
            ?? await _readers.ReadAsync(session => ShiftQueries.Figures(session, shift), cancel);
        var sequel = shift.Sequel ?? (figures.HasOpen
            ? await _readers.ReadAsync(session => ShiftQueries.Sequel(session, shift), cancel)
            : ShiftSequel.None);
        var (keepsFigures, keepsSequel) = (shift.Figures is null, shift.Sequel is null && sequel.Open == 0);
        if (keepsFigures || keepsSequel)
        {
            await _writer.RunAloneAsync(session =>
                (keepsFigures ? Store(session, StoreFigures, shift, ShiftJson.Write(figures)) : 0)
                + (keepsSequel ? Store(session, StoreSequel, shift, ShiftJson.Write(sequel)) : 0));
        }

        return shift with { Figures = figures, Sequel = sequel };
    }

    /// <summary>Finds a shift of a terminal.</summary>
    /// <param name="number">Its number; 0 for the latest.</param>
    /// <returns>The shift as it is stored; null when there is none.</returns>
    public Task<Shift?> FindAsync(
        PartnerId partnerId, string outlet, string terminal, long number, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Shifts
                .Where(row => row.PartnerId == partnerId.Value && row.Outlet == outlet && row.Terminal == terminal
                    && (number == 0 || row.Number == number))
                .OrderByDescending(row => row.Number)
                .FirstOrDefault()?.ToRecord() is { } shift && shift.Outlet == outlet && shift.Terminal == terminal
                ? shift
                : null,
            cancel);

    /// <summary>Lists shifts as they are stored, newest first.</summary>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    /// <param name="terminal">Only of this terminal; null for all.</param>
    /// <param name="day">Only of this business day; null for all.</param>
    /// <param name="before">Only older than this id; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<Shift>> ListAsync(
        PartnerId partnerId, string? outlet, string? terminal, DateOnly? day, string? before, int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var rows = session.Context.Shifts.Where(row => row.PartnerId == partnerId.Value);
            rows = before is null ? rows : rows.Where(row => string.Compare(row.Id, before) < 0);
            rows = outlet is null ? rows : rows.Where(row => row.Outlet == outlet);
            rows = terminal is null ? rows : rows.Where(row => row.Terminal == terminal);
            if (day is { } date)
            {
                var number = date.DayNumber;
                rows = rows.Where(row => row.BusinessDate == number);
            }

            return rows.OrderByDescending(row => row.Id).Take(most)
                .AsEnumerable().Select(row => row.ToRecord()).ToList();
        },
        cancel);

    private static int Store(SeparateSession session, SqlText sql, Shift shift, string json) =>
        session.Commands.Execute(sql, shift.PartnerId.Value, shift.Id, json);
}
