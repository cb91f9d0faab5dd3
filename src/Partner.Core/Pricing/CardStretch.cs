using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Pricing;

/// <summary>
/// How often a plan may go onto a card, as a sale sees it. An earlier sale counts for one period of the card's
/// calendar, wherever it was made, while it is PROCESSING or SUCCEEDED.
/// </summary>
/// <param name="PlanCode">The plan.</param>
/// <param name="Limit">What the catalogue in force allows.</param>
/// <param name="Zone">The card's zone.</param>
/// <param name="Now">The time of the sale (UTC).</param>
public sealed record CardStretch(PlanCode PlanCode, CardLimit Limit, TimeZoneInfo Zone, DateTimeOffset Now)
{
    /// <summary>Earlier sales need not be looked for.</summary>
    public DateTimeOffset Since => Stretch.Since;

    private LimitStretch Stretch => new(Limit, Zone, Now);

    /// <summary>The limit of a plan that is sold now.</summary>
    /// <param name="plan">The plan; null where it is not in the catalogue any more.</param>
    /// <param name="catalogue">The catalogue in force.</param>
    /// <returns>Null where nothing limits it.</returns>
    public static CardStretch? Of(Plan? plan, PlanCatalogue catalogue, DateTimeOffset now) =>
        plan?.Conditions.MaximumPerCard is { } limit
            ? new CardStretch(plan.Code, limit, catalogue.RulesOf(plan.CardType).Zone, now)
            : null;

    /// <summary>Whether the card has room for one more.</summary>
    /// <param name="sold">When the plan went onto it since <see cref="Since"/>, in any order.</param>
    /// <returns>CARD_LIMIT_REACHED, with the time from which there is room; null where there is.</returns>
    public Refusal? Check(IEnumerable<DateTimeOffset> sold) =>
        Stretch.Check(sold, Reason.CardLimitReached)?.With("plan", $"plans/{PlanCode}");
}
