using Partner.Core.Amounts;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Settlements;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// A month of sales of 100.00. The seller earns 3 %, and 5 % on all of a month that reaches 150.00 (WHOLE), with 6 %
/// tax; its parent earns 6 % less what the seller was granted. Both are SETTLED.
/// </summary>
internal static class January
{
    public const string Period = "2026-01";
    public const string Following = "2026-02";
    public static readonly string[] Utc = ["Etc/UTC"];
    public static readonly DateTimeOffset Over = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset FollowingOver = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A statement in one line.</summary>
    public static string Text(SettlementStatement statement) =>
        $"{statement.Number} {statement.PayeeId}: earned {statement.Earned}, back {statement.ClawedBack}, "
        + $"true-up {statement.TrueUp}, tax {statement.Tax}, total {statement.Total}";

    /// <summary>Sells, one after the other.</summary>
    public static async Task<List<TopUpRecord>> SellAsync(StoreFixture fixture, int sales)
    {
        var sold = new List<TopUpRecord>();
        for (var i = 0; i < sales; i++)
        {
            sold.Add(await fixture.SellAndSucceedAsync(Candidate(fixture)));
        }

        return sold;
    }

    /// <summary>A sale.</summary>
    public static TopUpCandidate Candidate(StoreFixture fixture)
    {
        var candidate = fixture.Candidate();
        var offer = candidate.Sale.Value.Offer(PricingFacts.None).Value;
        var levelled = offer with { Price = WithLevels(offer.Price) };
        return candidate with { Sale = new SaleProposal.AtQuotedPrice(levelled) };
    }

    /// <summary>Takes a sale back.</summary>
    public static async Task ReverseAsync(
        StoreFixture fixture, TopUpRecord topUp, DateTimeOffset now, PartnerStore? store = null)
    {
        var reversals = (store ?? fixture.Store).Reversals;
        var reversal = fixture.ReversalOf(topUp);
        Assert.Null((await reversals.SaveAsync(reversal)).Refusal);
        await reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), now, now);
    }

    /// <summary>The floats now, in fen.</summary>
    public static async Task<(long Seller, long Parent)> FloatsAsync(StoreFixture fixture) => (
        (await fixture.FloatAsync()).Posted, (await fixture.FloatAsync(StoreFixture.Elsewhere)).Posted);

    private static PriceBreakdown WithLevels(PriceBreakdown price)
    {
        var own = price.Levels[0];
        var rule = own.Terms.Rule;
        var seller = own with
        {
            Terms = own.Terms with
            {
                Mode = CommissionMode.Settled,
                Tiering = Tiering.Whole,
                TaxAt = TaxMoment.Settlement,
                Rule = rule with { Steps = [new TierStep(15_000, new BasisPoints(500))] },
            },
            Tax = new Core.Commissions.TaxTerms("tax", "taxes@1", new BasisPoints(600)),
        };
        var parent = own with
        {
            Number = 1,
            PayeeId = StoreFixture.Elsewhere,
            Terms = own.Terms with
            {
                ScheduleId = "parents",
                Mode = CommissionMode.Settled,
                Rule = rule with { Rate = new BasisPoints(600) },
            },
        };
        return price with { Levels = [seller, parent] };
    }
}
