using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class SaveTests
{
    private const string EverythingSql =
        "SELECT (SELECT COUNT(*) FROM top_ups) + (SELECT COUNT(*) FROM requests) + (SELECT COUNT(*) FROM jobs) + " +
        "(SELECT COUNT(*) FROM transfers) + (SELECT COUNT(*) FROM legs) + (SELECT COUNT(*) FROM events)";

    [Theory]
    [OnEveryDatabase]
    public async Task Two_hundred_saves_of_one_request_id_at_once_are_one_top_up_and_one_charge(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var first = fixture.Candidate();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() =>
            stores[number % 2].TopUps.SaveAsync(first with { Id = new TopUpId(fixture.NewId()) }))));

        var saved = Assert.Single(answers, answer => answer.Saved is not null).Saved!;
        Assert.Equal(199, answers.Count(answer => answer.Decision == new TopUpDecision.Replay(saved.Id)));
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM top_ups"));
        Assert.Equal(10_000, (await fixture.FloatAsync()).Reserved);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_save_that_is_repeated_after_its_commit_finds_its_own_top_up(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = fixture.Candidate();
        var saved = await fixture.SellAsync(candidate);

        var (decision, again) = await fixture.Store.TopUps.SaveAsync(candidate);

        Assert.IsType<TopUpDecision.Reserve>(decision);
        Assert.Equal((saved.Id, saved.Version, saved.EventNumber), (again!.Id, again.Version, again.EventNumber));
        Assert.Equal(10_000, (await fixture.FloatAsync()).Reserved);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_with_another_input_is_a_conflict_and_changes_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var first = fixture.Candidate();
        var saved = await fixture.SellAsync(first);
        var before = fixture.Count(EverythingSql);

        var other = fixture.Candidate();
        other = other with { Order = other.Order with { RequestId = first.Order.RequestId } };
        var (decision, _) = await fixture.Store.TopUps.SaveAsync(other);

        Assert.Equal(Reason.RequestIdConflict, RefusalOf(decision));
        Assert.Equal(before, fixture.Count(EverythingSql));
        Assert.Equal(saved.Id.Value, await IdOfAsync(fixture, first.Order.RequestId.Value));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_replay_works_after_the_offer_is_gone_the_float_is_empty_and_the_issuer_is_down(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100);
        var first = fixture.Candidate();
        var saved = await fixture.SellAndSucceedAsync(first);

        var retry = first with
        {
            Id = new TopUpId(fixture.NewId()),
            Sale = new Refusal(Reason.PlanNotFound),
            IssuerAccepts = false,
        };
        var (decision, nothing) = await fixture.Store.TopUps.SaveAsync(retry);

        Assert.Equal(new TopUpDecision.Replay(saved.Id), decision);
        Assert.Null(nothing);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refusal_leaves_nothing_behind_and_does_not_use_the_request_id_up(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 99);
        var before = fixture.Count(EverythingSql);
        var good = fixture.Candidate();

        Assert.Equal(Reason.InsufficientFloat, await RefuseAsync(fixture, good));
        Assert.Equal(
            Reason.PlanNotFound, await RefuseAsync(fixture, good with { Sale = new Refusal(Reason.PlanNotFound) }));
        Assert.Equal(before, fixture.Count(EverythingSql));

        await fixture.DepositAsync(Given.Yuan(1));
        Assert.Equal(Reason.IssuerUnavailable, await RefuseAsync(fixture, good with { IssuerAccepts = false }));
        await fixture.SellAsync(good);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_belongs_to_one_partner(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100), StoreFixture.Elsewhere);
        var first = fixture.Candidate();

        var one = await fixture.SellAsync(first);
        var two = await fixture.SellAsync(
            first with { PartnerId = StoreFixture.Elsewhere, Id = new TopUpId(fixture.NewId()) });

        Assert.NotEqual(one.Id, two.Id);
        Assert.Null(await fixture.Store.TopUps.FindAsync(StoreFixture.Elsewhere, one.Id, CancellationToken.None));
        Assert.Equal((1L, 1L), (one.ReceiptCounter, two.ReceiptCounter));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase("request-aaaaaaaaaa", "request-AAAAAAAAAA")]
    [OnEveryDatabase("request-aaaaaaaaaa", "request-aaaaaaaaaa-")]
    [OnEveryDatabase("request-aaaaaaaaaa", "Request-aaaaaaaaaa")]
    [OnEveryDatabase("0000000000000001", "00000000000000001")]
    public async Task Request_ids_are_compared_byte_by_byte(StoreProvider on, string left, string right)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (one, two) = (fixture.Candidate(), fixture.Candidate());

        var first = await fixture.SellAsync(one with { Order = one.Order with { RequestId = new RequestId(left) } });
        var second = await fixture.SellAsync(two with { Order = two.Order with { RequestId = new RequestId(right) } });

        Assert.Equal(first.Id.Value, await IdOfAsync(fixture, left));
        Assert.Equal(second.Id.Value, await IdOfAsync(fixture, right));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_of_a_deposit_or_reversal_cannot_be_sold_with(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        const string deposit = "deposit-request-1";
        const string reversal = "reverse-request-1";
        await fixture.Store.Partners.DepositAsync(
            StoreFixture.Acme, new RequestId(deposit), fixture.NewId(), Given.Yuan(1), Given.Noon);
        var topUp = await fixture.SellAndSucceedAsync();
        await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(topUp, new RequestId(reversal)));

        foreach (var used in new[] { deposit, reversal })
        {
            var candidate = fixture.Candidate();
            candidate = candidate with { Order = candidate.Order with { RequestId = new RequestId(used) } };
            Assert.Equal(Reason.RequestIdConflict, await RefuseAsync(fixture, candidate));
            Assert.Null(await IdOfAsync(fixture, used));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_read_before_saving_is_what_saving_decides_on(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var quote = Given.Quote(fixture.NewId());
        await fixture.Store.Quotes.SaveAsync(quote);
        var candidate = fixture.Candidate(Given.Card);
        candidate = candidate with { Order = candidate.Order with { QuoteId = quote.Id } };
        Assert.Equal(new SaleFacts(null, await fixture.FloatAsync(), null, null), await FactsAsync(candidate));

        var saved = await fixture.SellAsync(candidate);

        Assert.Equal(
            new SaleFacts(
                new UsedRequest(RequestMethod.CreateTopUp, candidate.Order.Hash, saved.Id.Value),
                await fixture.FloatAsync(),
                saved.Id,
                new EarlierSale(saved.Id, TopUpState.Processing, Given.Noon)),
            await FactsAsync(candidate));
        Assert.Equal(10_000, (await FactsAsync(candidate)).Float.Reserved);

        async Task<SaleFacts> FactsAsync(TopUpCandidate one) => (await fixture.Store.TopUps.ReadFactsAsync(
            StoreFixture.Acme, one.Order, one.Sale, Given.Cny, null, CancellationToken.None)).Facts;
    }

    private static Task<string?> IdOfAsync(StoreFixture fixture, string requestId) => fixture.Store.TopUps.FindIdAsync(
        StoreFixture.Acme, new RequestId(requestId), RequestMethod.CreateTopUp, CancellationToken.None);

    private static async Task<Reason> RefuseAsync(StoreFixture fixture, TopUpCandidate candidate) =>
        RefusalOf((await fixture.Store.TopUps.SaveAsync(candidate)).Decision);

    private static Reason RefusalOf(TopUpDecision decision) =>
        Assert.IsType<TopUpDecision.Refuse>(decision).Refusal.Reason;
}
