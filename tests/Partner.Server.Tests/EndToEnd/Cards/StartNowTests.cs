using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>A data pack begins at once where the customer wants it so.</summary>
public sealed class StartNowTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task REGISTRATION_ESIM_a_pack_waits_for_its_turn_or_begins_at_once_as_it_was_quoted(bool startNow)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = new CardRef { Iccid = Sale.NewCard(CoreType.RegistrationEsim) };
        await partner.SellAsync(Sale.Of(card.Iccid, "plans/esim-30d"));
        var preview = await partner.TopUps.PreviewTopUpAsync(
            new PreviewTopUpRequest
            {
                Card = card, Plan = "plans/esim-6m", Channel = Channel.Pos, StartNow = startNow,
            },
            TestClient.In("en"));
        var quote = await QuoteAsync(partner, card, startNow);

        var sold = await partner.SellAsync(AtQuote(quote));

        Assert.Equal((startNow, startNow), (quote.StartNow, sold.StartNow));
        Assert.Equal(preview.Projection, quote.Projection);
        var after = (await partner.Cards.GetCardAsync(
            new GetCardRequest { Card = card }, TestClient.In("en"))).Card;
        var queued = quote.Projection.Before.QueuedPacks.Count + (startNow ? 0 : 1);
        Assert.Equal(queued, after.QueuedPacks.Count);
        after.Plans.Clear();
        after.Offers.Clear();
        Assert.Equal(quote.Projection.After, after);
        var record = (await Shared.Running.IssuerRecordsAsync())[Sale.IdOf(sold.Name)];
        Assert.Equal(startNow ? true : null, record.StartNow);
    }

    [Fact]
    public async Task A_sale_that_is_repeated_without_it_is_another_one_and_a_quote_without_it_does_not_give_it()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = new CardRef { Iccid = Sale.NewCard(CoreType.RegistrationEsim) };
        var sale = Sale.Of(card.Iccid, "plans/esim-30d").With(one => one.StartNow = true);
        await partner.SellAsync(sale);

        (await Refused.AsErrorAsync(partner.TopUps.CreateTopUpAsync(
            sale.Clone().With(one => one.StartNow = false), TestClient.In("en"))))
            .Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        var quote = await QuoteAsync(partner, card, false);
        (await Refused.AsErrorAsync(partner.TopUps.CreateTopUpAsync(
            AtQuote(quote).With(one => one.StartNow = true), TestClient.In("en"))))
            .Is(StatusCode.FailedPrecondition, "QUOTE_MISMATCH");
    }

    private static CreateTopUpRequest AtQuote(Quote quote) => Sale.Of().With(sale =>
    {
        (sale.Card, sale.Plan, sale.Quote, sale.AllowDuplicate) = (null, "", quote.Name, true);
        sale.Channel = Channel.Unspecified;
    });

    private static async Task<Quote> QuoteAsync(TestClient partner, CardRef card, bool startNow) =>
        (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest
            {
                Card = card, Plan = "plans/esim-6m", Channel = Channel.Pos, StartNow = startNow,
            },
            TestClient.In("en"))).Quote;
}
