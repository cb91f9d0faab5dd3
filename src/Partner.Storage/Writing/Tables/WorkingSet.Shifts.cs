using Partner.Core.Shifts;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of shifts, and becomes true by what members close.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<TerminalKey, Shift> _latestShifts = [];
    private readonly Dictionary<RequestKey, Shift> _usedShifts = [];

    /// <summary>The latest shift of a terminal; null when it has none.</summary>
    public Shift? LatestShift(TerminalKey terminal) => _latestShifts.GetValueOrDefault(terminal);

    /// <summary>The shift that a request id closed; null while it is new.</summary>
    public Shift? ShiftOf(PartnerId partnerId, RequestId requestId) =>
        _usedShifts.GetValueOrDefault(new RequestKey(partnerId, requestId));

    /// <summary>The partner's latest receipt counter and event: what is numbered up to them is saved.</summary>
    public (long Receipt, long Event) LastNumbers(PartnerId partnerId)
    {
        var counters = Of(_counters, partnerId).Now;
        return (counters.Receipt, counters.Event);
    }

    /// <summary>Closes a shift, and where it is the last of its day, the day.</summary>
    public void Close(Shift shift)
    {
        var terminal = new TerminalKey(shift.PartnerId, shift.Outlet, shift.Terminal);
        _latestShifts[terminal] = shift;
        _usedShifts.Add(new RequestKey(shift.PartnerId, shift.RequestId), shift);
        ShiftTable.Insert(Changes, shift);
        if (shift.LastOfDay)
        {
            CloseDays(terminal, shift.BusinessDate);
        }
    }

    private void ReadShifts(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            ShiftTable.Latest,
            Rows(ShiftTable.Latest, footprint.LatestShifts, Add),
            row =>
            {
                var shift = ShiftTable.ShiftIn(row);
                _latestShifts[new TerminalKey(shift.PartnerId, shift.Outlet, shift.Terminal)] = shift;
            });
        exchange.Add(
            ShiftTable.Used,
            Rows(
                ShiftTable.Used,
                footprint.ShiftRequests,
                (rows, key) => rows.Add(key.PartnerId.Value, key.RequestId.Value)),
            row =>
            {
                var shift = ShiftTable.ShiftIn(row);
                _usedShifts[new RequestKey(shift.PartnerId, shift.RequestId)] = shift;
            });
    }
}
