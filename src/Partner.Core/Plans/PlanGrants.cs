using Partner.Core.Amounts;
using Partner.Core.Cards;

namespace Partner.Core.Plans;

/// <summary>What a period is counted from.</summary>
public enum CountedFrom
{
    /// <summary>The later of today and the present end: nothing that was paid before is lost.</summary>
    End,

    /// <summary>Today. A present end that is later stays as it is.</summary>
    Today,
}

/// <summary>What becomes of a new data pack while another one runs.</summary>
public enum PackOrder
{
    /// <summary>It begins at once, beside or merged with what runs.</summary>
    Merge,

    /// <summary>It waits, and begins when the last one before it ends.</summary>
    Queue,
}

/// <summary>When what a plan grants begins.</summary>
public enum GrantStart
{
    /// <summary>With the sale (or in its turn, where it is queued).</summary>
    AtOnce,

    /// <summary>When the customer first uses it, within a time that the plan states.</summary>
    AtFirstUse,
}

/// <summary>A step of a table: amounts from here to the next step grant this validity.</summary>
/// <param name="From">Lowest amount, inclusive; in the plan's currency.</param>
/// <param name="Period">What it grants.</param>
public sealed record ValidityBand(Money From, CalendarPeriod Period);

/// <summary>
/// How a plan acts on a card, beside its period and data. What a document leaves out follows from the card type, so
/// that a plan without any of it acts as cards of its type are known to.
/// </summary>
public sealed record PlanGrants
{
    /// <summary>A plan that says nothing.</summary>
    public static readonly PlanGrants Unsaid = new();

    /// <summary>What the period is counted from; null: the later of today and the present end.</summary>
    public CountedFrom? CountedFrom { get; init; }

    /// <summary>Validity by amount, ascending; empty where the plan's period is for every amount.</summary>
    public IReadOnlyList<ValidityBand> ByAmount { get; init; } = [];

    /// <summary>Whether the amount becomes balance; null: where the plan grants neither period nor data.</summary>
    public bool? Credit { get; init; }

    /// <summary>The data's own validity; null: it ends with what the plan's period makes of the card.</summary>
    public CalendarPeriod? DataPeriod { get; init; }

    /// <summary>What becomes of it while another pack runs; null: queued for registration eSIMs, else merged.</summary>
    public PackOrder? Packs { get; init; }

    /// <summary>
    /// Whether data that remains is kept and merged with the new; null: yes for travel cards and registration eSIMs.
    /// </summary>
    public bool? Rollover { get; init; }

    /// <summary>When it begins; null: at once.</summary>
    public GrantStart? Start { get; init; }

    /// <summary>For a start at first use: the time within which it must come.</summary>
    public CalendarPeriod? UseWithin { get; init; }
}

/// <summary>What a plan grants to cards, with all that its document left out filled in.</summary>
public static class PlanGranting
{
    /// <summary>The validity that an amount grants.</summary>
    /// <returns>The period; null when the plan grants none for it.</returns>
    public static CalendarPeriod? ValidityFor(this Plan plan, Money amount) =>
        plan.Grants.ByAmount is { Count: > 0 } bands
        ? bands.LastOrDefault(band => band.From.Currency == amount.Currency && band.From <= amount)?.Period
        : plan.Period;

    /// <summary>Whether it grants any validity, for some amount.</summary>
    public static bool GrantsValidity(this Plan plan) => plan.Period is not null || plan.Grants.ByAmount.Count > 0;

    /// <summary>Whether the amount becomes balance.</summary>
    public static bool AddsCredit(this Plan plan) =>
        plan.Grants.Credit ?? (plan.Period is null && plan.DataBytes == 0);

    /// <summary>Whether data that remains is kept and merged with the new.</summary>
    public static bool KeepsData(this Plan plan) =>
        plan.Grants.Rollover ?? plan.CardType is CardType.Travel or CardType.RegistrationEsim;

    /// <summary>Whether a new pack waits for its turn.</summary>
    public static bool Queues(this Plan plan) => plan.DataBytes > 0 && plan.PackPeriod() is not null
        && (plan.Grants.Packs ?? DefaultOrder(plan)) == PackOrder.Queue;

    /// <summary>How long its data lasts once it has begun; null: as long as the card.</summary>
    public static CalendarPeriod? PackPeriod(this Plan plan) => plan.Grants.DataPeriod ?? plan.Period;

    /// <summary>Whether it begins at first use.</summary>
    public static bool StartsAtFirstUse(this Plan plan) => plan.Grants.Start == GrantStart.AtFirstUse;

    private static PackOrder DefaultOrder(Plan plan) =>
        plan.CardType == CardType.RegistrationEsim && !plan.StartsAtFirstUse() ? PackOrder.Queue : PackOrder.Merge;
}
