using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>TRAVEL: what may go onto a card twelve times a year is refused the thirteenth time.</summary>
public sealed class CardLimitTests : PricingScene
{
    private const string Plan = "plans/travel-1m";

    [Fact]
    public async Task TRAVEL_the_thirteenth_sale_is_refused_at_every_step_and_one_whose_money_stays_makes_no_room()
    {
        var card = Sale.NewCard(CardType.Travel);
        TopUp? last = null;
        for (var number = 0; number < 11; number++)
        {
            last = await SellAsync(number % 2 == 0 ? Seller : Parent, card);
        }

        var early = (await Seller.TopUps.QuoteTopUpAsync(Ask(card))).Quote;
        last = await SellAsync(Seller, card);

        var refused = await Seller.TopUps.CreateTopUpAsync(Of(card)).AsErrorAsync();
        refused.Is(StatusCode.FailedPrecondition, "CARD_LIMIT_REACHED");
        Assert.Equal(
            ("12", "12", Plan), (refused.Facts["limit"], refused.Facts["used"], refused.Facts["plan"]));
        (await Parent.TopUps.CreateTopUpAsync(Of(card)).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "CARD_LIMIT_REACHED");
        (await Seller.TopUps.PreviewTopUpAsync(Preview(card)).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "CARD_LIMIT_REACHED");
        (await Seller.TopUps.QuoteTopUpAsync(Ask(card)).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "CARD_LIMIT_REACHED");
        (await Seller.TopUps.CreateTopUpAsync(
            new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = early.Name }).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "CARD_LIMIT_REACHED");

        // The plan gives points, no money, for what is left: the sale stands.
        var refund = await Seller.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = last.Name, Wait = Sale.Longest });
        Assert.Equal(
            (ReversalState.Succeeded, TopUpState.Succeeded), (refund.Reversal.State, refund.TopUp.State));
        (await Seller.TopUps.CreateTopUpAsync(Of(card)).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "CARD_LIMIT_REACHED");
    }

    private static CreateTopUpRequest Of(string card) => Sale.Of(card, Plan).With(sale => sale.AllowDuplicate = true);

    private static QuoteTopUpRequest Ask(string card) => new()
    {
        Card = new CardRef { Iccid = card }, Plan = Plan, Channel = Channel.Pos,
    };

    private static PreviewTopUpRequest Preview(string card) => new()
    {
        Card = new CardRef { Iccid = card }, Plan = Plan, Channel = Channel.Pos,
    };

    private static async Task<TopUp> SellAsync(TestClient client, string card) => await client.SellAsync(Of(card));
}
