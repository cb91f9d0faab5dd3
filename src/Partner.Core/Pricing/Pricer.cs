using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// Computes prices. Pure: the same input gives the same breakdown, on every replica and in every audit. The steps:
/// <list type="number">
/// <item>face: the plan's price, the price list's, or the amount chosen</item>
/// <item>discounts, then gifts: the best promotion of each group, groups in their order</item>
/// <item>handling fee and the partner's share of it</item>
/// <item>what the customer pays: face − discounts + fee</item>
/// <item>net debit: face − discounts of operator and issuer + the operator's part of the fee</item>
/// <item>FX of the debit, rounded up</item>
/// <item>the terms of every level's commission, and the seller's commission at this moment</item>
/// </list>
/// </summary>
public static class Pricer
{
    /// <summary>The price of one top-up.</summary>
    /// <param name="rules">The rules for such sales.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="facts">What was counted: at least what <see cref="SaleRules.Needs"/> names.</param>
    /// <returns>
    /// The price; or COUPON_NOT_VALID when no promotion for such sales takes the coupon, else FX_RATE_MISSING or
    /// FX_RATE_STALE.
    /// </returns>
    /// <exception cref="OverflowException">An amount does not fit 64 bits; published documents rule it out.</exception>
    public static Result<PriceBreakdown> Price(SaleRules rules, PricingRequest request, PricingFacts facts)
    {
        if ((request.Coupon is { } coupon && !rules.Takes(coupon) ? new Refusal(Reason.CouponNotValid) : null)
            is { } refused)
        {
            return refused;
        }

        if (FxCheck.Refuse(rules, request.DecisionTime) is { } missing)
        {
            return missing;
        }

        // 1. Face.
        var face = request.Face;
        var candidates = rules.Candidates(request.Coupon);
        var lines = new List<PriceLine>(candidates.Count == 0 ? 2 : 4)
        {
            face == rules.FixedFace ? rules.FixedFaceLine! : rules.MakeFaceLine(face),
        };

        // 2. Promotions. The fee's line comes between discounts and gifts.
        Span<int> taken = candidates.Count <= 16 ? stackalloc int[16] : new int[candidates.Count];
        var stack = new PromotionStack(candidates, rules, request, facts, taken);
        var less = stack.Discount(face, lines);

        // 3. Handling fee.
        var (fee, partnerFee) = FeeOf(rules, face, lines);
        stack.Give(less, lines);

        // 4. and 5. What the customer pays, and the debit.
        var customerPays = less + fee;
        var debit = face - FundedByOthers(lines, face.Currency) + (fee - partnerFee);

        // 6. FX.
        var seller = rules.Levels[0];
        var fx = seller.Fx?.Terms;
        var netDebit = fx is null ? debit : ExchangeRate.Up(debit, seller.Payee.FloatCurrency, fx.RateE8, fx.Margin);

        // 7. Commission.
        var levels = rules.LevelsFor(face, less, customerPays);
        return new PriceBreakdown(
            face,
            lines,
            fee,
            partnerFee,
            customerPays,
            debit,
            netDebit,
            fx,
            CommissionOf(levels, rules, facts.Volume),
            levels,
            rules.Versions)
        {
            Coupon = request.Coupon,
        };
    }

    private static (Money Fee, Money Partner) FeeOf(SaleRules rules, Money face, List<PriceLine> lines)
    {
        if (rules.Fee is not { } entry)
        {
            return (face with { Minor = 0 }, face with { Minor = 0 });
        }

        var share = entry.Rate.OfHalfEven(face).Minor;
        var fee = entry.Fixed?.Minor
            ?? Math.Min(Math.Max(share, entry.Minimum?.Minor ?? 0), entry.Maximum?.Minor ?? long.MaxValue);
        if (fee != 0)
        {
            var line = rules.FeeLineFor(entry, face with { Minor = fee });
            var rounded = entry.Fixed is null && fee == share && !entry.Rate.IsExactOf(face.Minor);
            lines.Add(rounded ? line with { Rounded = true } : line);
        }

        return (face with { Minor = fee }, face with { Minor = entry.PartnerShare.OfDown(fee) });
    }

    private static Money FundedByOthers(List<PriceLine> lines, Currency currency)
    {
        var sum = 0L;
        foreach (var line in lines)
        {
            if (line.Step == PriceStep.Discount && line.Funder != Funder.Partner)
            {
                sum -= line.Amount.Minor;
            }
        }

        return new Money(sum, currency);
    }

    private static CommissionAmount CommissionOf(
        IReadOnlyList<CommissionLevel> levels, SaleRules rules, long volume)
    {
        var account = rules.Seller.FloatCurrency;
        if (levels.Count == 0 || levels[0].Number != 0)
        {
            return CommissionAmount.None(rules.Plan.Price.Currency, account);
        }

        var (terms, fx) = (levels[0].Terms, levels[0].Fx);
        var (amount, parts) = CommissionMath.Earn(terms, volume);
        return new CommissionAmount(
            amount,
            fx is null ? amount : ExchangeRate.HalfEven(amount, account, fx.RateE8),
            terms.Base,
            parts[^1].Rate,
            terms.Rule.Id,
            terms.Version,
            parts);
    }
}
