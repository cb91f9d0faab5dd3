using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.TopUps;

namespace Partner.Core.Renewals;

/// <summary>
/// What the customer agreed to. It never changes, and is what the request id of the creation stands for.
/// </summary>
/// <param name="Card">The card.</param>
/// <param name="PlanCode">What is sold to it.</param>
/// <param name="Channel">The channel whose prices hold.</param>
/// <param name="DaysBefore">How many days before its end the card is renewed, by its calendar: 1 or more.</param>
/// <param name="MaxPrice">The highest that the customer pays for one renewal.</param>
/// <param name="LastDay">The last day on which it renews, by the card's calendar; null for any.</param>
/// <param name="MostRenewals">How many renewals it makes; null for any number.</param>
/// <param name="Consent">The partner's reference of the customer's consent.</param>
public sealed record RenewalTerms(
    CardNumber Card,
    PlanCode PlanCode,
    Channel Channel,
    int DaysBefore,
    Money MaxPrice,
    DateOnly? LastDay,
    int? MostRenewals,
    string Consent);

/// <summary>An auto-renewal as it is stored.</summary>
public sealed record AutoRenewal
{
    /// <summary>The partner that sold it.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>Its id.</summary>
    public required RenewalId Id { get; init; }

    /// <summary>The partner's id of its creation.</summary>
    public required RequestId RequestId { get; init; }

    /// <summary>What the customer agreed to.</summary>
    public required RenewalTerms Terms { get; init; }

    /// <summary>The card's type.</summary>
    public required CardType CardType { get; init; }

    /// <summary>The outlet; empty when none was named.</summary>
    public required string Outlet { get; init; }

    /// <summary>The customer's number, which is told what happens; null where none is kept.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The identity check that was made when it was created; null where none was.</summary>
    public KeptIdCheck? IdCheck { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its state.</summary>
    public RenewalState State { get; init; } = RenewalState.Active;

    /// <summary>How far its cycle is.</summary>
    public RenewalPhase Phase { get; init; } = RenewalPhase.Waiting;

    /// <summary>Counts its changes from 1; every change is a compare-and-set on it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Number of the cycle, from 1.</summary>
    public int Cycle { get; init; } = 1;

    /// <summary>Number of the attempt within the cycle, from 1; each has a request id of its own.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How many attempts of the cycle failed since it began, or since it was resumed.</summary>
    public int Failures { get; init; }

    /// <summary>The end of validity (UTC) that the cycle renews.</summary>
    public required DateTimeOffset CycleEnd { get; init; }

    /// <summary>When the cycle falls due (UTC); null while nothing is planned.</summary>
    public DateTimeOffset? RenewsAt { get; init; }

    /// <summary>When somebody has to look at it (UTC); null for never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When no further attempt is made in this cycle (UTC); null before the first failure.</summary>
    public DateTimeOffset? GiveUpAt { get; init; }

    /// <summary>How many renewals it made.</summary>
    public int Made { get; init; }

    /// <summary>When it last renewed the card (UTC).</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>Its latest top-up; null when it made none.</summary>
    public TopUpId? TopUpId { get; init; }

    /// <summary>
    /// What the next renewal costs the float, when it was last worked out; null while nothing is planned.
    /// </summary>
    public Money? ExpectedDebit { get; init; }

    /// <summary>What happened last.</summary>
    public RenewalStepKind LastKind { get; init; } = RenewalStepKind.Created;

    /// <summary>Why, where an attempt failed.</summary>
    public Reason LastReason { get; init; } = Reason.None;

    /// <summary>Whether nothing of it changes any more, but for the end of a top-up that is under way.</summary>
    public bool IsOver => State is RenewalState.Cancelled or RenewalState.Ended;

    /// <summary>
    /// The request id of the present attempt. It is made of what is stored, so that whoever makes the sale, however
    /// often, makes the same one.
    /// </summary>
    public RequestId SaleId => RenewalCycle.SaleId(Id, Cycle, Attempt);

    /// <summary>What that request id stands for.</summary>
    public InputHash SaleHash => InputHash.OfTopUp(Terms.Card, Terms.PlanCode, null, null);

    /// <summary>Whether the present cycle charged the float.</summary>
    public MoneyMoved MoneyMoved => Phase switch
    {
        RenewalPhase.Selling => MoneyMoved.Unknown,
        RenewalPhase.Renewed => MoneyMoved.Yes,
        _ => MoneyMoved.No,
    };
}

/// <summary>Something that happened to an auto-renewal. It never changes.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Cycle">In which cycle.</param>
/// <param name="CardEnd">When the card ends (UTC), as was known then.</param>
public sealed record RenewalStep(RenewalStepKind Kind, DateTimeOffset At, int Cycle, DateTimeOffset CardEnd)
{
    /// <summary>Number of the partner's step, without a gap; 0 while it is not stored.</summary>
    public long Number { get; init; }

    /// <summary>Why, where an attempt failed.</summary>
    public Reason Reason { get; init; } = Reason.None;

    /// <summary>The top-up that it is about; null when there is none.</summary>
    public TopUpId? TopUpId { get; init; }

    /// <summary>When the next attempt is made (UTC); null when there is none.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What was needed of the float, the price, or the debit; null when it is about none.</summary>
    public Money? Amount { get; init; }
}

/// <summary>A change of an auto-renewal, and what is told of it.</summary>
/// <param name="After">As it is then.</param>
/// <param name="Steps">What happened, in order.</param>
public sealed record RenewalChange(AutoRenewal After, params IReadOnlyList<RenewalStep> Steps);
