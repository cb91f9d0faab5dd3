using Partner.Core.Pricing;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Plans;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Plans;

/// <summary>Turns promotions into messages of the contract, and says in words why one does not apply.</summary>
internal static class PromotionMapper
{
    /// <summary>A promotion as it was judged.</summary>
    /// <param name="judged">The promotion.</param>
    /// <param name="language">The caller's language.</param>
    public static Wire.Promotion ToWire(this JudgedPromotion judged, Language language)
    {
        var promotion = judged.Promotion;
        return new Wire.Promotion
        {
            PromotionId = promotion.Id,
            Version = promotion.Version,
            DisplayName = language.Pick(promotion.NameEn, promotion.NameZh),
            Text = PromotionWords.Of(promotion, language),
            Gift = (Wire.PromotionGift)promotion.Gift,
            Funder = (Wire.PromotionFunder)promotion.Funder,
            Group = promotion.Group,
            ValidUntil = judged.ValidUntil.ToWire(),
            Eligible = judged.Eligibility == PromotionEligibility.Eligible,
            Ineligibility = judged.Eligibility.ToWire(),
            IneligibilityText = Text(judged.Eligibility, language),
        };
    }

    /// <summary>Why a promotion does not apply.</summary>
    /// <param name="eligibility">What the core found.</param>
    public static Wire.Ineligibility ToWire(this PromotionEligibility eligibility) => eligibility switch
    {
        PromotionEligibility.Eligible => Wire.Ineligibility.Unspecified,
        PromotionEligibility.NotThisPlan => Wire.Ineligibility.NotThisPlan,
        PromotionEligibility.NotThisChannel => Wire.Ineligibility.NotThisChannel,
        PromotionEligibility.NotThisRegion => Wire.Ineligibility.NotThisRegion,
        PromotionEligibility.NotThisPartner => Wire.Ineligibility.NotThisPartner,
        PromotionEligibility.OutsideWindow => Wire.Ineligibility.OutsideWindow,
        PromotionEligibility.NotThisDay => Wire.Ineligibility.NotThisDay,
        PromotionEligibility.CouponNeeded => Wire.Ineligibility.CouponNeeded,
        PromotionEligibility.NotFirst => Wire.Ineligibility.NotFirst,
        PromotionEligibility.NeedsQuote => Wire.Ineligibility.NeedsQuote,
        PromotionEligibility.NotBeforeExpiry => Wire.Ineligibility.NotBeforeExpiry,
        PromotionEligibility.LimitPerCard => Wire.Ineligibility.LimitPerCard,
        PromotionEligibility.LimitPerPartner => Wire.Ineligibility.LimitPerPartner,
        PromotionEligibility.LimitTotal => Wire.Ineligibility.LimitTotal,
        PromotionEligibility.Budget => Wire.Ineligibility.Budget,
        PromotionEligibility.BelowThreshold => Wire.Ineligibility.BelowThreshold,
        PromotionEligibility.WrongCurrency => Wire.Ineligibility.WrongCurrency,
        _ => throw new ArgumentOutOfRangeException(nameof(eligibility), eligibility, "The contract has no such value."),
    };

    /// <summary>The same in words; empty when it applies.</summary>
    /// <param name="eligibility">What the core found.</param>
    public static string Text(PromotionEligibility eligibility, Language language) => eligibility switch
    {
        PromotionEligibility.Eligible => "",
        PromotionEligibility.NotThisPlan => language.Pick("Not with this plan", "不适用于此套餐"),
        PromotionEligibility.NotThisChannel => language.Pick("Not through this channel", "不适用于此渠道"),
        PromotionEligibility.NotThisRegion => language.Pick("Not in your region", "不适用于您所在地区"),
        PromotionEligibility.NotThisPartner => language.Pick("Not for you", "不适用于贵方"),
        PromotionEligibility.OutsideWindow => language.Pick("Not at this time of the day", "不在活动时段内"),
        PromotionEligibility.NotThisDay => language.Pick("Not on this day of the week", "今天不在活动日内"),
        PromotionEligibility.CouponNeeded => language.Pick("Only with its coupon code", "须使用其优惠券码"),
        PromotionEligibility.NotFirst => language.Pick("Only for the card's first top-up", "仅限该卡首次充值"),
        PromotionEligibility.NeedsQuote => language.Pick(
            "Depends on the card's validity: ask for a quote", "取决于卡的有效期：请先报价"),
        PromotionEligibility.NotBeforeExpiry => language.Pick(
            "Not at this time of the card's validity", "卡的有效期不在活动范围内"),
        PromotionEligibility.LimitPerCard => language.Pick(
            "This card has used it as often as it may", "该卡已用完次数"),
        PromotionEligibility.LimitPerPartner => language.Pick(
            "You have used it as often as you may", "贵方已用完次数"),
        PromotionEligibility.LimitTotal => language.Pick("It is used up", "活动名额已用完"),
        PromotionEligibility.Budget => language.Pick("Its budget is used up", "活动预算已用完"),
        PromotionEligibility.BelowThreshold => language.Pick(
            "The amount is below its threshold", "金额未达到满减门槛"),
        PromotionEligibility.WrongCurrency => language.Pick("Not for plans of this currency", "不适用于此币种的套餐"),
        _ => throw new ArgumentOutOfRangeException(nameof(eligibility), eligibility, "There is no text for it."),
    };
}
