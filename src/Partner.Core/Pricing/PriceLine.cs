using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>The kinds of steps of a price. Numbers are stored, and are those of the contract.</summary>
public enum PriceStep
{
    /// <summary>The face.</summary>
    Face = 1,

    /// <summary>A promotion that lowers the price; its amount is negative.</summary>
    Discount = 2,

    /// <summary>The handling fee.</summary>
    Fee = 3,

    /// <summary>Money for the partner's float after success; does not change the price.</summary>
    PartnerCashback = 4,

    /// <summary>Money for the card's balance after success; does not change the price.</summary>
    CardCashback = 5,

    /// <summary>Points for the card after success; does not change the price.</summary>
    Points = 6,

    /// <summary>Data for the card after success; does not change the price.</summary>
    Data = 12,

    /// <summary>Validity for the card after success; does not change the price.</summary>
    Validity = 13,
}

/// <summary>A step of a price.</summary>
/// <param name="Step">Its kind.</param>
/// <param name="RuleId">A price entry, a fee or a promotion; "face" for the plan's own price.</param>
/// <param name="Version">Id and version of the rule's document.</param>
/// <param name="Amount">By how much it changes the running price; for a gift what is given, in money or points.</param>
/// <param name="Funder">Who pays for it; null unless it is a promotion's.</param>
/// <param name="NameEn">The promotion's name for people, English.</param>
/// <param name="NameZh">The same in Chinese.</param>
public sealed record PriceLine(
    PriceStep Step,
    string RuleId,
    string Version,
    Money Amount,
    Funder? Funder = null,
    string? NameEn = null,
    string? NameZh = null)
{
    /// <summary>
    /// The promotion's limits, pinned: the reservation counts against them, and whatever ends the sale gives back.
    /// Null when nothing has to be counted.
    /// </summary>
    public PromotionLimits? Limits { get; init; }

    /// <summary>
    /// Whether the promotion is only for a card's first top-up. A quote pins the price, not that the card stays unused:
    /// the reservation looks again.
    /// </summary>
    public bool FirstOnly { get; init; }

    /// <summary>Whether its amount was rounded to the minor unit, half to even; points: down to whole ones.</summary>
    public bool Rounded { get; init; }

    /// <summary>The data or validity that it gives; null for every other step. Its amount is zero.</summary>
    public CardGrant? Grant { get; init; }

    /// <summary>Whether it is given after success instead of changing the price.</summary>
    public bool IsGift => Step >= PriceStep.PartnerCashback;

    /// <summary>Whether a promotion produced it.</summary>
    public bool IsPromotion => Step == PriceStep.Discount || IsGift;

    /// <summary>What it takes of the promotion's budget: minor units or points, 0 or more.</summary>
    public long Spends => Step == PriceStep.Discount ? -Amount.Minor : Amount.Minor;
}
