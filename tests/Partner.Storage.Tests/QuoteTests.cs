using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class QuoteTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_quote_pays_for_one_of_fifty_top_ups_that_are_saved_at_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var quote = await SaveAsync(fixture);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() =>
            stores[number % 2].TopUps.SaveAsync(WithQuote(fixture, quote)))));

        var saved = Assert.Single(answers, answer => answer.Saved is not null).Saved!;
        var refusals = answers.Select(answer => answer.Decision).OfType<TopUpDecision.Refuse>()
            .Select(refuse => refuse.Refusal).ToList();
        Assert.Equal(49, refusals.Count);
        Assert.All(refusals, refusal => Assert.Equal(
            (Reason.QuoteUsed, $"topUps/{saved.Id}"), (refusal.Reason, refusal.Metadata["top_up"])));
        Assert.Equal(saved.Id, (await FindAsync(fixture, quote.Id.Value))!.UsedBy);
        Assert.Equal(quote.Id, saved.QuoteId);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Quotes_that_ended_unused_are_deleted_and_used_ones_are_kept(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var used = await SaveAsync(fixture);
        await fixture.SellAsync(WithQuote(fixture, used));
        QuoteRecord[] unused = [await SaveAsync(fixture), await SaveAsync(fixture), await SaveAsync(fixture)];
        var after = used.ExpiresAt.AddTicks(1);

        Assert.Equal(0, await fixture.Store.Quotes.DeleteExpiredAsync(used.ExpiresAt, 10));
        Assert.Equal(2, await fixture.Store.Quotes.DeleteExpiredAsync(after, 2));
        Assert.Equal(1, await fixture.Store.Quotes.DeleteExpiredAsync(after, 2));

        Assert.NotNull(await FindAsync(fixture, used.Id.Value));
        foreach (var quote in unused)
        {
            Assert.Null(await FindAsync(fixture, quote.Id.Value));
        }

        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Tidying_deletes_each_quote_once_however_many_do_it(StoreProvider on)
    {
        const int many = 40;
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var after = DateTimeOffset.MinValue;
        for (var i = 0; i < many; i++)
        {
            after = (await SaveAsync(fixture)).ExpiresAt.AddTicks(1);
        }

        var deleted = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(
            () => stores[number % 2].Quotes.DeleteExpiredAsync(after, 10))));
        var rest = await fixture.Store.Quotes.DeleteExpiredAsync(after, many);

        Assert.Equal(many, deleted.Sum() + rest);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refused_top_up_leaves_its_quote_free(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 99);
        var quote = await SaveAsync(fixture);
        var candidate = WithQuote(fixture, quote);

        var (decision, _) = await fixture.Store.TopUps.SaveAsync(candidate);
        Assert.IsType<TopUpDecision.Refuse>(decision);
        Assert.Null((await FindAsync(fixture, quote.Id.Value))!.UsedBy);

        await fixture.DepositAsync(Given.Yuan(1));
        await fixture.SellAsync(candidate);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_replay_of_a_top_up_with_a_quote_does_not_stumble_over_its_own_use(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = WithQuote(fixture, await SaveAsync(fixture));
        var saved = await fixture.SellAsync(candidate);

        var (decision, _) = await fixture.Store.TopUps.SaveAsync(candidate with { Id = new TopUpId(fixture.NewId()) });

        Assert.Equal(new TopUpDecision.Replay(saved.Id), decision);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_quote_is_read_as_it_was_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var plain = await SaveAsync(fixture);
        var chosen = Given.Quote(fixture.NewId()) with
        {
            Amount = Given.Fen(12_345),
            Outlet = "store-7",
            Offer = Given.Offer() with { ReversalWindow = TimeSpan.Zero },
        };
        await fixture.Store.Quotes.SaveAsync(chosen);

        foreach (var quote in new[] { plain, chosen })
        {
            var read = (await FindAsync(fixture, quote.Id.Value))!;
            Assert.Equal(quote, read with { Offer = read.Offer with { Price = quote.Offer.Price } });
            Assert.Equivalent(quote.Offer.Price, read.Offer.Price, strict: true);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_quote_of_another_partner_is_not_there(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var quote = await SaveAsync(fixture);

        Assert.Null(await fixture.Store.Quotes.FindAsync(StoreFixture.Elsewhere, quote.Id, CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_quote_cannot_be_saved_over(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var quote = await SaveAsync(fixture);
        await fixture.SellAsync(WithQuote(fixture, quote));

        await fixture.Store.Quotes.SaveAsync(quote with { Offer = Given.Offer(plan: "other") });

        var read = (await FindAsync(fixture, quote.Id.Value))!;
        Assert.Equal(("phone-100", true), (read.Offer.PlanCode.Value, read.UsedBy is not null));
    }

    private static async Task<QuoteRecord> SaveAsync(StoreFixture fixture)
    {
        var quote = Given.Quote(fixture.NewId());
        await fixture.Store.Quotes.SaveAsync(quote);
        return quote;
    }

    private static Task<QuoteRecord?> FindAsync(StoreFixture fixture, string id) =>
        fixture.Store.Quotes.FindAsync(StoreFixture.Acme, new QuoteId(id), CancellationToken.None);

    private static TopUpCandidate WithQuote(StoreFixture fixture, QuoteRecord quote)
    {
        var candidate = fixture.Candidate();
        var order = candidate.Order with { Card = null, PlanCode = null, QuoteId = quote.Id, AllowDuplicate = true };
        var offer = TopUpOffer.FromQuote(order, quote, Given.Noon);
        return candidate with { Order = order, Sale = new SaleProposal.AtQuotedPrice(offer.Value) };
    }
}
