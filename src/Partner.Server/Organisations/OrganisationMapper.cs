using System.Globalization;
using Leb.Partner.V1;
using Partner.Core.Organisations;
using Partner.Server.Contract;
using Partner.Storage;
using CoreLine = Partner.Core.Shifts.ShiftLine;
using CoreShift = Partner.Core.Shifts.Shift;
using WireEntry = Leb.Partner.V1.ShiftEntry;

namespace Partner.Server.Organisations;

/// <summary>Organisations and shifts in their wire form.</summary>
internal static class OrganisationMapper
{
    public static Organisation ToWire(this OrganisationSummary summary) => new()
    {
        RegisteredOnly = summary.RegisteredOnly,
        Outlets = summary.Outlets,
        Terminals = summary.Terminals,
        Cashiers = summary.Cashiers,
    };

    public static Outlet ToOutlet(this OrganisationUnit unit) => new()
    {
        Reference = unit.Key.Reference,
        Name = unit.Name,
        Status = (OrganisationStatus)unit.Status,
        CreateTime = unit.CreatedAt.ToWire(),
        UpdateTime = unit.ChangedAt.ToWire(),
        CloseTime = unit.ClosedAt.ToWire(),
    };

    public static Terminal ToTerminal(this OrganisationUnit unit) => new()
    {
        Outlet = unit.Key.Outlet,
        Reference = unit.Key.Reference,
        Name = unit.Name,
        Status = (OrganisationStatus)unit.Status,
        CreateTime = unit.CreatedAt.ToWire(),
        UpdateTime = unit.ChangedAt.ToWire(),
        CloseTime = unit.ClosedAt.ToWire(),
    };

    public static Cashier ToCashier(this OrganisationUnit unit) => new()
    {
        Outlet = unit.Key.Outlet,
        Reference = unit.Key.Reference,
        Name = unit.Name,
        Status = (OrganisationStatus)unit.Status,
        CreateTime = unit.CreatedAt.ToWire(),
        UpdateTime = unit.ChangedAt.ToWire(),
        CloseTime = unit.ClosedAt.ToWire(),
    };

    /// <summary>A shift that is complete.</summary>
    public static Shift ToWire(this CoreShift shift)
    {
        var wire = new Shift
        {
            Outlet = shift.Outlet,
            Terminal = shift.Terminal,
            Number = shift.Number,
            BusinessDate = shift.BusinessDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            LastOfDay = shift.LastOfDay,
            ClosedBy = shift.ClosedBy,
            OpenTime = shift.OpenedAt.ToWire(),
            CloseTime = shift.ClosedAt.ToWire(),
            MoreCashiers = shift.Figures!.MoreCashiers,
            StillProcessing = shift.Sequel!.Open,
        };
        wire.Lines.AddRange(shift.Figures.Lines.Select(ToWire));
        wire.EndedSince.AddRange(shift.Sequel.Lines.Select(ToWire));
        return wire;
    }

    private static ShiftLine ToWire(CoreLine line) => new()
    {
        Entry = (WireEntry)line.Entry,
        Cashier = line.Cashier,
        Count = line.Count,
        Face = line.Face.ToWire(),
        Fee = line.Fee.ToWire(),
        CustomerPays = line.CustomerPays.ToWire(),
        NetDebit = line.NetDebit.ToWire(),
        Commission = line.Commission.ToWire(),
    };
}
