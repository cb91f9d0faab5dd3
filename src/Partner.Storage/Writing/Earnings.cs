using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>What a top-up's life does to promotions' uses, commissions and volumes, beside its debit.</summary>
internal static class Earnings
{
    /// <summary>Says what a success is about: floats and volumes of every level, and the floats of gifts.</summary>
    public static void DeclareGrant(Footprint footprint, TopUpRecord topUp, DateTimeOffset now)
    {
        foreach (var level in topUp.Offer.Price.Levels)
        {
            footprint.Add(CommissionAccrual.VolumeOf(level, now));
            footprint.AddFloat(level.PayeeId, level.FloatCurrency);
        }

        footprint.AddFloats(topUp.PartnerId, Postings.Gifts(topUp.Id, topUp.Offer.Price));
    }

    /// <summary>Says what taking a success back is about.</summary>
    public static void DeclareTakeBack(
        Footprint footprint, ReversalRecord reversal, TopUpRecord topUp, IReadOnlyList<CommissionEntry> entries)
    {
        footprint.AddFloats(topUp.PartnerId, TakingBack(reversal, topUp));
        foreach (var entry in entries)
        {
            footprint.Add(entry.Volume);
            footprint.AddFloat(entry.Level.PayeeId, entry.Level.FloatCurrency);
        }

        DeclareUses(footprint, topUp);
        footprint.LimitUses.UnionWith(WorkingSet.LimitUsesOf(topUp));
    }

    /// <summary>Says which usage counters a top-up counts in.</summary>
    public static void DeclareUses(Footprint footprint, TopUpRecord topUp)
    {
        foreach (var line in topUp.Offer.Price.Lines.Where(line => line.Limits is not null))
        {
            footprint.Usages.UnionWith(CountsOf(topUp, line, line.Limits!).Select(count => count.Key));
        }
    }

    /// <summary>Counts the uses of promotions for the limits that they were sold under.</summary>
    public static void CountUses(WorkingSet set, TopUpRecord topUp) => Count(set, topUp, 1);

    /// <summary>Gives the uses back, as at failure, cancel and reversal.</summary>
    public static void GiveBackUses(WorkingSet set, TopUpRecord topUp) => Count(set, topUp, -1);

    /// <summary>What every level is granted at a success; nothing is written yet.</summary>
    public static IReadOnlyList<CommissionEntry> Of(WorkingSet set, TopUpRecord topUp, DateTimeOffset now) =>
        CommissionAccrual.Grant(topUp.PartnerId, topUp.Id, topUp.Offer.Price.Levels, now, set.Volume);

    /// <summary>The price with the seller's commission as it was granted.</summary>
    /// <returns>The same price when that is the indicative one, as it was shown.</returns>
    public static PriceBreakdown Granted(PriceBreakdown price, IReadOnlyList<CommissionEntry> entries) =>
        entries is [{ Level.Number: 0 } own, ..]
        && (own.Amount != price.Commission.Amount || own.VolumeBefore != price.Commission.Parts[0].From)
            ? price.With(own)
            : price;

    /// <summary>Stores and posts commissions and gifts.</summary>
    public static void Grant(
        WorkingSet set, TopUpRecord topUp, IReadOnlyList<CommissionEntry> entries, DateTimeOffset now)
    {
        foreach (var entry in entries)
        {
            CommissionTable.Insert(set, entry);
            if (Postings.Grant(entry) is { } granting)
            {
                LedgerTable.Insert(set, entry.Level.PayeeId, granting, now, entry);
            }
        }

        foreach (var gift in Postings.Gifts(topUp.Id, topUp.Offer.Price))
        {
            LedgerTable.Insert(set, topUp.PartnerId, gift, now);
        }
    }

    /// <summary>
    /// Takes back what a refund takes back of all that a top-up posted, and lowers the volumes. Promotions' uses come
    /// back with the whole sale only: a use is no part of anything, and whoever kept a part of the sale has had it.
    /// What a budget spent comes back in proportion, as the discount does. A refund in points leaves the money alone.
    /// </summary>
    public static void TakeBack(
        WorkingSet set,
        ReversalRecord reversal,
        TopUpRecord topUp,
        IReadOnlyList<CommissionEntry> entries,
        DateTimeOffset now)
    {
        foreach (var transfer in TakingBack(reversal, topUp))
        {
            LedgerTable.Insert(set, topUp.PartnerId, transfer, now);
        }

        if (reversal.Partial is { Decision.Means: RefundMeans.Points })
        {
            return;
        }

        var share = reversal.Partial?.Decision.Share ?? RefundShare.All;
        foreach (var entry in entries)
        {
            if (Postings.Clawback(reversal.Id, entry, share) is { } clawback)
            {
                LedgerTable.Insert(set, entry.Level.PayeeId, clawback, now, entry);
            }
        }

        CommissionTable.Reverse(set, topUp, entries, share, now);
        set.GiveBack(topUp, topUp.Offer.Price.PartOf(share).FaceInFloat.Minor);
        if (reversal.Partial is null)
        {
            GiveBackUses(set, topUp);
        }
        else
        {
            GiveBackBudgets(set, topUp, share);
        }
    }

    /// <summary>What a reversal posts in the books of the seller.</summary>
    private static IReadOnlyList<Transfer> TakingBack(ReversalRecord reversal, TopUpRecord topUp) =>
        reversal.Partial is { Decision.Means: RefundMeans.Points } inPoints
            ? [Postings.RefundPoints(reversal.Id, topUp.Id, inPoints.Points)]
            : Postings.Reverse(
                reversal.Id, topUp.Id, topUp.Offer.Price, reversal.Partial?.Decision.Share ?? RefundShare.All);

    private static void GiveBackBudgets(WorkingSet set, TopUpRecord topUp, RefundShare share)
    {
        var (price, part) = (topUp.Offer.Price, topUp.Offer.Price.PartOf(share));
        foreach (var (line, back) in price.Lines.Zip(part.Lines).Where(pair => pair.First.Limits is not null))
        {
            foreach (var (key, _, spent) in CountsOf(topUp, line, line.Limits!))
            {
                set.Count(key, 0, spent == 0 ? 0 : -back.Spends);
            }
        }
    }

    private static void Count(WorkingSet set, TopUpRecord topUp, int sign)
    {
        foreach (var line in topUp.Offer.Price.Lines.Where(line => line.Limits is not null))
        {
            foreach (var (key, uses, spent) in CountsOf(topUp, line, line.Limits!))
            {
                set.Count(key, sign * uses, sign * spent);
            }
        }
    }

    /// <summary>
    /// What is counted for a promotion, and only for the limits that its version had: one that a later version adds
    /// counts from that version on.
    /// </summary>
    private static IEnumerable<(UsageKey Key, int Uses, long Spent)> CountsOf(
        TopUpRecord topUp, PriceLine line, PromotionLimits limits)
    {
        if (limits.Total is not null || limits.Budget is not null)
        {
            yield return (
                new UsageKey(UsageScope.Promotion, line.RuleId, ""),
                limits.Total is null ? 0 : 1,
                limits.Budget is null ? 0 : line.Spends);
        }

        if (limits.PerPartner is not null)
        {
            yield return (
                new UsageKey(UsageScope.PromotionPartner, line.RuleId, topUp.PartnerId.Value), 1, line.Spends);
        }

        if (limits.PerCard is not null)
        {
            yield return (new UsageKey(UsageScope.PromotionCard, line.RuleId, topUp.Offer.Card.Value), 1, line.Spends);
        }
    }
}
