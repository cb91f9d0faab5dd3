using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Publishing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>What may be published never makes a price throw, and no amount of it negative.</summary>
public sealed class PublishedPricesTests
{
    private const int Worlds = 4_000;
    private const int Enough = 400;
    private static readonly Currency Usd = Currency.Of("USD");

    private static readonly Dictionary<PartnerId, Currency> Partners = new()
    {
        [new PartnerId("acme")] = Usd,
        [new PartnerId("master")] = Given.Cny,
    };

    private static readonly Payee[] Chain =
        [new(new PartnerId("acme"), "gold", "south", Usd), new(new PartnerId("master"), "master", null, Given.Cny)];

    private static readonly long[] Volumes = [0, 99_999, 1_000_000_000_000];

    [Fact]
    public void Every_price_of_what_may_be_published_is_whole_and_not_negative()
    {
        var (published, refused) = (0, 0);
        for (var seed = 0; seed < Worlds; seed++)
        {
            var documents = new RandomDocuments(new Random(seed)).All()
                .Select(json => DocumentReader.Read(json, out _)).OfType<ParsedDocument>().ToList();
            if (documents.Count < 6 || Publication.Check(documents, [], Given.Noon, Partners).Count > 0)
            {
                refused++;
                continue;
            }

            published++;
            CheckPrices(new RuleIndex(new TermsTimeline(documents).At(Given.Noon)!.Rules), seed);
        }

        Assert.True(published > Enough && refused > Enough, $"{published} could be published, {refused} not.");
    }

    private static void CheckPrices(RuleIndex index, int seed)
    {
        foreach (var plan in index.Rules.Catalogue.Plans)
        {
            foreach (var channel in Enum.GetValues<Channel>())
            {
                var rules = index.Resolve(Chain, plan, channel, "");
                foreach (var face in Faces(plan, rules))
                {
                    foreach (var volume in Volumes)
                    {
                        var request = new PricingRequest(face, Given.Noon.AddDays(-14), null, null);
                        var facts = new PricingFacts(true, new Dictionary<string, PromotionUse>(), volume);
                        CheckPrice(Pricer.Price(rules, request, facts).Value, seed);
                    }
                }
            }
        }
    }

    private static void CheckPrice(PriceBreakdown price, int seed)
    {
        Money[] amounts =
        [
            price.HandlingFee,
            price.PartnerFee,
            price.OperatorFee,
            price.CustomerPays,
            price.PlanDebit,
            price.NetDebit,
            price.Discount,
            price.Commission.Amount,
            price.Commission.Credit,
            .. price.Gifts.Select(line => line.Amount),
        ];
        Assert.True(amounts.All(amount => amount.Minor >= 0), $"Seed {seed}: {string.Join(", ", amounts)}");
        Assert.True(price.Commission.Amount <= price.Face, $"Seed {seed}: {price.Commission.Amount} of {price.Face}");
        Assert.True(price.Discount <= price.Face, $"Seed {seed}: {price.Discount} of {price.Face}");
    }

    private static IEnumerable<Money> Faces(Plan plan, SaleRules rules) => plan.Price switch
    {
        PlanPrice.Fixed price => [rules.FixedFace ?? price.Amount],
        PlanPrice.Denominations choice => choice.Amounts,
        PlanPrice.Range range => Some(range),
        _ => [],
    };

    /// <summary>Amounts from all over a range: each where they are few.</summary>
    private static IEnumerable<Money> Some(PlanPrice.Range range)
    {
        const int most = 100;
        var step = range.Step.Minor;
        var stride = Math.Max(1, (range.Highest.Minor - range.Lowest.Minor) / step / most) * step;
        for (var face = range.Lowest.Minor; face <= range.Highest.Minor; face += stride)
        {
            yield return new Money(face, range.Currency);
        }
    }
}
