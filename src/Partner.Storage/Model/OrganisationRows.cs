using Microsoft.EntityFrameworkCore;
using Partner.Core.Organisations;

namespace Partner.Storage.Model;

/// <summary>A partner that registered something, or closed a day: others have no row.</summary>
internal sealed class OrganisationRow
{
    public required string PartnerId { get; set; }

    public bool RegisteredOnly { get; set; }

    /// <summary>The same as in the partner's counters, where sales read it; here others poll it.</summary>
    public long Version { get; set; }
}

/// <summary>An outlet, terminal or cashier.</summary>
internal sealed class OrganisationUnitRow
{
    public required string PartnerId { get; set; }

    public int Kind { get; set; }

    /// <summary>The outlet that it belongs to; empty for an outlet.</summary>
    public required string Outlet { get; set; }

    public required string UnitReference { get; set; }

    /// <summary>See <see cref="Core.Organisations.UnitReference.LooksLike"/>.</summary>
    public required string LooksLike { get; set; }

    public required string UnitName { get; set; }

    public int Status { get; set; }

    public long CreatedAt { get; set; }

    public long ChangedAt { get; set; }

    public long? ClosedAt { get; set; }

    /// <summary>The version of the organisation in which its status became what it is.</summary>
    public long ChangedIn { get; set; }
}

/// <summary>Through which business day the days of a terminal are closed.</summary>
internal sealed class ClosedDayRow
{
    public required string PartnerId { get; set; }

    public required string Outlet { get; set; }

    public required string Terminal { get; set; }

    public int Through { get; set; }

    /// <summary>The version of the organisation in which it became so.</summary>
    public long ChangedIn { get; set; }
}

/// <summary>The tables of organisations, and what their rows say.</summary>
internal static class OrganisationMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<OrganisationRow>().ToTable("organisations").HasKey(row => row.PartnerId);
        model.Entity<OrganisationUnitRow>(entity =>
        {
            entity.ToTable("organisation_units", table =>
            {
                table.HasCheckConstraint("ck_organisation_units_kind", "kind BETWEEN 1 AND 3");
                table.HasCheckConstraint(
                    "ck_organisation_units_outlet",
                    "(kind = 1 AND outlet = '') OR (kind <> 1 AND outlet <> '')");
                table.HasCheckConstraint(
                    "ck_organisation_units_closed",
                    "(status = 3 AND closed_at IS NOT NULL) OR (status IN (1, 2) AND closed_at IS NULL)");
            });
            entity.HasKey(row => new { row.PartnerId, row.Kind, row.Outlet, row.UnitReference });

            // No two that look alike are registered, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.Kind, row.Outlet, row.LooksLike }).IsUnique();

            // What servers bring what they know forward by.
            entity.HasIndex(row => new { row.PartnerId, row.ChangedIn }).HasFilter(IndexFilters.Above0("changed_in"));
        });
        model.Entity<ClosedDayRow>(entity =>
        {
            entity.ToTable("closed_days").HasKey(row => new { row.PartnerId, row.Outlet, row.Terminal });
            entity.HasIndex(row => new { row.PartnerId, row.ChangedIn }).HasFilter(IndexFilters.Above0("changed_in"));
        });
    }

    public static OrganisationUnit ToRecord(this OrganisationUnitRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Key = new UnitKey((UnitKind)row.Kind, row.Outlet, row.UnitReference),
        Name = row.UnitName,
        Status = (UnitStatus)row.Status,
        CreatedAt = Mapping.Instant(row.CreatedAt),
        ChangedAt = Mapping.Instant(row.ChangedAt),
        ClosedAt = Mapping.Instant(row.ClosedAt),
    };
}
