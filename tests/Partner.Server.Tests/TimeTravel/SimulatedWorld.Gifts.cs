using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>Sales whose promotions give something to the card: an operation of its own after the sale.</summary>
internal sealed partial class SimulatedWorld
{
    /// <summary>A sale whose gift is on its way.</summary>
    /// <param name="Card">The card.</param>
    /// <param name="Before">The card before the sale.</param>
    /// <param name="TopUp">The sale.</param>
    internal sealed record GiftSale(CardOnTrial Card, CardState Before, TopUpRecord TopUp);

    /// <summary>A clerk sells to some cards, whose customers have coupons.</summary>
    /// <returns>The sales with a gift, which may not be on its card yet.</returns>
    public async Task<List<GiftSale>> SellWithGiftsAsync(PartnerId seller, IEnumerable<CardOnTrial> cards)
    {
        var sales = new List<GiftSale>();
        await EachAsync(cards, async card =>
        {
            var before = await LookAsync(card);
            if (await TrySellAsync(seller, card, CouponOf(card)) is not { } topUp)
            {
                return;
            }

            Count(seller, card, topUp);
            if (topUp.Offer.Price.CardGifts is not null)
            {
                lock (sales)
                {
                    sales.Add(new GiftSale(card, before, topUp));
                }
            }
        });
        return sales;
    }

    /// <summary>
    /// Waits until each gift is on its card, or refused, and compares the cards with what was promised.
    /// </summary>
    /// <returns>How many were granted.</returns>
    public async Task<int> SettleGiftsAsync(IReadOnlyList<GiftSale> sales)
    {
        var granted = 0;
        foreach (var sale in sales)
        {
            var gift = (await GiftAtRestAsync(sale.TopUp))!;
            var refuses = SandboxCards.OutcomeOf(sale.Card.Number.Value) == SandboxOutcome.GiftRefused;
            if (gift.State != (refuses ? GiftState.Refused : GiftState.Granted))
            {
                Note($"{sale.Card}: its gift is {gift.State}");
            }

            if (gift.State == GiftState.Granted)
            {
                granted++;
                sale.Card.Gifts++;
            }

            await CompareAsync(sale.Card, sale.Before, sale.TopUp, gift);
        }

        return granted;
    }

    private static string CouponOf(CardOnTrial card) =>
        card.Type is CardType.Travel or CardType.RegistrationEsim ? "GIFTDATA" : "GIFTMONTH";

    private CardProjection WithGift(
        CardOnTrial card, CardProjection projected, TopUpRecord topUp, CardGiftRecord? given) =>
        given is { State: GiftState.Granted }
            ? projected.With(topUp.Offer.Price.CardGifts, Rules(card), given.GrantedAt!.Value)
            : projected;

    private async Task<CardGiftRecord?> GiftAtRestAsync(TopUpRecord topUp)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(25))
        {
            var found = await Store.Gifts.FindAsync(topUp.PartnerId, topUp.Id, default);
            if (found?.Gifts is not { IsUnfinished: true } || waited > Patience)
            {
                return found?.Gifts;
            }

            // The issuer has not answered: only time helps.
            _clock.MoveOn(TimeSpan.FromSeconds(1));
            await Eventually.PauseAsync(TimeSpan.FromMilliseconds(25));
        }
    }
}
