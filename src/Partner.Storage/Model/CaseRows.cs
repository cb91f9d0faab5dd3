using Microsoft.EntityFrameworkCore;
using Partner.Core.Arrivals;
using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.TopUps;

namespace Partner.Storage.Model;

/// <summary>The case of a top-up that was reported as not arrived.</summary>
internal sealed class CaseRow
{
    public required string PartnerId { get; set; }

    public required string TopUpId { get; set; }

    public required string Outlet { get; set; }

    public required string Card { get; set; }

    public required string PlanCode { get; set; }

    public int State { get; set; }

    public int Verdict { get; set; }

    public int Version { get; set; }

    public long OpenedAt { get; set; }

    public int OpenedIn { get; set; }

    public long ClockEndsAt { get; set; }

    public int TopUpVersion { get; set; }

    public int Looks { get; set; }

    public long DueAt { get; set; }

    /// <summary>
    /// When issuer and card were last asked; null while they were not, and then so are the next four.
    /// </summary>
    public long? LookedAt { get; set; }

    public int? LookedIn { get; set; }

    public int? IssuerStatement { get; set; }

    public int? CardStatement { get; set; }

    public int? CardDifferences { get; set; }

    public long? EscalatedAt { get; set; }

    public long? ClosedAt { get; set; }

    /// <summary>What an operator recorded when closing it.</summary>
    public string? Evidence { get; set; }

    /// <summary>The latest top-up that was sold in spite of it.</summary>
    public string? SoldAgain { get; set; }

    /// <summary>Who looks into it now; these two are written without the partner's lock, and by nobody else.</summary>
    public string? LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }
}

/// <summary>The table of cases, and what its rows say.</summary>
internal static class CaseMapping
{
    public static void Map(ModelBuilder model) => model.Entity<CaseRow>(entity =>
    {
        entity.ToTable("arrival_cases", table =>
        {
            table.HasCheckConstraint("ck_arrival_cases_state", "state BETWEEN 1 AND 5");
            table.HasCheckConstraint(
                "ck_arrival_cases_closed",
                "(state IN (1, 5) AND closed_at IS NULL) OR (state NOT IN (1, 5) AND closed_at IS NOT NULL)");
        });
        entity.HasKey(row => new { row.PartnerId, row.TopUpId });

        // What a sale of the same plan to the same card asks, and who looks into cases.
        entity.HasIndex(row => new { row.PartnerId, row.Card, row.PlanCode, row.TopUpId })
            .HasFilter("closed_at IS NULL");
        entity.HasIndex(row => row.DueAt).HasFilter("closed_at IS NULL");
    });

    public static ArrivalCase ToRecord(this CaseRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        TopUpId = new TopUpId(row.TopUpId),
        Outlet = row.Outlet,
        Card = CardNumber.Stored(row.Card),
        PlanCode = new PlanCode(row.PlanCode),
        State = (CaseState)row.State,
        Verdict = (CaseVerdict)row.Verdict,
        Version = row.Version,
        OpenedAt = Mapping.Instant(row.OpenedAt),
        OpenedIn = (TopUpState)row.OpenedIn,
        ClockEndsAt = Mapping.Instant(row.ClockEndsAt),
        TopUpVersion = row.TopUpVersion,
        Looks = row.Looks,
        DueAt = Mapping.Instant(row.DueAt),
        Evidence = row.LookedAt is not { } at ? null : new CaseEvidence(
            Mapping.Instant(at),
            (TopUpState)row.LookedIn!,
            (IssuerStatement)row.IssuerStatement!,
            (CardStatement)row.CardStatement!,
            (CardDifferences)row.CardDifferences!),
        EscalatedAt = Mapping.Instant(row.EscalatedAt),
        ClosedAt = Mapping.Instant(row.ClosedAt),
        OperatorEvidence = row.Evidence,
        SoldAgain = TopUpId.Of(row.SoldAgain),
    };
}
