using Partner.Core.Amounts;
using Partner.Core.Plans;

namespace Partner.Core.Rules;

/// <summary>Who pays for a promotion. Numbers are stored, and are those of the contract.</summary>
public enum Funder
{
    /// <summary>The operator: lowers the debit; a posting against the operator's promotion account.</summary>
    Operator = 1,

    /// <summary>The issuer: lowers the debit; a posting against the issuer's promotion account.</summary>
    Issuer = 2,

    /// <summary>
    /// The partner: lowers what the customer pays and not the debit; no posting, it is the partner's cash.
    /// </summary>
    Partner = 3,
}

/// <summary>What a promotion gives. Numbers are stored, and are those of the contract.</summary>
public enum PromotionGift
{
    /// <summary>Lowers the price.</summary>
    Discount = 1,

    /// <summary>Money for the partner's float after success.</summary>
    PartnerCashback = 2,

    /// <summary>Money for the card's balance after success.</summary>
    CardCashback = 3,

    /// <summary>Points for the card after success.</summary>
    Points = 4,

    /// <summary>Data for the card after success, with a validity of its own.</summary>
    Data = 5,

    /// <summary>Validity for the card after success.</summary>
    Validity = 6,
}

/// <summary>Questions about what promotions give.</summary>
public static class PromotionGifts
{
    /// <summary>Whether it is put onto the card as service: not counted in money or points.</summary>
    public static bool IsService(this PromotionGift gift) => gift is PromotionGift.Data or PromotionGift.Validity;

    /// <summary>Whether it is counted in money.</summary>
    public static bool IsMoney(this PromotionGift gift) => gift != PromotionGift.Points && !gift.IsService();
}

/// <summary>How much a promotion is worth, in minor units of the plan's currency or in points.</summary>
public abstract record PromotionWorth
{
    private PromotionWorth()
    {
    }

    /// <summary>
    /// A percentage of the running amount, half-even; points: rounded down, 10,000 for 1 per whole unit.
    /// </summary>
    /// <param name="Rate">1 to 10,000 for money; up to 1,000,000 for points.</param>
    /// <param name="Cap">The most that it gives; null for any.</param>
    public sealed record Percent(BasisPoints Rate, long? Cap) : PromotionWorth;

    /// <summary>A fixed amount.</summary>
    /// <param name="Minor">Above zero.</param>
    public sealed record Amount(long Minor) : PromotionWorth;

    /// <summary>An amount from a running amount on, reached at equality (满 X 减 Y).</summary>
    /// <param name="Reach">X: above zero, minor units of the plan's currency.</param>
    /// <param name="Minor">Y: above zero.</param>
    /// <param name="Repeats">Whether it gives floor(running ÷ X) × Y rather than Y once.</param>
    public sealed record Threshold(long Reach, long Minor, bool Repeats) : PromotionWorth;

    /// <summary>Data or validity. Of several that could apply, more goes before less.</summary>
    /// <param name="What">What is put onto the card; its data works where the plan does.</param>
    /// <param name="Reach">
    /// The amount from which on it is given, reached at equality: above zero, minor units of the plan's currency; null
    /// for any.
    /// </param>
    public sealed record Grant(CardGrant What, long? Reach) : PromotionWorth;
}

/// <summary>When a promotion applies. What is null or empty does not matter.</summary>
public sealed record PromotionConditions
{
    /// <summary>Only the card's first top-up: no PROCESSING or SUCCEEDED one of that card at any partner.</summary>
    public bool FirstTopUp { get; init; }

    /// <summary>Only while the card is valid: before its end of validity, which is exclusive. Needs a quote.</summary>
    public bool BeforeExpiry { get; init; }

    /// <summary>With <see cref="BeforeExpiry"/>: only in the last so many days; null for any time before.</summary>
    public int? WithinDays { get; init; }

    /// <summary>Plan codes.</summary>
    public IReadOnlyList<string> Plans { get; init; } = [];

    /// <summary>Plan categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Channels.</summary>
    public IReadOnlyList<Channel> Channels { get; init; } = [];

    /// <summary>Regions of the selling partner.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Selling partners.</summary>
    public IReadOnlyList<string> Partners { get; init; } = [];

    /// <summary>
    /// Days of the week in the promotion's zone. A window over midnight belongs to the day on which it opened.
    /// </summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>Start of the daily window in the promotion's zone, inclusive; null without a window.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>End of the daily window, exclusive; before the start it is on the next day.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>Whether the daily window goes on after midnight; one that ends at midnight does not.</summary>
    public bool IsOvernight => To > TimeOnly.MinValue && From > To;

    /// <summary>Code that the sale must name, exactly; null when none is needed.</summary>
    public string? Coupon { get; init; }
}

/// <summary>How often and how far a promotion goes. PROCESSING and SUCCEEDED top-ups count; others give back.</summary>
/// <param name="PerCard">Uses per card; null without limit.</param>
/// <param name="PerPartner">Uses per selling partner; null without limit.</param>
/// <param name="Total">Uses in all; null without limit.</param>
/// <param name="Budget">Minor units (or points) in all; all or nothing; null without limit.</param>
public sealed record PromotionLimits(int? PerCard, int? PerPartner, int? Total, long? Budget)
{
    /// <summary>No limits: nothing has to be counted.</summary>
    public static readonly PromotionLimits None = new(null, null, null, null);
}

/// <summary>A promotion of one published version.</summary>
/// <param name="Id">Unique among all promotions in force; its uses are counted under it, across versions.</param>
/// <param name="Version">Id and version of the document.</param>
/// <param name="NameEn">Name for people, English.</param>
/// <param name="NameZh">Name for people, Chinese.</param>
/// <param name="Currency">Currency of its amounts; only plans of this currency see it.</param>
/// <param name="Group">Stacking group: the best of each applies, groups in ascending order.</param>
/// <param name="Gift">What it gives. All discounts come before all other gifts.</param>
/// <param name="Worth">How much.</param>
/// <param name="Funder">Who pays.</param>
/// <param name="Zone">Time zone of its window and days.</param>
/// <param name="Conditions">When.</param>
/// <param name="Limits">How often.</param>
public sealed record Promotion(
    string Id,
    string Version,
    string NameEn,
    string NameZh,
    Currency Currency,
    int Group,
    PromotionGift Gift,
    PromotionWorth Worth,
    Funder Funder,
    TimeZoneInfo Zone,
    PromotionConditions Conditions,
    PromotionLimits Limits)
{
    /// <summary>Whether a partner may sell with it: it names nobody, or the partner among others.</summary>
    public bool IsFor(PartnerId partnerId) =>
        Conditions.Partners.Count == 0 || Conditions.Partners.Contains(partnerId.Value, StringComparer.Ordinal);
}
