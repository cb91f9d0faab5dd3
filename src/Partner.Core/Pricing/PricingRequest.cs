using Partner.Core.Amounts;

namespace Partner.Core.Pricing;

/// <summary>What is asked of the pricer beside the rules, which know the plan, the channel and the chain.</summary>
/// <param name="Face">What is put onto the card: above zero, in the plan's currency.</param>
/// <param name="DecisionTime">The one time that decides on windows, days and ages (UTC).</param>
/// <param name="Coupon">The coupon that the sale names; null when none.</param>
/// <param name="Card">Live facts of the card; null without a quote.</param>
public readonly record struct PricingRequest(
    Money Face, DateTimeOffset DecisionTime, string? Coupon, CardFacts? Card);

/// <summary>What has to be counted before a price can be computed. Empty for most sales.</summary>
/// <param name="First">Whether it matters that this is the card's first top-up.</param>
/// <param name="Promotions">Promotions with limits that may apply, whose uses have to be known.</param>
public sealed record PricingNeeds(bool First, IReadOnlyList<string> Promotions)
{
    /// <summary>Nothing has to be counted.</summary>
    public static readonly PricingNeeds None = new(false, []);

    /// <summary>The plan's sales to the card that its limit counts; null where it has none.</summary>
    public CardStretch? Stretch { get; init; }
}
