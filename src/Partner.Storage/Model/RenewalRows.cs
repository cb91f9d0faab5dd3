using Microsoft.EntityFrameworkCore;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Renewals;

namespace Partner.Storage.Model;

/// <summary>An auto-renewal.</summary>
internal sealed class RenewalRow
{
    public required string PartnerId { get; set; }

    public required string Id { get; set; }

    public required string RequestId { get; set; }

    public required string Card { get; set; }

    public int CardType { get; set; }

    public required string PlanCode { get; set; }

    public int Channel { get; set; }

    public required string Outlet { get; set; }

    public int DaysBefore { get; set; }

    public long MaxPrice { get; set; }

    public required string PriceCurrency { get; set; }

    /// <summary>Number of the last day; null for any.</summary>
    public int? LastDay { get; set; }

    public int? MostRenewals { get; set; }

    public required string Consent { get; set; }

    public string? ContactId { get; set; }

    /// <summary>As of a top-up.</summary>
    public int? IdDocument { get; set; }

    public string? IdHash { get; set; }

    public long CreatedAt { get; set; }

    public int State { get; set; }

    public int Phase { get; set; }

    public int Version { get; set; }

    public int Cycle { get; set; }

    public int Attempt { get; set; }

    public int Failures { get; set; }

    public long CycleEnd { get; set; }

    public long? RenewsAt { get; set; }

    public long? DueAt { get; set; }

    public long? GiveUpAt { get; set; }

    public int Made { get; set; }

    public long? RenewedAt { get; set; }

    public string? TopUpId { get; set; }

    public long? ExpectedDebit { get; set; }

    public string? DebitCurrency { get; set; }

    public int LastKind { get; set; }

    public int LastReason { get; set; }

    /// <summary>Who looks at it now; these two are written without the partner's lock, and by nobody else.</summary>
    public string? LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }
}

/// <summary>What happened to an auto-renewal.</summary>
internal sealed class RenewalStepRow
{
    public required string PartnerId { get; set; }

    public long Number { get; set; }

    public required string RenewalId { get; set; }

    public required string Outlet { get; set; }

    public int Kind { get; set; }

    public int Reason { get; set; }

    public long At { get; set; }

    public int Cycle { get; set; }

    public long CardEnd { get; set; }

    public string? TopUpId { get; set; }

    public long? NextAt { get; set; }

    public long? Amount { get; set; }

    public string? AmountCurrency { get; set; }
}

/// <summary>The tables of auto-renewals, and what their rows say.</summary>
internal static class RenewalMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<RenewalRow>(entity =>
        {
            entity.ToTable("auto_renewals", table =>
            {
                table.HasCheckConstraint("ck_auto_renewals_state", "state BETWEEN 1 AND 4");
                table.HasCheckConstraint("ck_auto_renewals_phase", "phase BETWEEN 1 AND 3");
            });
            entity.HasKey(row => new { row.PartnerId, row.Id });
            entity.HasIndex(row => new { row.PartnerId, row.RequestId }).IsUnique();

            // At most one of a card and plan is not over, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.Card, row.PlanCode }).IsUnique()
                .HasFilter("state IN (1, 2)");
            entity.HasIndex(row => new { row.PartnerId, row.Card, row.Id });

            // What is due, in all and of a partner; and what falls due, for whoever asks what it will cost.
            entity.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
            entity.HasIndex(row => new { row.PartnerId, row.DueAt }).HasFilter("due_at IS NOT NULL");
            entity.HasIndex(row => new { row.PartnerId, row.RenewsAt }).HasFilter("renews_at IS NOT NULL");
        });
        model.Entity<RenewalStepRow>(entity =>
        {
            entity.ToTable("auto_renewal_steps");
            entity.HasKey(row => new { row.PartnerId, row.Number });
            entity.HasIndex(row => new { row.PartnerId, row.RenewalId, row.Number });
        });
    }

    public static AutoRenewal ToRecord(this RenewalRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Id = new RenewalId(row.Id),
        RequestId = new RequestId(row.RequestId),
        Terms = new RenewalTerms(
            CardNumber.Stored(row.Card),
            new PlanCode(row.PlanCode),
            (Channel)row.Channel,
            row.DaysBefore,
            new Money(row.MaxPrice, Currency.Of(row.PriceCurrency)),
            row.LastDay is { } last ? DateOnly.FromDayNumber(last) : null,
            row.MostRenewals,
            row.Consent),
        CardType = (CardType)row.CardType,
        Outlet = row.Outlet,
        ContactId = Core.Identifiers.ContactId.Of(row.ContactId),
        IdCheck = Mapping.IdCheck(row.IdDocument, row.IdHash),
        CreatedAt = Mapping.Instant(row.CreatedAt),
        State = (RenewalState)row.State,
        Phase = (RenewalPhase)row.Phase,
        Version = row.Version,
        Cycle = row.Cycle,
        Attempt = row.Attempt,
        Failures = row.Failures,
        CycleEnd = Mapping.Instant(row.CycleEnd),
        RenewsAt = Mapping.Instant(row.RenewsAt),
        DueAt = Mapping.Instant(row.DueAt),
        GiveUpAt = Mapping.Instant(row.GiveUpAt),
        Made = row.Made,
        RenewedAt = Mapping.Instant(row.RenewedAt),
        TopUpId = TopUpId.Of(row.TopUpId),
        ExpectedDebit = Amount(row.ExpectedDebit, row.DebitCurrency),
        LastKind = (RenewalStepKind)row.LastKind,
        LastReason = (Reason)row.LastReason,
    };

    public static RenewalStep ToRecord(this RenewalStepRow row) => new(
        (RenewalStepKind)row.Kind, Mapping.Instant(row.At), row.Cycle, Mapping.Instant(row.CardEnd))
    {
        Number = row.Number,
        Reason = (Reason)row.Reason,
        TopUpId = TopUpId.Of(row.TopUpId),
        NextAt = Mapping.Instant(row.NextAt),
        Amount = Amount(row.Amount, row.AmountCurrency),
    };

    private static Money? Amount(long? minor, string? currency) =>
        minor is { } amount ? new Money(amount, Currency.Of(currency!)) : null;
}
