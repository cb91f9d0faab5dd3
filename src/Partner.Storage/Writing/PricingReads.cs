using Partner.Core.Cards;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.TopUps;

namespace Partner.Storage.Writing;

/// <summary>Reads what a proposal needs counted: plainly for quotes, under locks in the transaction that saves.</summary>
internal static class PricingReads
{
    /// <summary>As the connection sees it now, without locks.</summary>
    public static PricingFacts Plain(StatementCache statements, string sellerId, SaleProposal sale) =>
        Plain(statements, sellerId, sale.Card, sale.Needs, sale.Volume);

    /// <summary>The same without a sale: where the card is open, nothing is counted by card.</summary>
    public static PricingFacts Plain(
        StatementCache statements, string sellerId, CardNumber? card, PricingNeeds needs, VolumeKey? volume) => Read(
        statements,
        sellerId,
        card,
        needs,
        volume,
        key => PricingSql.ReadUsage(statements, key),
        key => PricingSql.ReadVolume(statements, key));

    /// <summary>As it stays until the commit.</summary>
    public static PricingFacts Locked(WriteSession session, string sellerId, SaleProposal sale) =>
        Read(session.Statements, sellerId, sale.Card, sale.Needs, sale.Volume, session.UsageOf, session.Volume);

    private static PricingFacts Read(
        StatementCache statements,
        string sellerId,
        CardNumber? card,
        PricingNeeds needs,
        VolumeKey? volume,
        Func<UsageKey, Usage> usageOf,
        Func<VolumeKey, long> volumeOf)
    {
        var first = false;
        if (needs.First && card is not null)
        {
            // The lock makes two partners' first top-ups of one card come one after the other.
            usageOf(new UsageKey(UsageScope.Card, "", card.Value));
            first = !TopUpSql.HasLive(statements, card);
        }

        var uses = new Dictionary<string, PromotionUse>(needs.Promotions.Count, StringComparer.Ordinal);
        foreach (var promotion in needs.Promotions)
        {
            var all = usageOf(new UsageKey(UsageScope.Promotion, promotion, ""));
            uses[promotion] = new PromotionUse(
                card is null ? 0 : usageOf(new UsageKey(UsageScope.PromotionCard, promotion, card.Value)).Uses,
                usageOf(new UsageKey(UsageScope.PromotionPartner, promotion, sellerId)).Uses,
                all.Uses,
                all.Spent);
        }

        return new PricingFacts(first, uses, volume is { } key ? volumeOf(key) : 0);
    }
}
