using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>No reservation commits that would make available negative, whoever saves at the same time.</summary>
public sealed class FloatRaceTests
{
    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Of_five_hundred_saves_a_float_for_a_hundred_accepts_exactly_a_hundred(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100 * 100);
        var stores = Enumerable.Range(0, processes)
            .Select(number => number == 0 ? fixture.Store : fixture.OpenAnother()).ToArray();
        using var done = new CancellationTokenSource();
        var lowest = LowestAvailableAsync(fixture, done.Token);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => Task.Run(async () =>
            (await stores[number % processes].TopUps.SaveAsync(fixture.Candidate())).Decision)));
        await done.CancelAsync();

        Assert.Equal(100, decisions.Count(decision => decision is TopUpDecision.Reserve));
        Assert.Equal(
            [Reason.InsufficientFloat],
            decisions.OfType<TopUpDecision.Refuse>().Select(refuse => refuse.Refusal.Reason).Distinct());
        Assert.Equal(0, (await fixture.FloatAsync()).Available);
        Assert.True(await lowest >= 0);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_sixty_four_writers_in_two_processes_a_float_for_a_hundred_pays_exactly_a_hundred(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100 * 100);
        using var first = OtherProcess.Start(TestProgram.Spend, fixture.Options, 1);
        using var second = OtherProcess.Start(TestProgram.Spend, fixture.Options, 2);

        var answers = await Task.WhenAll(first.EndAsync(), second.EndAsync());

        var lines = answers.SelectMany(printed => printed).ToLookup(line => line);
        Assert.Equal(100, lines["sold"].Count());
        Assert.Equal(
            ["InsufficientFloat", "conflicts 0"],
            lines.Select(line => line.Key).Except(["sold"]).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(20260115)]
    public async Task Available_stays_at_or_above_zero_while_sales_end_in_every_way(StoreProvider on, int seed)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 2_000);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        using var done = new CancellationTokenSource();
        var lowest = LowestAvailableAsync(fixture, done.Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            for (var round = 0; round < 12; round++)
            {
                await OneSaleAsync(fixture, stores[worker % 2], random);
            }
        })));
        await done.CancelAsync();

        Assert.True(await lowest >= 0);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Lowering_the_limit_below_its_use_is_allowed_and_stops_further_sales(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        await fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(200), Given.Noon);
        var first = await fixture.SellAsync();
        await fixture.SellAsync();
        Assert.Equal(Reason.InsufficientFloat, await RefuseAsync(fixture));

        var lowered = await fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(50), Given.Noon);

        Assert.Equal(-15_000, lowered.Available);
        Assert.Equal(Reason.InsufficientFloat, await RefuseAsync(fixture));
        await fixture.CompleteAsync(first, IssuerVerdict.Declined);
        Assert.Equal(-5_000, (await fixture.FloatAsync()).Available);
        await fixture.DepositAsync(Given.Yuan(150));
        await fixture.SellAsync();
        Assert.Equal(0, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_negative_limit_is_never_stored(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(-1), Given.Noon));

        Assert.Equal(0, (await fixture.FloatAsync()).CreditLimit);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_floats_of_two_partners_have_nothing_to_do_with_each_other(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100);
        await fixture.SellAsync();
        var (decision, _) = await fixture.Store.TopUps.SaveAsync(
            fixture.Candidate() with { PartnerId = StoreFixture.Elsewhere });

        Assert.IsType<TopUpDecision.Refuse>(decision);
        Assert.Equal(0, (await fixture.FloatAsync(StoreFixture.Elsewhere)).Reserved);
        Assert.Equal(10_000, (await fixture.FloatAsync()).Reserved);
    }

    private static async Task OneSaleAsync(StoreFixture fixture, PartnerStore store, Random random)
    {
        var face = Given.Fen(random.Next(1, 60_000));
        if ((await store.TopUps.SaveAsync(fixture.Candidate(face: face))).Saved is not { } saved)
        {
            await fixture.DepositAsync(Given.Fen(random.Next(1, 30_000)));
            return;
        }

        switch (random.Next(5))
        {
            case 0:
                await store.TopUps.CancelAsync(StoreFixture.Acme, saved.Id, Given.Noon);
                break;
            case 1:
                await fixture.CompleteAsync(saved, IssuerVerdict.Declined, store);
                break;
            case 2:
                await fixture.CompleteAsync(saved, IssuerVerdict.Unknown, store);
                break;
            case 3:
                await fixture.CompleteAsync(saved, IssuerVerdict.Accepted, store);
                break;
            default:
                var sold = await fixture.CompleteAsync(saved, IssuerVerdict.Accepted, store);
                var reversal = (await store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
                await store.Reversals.SettleAsync(
                    StoreFixture.Acme,
                    reversal.Id,
                    StoreFixture.Answer(random.Next(2) == 0 ? IssuerVerdict.Accepted : IssuerVerdict.Declined),
                    Given.Noon,
                    Given.Noon);
                break;
        }
    }

    private static async Task<Reason> RefuseAsync(StoreFixture fixture) => Assert.IsType<TopUpDecision.Refuse>(
        (await fixture.Store.TopUps.SaveAsync(fixture.Candidate())).Decision).Refusal.Reason;

    // Looks at the float without pause until it is told to stop.
    private static Task<long> LowestAvailableAsync(StoreFixture fixture, CancellationToken stop) => Task.Run(async () =>
    {
        var lowest = long.MaxValue;
        do
        {
            lowest = Math.Min(lowest, (await fixture.FloatAsync()).Available);
        }
        while (!stop.IsCancellationRequested);
        return lowest;
    });
}
