using Partner.Core.Organisations;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of partners' organisations, and becomes true by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<PartnerId, TrackedRow<RegistrationRule>> _organisations = [];
    private readonly Dictionary<UnitLookKey, TrackedRow<StoredUnit>> _units = [];
    private readonly Dictionary<TerminalKey, TrackedRow<StoredDay>> _closedDays = [];

    /// <summary>The version of a partner's organisation; whoever locks its counters has read it.</summary>
    public long OrganisationVersion(PartnerId partnerId) => Of(_counters, partnerId).Now.Organisation;

    /// <summary>Whether only what is registered may sell.</summary>
    public bool RegisteredOnly(PartnerId partnerId) => Of(_organisations, partnerId).Now.RegisteredOnly;

    /// <summary>Sets whether only what is registered may sell.</summary>
    public void SetRegisteredOnly(PartnerId partnerId, bool value)
    {
        Of(_organisations, partnerId).Now = new RegistrationRule(value);
        RaiseOrganisation(partnerId);
    }

    /// <summary>The unit that has a reference, or one that looks like it; null when none does.</summary>
    public OrganisationUnit? UnitLike(PartnerId partnerId, UnitKey key) =>
        _units.GetValueOrDefault(LookOf(partnerId, key))?.Now.Unit;

    /// <summary>Stores a unit as it is now.</summary>
    public void Set(OrganisationUnit unit)
    {
        var key = LookOf(unit.PartnerId, unit.Key);
        var row = _units.GetValueOrDefault(key);
        var tells = row is null || row.Now.Unit.Status != unit.Status;
        var version = tells ? RaiseOrganisation(unit.PartnerId) : row!.Now.ChangedIn;
        var now = new StoredUnit(unit, version);
        if (row is null)
        {
            _units.Add(key, new TrackedRow<StoredUnit>(now with { ChangedIn = -1 }, false) { Now = now });
        }
        else
        {
            row.Now = now;
        }
    }

    /// <summary>The last day of a terminal that is closed; null when none is.</summary>
    public DateOnly? ClosedThrough(TerminalKey terminal) => _closedDays.GetValueOrDefault(terminal)?.Now.Through;

    /// <summary>Closes a terminal's days.</summary>
    public void CloseDays(TerminalKey terminal, DateOnly through)
    {
        var now = new StoredDay(through, RaiseOrganisation(terminal.PartnerId));
        if (_closedDays.TryGetValue(terminal, out var row))
        {
            row.Now = now;
            return;
        }

        _closedDays.Add(terminal, new TrackedRow<StoredDay>(now with { ChangedIn = -1 }, false) { Now = now });
    }

    /// <summary>The key that a unit is found by.</summary>
    public static UnitLookKey LookOf(PartnerId partnerId, UnitKey key) =>
        new(partnerId, (int)key.Kind, key.Outlet, UnitReference.LooksLike(key.Reference));

    private long RaiseOrganisation(PartnerId partnerId)
    {
        // The row is named by every footprint that can lead here, and written with the version at the end.
        _ = Of(_organisations, partnerId);
        var counters = Of(_counters, partnerId);
        counters.Now = counters.Now with { Organisation = counters.Now.Organisation + 1 };
        return counters.Now.Organisation;
    }

    private void ReadOrganisation(Footprint footprint, Exchange exchange)
    {
        foreach (var partnerId in footprint.Organisations)
        {
            _organisations[partnerId] = new TrackedRow<RegistrationRule>(new RegistrationRule(false), false);
        }

        exchange.Add(
            OrganisationTable.Read,
            Rows(OrganisationTable.Read, footprint.Organisations, (rows, id) => rows.Add(id.Value)),
            row => _organisations[PartnerIn(row)] =
                new TrackedRow<RegistrationRule>(new RegistrationRule(row.GetBoolean(1)), true));
        exchange.Add(
            OrganisationTable.ReadUnits,
            Rows(OrganisationTable.ReadUnits, footprint.Units, (rows, key) => rows.Add(
                key.PartnerId.Value, key.Kind, key.Outlet, key.LooksLike)),
            row =>
            {
                var (unit, changedIn) = OrganisationTable.UnitIn(row);
                _units[LookOf(unit.PartnerId, unit.Key)] =
                    new TrackedRow<StoredUnit>(new StoredUnit(unit, changedIn), true);
            });
        exchange.Add(
            OrganisationTable.ReadClosedDays,
            Rows(OrganisationTable.ReadClosedDays, footprint.ClosedDays, Add),
            row => _closedDays[TerminalIn(row)] = new TrackedRow<StoredDay>(
                new StoredDay(DateOnly.FromDayNumber(row.GetInt32(3)), 0), true));
    }

    private void FlushOrganisation()
    {
        foreach (var (partnerId, rule) in _organisations)
        {
            var counters = Of(_counters, partnerId);
            if (counters.Now.Organisation != counters.Stored.Organisation)
            {
                OrganisationTable.Store(
                    Changes, partnerId, rule.Exists, rule.Now.RegisteredOnly, counters.Now.Organisation);
            }
        }

        foreach (var unit in _units.Values.Where(row => row.HasChanged))
        {
            OrganisationTable.Store(Changes, unit.Now.Unit, unit.Exists, unit.Now.ChangedIn);
        }

        foreach (var (terminal, day) in _closedDays.Where(row => row.Value.HasChanged))
        {
            OrganisationTable.Store(Changes, terminal, day.Exists, day.Now.Through, day.Now.ChangedIn);
        }
    }

    private static void Add(RowSet rows, TerminalKey key) => rows.Add(key.PartnerId.Value, key.Outlet, key.Terminal);

    private static TerminalKey TerminalIn(System.Data.Common.DbDataReader row) =>
        new(PartnerIn(row), row.GetString(1), row.GetString(2));

    private sealed record RegistrationRule(bool RegisteredOnly);

    private sealed record StoredUnit(OrganisationUnit Unit, long ChangedIn);

    private sealed record StoredDay(DateOnly Through, long ChangedIn);
}
