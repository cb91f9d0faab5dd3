using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.TopUps;

namespace Partner.Core.Arrivals;

/// <summary>What was found when the issuer and the card were last asked.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="TopUp">The sale's state as they were asked.</param>
/// <param name="Issuer">What the issuer said.</param>
/// <param name="Card">What the card said.</param>
/// <param name="Differences">In what the card differs, with <see cref="CardStatement.Differs"/>.</param>
public sealed record CaseEvidence(
    DateTimeOffset At,
    TopUpState TopUp,
    IssuerStatement Issuer,
    CardStatement Card,
    CardDifferences Differences = CardDifferences.None)
{
    /// <summary>Whether it shows that the card has what was sold.</summary>
    public bool ShowsIt => Card is CardStatement.AsPromised or CardStatement.HasAtLeast;
}

/// <summary>A sale that was reported as not arrived (未到账), and what came of it. A sale has one case at most.</summary>
public sealed record ArrivalCase
{
    /// <summary>The partner that sold it.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>The sale; also the case's key.</summary>
    public required TopUpId TopUpId { get; init; }

    /// <summary>The outlet of the sale; empty when it named none.</summary>
    public required string Outlet { get; init; }

    /// <summary>The card.</summary>
    public required CardNumber Card { get; init; }

    /// <summary>What was sold.</summary>
    public required PlanCode PlanCode { get; init; }

    /// <summary>When it was reported (UTC).</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The sale's state when it was reported.</summary>
    public required TopUpState OpenedIn { get; init; }

    /// <summary>When the clock runs out (UTC): what is unclear then is escalated.</summary>
    public required DateTimeOffset ClockEndsAt { get; init; }

    /// <summary>Its state.</summary>
    public CaseState State { get; init; } = CaseState.Open;

    /// <summary>Why it is in its state.</summary>
    public CaseVerdict Verdict { get; init; } = CaseVerdict.BeingLookedInto;

    /// <summary>What the verdict rests on; null while nobody was asked.</summary>
    public CaseEvidence? Evidence { get; init; }

    /// <summary>Counts its changes from 1; every change is a compare-and-set on it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The version of the sale that it was last decided on.</summary>
    public int TopUpVersion { get; init; }

    /// <summary>How often issuer and card were asked.</summary>
    public int Looks { get; init; }

    /// <summary>When it is looked at again (UTC), while it is not closed.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When it was escalated (UTC); null while it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>When it was closed (UTC): arrived, repaired or refunded; null while it is not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What an operator recorded when closing it by hand; null otherwise.</summary>
    public string? OperatorEvidence { get; init; }

    /// <summary>The latest sale of the plan to the card that was made in spite of it; null when none.</summary>
    public TopUpId? SoldAgain { get; init; }

    /// <summary>
    /// From when on (UTC) the plan can be sold to the card again without paying twice: the money is back since then.
    /// Null while that is not known, and where there is nothing to repeat.
    /// </summary>
    public DateTimeOffset? SafeRetryAt => State == CaseState.Refunded ? ClosedAt : null;
}
