using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Pricing;
using Partner.Core.TopUps;

namespace Partner.Storage.Writing;

/// <summary>What a top-up's life does to promotions' uses, commissions and volumes, beside its debit.</summary>
internal static class Earnings
{
    /// <summary>Counts the uses of the promotions that have limits.</summary>
    public static void CountUses(WriteSession session, TopUpRecord topUp) => Count(session, topUp, 1);

    /// <summary>Gives the uses back, as at failure, cancel and reversal.</summary>
    public static void GiveBackUses(WriteSession session, TopUpRecord topUp) => Count(session, topUp, -1);

    /// <summary>What every level is granted at a success; nothing is written yet.</summary>
    public static IReadOnlyList<CommissionEntry> Of(WriteSession session, TopUpRecord topUp, DateTimeOffset now) =>
        CommissionAccrual.Grant(topUp.PartnerId, topUp.Id, topUp.Price.Levels, now, session.Volume);

    /// <summary>The price with the seller's commission as it was granted.</summary>
    /// <returns>The same price when that is the indicative one, as it was shown.</returns>
    public static PriceBreakdown Granted(PriceBreakdown price, IReadOnlyList<CommissionEntry> entries) =>
        entries is [{ Level.Number: 0 } own, ..]
        && (own.Amount != price.Commission.Amount || own.VolumeBefore != price.Commission.Parts[0].From)
            ? price.With(own)
            : price;

    /// <summary>Stores and posts commissions and gifts.</summary>
    public static void Grant(
        WriteSession session, TopUpRecord topUp, IReadOnlyList<CommissionEntry> entries, DateTimeOffset now)
    {
        foreach (var entry in entries)
        {
            CommissionSql.Insert(session, entry);
            if (Postings.Grant(entry) is { } granting)
            {
                LedgerSql.Insert(session, entry.Level.PayeeId, granting, now, entry);
            }
        }

        foreach (var gift in Postings.Gifts(topUp.Id, topUp.Price))
        {
            LedgerSql.Insert(session, topUp.PartnerId, gift, now);
        }
    }

    /// <summary>Takes back all that a top-up posted, lowers the volumes and gives promotions' uses back.</summary>
    public static void TakeBack(WriteSession session, string reversalId, TopUpRecord topUp, DateTimeOffset now)
    {
        var entries = CommissionSql.Of(session, topUp.PartnerId, topUp.Id, topUp.Price.Levels);
        foreach (var transfer in Postings.Reverse(reversalId, topUp.Id, topUp.Price))
        {
            LedgerSql.Insert(session, topUp.PartnerId, transfer, now);
        }

        foreach (var entry in entries)
        {
            if (Postings.Clawback(reversalId, entry) is { } clawback)
            {
                LedgerSql.Insert(session, entry.Level.PayeeId, clawback, now, entry);
            }
        }

        CommissionSql.Reverse(session, topUp.PartnerId, topUp.Id, entries, now);
        GiveBackUses(session, topUp);
    }

    private static void Count(WriteSession session, TopUpRecord topUp, int uses)
    {
        foreach (var line in topUp.Price.Lines.Where(line => line.Limits is not null))
        {
            var spent = uses * line.Spends;
            session.Count(new UsageKey(UsageScope.Promotion, line.RuleId, ""), uses, spent);
            session.Count(new UsageKey(UsageScope.PromotionPartner, line.RuleId, topUp.PartnerId), uses, spent);
            session.Count(new UsageKey(UsageScope.PromotionCard, line.RuleId, topUp.Card.Value), uses, spent);
        }
    }
}
