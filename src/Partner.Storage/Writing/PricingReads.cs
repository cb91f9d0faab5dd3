using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.TopUps;

namespace Partner.Storage.Writing;

/// <summary>Reads what a proposal needs counted: plainly for quotes, under locks in the transaction that saves.</summary>
internal static class PricingReads
{
    /// <summary>As the connection sees it now, without locks.</summary>
    public static PricingFacts Plain(StatementCache statements, string sellerId, SaleProposal sale) => Read(
        statements,
        sellerId,
        sale,
        key => PricingSql.ReadUsage(statements, key),
        key => PricingSql.ReadVolume(statements, key));

    /// <summary>As it stays until the commit.</summary>
    public static PricingFacts Locked(WriteSession session, string sellerId, SaleProposal sale) =>
        Read(session.Statements, sellerId, sale, session.UsageOf, session.Volume);

    private static PricingFacts Read(
        StatementCache statements,
        string sellerId,
        SaleProposal sale,
        Func<UsageKey, Usage> usageOf,
        Func<VolumeKey, long> volumeOf)
    {
        var (needs, card) = (sale.Needs, sale.Card.Value);
        var first = false;
        if (needs.First)
        {
            // The lock makes two partners' first top-ups of one card come one after the other.
            usageOf(new UsageKey(UsageScope.Card, "", card));
            first = !TopUpSql.HasLive(statements, sale.Card);
        }

        var uses = new Dictionary<string, PromotionUse>(needs.Promotions.Count, StringComparer.Ordinal);
        foreach (var promotion in needs.Promotions)
        {
            var all = usageOf(new UsageKey(UsageScope.Promotion, promotion, ""));
            uses[promotion] = new PromotionUse(
                usageOf(new UsageKey(UsageScope.PromotionCard, promotion, card)).Uses,
                usageOf(new UsageKey(UsageScope.PromotionPartner, promotion, sellerId)).Uses,
                all.Uses,
                all.Spent);
        }

        return new PricingFacts(first, uses, sale.Volume is { } key ? volumeOf(key) : 0);
    }
}
