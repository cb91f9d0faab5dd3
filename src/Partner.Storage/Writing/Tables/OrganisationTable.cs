using System.Data.Common;
using Partner.Core.Organisations;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Partners' rules for references; outlets, terminals and cashiers; and which days are closed.</summary>
internal static class OrganisationTable
{
    private const string UnitChange =
        "unit_name text, status int, changed_at long, closed_at long, changed_in long";

    /// <summary>Partners' rules.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "organisations.read-rows",
        "t.partner_id, t.registered_only",
        "organisations t",
        RowShape.Of("partner_id text"),
        "t.partner_id = k.partner_id");

    /// <summary>Outlets, terminals and cashiers by what they look like.</summary>
    public static readonly RowSqlText ReadUnits = RowSqlText.Select(
        "organisation_units.read-rows",
        "t.partner_id, t.kind, t.outlet, t.unit_reference, t.looks_like, t.unit_name, t.status, t.created_at, " +
        "t.changed_at, t.closed_at, t.changed_in",
        "organisation_units t",
        RowShape.Of("partner_id text, kind int, outlet text, looks_like text"),
        "t.partner_id = k.partner_id AND t.kind = k.kind AND t.outlet = k.outlet AND t.looks_like = k.looks_like");

    /// <summary>Through which days terminals are closed.</summary>
    public static readonly RowSqlText ReadClosedDays = RowSqlText.Select(
        "closed_days.read-rows",
        "t.partner_id, t.outlet, t.terminal, t.through",
        "closed_days t",
        RowShape.Of("partner_id text, outlet text, terminal text"),
        "t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal");

    private static readonly RowShape Organisation = RowShape.Of(
        "partner_id text, registered_only bool, version long");

    private static readonly RowSqlText InsertOrganisation = RowSqlText.Insert("organisations", Organisation);

    private static readonly RowSqlText UpdateOrganisation = RowSqlText.Update(
        "organisations.update-rows", "organisations", 1, Organisation);

    private static readonly RowSqlText InsertUnit = RowSqlText.Insert("organisation_units", RowShape.Of(
        "partner_id text, kind int, outlet text, unit_reference text, looks_like text, created_at long, " +
        UnitChange));

    private static readonly RowSqlText UpdateUnit = RowSqlText.Update(
        "organisation_units.update-rows",
        "organisation_units",
        4,
        RowShape.Of("partner_id text, kind int, outlet text, unit_reference text, " + UnitChange));

    private static readonly RowShape ClosedDay = RowShape.Of(
        "partner_id text, outlet text, terminal text, through int, changed_in long");

    private static readonly RowSqlText InsertClosedDay = RowSqlText.Insert("closed_days", ClosedDay);

    private static readonly RowSqlText UpdateClosedDay = RowSqlText.Update(
        "closed_days.update-rows", "closed_days", 3, ClosedDay);

    /// <summary>Stores a partner's rule and version.</summary>
    public static void Store(Changes changes, PartnerId partnerId, bool exists, bool registeredOnly, long version) =>
        changes.Add(exists ? UpdateOrganisation : InsertOrganisation, partnerId.Value, registeredOnly, version);

    /// <summary>Stores a unit.</summary>
    /// <param name="version">The version in which its status became what it is.</param>
    public static void Store(Changes changes, OrganisationUnit unit, bool exists, long version)
    {
        var (key, partner) = (unit.Key, unit.PartnerId.Value);
        ReadOnlySpan<Cell> change =
        [
            unit.Name, (int)unit.Status, unit.ChangedAt.UtcTicks, unit.ClosedAt?.UtcTicks, version,
        ];
        if (exists)
        {
            changes.Add(UpdateUnit, [partner, (int)key.Kind, key.Outlet, key.Reference, .. change]);
            return;
        }

        changes.Add(
            InsertUnit,
            [
                partner,
                (int)key.Kind,
                key.Outlet,
                key.Reference,
                UnitReference.LooksLike(key.Reference),
                unit.CreatedAt.UtcTicks,
                .. change,
            ]);
    }

    /// <summary>Stores through which day a terminal is closed.</summary>
    public static void Store(Changes changes, TerminalKey terminal, bool exists, DateOnly through, long version) =>
        changes.Add(
            exists ? UpdateClosedDay : InsertClosedDay,
            terminal.PartnerId.Value,
            terminal.Outlet,
            terminal.Terminal,
            through.DayNumber,
            version);

    /// <summary>Reads a row of <see cref="ReadUnits"/>.</summary>
    /// <returns>The unit, and the version in which its status became what it is.</returns>
    public static (OrganisationUnit Unit, long ChangedIn) UnitIn(DbDataReader row)
    {
        var unit = new OrganisationUnitRow
        {
            PartnerId = row.GetString(0),
            Kind = row.GetInt32(1),
            Outlet = row.GetString(2),
            UnitReference = row.GetString(3),
            LooksLike = row.GetString(4),
            UnitName = row.GetString(5),
            Status = row.GetInt32(6),
            CreatedAt = row.GetInt64(7),
            ChangedAt = row.GetInt64(8),
            ClosedAt = row.Int64OrNull(9),
        };
        return (unit.ToRecord(), row.GetInt64(10));
    }
}
