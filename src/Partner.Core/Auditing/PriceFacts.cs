namespace Partner.Core.Auditing;

/// <summary>The amounts of a price, in minor units.</summary>
/// <param name="Currency">The plan's currency, ISO 4217: of all amounts but the debit.</param>
/// <param name="DebitCurrency">The float's currency.</param>
/// <param name="Face">Face value.</param>
/// <param name="HandlingFee">Handling fee.</param>
/// <param name="CustomerPays">What the customer paid.</param>
/// <param name="NetDebit">What the float pays, in its own currency.</param>
/// <param name="Commission">What the seller earns; indicative until the top-up succeeds.</param>
public sealed record AmountFacts(
    string Currency,
    string DebitCurrency,
    long Face,
    long HandlingFee,
    long CustomerPays,
    long NetDebit,
    long Commission);

/// <summary>A stored price breakdown, with the terms that it pinned.</summary>
public sealed record PriceFacts
{
    /// <summary>Its amounts.</summary>
    public required AmountFacts Amounts { get; init; }

    /// <summary>The partner's part of the fee.</summary>
    public required long PartnerFee { get; init; }

    /// <summary>The debit in the plan's currency.</summary>
    public required long PlanDebit { get; init; }

    /// <summary>The seller's commission in the float's currency, before tax.</summary>
    public required long CommissionCredit { get; init; }

    /// <summary>Its lines, in their order.</summary>
    public required IReadOnlyList<LineFacts> Lines { get; init; }

    /// <summary>The conversion of the debit; null when the currencies are one.</summary>
    public FxFacts? Fx { get; init; }

    /// <summary>The levels that earn.</summary>
    public IReadOnlyList<LevelFacts> Levels { get; init; } = [];
}

/// <summary>A line of a price.</summary>
/// <param name="Step">Number of the <see cref="Pricing.PriceStep"/>.</param>
/// <param name="Rule">The rule; a promotion's id for discounts and gifts.</param>
/// <param name="Amount">Signed minor units, or points.</param>
/// <param name="Funder">Number of the <see cref="Rules.Funder"/>; null unless it is a promotion's.</param>
/// <param name="Limits">The promotion's limits; null when its uses are not counted.</param>
public sealed record LineFacts(int Step, string Rule, long Amount, int? Funder, LimitFacts? Limits)
{
    /// <summary>The data or validity that it gives; null for others.</summary>
    public GrantFacts? Grant { get; init; }
}

/// <summary>The limits that a line pinned; null where there is none.</summary>
/// <param name="PerCard">Uses per card.</param>
/// <param name="PerPartner">Uses per selling partner.</param>
/// <param name="Total">Uses in all.</param>
/// <param name="Budget">Minor units or points in all.</param>
public sealed record LimitFacts(long? PerCard, long? PerPartner, long? Total, long? Budget);

/// <summary>A pinned conversion.</summary>
/// <param name="Id">The rate's id.</param>
/// <param name="RateE8">Target major units for one major unit, times 10^8.</param>
/// <param name="Margin">Basis points, for debits only.</param>
public sealed record FxFacts(string Id, long RateE8, int Margin);

/// <summary>A pinned tax.</summary>
/// <param name="Version">Its document's version.</param>
/// <param name="Rate">Basis points.</param>
public sealed record TaxFacts(string Rule, string Version, int Rate);

/// <summary>A step of a pinned rule.</summary>
/// <param name="From">The volume that it begins at.</param>
/// <param name="Rate">Basis points.</param>
public sealed record StepFacts(long From, long Rate);

/// <summary>A pinned commission rule; amounts are minor units of the plan's currency, rates basis points.</summary>
/// <param name="Rate">Rate below the first step.</param>
/// <param name="Fixed">Added once.</param>
/// <param name="Minimum">Least commission of a top-up.</param>
/// <param name="Maximum">Greatest commission of a top-up.</param>
/// <param name="FixedOverride">What a parent earns in addition to all beneath it; null without.</param>
public sealed record RuleFacts(
    string Id, int Rate, long Fixed, long? Minimum, long? Maximum, IReadOnlyList<StepFacts> Steps, int? FixedOverride);

/// <summary>A level of a price, as it was pinned.</summary>
public sealed record LevelFacts
{
    /// <summary>0 for the seller, 1 for its parent, up to 3.</summary>
    public required int Number { get; init; }

    /// <summary>Who earns.</summary>
    public required string PayeeId { get; init; }

    /// <summary>Currency of the payee's float.</summary>
    public required string FloatCurrency { get; init; }

    /// <summary>The schedule.</summary>
    public required string Schedule { get; init; }

    /// <summary>Version of the schedule's document.</summary>
    public required string Version { get; init; }

    /// <summary>IANA name of the schedule's zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Number of the <see cref="Rules.CommissionBase"/>.</summary>
    public required int BaseKind { get; init; }

    /// <summary>The base of this sale.</summary>
    public required long Base { get; init; }

    /// <summary>Number of the <see cref="Rules.Tiering"/>.</summary>
    public required int Tiering { get; init; }

    /// <summary>Number of the <see cref="Rules.CommissionMode"/>.</summary>
    public required int Mode { get; init; }

    /// <summary>Number of the <see cref="Rules.TaxMoment"/>.</summary>
    public required int TaxAt { get; init; }

    /// <summary>The rule.</summary>
    public required RuleFacts Rule { get; init; }

    /// <summary>Conversion into the float's currency; null when it is the plan's.</summary>
    public FxFacts? Fx { get; init; }

    /// <summary>Withholding tax; null when there is none.</summary>
    public TaxFacts? Tax { get; init; }
}
