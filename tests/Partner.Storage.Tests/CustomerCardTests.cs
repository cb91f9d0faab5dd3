using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What is known of partners' cards: followed from their sales, learnt, listed, forgotten.</summary>
public sealed class CustomerCardTests
{
    private static readonly CardNumber Card = Given.CardNumbered(7);

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_makes_its_card_known_once_with_all_that_it_says(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = StoreFixture.WithContact(fixture.Candidate(Card));
        var sold = await fixture.SellAndSucceedAsync(candidate);
        await fixture.CompleteAsync(await fixture.SellAsync(), Core.TopUps.IssuerVerdict.Declined);
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM customer_cards"));

        Assert.True(await RadarScene.FollowAsync(fixture.Store));
        Assert.Empty(await fixture.Store.CustomerCards.BehindAsync("me", Given.Noon.AddDays(1), 10, default));

        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM customer_cards"));
        var known = (await FindAsync(fixture))!;
        Assert.Equal(
            (sold.Id, sold.Offer.PlanCode, sold.Offer.Channel, sold.Seller.Outlet, sold.Offer.Price.Face,
                sold.AcceptedAt),
            (known.Sale.TopUpId, known.Sale.PlanCode, known.Sale.Channel, known.Sale.Outlet, known.Sale.Face,
                known.Sale.At));
        Assert.Equal((sold.ContactId, CardFactSource.Sale), (known.ContactId, known.Fact.Source));
        Assert.Equal((RadarScene.End, RadarScene.Due, 0), (known.Fact.ValidUntil, known.DueAt, known.Version));
        Assert.Null(await fixture.Store.CustomerCards.FindAsync(StoreFixture.Elsewhere, Card, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_step_of_following_that_another_process_did_is_not_done_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync(fixture.Candidate(Card));
        var other = fixture.OpenAnother();
        var page = await fixture.Store.CustomerCards.ReadAsync(StoreFixture.Acme, 0, 100, default);
        Assert.True(await RadarScene.FollowAsync(fixture.Store, "me"));
        Assert.False(await RadarScene.FollowAsync(other, "they"));

        Assert.False(await RadarScene.StepAsync(fixture.Store, "me", 0, page, RadarScene.End.AddDays(9)));
        Assert.False(await RadarScene.StepAsync(other, "they", page.Last, page, RadarScene.End.AddDays(9)));
        Assert.Equal(RadarScene.End, (await FindAsync(fixture))!.Fact.ValidUntil);

        await fixture.SellAndSucceedAsync(fixture.Candidate(Given.CardNumbered(8)));
        Assert.True(await RadarScene.FollowAsync(other, "they", now: Given.Noon.AddDays(2)));
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM customer_cards"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_older_fact_never_replaces_a_newer_one_whichever_comes_first(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync(fixture.Candidate(Card));
        await RadarScene.FollowAsync(fixture.Store);
        var facts = Enumerable.Range(1, 12)
            .Select(i => RadarScene.Says(RadarScene.End.AddDays(i), Given.Noon.AddMinutes(i))).ToArray();
        Random.Shared.Shuffle(facts);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        await Task.WhenAll(facts.Select((fact, i) => Task.Run(async () =>
        {
            // What meets another change is left out: whoever must not lose it says it again.
            while ((await LearnAsync(stores[i % 2], fact)).Count == 0
                && (await FindAsync(fixture))!.Fact.KnownAt < fact.KnownAt)
            {
                await Task.Yield();
            }
        })));

        Assert.Equal(facts.MaxBy(fact => fact.KnownAt), (await FindAsync(fixture))!.Fact);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_card_that_was_never_sold_to_is_not_learnt(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);

        Assert.Empty(await LearnAsync(fixture.Store, RadarScene.Says(RadarScene.End, Given.Noon)));

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM customer_cards"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_card_whose_sales_were_all_taken_back_is_no_customers_any_more(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var first = await fixture.SellAndSucceedAsync(fixture.Candidate(Card));
        var second = await fixture.CompleteAsync(
            await fixture.SellAsync(fixture.Candidate(Card, plan: "phone-50")), Core.TopUps.IssuerVerdict.Accepted,
            now: Given.Noon.AddMinutes(1));
        await RadarScene.FollowAsync(fixture.Store);
        Assert.Equal(second.Id, (await FindAsync(fixture))!.Sale.TopUpId);

        await TakeBackAsync(fixture, second);
        Assert.True(await RadarScene.FollowAsync(fixture.Store));
        var known = (await FindAsync(fixture))!;
        Assert.Equal((first.Id, true), (known.Sale.TopUpId, known.IsStale));

        await TakeBackAsync(fixture, first);
        Assert.True(await RadarScene.FollowAsync(fixture.Store));
        Assert.Null(await FindAsync(fixture));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_list_turns_through_all_ends_of_its_types_without_gap_or_repetition(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await MakeAsync(fixture, 40);
        EndRange[] ranges =
        [
            new(CardType.Phone, RadarScene.End, RadarScene.End.AddDays(4)),
            new(CardType.Travel, RadarScene.End.AddDays(1), RadarScene.End.AddDays(3)),
        ];

        var all = await ListAsync(fixture, ranges, null, null, 1000);
        var turned = new List<CustomerCard>();
        for (ExpiringPlace? place = null; ;)
        {
            var page = await ListAsync(fixture, ranges, null, place, 7);
            turned.AddRange(page);
            if (page.Count < 7)
            {
                break;
            }

            place = PlaceOf(page[^1]);
        }

        // Of 40 cards over 5 days, half of each type: days 1 to 4 of one type, 2 and 3 of the other.
        Assert.Equal(24, all.Count);
        Assert.Equal(all.Select(card => card.Card), turned.Select(card => card.Card));
        Assert.Equal(
            all.OrderBy(card => card.Fact.ValidUntil).ThenBy(card => card.Card.Value, StringComparer.Ordinal), all);
        Assert.Equal(4, (await ListAsync(fixture, ranges[..1], "outlet-2", null, 1000)).Count);
        Assert.Empty(await ListAsync(fixture, ranges, "outlet-2 ", null, 1000));
        Assert.Empty(await fixture.Store.ExpiringCards.ListAsync(
            StoreFixture.Elsewhere, ranges, null, null, 1000, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task While_pages_are_turned_a_card_that_stays_is_neither_missed_nor_repeated(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await MakeAsync(fixture, 40);
        EndRange[] ranges = [new(CardType.Phone, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)];
        var before = await ListAsync(fixture, ranges, null, null, 1000);
        var moved = before.Where((_, i) => i % 3 == 0).Select(card => card.Card).ToList();

        var turned = await ListAsync(fixture, ranges, null, null, 5);
        await fixture.Store.CustomerCards.LearnAsync(StoreFixture.Acme, moved, card => card with
        {
            Fact = card.Fact with { ValidUntil = card.Fact.ValidUntil!.Value.AddDays(100) },
        });
        for (var page = turned; page.Count == 5; turned.AddRange(page))
        {
            page = await ListAsync(fixture, ranges, null, PlaceOf(page[^1]), 5);
        }

        var stayed = before.Select(card => card.Card).Except(moved).ToList();
        Assert.Equal(stayed, turned.Select(card => card.Card).Where(stayed.Contains));
        Assert.All(moved, card => Assert.InRange(turned.Count(one => one.Card == card), 1, 2));
    }

    private static async Task MakeAsync(StoreFixture fixture, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var (type, day) = (i % 2 == 0 ? CardType.Phone : CardType.Travel, i % 10 / 2);
            var card = Given.CardNumbered(i);
            var sale = new LastSale(
                new TopUpId(fixture.NewId()), new PlanCode("phone-100"), Core.Plans.Channel.Pos,
                i <= 10 ? "outlet-2" : "outlet-1", Given.Yuan(100), Given.Noon);
            await fixture.Store.CustomerCards.ClaimAsync(
                [StoreFixture.Acme], new Lease("me", Given.Noon.AddDays(1)), Given.Noon);
            Assert.True(await fixture.Store.CustomerCards.FollowAsync(
                StoreFixture.Acme, "me", i - 1, i, [card],
                (_, _) => CardWatch.Sold(
                    null,
                    new CardSale(
                        StoreFixture.Acme, card, type, sale, null,
                        new CardState(type, CardStanding.Active, RadarScene.End.AddDays(day))),
                    null,
                    RadarScene.Rules,
                    RadarScene.Policy)));
        }
    }

    private static ExpiringPlace PlaceOf(CustomerCard card) =>
        new(card.Fact.ValidUntil!.Value.UtcTicks, card.Card.Value);

    private static Task<List<CustomerCard>> ListAsync(
        StoreFixture fixture, EndRange[] ranges, string? outlet, ExpiringPlace? after, int most) =>
        fixture.Store.ExpiringCards.ListAsync(StoreFixture.Acme, ranges, outlet, after, most, default);

    private static Task<CustomerCard?> FindAsync(StoreFixture fixture) =>
        fixture.Store.CustomerCards.FindAsync(StoreFixture.Acme, Card, default);

    private static Task<HashSet<CardNumber>> LearnAsync(PartnerStore store, CardFact fact) =>
        store.CustomerCards.LearnAsync(
            StoreFixture.Acme, [Card], known => CardWatch.Learnt(known, fact, RadarScene.Rules, RadarScene.Policy));

    private static async Task TakeBackAsync(StoreFixture fixture, Core.TopUps.TopUpRecord topUp)
    {
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(topUp))).Value.Reversal;
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(Core.TopUps.IssuerVerdict.Accepted), Given.Noon,
            Given.Noon.AddHours(1));
    }
}
