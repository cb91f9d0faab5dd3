using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Step 8 on a real file: whoever settles first wins, and money moves once.</summary>
public sealed class CompletionTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_success_charges_the_float_and_pays_the_commission(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAsync();

        var settled = await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted);

        Assert.Equal(
            (TopUpState.Succeeded, Reason.None, 2, "issuer-1"),
            (settled.State, settled.Reason, settled.Version, settled.IssuerReference));
        var position = await fixture.FloatAsync();
        Assert.Equal((90_300L, 0L, 3L), (position.Posted, position.Reserved, position.LastSequence));
        Assert.Equal(
            ["Deposit 1000.00 CNY", "TopUp -100.00 CNY", "Commission 3.00 CNY"],
            await EntriesAsync(fixture));
        await AssertStoredAsync(fixture, settled);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(IssuerVerdict.Declined, Reason.CardBlocked)]
    [OnEveryDatabase(IssuerVerdict.Withdrawn, Reason.WithdrawnAtIssuer)]
    public async Task A_failure_gives_the_reservation_back(StoreProvider on, IssuerVerdict verdict, Reason reason)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);

        var settled = await fixture.CompleteAsync(await fixture.SellAsync(), verdict);

        Assert.Equal((TopUpState.Failed, reason), (settled.State, settled.Reason));
        var position = await fixture.FloatAsync();
        Assert.Equal((100_000L, 0L, 1L), (position.Posted, position.Reserved, position.LastSequence));
        await AssertStoredAsync(fixture, settled);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_two_contradicting_answers_at_once_one_wins_and_the_other_is_kept_as_an_anomaly(
        StoreProvider on)
    {
        const int rounds = 12;
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var succeeded = 0;
        for (var round = 0; round < rounds; round++)
        {
            var topUp = await fixture.SellAsync();
            var ends = await Task.WhenAll(
                Task.Run(() => fixture.CompleteAsync(topUp, IssuerVerdict.Accepted, stores[round % 2])),
                Task.Run(() => fixture.CompleteAsync(topUp, IssuerVerdict.Declined, stores[(round + 1) % 2])));

            var state = Assert.Single(ends.Select(end => end.State).Distinct());
            succeeded += state == TopUpState.Succeeded ? 1 : 0;
        }

        var position = await fixture.FloatAsync();
        Assert.Equal((10_000_000L - (succeeded * 9_700L), 0L), (position.Posted, position.Reserved));
        await fixture.AssertRightAsync(anomalies: rounds);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_same_answer_many_times_at_once_moves_money_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var topUp = await fixture.SellAsync();

        var ends = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() =>
            fixture.CompleteAsync(topUp, IssuerVerdict.Accepted, stores[number % 2]))));

        Assert.All(ends, end => Assert.Equal((TopUpState.Succeeded, 2), (end.State, end.Version)));
        Assert.Equal(90_300, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_repeated_contradiction_is_one_anomaly_and_changes_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var settled = await fixture.SellAndSucceedAsync();

        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(settled.Version, (await fixture.CompleteAsync(settled, IssuerVerdict.Declined)).Version);
        }

        Assert.Equal(90_300, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync(anomalies: 1);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_unknown_answer_keeps_the_reservation_and_asks_again_later(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAsync();

        var doubt = await fixture.CompleteAsync(topUp, IssuerVerdict.Unknown);
        var still = await fixture.CompleteAsync(topUp, IssuerVerdict.NotFound, now: Given.Noon.AddHours(1));

        Assert.Equal((TopUpState.Processing, Given.Noon, 2), (still.State, still.InDoubtSince, still.Version));
        Assert.Equal((doubt.Version, doubt.EventNumber), (still.Version, still.EventNumber));
        Assert.Equal((100_000L, 10_000L), ((await fixture.FloatAsync()).Posted, (await fixture.FloatAsync()).Reserved));
        Assert.Equal(0, await fixture.Store.Jobs.CountQueuedAsync(CancellationToken.None));
        Assert.False(await fixture.Store.Jobs.AnyDueAsync(Given.Noon.AddSeconds(59), CancellationToken.None));
        Assert.True(await fixture.Store.Jobs.AnyDueAsync(Given.Noon.AddMinutes(1), CancellationToken.None));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_settles_with_old_knowledge_gets_the_top_up_as_it_is_now(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var fresh = await fixture.SellAsync();
        await fixture.CompleteAsync(fresh, IssuerVerdict.Unknown);

        var settled = await fixture.CompleteAsync(fresh, IssuerVerdict.Accepted);

        Assert.Equal((TopUpState.Succeeded, 3), (settled.State, settled.Version));
        Assert.Null(settled.InDoubtSince);
        await AssertStoredAsync(fixture, settled);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(true, TopUpState.Succeeded, 90_300)]
    [OnEveryDatabase(false, TopUpState.Failed, 100_000)]
    public async Task An_operator_ends_a_doubt_with_evidence(
        StoreProvider on, bool succeeded, TopUpState state, long posted)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAsync();
        await fixture.CompleteAsync(topUp, IssuerVerdict.Unknown);

        var resolved = await fixture.Store.TopUps.ResolveAsync(
            StoreFixture.Acme, topUp.Id, new OperatorWord(succeeded, "letter 7"), Given.Noon);
        var again = await fixture.Store.TopUps.ResolveAsync(
            StoreFixture.Acme, topUp.Id, new OperatorWord(!succeeded, "letter 8"), Given.Noon);

        Assert.Equal((state, "letter 7"), (resolved!.State, resolved.Evidence));
        Assert.Equal((state, "letter 7"), (again!.State, again.Evidence));
        Assert.Equal((posted, 0L), ((await fixture.FloatAsync()).Posted, (await fixture.FloatAsync()).Reserved));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_operators_word_ends_what_is_merely_being_sent_only_with_a_reason(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAsync();

        var sent = await fixture.Store.TopUps.ResolveAsync(
            StoreFixture.Acme, topUp.Id, new OperatorWord(false, "letter 7"), Given.Noon);
        Assert.Equal((TopUpState.Processing, null), (sent!.State, sent.Evidence));
        Assert.Equal(10_000, (await fixture.FloatAsync()).Reserved);

        var forced = await fixture.Store.TopUps.ResolveAsync(
            StoreFixture.Acme, topUp.Id, new OperatorWord(false, "letter 7", "the issuer is gone"), Given.Noon);
        Assert.Equal((TopUpState.Failed, "letter 7 [forced: the issuer is gone]"), (forced!.State, forced.Evidence));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_the_partner_itself_has_a_top_up_to_resolve(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAsync();

        var word = new OperatorWord(true, "x");

        Assert.Null(await fixture.Store.TopUps.ResolveAsync(StoreFixture.Elsewhere, topUp.Id, word, Given.Noon));
        Assert.Null(await fixture.Store.TopUps.ResolveAsync(
            StoreFixture.Acme, new TopUpId(fixture.NewId()), word, Given.Noon));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_commission_posting_carries_rule_rate_base_and_schedule(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();

        var basis = fixture.Query(
            $"SELECT basis FROM transfers WHERE kind = {(int)TransferKind.Commission}", row => row.GetString(0));

        Assert.Equal(
            """{"Rule":"flat","RateBasisPoints":300,"Base":10000,"Schedule":"commissions@1"}""", Assert.Single(basis));
        Assert.Equal("commissions@1", topUp.Offer.Price.Versions.CommissionSchedule);
    }

    private static async Task AssertStoredAsync(StoreFixture fixture, TopUpRecord expected)
    {
        var stored = (await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, expected.Id, CancellationToken.None))!;
        Assert.Equal(expected, stored with { Offer = stored.Offer with { Price = expected.Offer.Price } });
    }

    private static async Task<IEnumerable<string>> EntriesAsync(StoreFixture fixture)
    {
        var page = await fixture.StatementAsync(StoreFixture.Acme);
        return page.Entries.Select(entry => $"{entry.Kind} {entry.Amount}");
    }
}
