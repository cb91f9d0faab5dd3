using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Whose cards are still to be looked at, and what was found.</summary>
public sealed class CardCheckTests
{
    private static readonly Lease Mine = new("me", Given.Noon.AddMinutes(1));
    private static readonly Lease Theirs = new("they", Given.Noon.AddMinutes(5));

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_that_succeeded_is_found_once_by_its_event_and_one_that_did_not_never(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var first = await fixture.SellAndSucceedAsync();
        await fixture.CompleteAsync(await fixture.SellAsync(), IssuerVerdict.Declined);
        await fixture.SellAsync();
        var second = await fixture.SellAndSucceedAsync();
        var checks = fixture.Store.CardChecks;

        var behind = await checks.BehindAsync("me", Given.Noon, 10, CancellationToken.None);
        var claimed = await checks.ClaimAsync(behind, Mine, Given.Noon);
        var page = await checks.ReadAsync(StoreFixture.Acme, claimed[StoreFixture.Acme], 100, CancellationToken.None);

        Assert.Equal([StoreFixture.Acme], behind);
        Assert.Equal(
            [(first.EventNumber, first.Id), (second.EventNumber, second.Id)],
            page.Sold.Select(sold => (sold.EventNumber, sold.TopUp.Id)));
        Assert.Equal(second.EventNumber, page.Last);
        await checks.AdvanceAsync(new Dictionary<PartnerId, long> { [StoreFixture.Acme] = page.Last }, "me");
        Assert.Empty(await checks.BehindAsync("me", Given.Noon, 10, CancellationToken.None));

        var third = await fixture.SellAndSucceedAsync();
        claimed = await checks.ClaimAsync([StoreFixture.Acme], Mine, Given.Noon);
        page = await checks.ReadAsync(StoreFixture.Acme, claimed[StoreFixture.Acme], 100, CancellationToken.None);
        Assert.Equal([third.Id], page.Sold.Select(sold => sold.TopUp.Id));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_partner_is_left_to_one_process_until_its_lease_is_over_and_then_gone_on_with(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        var (checks, others) = (fixture.Store.CardChecks, fixture.OpenAnother().CardChecks);
        await checks.ClaimAsync([StoreFixture.Acme], Mine, Given.Noon);

        Assert.Empty(await others.BehindAsync("they", Given.Noon, 10, CancellationToken.None));
        Assert.Empty(await others.ClaimAsync([StoreFixture.Acme], Theirs, Given.Noon));

        var later = Mine.Until;
        Assert.Equal([StoreFixture.Acme], await others.BehindAsync("they", later, 10, CancellationToken.None));
        var claimed = await others.ClaimAsync([StoreFixture.Acme], Theirs, later);
        var dealt = new Dictionary<PartnerId, long> { [StoreFixture.Acme] = sold.EventNumber };
        Assert.Equal(0, await checks.AdvanceAsync(dealt, "me"));
        Assert.Equal(1, await others.AdvanceAsync(dealt, "they"));
        Assert.Equal(0, claimed[StoreFixture.Acme]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_difference_is_kept_with_the_top_up_once_and_by_an_event_of_its_own(StoreProvider on)
    {
        const CardDifferences found = CardDifferences.ValidUntil | CardDifferences.Data;
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();

        var noted = await fixture.Store.TopUps.NoteCardAsync(sold, found, Given.Noon.AddMinutes(1));
        var again = await fixture.Store.TopUps.NoteCardAsync(sold, CardDifferences.Queue, Given.Noon.AddMinutes(2));

        Assert.Equal((found, sold.Version + 1, sold.EventNumber + 1),
            (noted.CardDifferences, noted.Version, noted.EventNumber));
        Assert.Equal((noted.Version, found), (again.Version, again.CardDifferences));
        Assert.Equal(
            found, (await fixture.Store.TopUps.FindAsync(sold.PartnerId, sold.Id, default))!.CardDifferences);
        var page = await fixture.Store.CardChecks.ReadAsync(StoreFixture.Acme, 0, 100, CancellationToken.None);
        Assert.Equal((0, noted.EventNumber), (page.Sold.Count, page.Last));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_difference_of_a_sale_that_was_taken_back_is_not_kept_and_a_later_reversal_keeps_it(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (gone, stays) = (await fixture.SellAndSucceedAsync(), await fixture.SellAndSucceedAsync());
        await fixture.Store.TopUps.NoteCardAsync(stays, CardDifferences.Balance, Given.Noon);
        foreach (var topUp in new[] { gone, stays })
        {
            var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(topUp))).Value.Reversal;
            await fixture.Store.Reversals.SettleAsync(
                StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);
        }

        var noted = await fixture.Store.TopUps.NoteCardAsync(gone, CardDifferences.Balance, Given.Noon);

        Assert.Equal((TopUpState.Reversed, CardDifferences.None), (noted.State, noted.CardDifferences));
        var kept = await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, stays.Id, default);
        Assert.Equal((TopUpState.Reversed, CardDifferences.Balance), (kept!.State, kept.CardDifferences));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Other_sales_of_the_card_and_what_was_taken_back_of_it_touch_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var card = Given.CardNumbered(1);
        var sold = await fixture.SellAndSucceedAsync(fixture.Candidate(card, plan: "phone-50"));
        Task<bool> TouchedAsync(DateTimeOffset since) => fixture.Store.CardChecks
            .IsTouchedAsync(card, sold, since, CancellationToken.None);

        Assert.False(await TouchedAsync(Given.Noon));
        var other = await fixture.SellAsync(fixture.Candidate(card));
        Assert.True(await TouchedAsync(Given.Noon.AddDays(1)));
        other = await fixture.CompleteAsync(other, IssuerVerdict.Accepted, now: Given.Noon.AddHours(1));
        Assert.False(await TouchedAsync(Given.Noon.AddDays(1)));
        Assert.True(await TouchedAsync(Given.Noon));
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(other))).Value.Reversal;
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon,
            Given.Noon.AddHours(2));
        Assert.True(await TouchedAsync(Given.Noon.AddHours(2)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_a_quote_promised_comes_back_as_it_was(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var before = new CardState(CardType.Phone, CardStanding.InGrace, Given.Noon)
        {
            Balance = new Money(-5, Given.Cny),
            Packs = [new DataPack(null, 7, null), new DataPack("JP", 0, Given.Noon.AddDays(1))],
            Region = "CN",
        };
        var after = new CardState(CardType.Phone, CardStanding.Active, null)
        {
            Queue =
            [
                new QueuedPack("GLOBAL", 9, new CalendarPeriod(PeriodUnit.Month, 2), Given.Noon, null),
                new QueuedPack(null, 8, new CalendarPeriod(PeriodUnit.Day, 1), null, Given.Noon.AddDays(9)),
            ],
        };
        var quote = new QuoteRecord(
            StoreFixture.Acme, new QuoteId(fixture.NewId()), Given.Offer() with { StartNow = true }, null, Given.Noon,
            Given.Noon.AddMinutes(5), null)
        {
            Promise = new CardProjection(before, after, []),
        };

        await fixture.Store.Quotes.SaveAsync(quote);
        var candidate = fixture.Candidate();
        await fixture.SellAndSucceedAsync(candidate with { Order = candidate.Order with { QuoteId = quote.Id } });

        var page = await fixture.Store.CardChecks.ReadAsync(StoreFixture.Acme, 0, 10, CancellationToken.None);
        var found = Assert.Single(page.Sold).Quote!;
        var (then, now) = (found.Promise!.Before, found.Promise.After);
        Assert.Equal((before.Standing, before.ValidUntil, before.Balance, before.Region, true),
            (then.Standing, then.ValidUntil, then.Balance, then.Region, found.Offer.StartNow));
        Assert.Equal(before.Packs, then.Packs);
        Assert.Equal((after.Standing, after.ValidUntil, after.Balance), (now.Standing, now.ValidUntil, now.Balance));
        Assert.Equal(after.Queue, now.Queue);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_pack_that_is_to_begin_at_once_is_kept_so(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = fixture.Candidate();
        var sale = ((SaleProposal.AtQuotedPrice)candidate.Sale.Value).Quoted with { StartNow = true };

        var sold = await fixture.SellAsync(candidate with { Sale = new SaleProposal.AtQuotedPrice(sale) });
        await fixture.CompleteAsync(sold, IssuerVerdict.Unknown);

        // Read for one who knows an older version of it, as the dispatcher may.
        var done = await fixture.CompleteAsync(sold, IssuerVerdict.Accepted);
        Assert.True(done.Offer.StartNow);
        Assert.True((await fixture.Store.TopUps.FindAsync(sold.PartnerId, sold.Id, default))!.Offer.StartNow);
    }
}
