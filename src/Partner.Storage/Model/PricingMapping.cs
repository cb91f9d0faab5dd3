using Microsoft.EntityFrameworkCore;

namespace Partner.Storage.Model;

/// <summary>The tables of promotions, commissions and settlements.</summary>
internal static class PricingMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<UsageRow>(entity =>
        {
            entity.ToTable("usages", table =>
            {
                table.HasCheckConstraint("ck_usages_scope", "scope BETWEEN 1 AND 4");
                table.HasCheckConstraint("ck_usages_signs", "uses >= 0 AND spent >= 0");
            });
            entity.HasKey(row => new { row.Scope, row.Promotion, row.Subject });
        });
        model.Entity<VolumeRow>(entity =>
        {
            entity.ToTable("volumes", table => table.HasCheckConstraint("ck_volumes_sign", "volume >= 0"));
            entity.HasKey(row => new { row.PartnerId, row.Schedule, row.Currency, row.Month });
        });
        model.Entity<CommissionRow>(entity =>
        {
            entity.ToTable("commissions", table =>
            {
                table.HasCheckConstraint("ck_commissions_level", "level_number BETWEEN 0 AND 3");
                table.HasCheckConstraint("ck_commissions_mode", "mode BETWEEN 1 AND 2");
                table.HasCheckConstraint(
                    "ck_commissions_signs",
                    "base >= 0 AND own >= 0 AND beneath >= 0 AND amount >= 0 AND credit >= 0 AND tax >= 0");
            });
            entity.HasKey(row => new { row.PartnerId, row.TopUpId });
            entity.HasIndex(row => new { row.SellerId, row.TopUpId });
            entity.HasIndex(row => new { row.Month, row.PartnerId, row.TopUpId });
            entity.HasIndex(row => row.Month).HasFilter("settlement IS NULL");
            entity.HasIndex(row => row.PartnerId).HasFilter("reversed_at IS NOT NULL AND clawback_settlement IS NULL");
        });
        model.Entity<SettlementRow>(entity =>
        {
            entity.ToTable("settlements");
            entity.HasKey(row => new { row.PartnerId, row.Number });

            // A partner's month is closed once, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.Period }).IsUnique();
        });
        model.Entity<PeriodRow>().ToTable("settled_periods").HasKey(row => row.Period);
        MapClosing(model);
    }

    private static void MapClosing(ModelBuilder model)
    {
        model.Entity<ClosingRow>(entity =>
        {
            // Only one month is closed at a time.
            entity.ToTable("closings", table => table.HasCheckConstraint("ck_closings_one", "id = 1"));
            entity.HasKey(row => row.Id);
        });
        model.Entity<ClosingSettlementRow>()
            .ToTable("closing_statements").HasKey(row => new { row.PartnerId, row.Number });
        model.Entity<ClosingMarkRow>().ToTable("closing_marks").HasKey(row => new { row.PartnerId, row.TopUpId });
    }
}
