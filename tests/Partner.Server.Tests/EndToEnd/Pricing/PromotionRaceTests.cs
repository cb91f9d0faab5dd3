using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>A promotion that many buy with at once, as partners see it.</summary>
public sealed class PromotionRaceTests : PricingScene
{
    private const int Buyers = 64;

    [Fact]
    public async Task Of_sixty_four_buyers_at_once_exactly_as_many_get_a_promotion_as_its_limits_allow()
    {
        await Running.PublishAsync(Documents.Rush);
        var other = await Running.AddPartnerAsync("t-other");

        var answers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(number => Task.Run(async () =>
            (await (number % 2 == 0 ? Seller : other).TopUps.CreateTopUpAsync(Sale.Of())).TopUp)));

        var by = answers.ToLookup(topUp => topUp.Price.Lines
            .Select(line => line.RuleId).SingleOrDefault(rule => rule.StartsWith("rush-", StringComparison.Ordinal)));
        Assert.Equal(
            (17, 11, Buyers - 17 - 11), (by["rush-total"].Count(), by["rush-budget"].Count(), by[null].Count()));
        Assert.All(answers, topUp => Assert.Equal(TopUpState.Succeeded, topUp.State));
        Assert.Equal(1, answers.Count(topUp => topUp.Price.Steps.Any(step => step.RuleId == "once")));
    }
}
