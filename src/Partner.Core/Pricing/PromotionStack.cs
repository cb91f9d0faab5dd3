using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// Applies the promotions of one sale: the best of each group, groups in their order; discounts on the running amount,
/// then gifts on what is left. A group grants one promotion: where it has both, a discount goes before money, and money
/// before points, since they cannot be compared.
/// </summary>
internal ref struct PromotionStack(
    IReadOnlyList<Promotion> candidates, SaleRules rules, PricingRequest request, PricingFacts facts, Span<int> taken)
{
    private readonly Span<int> _taken = taken;
    private readonly PromotionSale _sale = new(
        rules.Seller, rules.Plan, rules.Channel, request.DecisionTime, request.Coupon, request.Card);

    private int _groups;

    /// <summary>Applies the discounts and adds their lines.</summary>
    /// <returns>What is left of the amount.</returns>
    public Money Discount(Money amount, List<PriceLine> lines)
    {
        for (var start = 0; start < candidates.Count;)
        {
            var end = EndOfGroup(start);
            var (best, worth) = Best(start, end, PriceStep.Discount, PriceStep.Discount, amount);
            if (best is not null)
            {
                lines.Add(Line(best, PriceStep.Discount, new Money(-worth, amount.Currency), amount));
                amount = amount with { Minor = amount.Minor - worth };
                _taken[_groups++] = best.Group;
            }

            start = end;
        }

        return amount;
    }

    /// <summary>Adds the lines of the gifts, all worked out on one amount.</summary>
    public readonly void Give(Money amount, List<PriceLine> lines)
    {
        for (var start = 0; start < candidates.Count;)
        {
            var end = EndOfGroup(start);
            if (!_taken[.._groups].Contains(candidates[start].Group))
            {
                var (best, worth) = Best(start, end, PriceStep.PartnerCashback, PriceStep.CardCashback, amount);
                if (best is null)
                {
                    (best, worth) = Best(start, end, PriceStep.Points, PriceStep.Points, amount);
                }

                if (best is not null)
                {
                    var currency = best.Gift == PromotionGift.Points ? Currency.Points : amount.Currency;
                    lines.Add(Line(best, StepOf(best.Gift), new Money(worth, currency), amount));
                }
            }

            start = end;
        }
    }

    /// <summary>
    /// The best of a group after rounding, cap and what is left; of equals the lowest id, which comes first.
    /// </summary>
    private readonly (Promotion? Best, long Worth) Best(
        int start, int end, PriceStep lowest, PriceStep highest, Money amount)
    {
        var (best, most) = ((Promotion?)null, 0L);
        for (var i = start; i < end; i++)
        {
            var promotion = candidates[i];
            if (StepOf(promotion.Gift) is var step && (step < lowest || step > highest))
            {
                continue;
            }

            var worth = Promotions.Worth(promotion, amount);
            if (worth > most
                && Promotions.Live(promotion, _sale, facts) == PromotionEligibility.Eligible
                && Promotions.Fits(promotion, facts, worth))
            {
                (best, most) = (promotion, worth);
            }
        }

        return (best, most);
    }

    private readonly int EndOfGroup(int start)
    {
        var end = start + 1;
        while (end < candidates.Count && candidates[end].Group == candidates[start].Group)
        {
            end++;
        }

        return end;
    }

    private static PriceStep StepOf(PromotionGift gift) => gift switch
    {
        PromotionGift.Discount => PriceStep.Discount,
        PromotionGift.PartnerCashback => PriceStep.PartnerCashback,
        PromotionGift.CardCashback => PriceStep.CardCashback,
        _ => PriceStep.Points,
    };

    private static PriceLine Line(Promotion promotion, PriceStep step, Money amount, Money running) => new(
        step, promotion.Id, promotion.Version, amount, promotion.Funder, promotion.NameEn, promotion.NameZh)
    {
        Limits = Promotions.IsCounted(promotion) ? promotion.Limits : null,
        FirstOnly = promotion.Conditions.FirstTopUp,
        Rounded = Promotions.IsRounded(promotion, running),
    };
}
