using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Partner.Server.Tests.Support;
using Partner.Server.TopUps;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>Whoever asks for prices all day leaves nothing behind.</summary>
public sealed class QuoteTidyingTests : PricingScene
{
    [Fact]
    public async Task A_running_server_deletes_quotes_that_nobody_used_an_hour_after_their_end_and_keeps_the_others()
    {
        var (used, unused) = (await QuoteAsync(), await QuoteAsync());
        var sale = new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = used.Name };
        await Eventually.SeeAsync(
            async () => (await Seller.TopUps.CreateTopUpAsync(sale)).TopUp,
            topUp => topUp.State == TopUpState.Succeeded);
        var tidying = Running.Server.Services.GetServices<IHostedService>().OfType<QuoteTidying>().Single();

        Clock.MoveOn(unused.ExpireTime.ToDateTimeOffset() - Clock.GetUtcNow() + TimeSpan.FromMinutes(59));
        await tidying.TidyAsync(CancellationToken.None);
        Assert.True(await IsThereAsync(unused));

        Clock.MoveOn(TimeSpan.FromMinutes(2));
        await tidying.TidyAsync(CancellationToken.None);
        Assert.False(await IsThereAsync(unused));
        Assert.True(await IsThereAsync(used));
    }

    private async Task<Quote> QuoteAsync() => (await Seller.TopUps.QuoteTopUpAsync(new QuoteTopUpRequest
    {
        Card = new CardRef { Iccid = Sale.NewCard() }, Plan = "plans/phone-200", Channel = Channel.Pos,
    })).Quote;

    private async Task<bool> IsThereAsync(Quote quote) => await Running.Store.Quotes.FindAsync(
        Seller.PartnerId, new QuoteId(Sale.IdOf(quote.Name)), CancellationToken.None) is not null;
}
