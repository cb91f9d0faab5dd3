using Partner.Core.Amounts;

namespace Partner.Core.Pricing;

/// <summary>A partner of a sale's chain, as it was at the decision.</summary>
/// <param name="Tier">Its tier; null when it has none.</param>
/// <param name="Region">Its region; null when it has none.</param>
/// <param name="FloatCurrency">Currency of its float.</param>
public sealed record Payee(PartnerId PartnerId, string? Tier, string? Region, Currency FloatCurrency);

/// <summary>Live facts of a card, which only a quote asks the issuer for.</summary>
/// <param name="ValidUntil">End of the card's validity, exclusive; null when it has none.</param>
public sealed record CardFacts(DateTimeOffset? ValidUntil);

/// <summary>How far a promotion is used up by PROCESSING and SUCCEEDED top-ups.</summary>
/// <param name="ByCard">Uses by this card.</param>
/// <param name="ByPartner">Uses by this partner.</param>
/// <param name="InAll">Uses in all.</param>
/// <param name="Spent">Minor units (or points) spent.</param>
public sealed record PromotionUse(long ByCard, long ByPartner, long InAll, long Spent)
{
    /// <summary>Not used yet.</summary>
    public static readonly PromotionUse None = new(0, 0, 0, 0);
}

/// <summary>What concurrent sales can change about a price. Read in the transaction that saves.</summary>
/// <param name="FirstTopUp">Whether the card has no PROCESSING or SUCCEEDED top-up at any partner.</param>
/// <param name="Uses">Uses by promotion id; one that is missing is unused.</param>
/// <param name="Volume">The seller's volume of this month under its schedule, in minor units.</param>
public sealed record PricingFacts(bool FirstTopUp, IReadOnlyDictionary<string, PromotionUse> Uses, long Volume)
{
    /// <summary>Nothing counted: for sales that need none, and no promotion for a first top-up applies.</summary>
    public static readonly PricingFacts None = new(false, new Dictionary<string, PromotionUse>(), 0);

    /// <summary>When the plan went onto the card, within the stretch that was asked for.</summary>
    public IReadOnlyList<DateTimeOffset> Sold { get; init; } = [];
}
