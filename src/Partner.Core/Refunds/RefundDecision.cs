using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;

namespace Partner.Core.Refunds;

/// <summary>Why a refund is as it is. Numbers are stored, and are those of the contract.</summary>
public enum RefundGround
{
    /// <summary>All of it: nothing was used, or the plan is taken back as a whole.</summary>
    Whole = 1,

    /// <summary>The part of the data that was not used.</summary>
    UnusedData = 2,

    /// <summary>The part of the days that are to come.</summary>
    UnusedDays = 3,
}

/// <summary>How much of a sale is refunded, in what, and why.</summary>
/// <param name="Ground">Why.</param>
/// <param name="Share">How much of it, above nothing.</param>
/// <param name="Means">In what.</param>
public sealed record RefundDecision(RefundGround Ground, RefundShare Share, RefundMeans Means)
{
    /// <summary>All of it, in money.</summary>
    public static readonly RefundDecision InFull = new(RefundGround.Whole, RefundShare.All, RefundMeans.Money);

    /// <summary>Whether the sale is taken back as if it had never been.</summary>
    public bool IsInFull => Share.IsAll && Means == RefundMeans.Money;

    /// <summary>The data that is taken off the card, in bytes; 0 where all that was granted goes.</summary>
    public long Bytes => Ground == RefundGround.UnusedData ? Share.Part : 0;

    /// <summary>The days that are taken off the card; 0 where all that was granted goes.</summary>
    public int Days => Ground == RefundGround.UnusedDays ? (int)Share.Part : 0;

    /// <summary>How much of the sale's money goes back: none where the customer gets points.</summary>
    public RefundShare OfMoney => Means == RefundMeans.Money ? Share : new RefundShare(0, Share.Whole);

    /// <summary>Decides by what a sale pinned. Whether its time is over is asked elsewhere.</summary>
    /// <param name="terms">What it pinned; null: taken back as a whole.</param>
    /// <param name="usage">What is left of it; null where that is not known.</param>
    /// <returns>
    /// The refund; or REFUND_EXCLUDED, REFUND_NOTHING_LEFT, and ISSUER_UNAVAILABLE where it depends on what was used,
    /// and that is not known now. What is taken back as a whole, the issuer refuses itself once it was used.
    /// </returns>
    public static Result<RefundDecision> Decide(RefundTerms? terms, RefundUsage? usage)
    {
        if (terms is null)
        {
            return InFull;
        }

        if (terms.Scope == RefundScope.Never)
        {
            return new Refusal(Reason.RefundExcluded);
        }

        if (!terms.AsksCard)
        {
            return usage is { } seen && seen.Unused < seen.Granted
                ? new Refusal(Reason.RefundNothingLeft)
                : InFull with { Means = terms.Means };
        }

        return usage switch
        {
            null => new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) },
            { Unused: <= 0 } => new Refusal(Reason.RefundNothingLeft),
            { } left when left.Unused >= left.Granted => InFull with { Means = terms.Means },
            { } left => new RefundDecision(
                terms.Scope == RefundScope.UnusedData ? RefundGround.UnusedData : RefundGround.UnusedDays,
                new RefundShare(left.Unused, left.Granted),
                terms.Means),
        };
    }

    /// <summary>
    /// The points that stand for a refund: one for each whole unit of the currency that the customer would get in
    /// money, rounded down.
    /// </summary>
    /// <param name="customerGets">What the share of the price comes to.</param>
    public long PointsFor(Money customerGets) =>
        Means == RefundMeans.Points ? customerGets.Minor / customerGets.Currency.MinorPerUnit : 0;
}
