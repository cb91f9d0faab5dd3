using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// Applies the promotions of one sale: the best of each group, groups in their order; discounts on the running amount,
/// then gifts on what is left. A group grants one promotion: where it has several kinds, a discount goes before money,
/// money before points, points before data and data before validity, since they cannot be compared.
/// </summary>
internal ref struct PromotionStack(
    IReadOnlyList<Promotion> candidates, SaleRules rules, PricingRequest request, PricingFacts facts, Span<int> taken)
{
    private readonly Span<int> _taken = taken;
    private readonly PromotionSale _sale = new(
        rules.Seller, rules.Plan, rules.Channel, request.DecisionTime, request.Coupon, request.Card);

    private static readonly PriceStep[] AfterMoney = [PriceStep.Points, PriceStep.Data, PriceStep.Validity];

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
                for (var i = 0; best is null && i < AfterMoney.Length; i++)
                {
                    (best, worth) = Best(start, end, AfterMoney[i], AfterMoney[i], amount);
                }

                if (best is not null)
                {
                    lines.Add(GiftLine(best, worth, amount));
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
        PromotionGift.Data => PriceStep.Data,
        PromotionGift.Validity => PriceStep.Validity,
        _ => PriceStep.Points,
    };

    /// <summary>What is put onto the card as service costs nothing; its data works where the plan does.</summary>
    private readonly PriceLine GiftLine(Promotion best, long worth, Money amount)
    {
        var step = StepOf(best.Gift);
        if (best.Worth is not PromotionWorth.Grant { What: var what })
        {
            var currency = best.Gift == PromotionGift.Points ? Currency.Points : amount.Currency;
            return Line(best, step, new Money(worth, currency), amount);
        }

        return Line(best, step, Money.Zero(amount.Currency), amount) with
        {
            Grant = what.IsData ? what with { Region = _sale.Plan!.Region } : what,
        };
    }

    private static PriceLine Line(Promotion promotion, PriceStep step, Money amount, Money running) => new(
        step, promotion.Id, promotion.Version, amount, promotion.Funder, promotion.NameEn, promotion.NameZh)
    {
        Limits = Promotions.IsCounted(promotion) ? promotion.Limits : null,
        FirstOnly = promotion.Conditions.FirstTopUp,
        Rounded = Promotions.IsRounded(promotion, running),
    };
}
