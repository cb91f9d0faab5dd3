using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Tests.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Gifts;

/// <summary>What gifts make of cards, after the sale that they come with.</summary>
public sealed class GiftProjectionTests
{
    private static readonly CardGrant Data = new(DemoCards.Gib, new CalendarPeriod(PeriodUnit.Day, 7))
    {
        Region = "GLOBAL", NameEn = "A week's data", NameZh = "一周流量",
    };

    private static readonly CardGrant Month = new(0, new CalendarPeriod(PeriodUnit.Month, 1));

    [Fact]
    public void TRAVEL_data_that_is_given_begins_at_once_beside_what_was_bought()
    {
        var sold = DemoCards.Card(CardType.Travel, "2026-01-20").Sell("travel-1m").Value;

        var given = With(sold, Data);

        Assert.Equal(sold.After.Packs, given.After.Packs.Take(1));
        Assert.Equal(new DataPack("GLOBAL", DemoCards.Gib, DemoCards.At("2026-01-23")), given.After.Packs[1]);
        Assert.Equal(sold.After.ValidUntil, given.After.ValidUntil);
        var note = Assert.Single(given.Notes);
        Assert.Equal((ProjectionNoteKind.GiftData, DemoCards.Gib, Data), (note.Kind, note.Bytes, note.Gift));
        Assert.False(note.IsLoss);
    }

    [Fact]
    public void REGISTRATION_ESIM_packs_that_wait_keep_their_turn_whatever_is_given()
    {
        var pack = new DataPack("GLOBAL", 5, DemoCards.At("2026-01-21"));
        var sold = DemoCards.Card(CardType.RegistrationEsim, "2026-01-20", CardStanding.Active, pack)
            .Sell("esim-30d").Value;

        var given = With(sold, Data);

        Assert.NotEmpty(sold.After.Queue);
        Assert.Equal(sold.After.Queue, given.After.Queue);
        Assert.Equal(2, given.After.Packs.Count);
    }

    [Theory]
    [InlineData(CardType.KeepNumber, "keep-1y", "2026-01-31", "2027-02-28")] // After the year, the month's last day.
    [InlineData(CardType.Phone, "phone-50", "2026-01-20", "2026-03-14")] // 30 days from today, and a month.
    public void Validity_that_is_given_is_counted_from_the_end_that_the_sale_makes(
        CardType type, string plan, string before, string after) => Assert.Equal(
        after, With(DemoCards.Card(type, before).Sell(plan).Value, Month).After.LastDay());

    [Fact]
    public void KEEP_NUMBER_validity_of_a_card_that_never_had_any_is_counted_from_today()
    {
        var card = new CardState(CardType.KeepNumber, CardStanding.Active, null);

        Assert.Equal("2026-02-15", With(new CardProjection(card, card, []), Month).After.LastDay());
    }

    [Fact]
    public void PHONE_validity_that_is_given_puts_a_suspended_card_back_into_service()
    {
        var card = DemoCards.Card(CardType.Phone, "2026-12-20", CardStanding.Suspended);

        Assert.Equal(CardStanding.Active, With(new CardProjection(card, card, []), Month).After.Standing);
    }

    [Fact]
    public void Money_that_is_given_becomes_balance_and_points_are_no_part_of_a_card()
    {
        var card = DemoCards.Card(CardType.Travel, "2026-12-20");
        var projection = new CardProjection(card, card, []);

        var given = projection.With(new CardGifts([], Given.Fen(196), 98), Rules(card), DemoCards.Now);

        Assert.Equal(Given.Fen(196), given.After.Balance);
        Assert.Equal(card with { Balance = Given.Fen(196) }, given.After);
        Assert.Same(projection, projection.With(null, Rules(card), DemoCards.Now));
    }

    private static CardProjection With(CardProjection projection, params CardGrant[] grants) => projection.With(
        new CardGifts(grants, Given.Fen(0), 0), Rules(projection.Before), DemoCards.Now);

    private static CardTypeRules Rules(CardState card) => DemoCards.Catalogue.RulesOf(card.CardType);
}
