using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;

namespace Partner.Core.TopUps;

/// <summary>What a refund comes to: the same for a quote of it and for the reversal that carries it out.</summary>
/// <param name="Decision">How much, in what, and why.</param>
/// <param name="Part">What goes back of the price; all of its figures are 0 where the customer gets points.</param>
/// <param name="Points">The points that the card gets in place of money; 0 where it is money.</param>
public sealed record Refund(RefundDecision Decision, PriceBreakdown Part, long Points)
{
    /// <summary>What the customer is handed back.</summary>
    public Money CustomerGets => Part.CustomerPays;

    /// <summary>The refund of a sale that may be reversed.</summary>
    /// <param name="topUp">The sale, SUCCEEDED.</param>
    /// <param name="usage">What is left of it; null where that is not known, or need not be.</param>
    /// <returns>The refund, or why there is none, as of <see cref="RefundDecision.Decide"/>.</returns>
    public static Result<Refund> Of(TopUpRecord topUp, RefundUsage? usage)
    {
        var decided = RefundDecision.Decide(topUp.Offer.Refund, usage);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var refund = Of(topUp.Offer.Price, decided.Value);
        var isNothing = refund.Decision.Means == RefundMeans.Points
            ? refund.Points == 0
            : refund.Part.Face.Minor == 0;
        return isNothing ? new Refusal(Reason.RefundNothingLeft) : refund;
    }

    /// <summary>What a refund comes to.</summary>
    /// <param name="price">What was sold.</param>
    /// <param name="decision">How much of it is refunded, and in what.</param>
    public static Refund Of(PriceBreakdown price, RefundDecision decision) => new(
        decision, price.PartOf(decision.OfMoney), decision.PointsFor(price.PartOf(decision.Share).CustomerPays));

    /// <summary>Why it is not what a clerk was shown; null where it is, or nothing was shown.</summary>
    /// <param name="expected">What was shown.</param>
    public Refusal? Refuse(ExpectedRefund? expected)
    {
        if (expected is null || (expected.CustomerGets ?? CustomerGets, expected.Points) == (CustomerGets, Points))
        {
            return null;
        }

        return new Refusal(Reason.RefundChanged)
            .With("points", Points.ToString(CultureInfo.InvariantCulture))
            .With("customer_gets", CustomerGets.ToString());
    }
}

/// <summary>What a clerk was shown and told the customer.</summary>
/// <param name="CustomerGets">The money; null where it was to be points.</param>
/// <param name="Points">The points; 0 where it was to be money.</param>
public sealed record ExpectedRefund(Money? CustomerGets, long Points);

/// <summary>A refund as it is stored, where it is not all of the sale in money.</summary>
/// <param name="Decision">How much, in what, and why.</param>
/// <param name="Points">The points that the card gets; 0 where it is money.</param>
public sealed record PartialRefund(RefundDecision Decision, long Points)
{
    /// <summary>The stored form of a refund; null for one in full.</summary>
    public static PartialRefund? Of(Refund refund) =>
        refund.Decision.IsInFull ? null : new PartialRefund(refund.Decision, refund.Points);
}

/// <summary>What goes back of a sale, in minor units of the plan's currency: totals of days add them up.</summary>
/// <param name="Face">Of the face.</param>
/// <param name="CustomerGets">Of what the customer paid.</param>
/// <param name="Commission">Of the seller's commission.</param>
public sealed record RefundSums(long Face, long CustomerGets, long Commission)
{
    /// <summary>Of the handling fee; null where that was not kept yet.</summary>
    public long? Fee { get; init; }

    /// <summary>The figures of a refund; null for one in full.</summary>
    public static RefundSums? Of(Refund refund) => refund.Decision.IsInFull
        ? null
        : new RefundSums(refund.Part.Face.Minor, refund.CustomerGets.Minor, refund.Part.Commission.Amount.Minor)
        {
            Fee = refund.Part.HandlingFee.Minor,
        };
}
