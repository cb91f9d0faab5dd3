using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Partner.Storage.Model;

/// <summary>
/// The one model of the store. Each provider derives its own context, because migrations are assigned by context type.
/// What the schema must hold is in the schema: the unique keys that carry idempotency, the signs and the states.
/// </summary>
internal abstract class PartnerDbContext(DbContextOptions options) : DbContext(options)
{
    private const string Final = "(state = 1 AND final_at IS NULL) OR (state <> 1 AND final_at IS NOT NULL)";

    private const string Resolved =
        "(phase = 1 AND resolved_at IS NULL) OR (phase <> 1 AND resolved_at IS NOT NULL)";

    public DbSet<PartnerRow> Partners => Set<PartnerRow>();

    public DbSet<PartnerCounterRow> Counters => Set<PartnerCounterRow>();

    public DbSet<ActionRow> Actions => Set<ActionRow>();

    public DbSet<CertificateRow> Certificates => Set<CertificateRow>();

    public DbSet<EnrollmentCodeRow> EnrollmentCodes => Set<EnrollmentCodeRow>();

    public DbSet<AccountEventRow> AccountEvents => Set<AccountEventRow>();

    public DbSet<AccountProgressRow> AccountProgress => Set<AccountProgressRow>();

    public DbSet<CertificateRuleRow> CertificateRules => Set<CertificateRuleRow>();

    public DbSet<BalanceRow> Balances => Set<BalanceRow>();

    public DbSet<RequestRow> Requests => Set<RequestRow>();

    public DbSet<TopUpRow> TopUps => Set<TopUpRow>();

    public DbSet<ReversalRow> Reversals => Set<ReversalRow>();

    public DbSet<QuoteRow> Quotes => Set<QuoteRow>();

    public DbSet<TransferRow> Transfers => Set<TransferRow>();

    public DbSet<LegRow> Legs => Set<LegRow>();

    public DbSet<FloatEntryRow> FloatEntries => Set<FloatEntryRow>();

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<CardCheckRow> CardChecks => Set<CardCheckRow>();

    public DbSet<CaseRow> Cases => Set<CaseRow>();

    public DbSet<CardGiftRow> CardGifts => Set<CardGiftRow>();

    public DbSet<RenewalRow> Renewals => Set<RenewalRow>();

    public DbSet<ReissueRow> Reissues => Set<ReissueRow>();

    public DbSet<LimitRow> Limits => Set<LimitRow>();

    public DbSet<LimitUseRow> LimitUses => Set<LimitUseRow>();

    public DbSet<RenewalStepRow> RenewalSteps => Set<RenewalStepRow>();

    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();

    public DbSet<ContactRow> Contacts => Set<ContactRow>();

    public DbSet<NoticeRow> Notices => Set<NoticeRow>();

    public DbSet<NoticeOptOutRow> NoticeOptOuts => Set<NoticeOptOutRow>();

    public DbSet<CustomerCardRow> CustomerCards => Set<CustomerCardRow>();

    public DbSet<ReminderRow> Reminders => Set<ReminderRow>();

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<OrganisationUnitRow> OrganisationUnits => Set<OrganisationUnitRow>();

    public DbSet<ClosedDayRow> ClosedDays => Set<ClosedDayRow>();

    public DbSet<ShiftRow> Shifts => Set<ShiftRow>();

    public DbSet<ReminderProgressRow> ReminderProgress => Set<ReminderProgressRow>();

    public DbSet<DocumentRow> Documents => Set<DocumentRow>();

    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    public DbSet<AdjustmentRow> Adjustments => Set<AdjustmentRow>();

    public DbSet<AnomalyRow> Anomalies => Set<AnomalyRow>();

    public DbSet<VolumeRow> Volumes => Set<VolumeRow>();

    public DbSet<CommissionRow> Commissions => Set<CommissionRow>();

    public DbSet<SettlementRow> Settlements => Set<SettlementRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapPartners(modelBuilder);
        MapTopUps(modelBuilder);
        MapLedger(modelBuilder);
        MapWork(modelBuilder);
        PricingMapping.Map(modelBuilder);
        TextLengths.Set(modelBuilder);
        NameColumns(modelBuilder);
        Shape(modelBuilder);
    }

    /// <summary>Adds what only this provider's schema has: collations, settings of tables.</summary>
    /// <param name="model">The finished model; what is said here holds for all its tables and columns.</param>
    protected abstract void Shape(ModelBuilder model);

    private static void MapPartners(ModelBuilder model)
    {
        model.Entity<PartnerRow>().ToTable("partners").HasKey(row => row.Id);
        model.Entity<PartnerCounterRow>().ToTable("partner_counters").HasKey(row => row.PartnerId);
        ActionMapping.Map(model);
        CertificateMapping.Map(model);
        model.Entity<DocumentRow>().ToTable("documents").HasKey(row => new { row.Kind, row.Id, row.Version });
        model.Entity<RequestRow>().ToTable("requests").HasKey(row => new { row.PartnerId, row.RequestId });
    }

    private static void MapTopUps(ModelBuilder model)
    {
        model.Entity<TopUpRow>(entity =>
        {
            entity.ToTable("top_ups", table =>
            {
                table.HasCheckConstraint("ck_top_ups_state", "state BETWEEN 1 AND 5");
                table.HasCheckConstraint(
                    "ck_top_ups_amounts", "face > 0 AND handling_fee >= 0 AND net_debit >= 0 AND commission >= 0");
                table.HasCheckConstraint("ck_top_ups_final", Final);
                table.HasCheckConstraint("ck_top_ups_in_doubt", "state = 1 OR in_doubt_since IS NULL");
            });
            entity.HasKey(row => new { row.PartnerId, row.Id });

            // None begins with the partner, as the key does, and ends with the identifier: without statistics
            // PostgreSQL takes it for as good as the key, and goes through all of the partner's entries. Nor does any
            // name what a sale's completion changes: that would be written into every index then.
            entity.HasIndex(row => new { row.Card, row.PartnerId, row.PlanCode, row.Id });
            entity.HasIndex(row => new { row.BusinessDate, row.PartnerId, row.Outlet, row.Id });

            // What one sale is found again by where nothing else is known of it; all else is found along the time.
            entity.HasIndex(row => new { row.PartnerId, row.ReceiptCounter })
                .HasFilter(IndexFilters.Above0("receipt_counter"));
            entity.HasIndex(row => new { row.PartnerId, row.ClientReference, row.Id })
                .HasFilter("client_reference <> ''");

            // What a shift adds up: a terminal's sales, in the order in which they were made.
            entity.HasIndex(row => new { row.PartnerId, row.Outlet, row.Terminal, row.ReceiptCounter })
                .HasFilter("terminal <> ''");
        });
        model.Entity<ReversalRow>(entity =>
        {
            entity.ToTable("reversals", table =>
                table.HasCheckConstraint("ck_reversals_final", Final));
            entity.HasKey(row => new { row.PartnerId, row.Id });

            // At most one reversal of a top-up is unfinished or has succeeded, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.TopUpId }).IsUnique().HasFilter("state <> 3");
            entity.Property(row => row.BusinessDate).IsRequired();
            entity.HasIndex(row => new { row.BusinessDate, row.PartnerId, row.Outlet, row.Id });

            // Likewise.
            entity.HasIndex(row => new { row.PartnerId, row.Outlet, row.Terminal, row.SavedEvent })
                .HasFilter("terminal <> ''");
        });
        model.Entity<QuoteRow>(entity =>
        {
            entity.ToTable("quotes");
            entity.HasKey(row => new { row.PartnerId, row.Id });

            // Those that nobody used, for whoever tidies up.
            entity.HasIndex(row => row.ExpiresAt).HasFilter("used_by IS NULL");
        });
        ReceiptMapping.Map(model);
        CaseMapping.Map(model);
        NoticeMapping.Map(model);
        RenewalMapping.Map(model);
        GiftMapping.Map(model);
        ReminderMapping.Map(model);
        ReissueMapping.Map(model);
        OrganisationMapping.Map(model);
        ShiftMapping.Map(model);
        LimitMapping.Map(model);
    }

    private static void MapLedger(ModelBuilder model)
    {
        model.Entity<BalanceRow>(entity =>
        {
            entity.ToTable("balances", table =>
                table.HasCheckConstraint("ck_balances_signs", "reserved >= 0 AND credit_limit >= 0"));
            entity.HasKey(row => new { row.PartnerId, row.Currency });
        });
        model.Entity<TransferRow>(entity =>
        {
            entity.ToTable("transfers", table =>
            {
                table.HasCheckConstraint("ck_transfers_phase", "phase BETWEEN 1 AND 3");
                table.HasCheckConstraint("ck_transfers_resolved", Resolved);
            });
            entity.HasKey(row => new { row.PartnerId, row.Id });

            // What is paid in and out, and settlements: few among many, for whoever asks how fast a float runs out.
            entity.HasIndex(row => new { row.PartnerId, row.CreatedAt }).HasFilter("kind IN (1, 10, 14, 15)");
        });
        ApprovalMapping.Map(model);
        model.Entity<LegRow>().ToTable("legs").HasKey(row => new { row.PartnerId, row.TransferId, row.Number });
        model.Entity<FloatEntryRow>()
            .ToTable("float_entries").HasKey(row => new { row.PartnerId, row.Currency, row.Sequence });
    }

    private static void MapWork(ModelBuilder model)
    {
        model.Entity<JobRow>(entity =>
        {
            entity.ToTable("jobs", table => table.HasCheckConstraint("ck_jobs_state", "state BETWEEN 1 AND 3"));
            entity.HasKey(row => new { row.PartnerId, row.OperationId });
            entity.HasIndex(row => row.DueAt);
        });
        model.Entity<EventRow>().ToTable("events").HasKey(row => new { row.PartnerId, row.Number });
        model.Entity<CardCheckRow>().ToTable("card_checks").HasKey(row => row.PartnerId);
        model.Entity<HeartbeatRow>().ToTable("heartbeats").HasKey(row => row.Id);
        model.Entity<AnomalyRow>().ToTable("anomalies").HasKey(row => new { row.PartnerId, row.Id });
    }

    /// <summary>lower_snake_case, so that hand-written statements need no quotes on any provider.</summary>
    private static void NameColumns(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }

            foreach (var index in entity.GetIndexes())
            {
                var columns = string.Join('_', index.Properties.Select(property => SnakeCase(property.Name)));
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{columns}");
            }
        }
    }

    /// <summary>A property's name as a column's.</summary>
    internal static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
