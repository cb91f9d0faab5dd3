using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>Half a minor unit goes to the even neighbour, and the sentence of the step says so.</summary>
public sealed class RoundingTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("11.00 CNY", 28, true)]
    [InlineData("13.00 CNY", 32, true)]
    [InlineData("12.00 CNY", 30, false)]
    public async Task A_commission_says_that_it_was_rounded_half_to_even(string amount, long commission, bool rounded)
    {
        var partner = await Shared.NewPartnerAsync();

        var (english, chinese) = (
            await CommissionAsync(partner, amount, "en"), await CommissionAsync(partner, amount, "zh-CN"));

        Assert.Equal((commission, commission), (english.Amount.Minor(), chinese.Amount.Minor()));
        Assert.Equal(rounded, english.Text.Contains("rounded half to even", StringComparison.Ordinal));
        Assert.Equal(rounded, chinese.Text.Contains("四舍六入五取偶", StringComparison.Ordinal));
    }

    private static async Task<PriceStep> CommissionAsync(TestClient partner, string amount, string language)
    {
        var quote = await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest
            {
                Card = new CardRef { Iccid = Sale.NewCard() },
                Plan = "plans/phone-any",
                Amount = Sale.Amount(amount),
                Channel = Channel.Pos,
            },
            TestClient.In(language));
        return quote.Quote.Price.Steps.Single(step => step.Kind == PriceStepKind.Commission);
    }
}
