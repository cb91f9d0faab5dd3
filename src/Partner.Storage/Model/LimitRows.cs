using Microsoft.EntityFrameworkCore;

namespace Partner.Storage.Model;

/// <summary>A limit of a partner.</summary>
internal sealed class LimitRow
{
    public required string PartnerId { get; set; }

    public int Setter { get; set; }

    public int Kind { get; set; }

    public int Subject { get; set; }

    public required string Outlet { get; set; }

    /// <summary>The terminal, the cashier, or the certificate's thumbprint; empty otherwise.</summary>
    public required string Holder { get; set; }

    /// <summary>Whether it holds for each of its kind.</summary>
    public bool IsAll { get; set; }

    public long Most { get; set; }

    public long SetAt { get; set; }
}

/// <summary>What is used of limits within a period.</summary>
internal sealed class LimitUseRow
{
    public required string PartnerId { get; set; }

    public int Subject { get; set; }

    public required string Outlet { get; set; }

    /// <summary>The terminal, the cashier or the card; empty otherwise.</summary>
    public required string Holder { get; set; }

    /// <summary>"2026-11-27", "2026-11" or "2026-11-27T13Z".</summary>
    public required string Period { get; set; }

    /// <summary>A card that counts as one of its terminal's; empty for all else.</summary>
    public required string Card { get; set; }

    public long Used { get; set; }

    /// <summary>When the period ends.</summary>
    public long EndsAt { get; set; }
}

/// <summary>The tables of limits.</summary>
internal static class LimitMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<LimitRow>(entity =>
        {
            entity.ToTable("limits", table => table.HasCheckConstraint("ck_limits_most", "most >= 0"));
            entity.HasKey(row => new
            {
                row.PartnerId, row.Setter, row.Kind, row.Subject, row.Outlet, row.Holder, row.IsAll,
            });
        });
        model.Entity<LimitUseRow>(entity =>
        {
            entity.ToTable("limit_uses", table => table.HasCheckConstraint("ck_limit_uses_used", "used >= 0"));
            entity.HasKey(row => new
            {
                row.PartnerId, row.Subject, row.Outlet, row.Holder, row.Period, row.Card,
            });

            // For whoever deletes what is over.
            entity.HasIndex(row => row.EndsAt);
        });
    }
}
