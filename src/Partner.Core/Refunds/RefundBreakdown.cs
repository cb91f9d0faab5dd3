using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Refunds;

/// <summary>What goes back of a line of the price: a discount (negative) or a gift.</summary>
/// <param name="Line">The line.</param>
/// <param name="Amount">Its part, of the same sign.</param>
/// <param name="Spends">What the promotion's budget gets back.</param>
public sealed record RefundedLine(PriceLine Line, Money Amount, long Spends);

/// <summary>What a level gives back of its commission.</summary>
/// <param name="Entry">What it was granted.</param>
/// <param name="Base">By how much its volume of the month goes down, in the plan's currency.</param>
/// <param name="Amount">Its part, in the plan's currency.</param>
/// <param name="Credit">The same in its float's currency, before tax.</param>
/// <param name="Tax">What it gets back of the tax that was withheld.</param>
public sealed record RefundedCommission(CommissionEntry Entry, Money Base, Money Amount, Money Credit, Money Tax);

/// <summary>
/// A sale's figures in proportion to what goes back, each to the minor unit. They stand in the same sums as those of
/// the sale: the customer gets face − discounts + fee, the float what its debit's part is, and of all commissions
/// together goes back the rounded share of their sum.
/// </summary>
/// <param name="Share">The share.</param>
/// <param name="Face">Of the face.</param>
/// <param name="Discounts">Of each discount.</param>
/// <param name="OperatorFee">Of the operator's part of the fee.</param>
/// <param name="PartnerFee">Of the partner's part of the fee.</param>
/// <param name="CustomerGets">What the customer gets: the rounded share of what was paid.</param>
/// <param name="PlanDebit">Of the debit in the plan's currency: its rounded share.</param>
/// <param name="NetCredit">What the float is credited.</param>
/// <param name="Gifts">Of cashback and points, each its rounded share.</param>
/// <param name="Commissions">Of each level, the lowest first.</param>
public sealed record RefundBreakdown(
    RefundShare Share,
    Money Face,
    IReadOnlyList<RefundedLine> Discounts,
    Money OperatorFee,
    Money PartnerFee,
    Money CustomerGets,
    Money PlanDebit,
    Money NetCredit,
    IReadOnlyList<RefundedLine> Gifts,
    IReadOnlyList<RefundedCommission> Commissions)
{
    /// <summary>Whether promotions get their uses back: a use is never a part, and goes with the whole sale.</summary>
    public bool GivesUsesBack => Share.IsAll;

    /// <summary>Works out what goes back.</summary>
    /// <param name="price">What was sold.</param>
    /// <param name="entries">What its levels were granted.</param>
    /// <param name="share">How much goes back.</param>
    public static RefundBreakdown Of(PriceBreakdown price, IReadOnlyList<CommissionEntry> entries, RefundShare share)
    {
        // The debit's parts come first in the running sum, then what only the partner and its customer share: so the
        // sum is the debit's share in the middle, and the customer's at the end.
        var sum = new RunningShare(share);
        var face = sum.Next(price.Face);
        var funded = DiscountsOf(price, byPartner: false, sum, share);
        var operatorFee = sum.Next(price.OperatorFee);
        var planDebit = price.PlanDebit with { Minor = sum.Sum };
        var own = DiscountsOf(price, byPartner: true, sum, share);
        var partnerFee = sum.Next(price.PartnerFee);
        return new RefundBreakdown(
            share,
            face,
            [.. funded, .. own],
            operatorFee,
            partnerFee,
            price.CustomerPays with { Minor = sum.Sum },
            planDebit,
            price.NetDebit.Currency == planDebit.Currency ? planDebit : share.OfHalfEven(price.NetDebit),
            [.. price.Gifts.Select(gift => Part(gift, share.OfHalfEven(gift.Amount), share))],
            Of(entries, share));
    }

    private static List<RefundedLine> DiscountsOf(
        PriceBreakdown price, bool byPartner, RunningShare sum, RefundShare share) =>
    [
        .. price.Lines
            .Where(line => line.Step == PriceStep.Discount && (line.Funder == Funder.Partner) == byPartner)
            .Select(line => Part(line, sum.Next(line.Amount), share)),
    ];

    private static RefundedLine Part(PriceLine line, Money amount, RefundShare share) =>
        new(line, amount, share.OfHalfEven((Int128)line.Spends));

    private static List<RefundedCommission> Of(IReadOnlyList<CommissionEntry> entries, RefundShare share)
    {
        var sum = new RunningShare(share);
        var parts = new List<RefundedCommission>(entries.Count);
        foreach (var entry in entries)
        {
            var amount = sum.Next(entry.Amount);
            var credit = entry.Credit.Currency == amount.Currency ? amount : share.OfHalfEven(entry.Credit);
            var tax = share.OfHalfEven(entry.Tax);
            parts.Add(new RefundedCommission(
                entry,
                share.OfHalfEven(entry.Level.Terms.Base),
                amount,
                credit,
                tax > credit ? credit : tax));
        }

        return parts;
    }
}
