using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>The conversion into a payee's float as published; its age is judged at the decision.</summary>
/// <param name="Terms">The rate, as it is pinned.</param>
/// <param name="From">When the rates took effect (UTC).</param>
/// <param name="MaximumAge">A rate of exactly this age is still accepted.</param>
public sealed record FxRule(FxTerms Terms, DateTimeOffset From, TimeSpan MaximumAge);

/// <summary>The rules of one level of the chain.</summary>
/// <param name="Number">0 for the seller.</param>
/// <param name="Payee">Whose level it is.</param>
/// <param name="Schedule">The schedule; null when no rule matches, and then the level earns nothing.</param>
/// <param name="Rule">The rule; null with the schedule.</param>
/// <param name="Tax">Withholding tax; null when there is none.</param>
/// <param name="NeedsFx">Whether the payee's float is in another currency than the plan.</param>
/// <param name="Fx">The conversion; null when it is not needed or none is published.</param>
public sealed record LevelRules(
    int Number,
    Payee Payee,
    CommissionSchedule? Schedule,
    CommissionRule? Rule,
    TaxTerms? Tax,
    bool NeedsFx,
    FxRule? Fx);

/// <summary>
/// All rules for the sales of one plan, through one channel, by one chain of partners, in one set of versions. Made by
/// <see cref="RuleIndex"/>; immutable.
/// </summary>
public sealed class SaleRules
{
    private readonly Func<string, IReadOnlyList<Promotion>> _withCoupon;
    private readonly PricingNeeds _needs;

    // These only spare work: whichever of two concurrent sales writes last, both have their own.
    private PinnedLevels? _lastLevels;
    private PriceLine? _lastFee;

    internal SaleRules(
        IReadOnlyList<LevelRules> levels,
        Plan plan,
        Channel channel,
        (PriceEntry Entry, string Version)? price,
        (FeeEntry Entry, string Version)? fee,
        IReadOnlyList<Promotion> promotions,
        Func<string, IReadOnlyList<Promotion>> withCoupon,
        PriceVersions versions)
    {
        (Levels, Plan, Channel, Versions) = (levels, plan, channel, versions);
        (Price, PriceVersion) = (price?.Entry, price?.Version ?? versions.Catalogue);
        (Fee, FeeVersion) = (fee?.Entry, fee?.Version ?? "");
        (Promotions, _withCoupon) = (promotions, withCoupon);
        _needs = Pricing.Promotions.NeedsOf(promotions);
        FixedFace = plan.Price is PlanPrice.Fixed fixedPrice ? Price?.Price ?? fixedPrice.Amount : null;
        FixedFaceLine = FixedFace is { } face ? MakeFaceLine(face) : null;
    }

    /// <summary>The levels of the chain, the seller's first.</summary>
    public IReadOnlyList<LevelRules> Levels { get; }

    /// <summary>The selling partner.</summary>
    public Payee Seller => Levels[0].Payee;

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>The channel.</summary>
    public Channel Channel { get; }

    /// <summary>The price that replaces a fixed plan's own; null when none matches.</summary>
    public PriceEntry? Price { get; }

    /// <summary>Id and version of the document that the face comes from.</summary>
    public string PriceVersion { get; }

    /// <summary>The handling fee; null when none matches, and then it is 0.</summary>
    public FeeEntry? Fee { get; }

    /// <summary>Id and version of the fee's document; empty without a fee.</summary>
    public string FeeVersion { get; }

    /// <summary>
    /// Promotions that need no coupon and can apply to these sales, by group and id: only time, card, counts and amount
    /// decide on them yet.
    /// </summary>
    public IReadOnlyList<Promotion> Promotions { get; }

    /// <summary>The versions used, but for those of promotions.</summary>
    public PriceVersions Versions { get; }

    /// <summary>The face of a fixed plan; null where the plan leaves a choice.</summary>
    public Money? FixedFace { get; }

    internal PriceLine? FixedFaceLine { get; }

    /// <summary>The promotions that can apply to a sale that names a coupon, or none.</summary>
    /// <param name="coupon">The coupon; null when none is named.</param>
    /// <returns>By group and id.</returns>
    public IReadOnlyList<Promotion> Candidates(string? coupon)
    {
        if (coupon is null || _withCoupon(coupon) is not { Count: > 0 } special)
        {
            return Promotions;
        }

        return [.. Promotions.Concat(special).Order(PromotionOrder.Instance)];
    }

    /// <summary>Whether any promotion that can apply to these sales takes a coupon.</summary>
    public bool Takes(string coupon) => _withCoupon(coupon).Count > 0;

    /// <summary>What has to be counted before such a sale can be priced.</summary>
    /// <param name="coupon">The coupon named; null when none.</param>
    public PricingNeeds Needs(string? coupon)
    {
        var candidates = Candidates(coupon);
        return ReferenceEquals(candidates, Promotions) ? _needs : Pricing.Promotions.NeedsOf(candidates);
    }

    /// <summary>The levels that earn, with their terms pinned for one sale.</summary>
    internal IReadOnlyList<CommissionLevel> LevelsFor(Money face, Money faceLessDiscount, Money customerPays)
    {
        if (face != FixedFace)
        {
            return PinnedLevels.Of(Levels, face, faceLessDiscount, customerPays);
        }

        var last = Volatile.Read(ref _lastLevels);
        if (last is null || !last.Are(face, faceLessDiscount, customerPays))
        {
            last = new PinnedLevels(Levels, face, faceLessDiscount, customerPays);
            Volatile.Write(ref _lastLevels, last);
        }

        return last.Levels;
    }

    /// <summary>
    /// The line of the fee. Fixed fees, and rates at a bound, come to the same amount again and again.
    /// </summary>
    internal PriceLine FeeLineFor(FeeEntry entry, Money fee)
    {
        var last = Volatile.Read(ref _lastFee);
        if (last is null || last.Amount != fee)
        {
            last = new PriceLine(PriceStep.Fee, entry.Id, FeeVersion, fee);
            Volatile.Write(ref _lastFee, last);
        }

        return last;
    }

    internal PriceLine MakeFaceLine(Money face) =>
        new(PriceStep.Face, Price?.Id ?? ImplicitRules.PlanPrice, PriceVersion, face);
}

/// <summary>Names of rules that no document holds.</summary>
public static class ImplicitRules
{
    /// <summary>The plan's own price, or the amount chosen.</summary>
    public const string PlanPrice = "face";
}

/// <summary>By group, then by id: the order in which groups apply and ties are broken.</summary>
internal sealed class PromotionOrder : IComparer<Promotion>
{
    public static readonly PromotionOrder Instance = new();

    public int Compare(Promotion? x, Promotion? y)
    {
        var byGroup = x!.Group.CompareTo(y!.Group);
        return byGroup != 0 ? byGroup : string.CompareOrdinal(x.Id, y.Id);
    }
}
