using Partner.Core.Amounts;
using Partner.Core.Cards;

namespace Partner.Core.Plans;

/// <summary>Unit of the period that a plan grants. Numbers are those of the contract.</summary>
public enum PeriodUnit
{
    /// <summary>No period: the plan adds credit.</summary>
    None = 0,

    /// <summary>Days.</summary>
    Day = 1,

    /// <summary>Calendar months.</summary>
    Month = 2,

    /// <summary>Calendar years.</summary>
    Year = 3,
}

/// <summary>The amounts at which a plan is sold: exactly one of the three shapes.</summary>
public abstract record PlanPrice
{
    private PlanPrice()
    {
    }

    /// <summary>The plan's currency.</summary>
    public abstract Currency Currency { get; }

    /// <summary>The lowest amount at which it is sold.</summary>
    public abstract Money Lowest { get; }

    /// <summary>The highest amount at which it is sold.</summary>
    public abstract Money Highest { get; }

    /// <summary>Whether it is sold at this amount.</summary>
    /// <param name="amount">An amount of any currency.</param>
    public abstract bool Allows(Money amount);

    /// <summary>One price.</summary>
    /// <param name="Amount">Above zero.</param>
    public sealed record Fixed(Money Amount) : PlanPrice
    {
        /// <inheritdoc/>
        public override Currency Currency => Amount.Currency;

        /// <inheritdoc/>
        public override Money Lowest => Amount;

        /// <inheritdoc/>
        public override Money Highest => Amount;

        /// <inheritdoc/>
        public override bool Allows(Money amount) => amount == Amount;
    }

    /// <summary>A choice of amounts.</summary>
    /// <param name="Amounts">One or more, ascending, one currency.</param>
    public sealed record Denominations(IReadOnlyList<Money> Amounts) : PlanPrice
    {
        /// <inheritdoc/>
        public override Currency Currency => Amounts[0].Currency;

        /// <inheritdoc/>
        public override Money Lowest => Amounts[0];

        /// <inheritdoc/>
        public override Money Highest => Amounts[^1];

        /// <inheritdoc/>
        public override bool Allows(Money amount) => Amounts.Contains(amount);
    }

    /// <summary>Any amount of a range.</summary>
    /// <param name="Minimum">
    /// No amount is below it; above zero. It is sold itself only if it is a multiple of the step:
    /// <see cref="Lowest"/>.
    /// </param>
    /// <param name="Maximum">No amount is above it; likewise.</param>
    /// <param name="Step">The amount must be a multiple of it; above zero.</param>
    public sealed record Range(Money Minimum, Money Maximum, Money Step) : PlanPrice
    {
        /// <inheritdoc/>
        public override Currency Currency => Minimum.Currency;

        /// <summary>The lowest multiple of the step that is not below the minimum.</summary>
        public override Money Lowest => Minimum with
        {
            Minor = checked((Minimum.Minor + Step.Minor - 1) / Step.Minor * Step.Minor),
        };

        /// <summary>The highest multiple of the step that is not above the maximum.</summary>
        public override Money Highest => Maximum with { Minor = Maximum.Minor / Step.Minor * Step.Minor };

        /// <inheritdoc/>
        public override bool Allows(Money amount) => amount.Currency == Currency
            && amount >= Minimum && amount <= Maximum && amount.Minor % Step.Minor == 0;
    }
}

/// <summary>A product that partners sell onto a card.</summary>
/// <param name="Code">1 to 40 characters of [a-z0-9-]; also the issuer's product code.</param>
/// <param name="NameEn">Name for people, English.</param>
/// <param name="NameZh">Name for people, Chinese.</param>
/// <param name="CardType">The card type that takes it.</param>
/// <param name="Category">Group of plans for price rules and menus.</param>
/// <param name="Region">Where it works: ISO 3166-1 alpha-2 or "GLOBAL".</param>
/// <param name="Price">What it is sold at.</param>
/// <param name="PeriodUnit">Unit of the period that it grants.</param>
/// <param name="PeriodCount">How many units; 0 without a period.</param>
/// <param name="DataBytes">Data that it grants, in bytes; 0 when none.</param>
/// <param name="ReversalWindow">How long after success it can be reversed; zero when never.</param>
public sealed record Plan(
    PlanCode Code,
    string NameEn,
    string NameZh,
    CardType CardType,
    string Category,
    string Region,
    PlanPrice Price,
    PeriodUnit PeriodUnit,
    int PeriodCount,
    long DataBytes,
    TimeSpan ReversalWindow)
{
    /// <summary>How it acts on a card.</summary>
    public PlanGrants Grants { get; init; } = PlanGrants.Unsaid;

    /// <summary>On what terms it is sold.</summary>
    public PlanConditions Conditions { get; init; } = PlanConditions.None;

    /// <summary>
    /// How long after success a sale is taken back, as a whole or in part, by what the plan says of refunds: its own
    /// time goes before the window. Zero when never.
    /// </summary>
    public TimeSpan ReversibleFor => Conditions.Refund switch
    {
        { Scope: RefundScope.Never } => TimeSpan.Zero,
        { Within: { } within } => within,
        _ => ReversalWindow,
    };

    /// <summary>The period that it grants; null when none.</summary>
    public CalendarPeriod? Period =>
        PeriodUnit == PeriodUnit.None ? null : new CalendarPeriod(PeriodUnit, PeriodCount);
}
