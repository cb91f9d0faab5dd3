using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>The part of a price that goes back with a share of its sale.</summary>
public static class PricePart
{
    /// <summary>
    /// A price in proportion, each figure to the minor unit. Its figures stand in the same sums as those of the whole:
    /// what customers get is face − discounts + fee, and the debit's part is what its own figures make. Both of these
    /// are the rounded share of the whole sum; a figure within may be off by less than two minor units. Gifts are
    /// rounded for themselves. The levels stay as they were pinned: commission entries have parts of their own.
    /// </summary>
    /// <param name="price">What was sold.</param>
    /// <param name="share">How much goes back.</param>
    public static PriceBreakdown PartOf(this PriceBreakdown price, RefundShare share)
    {
        if (share.IsAll)
        {
            return price;
        }

        // The debit's figures come first in the running sum, then what only the partner and its customer share: so the
        // sum is the debit's share in the middle, and the customer's at the end.
        var sum = new RunningShare(share);
        var face = sum.Next(price.Face);
        var parts = new Dictionary<PriceLine, Money>(ReferenceEqualityComparer.Instance);
        Discounts(price, byPartner: false, sum, parts);
        var operatorFee = sum.Next(price.OperatorFee);
        var planDebit = price.PlanDebit with { Minor = sum.Sum };
        Discounts(price, byPartner: true, sum, parts);
        var partnerFee = sum.Next(price.PartnerFee);
        return price with
        {
            Face = face,
            Lines = [.. price.Lines.Select(line => line with { Amount = AmountOf(line) })],
            HandlingFee = operatorFee + partnerFee,
            PartnerFee = partnerFee,
            CustomerPays = price.CustomerPays with { Minor = sum.Sum },
            PlanDebit = planDebit,
            NetDebit = share.OfHalfEven(price.NetDebit),
            Commission = Of(price, share.OfHalfEven(price.Commission.Amount)),
        };

        Money AmountOf(PriceLine line) => line.Step switch
        {
            PriceStep.Face => face,
            PriceStep.Fee => operatorFee + partnerFee,
            _ => parts.TryGetValue(line, out var part) ? part : share.OfHalfEven(line.Amount),
        };
    }

    /// <summary>As the seller's entry has it, whose part enters the float at the rate that it was granted at.</summary>
    private static CommissionAmount Of(PriceBreakdown price, Money amount) => price.Commission with
    {
        Amount = amount,
        Credit = price.Levels.FirstOrDefault(level => level.Number == 0) is { } own
            ? CommissionAccrual.ToFloat(own, amount)
            : Money.Zero(price.Commission.Credit.Currency),
    };

    private static void Discounts(
        PriceBreakdown price, bool byPartner, RunningShare sum, Dictionary<PriceLine, Money> parts)
    {
        foreach (var line in price.Lines.Where(
            line => line.Step == PriceStep.Discount && (line.Funder == Funder.Partner) == byPartner))
        {
            parts[line] = sum.Next(line.Amount);
        }
    }
}
