using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Identity;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// A top-up's place in the tiers is decided in the transaction of its success, whoever succeeds beside it.
/// </summary>
public sealed class CommissionRaceTests
{
    private const int Sellers = 64;
    private const string Parent = "parent";

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Successes_that_cross_steps_at_once_add_up_to_the_marginal_integral(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        TierStep[] steps = [new(95_050, new BasisPoints(350)), new(300_030, new BasisPoints(500))];
        var sales = new PricedSales(fixture, [], [PricedSales.Schedule(StoreFixture.Acme.Value, 200, steps)]);
        var saved = await SellAsync(fixture, sales, _ => [StoreFixture.Acme]);

        await SucceedAsync(fixture, saved, processes);

        // 64 × 10,000 fen: what lies below each step earns its rate, whatever the order. Each product is rounded once.
        const long exact = (95_050L * 200) + ((300_030L - 95_050) * 350) + ((640_000L - 300_030) * 500);
        var entries = await EntriesAsync(fixture, StoreFixture.Acme);
        Assert.Equal(exact, entries.Sum(entry => entry.Parts.Sum(part => part.Base * part.Rate.Value)));
        Assert.Equal(
            Enumerable.Range(0, Sellers).Select(number => 10_000L * number),
            entries.Select(entry => entry.VolumeBefore).Order());
        Assert.InRange(entries.Sum(entry => entry.Amount.Minor) * 10_000, exact - 10_000, exact + 10_000);
        Assert.Equal(640_000, await VolumeAsync(fixture, StoreFixture.Acme));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task A_parents_volume_and_override_grow_by_both_of_its_children_at_once(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100_000), StoreFixture.Elsewhere);
        await fixture.Store.Partners.AddAsync(
            new PartnerAccount(new PartnerId(Parent), Parent, PartnerStatus.Active, Given.Cny), Given.Noon);
        var sales = new PricedSales(
            fixture,
            [],
            [
                PricedSales.Schedule(StoreFixture.Acme.Value, 200, []),
                PricedSales.Schedule(StoreFixture.Elsewhere.Value, 100, []),
                PricedSales.Schedule(Parent, 300, [new TierStep(320_000, new BasisPoints(400))]),
            ]);
        var saved = await SellAsync(
            fixture, sales, number =>
                [number % 2 == 0 ? StoreFixture.Acme : StoreFixture.Elsewhere, new PartnerId(Parent)]);

        await SucceedAsync(fixture, saved, processes);

        // The parent's rule earns 3 % of the first half and 4 % of the second; 2 % and 1 % are granted beneath.
        Assert.Equal(640_000, await VolumeAsync(fixture, new PartnerId(Parent)));
        Assert.Equal(320_000, await VolumeAsync(fixture, StoreFixture.Acme));
        Assert.Equal(320_000, await VolumeAsync(fixture, StoreFixture.Elsewhere));
        Assert.Equal(9_600 + 12_800 - 6_400 - 3_200, (await fixture.FloatAsync(new PartnerId(Parent))).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Reversals_beside_successes_leave_the_volume_of_what_stands(StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = new PricedSales(
            fixture, [], [PricedSales.Schedule(
                StoreFixture.Acme.Value, 200, [new TierStep(200_000, new BasisPoints(350))])]);
        var saved = await SellAsync(fixture, sales, _ => [StoreFixture.Acme]);
        var stores = Stores(fixture, processes);

        await Task.WhenAll(saved.Select((topUp, number) => Task.Run(async () =>
        {
            var store = stores[number % processes];
            var sold = await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted, store);
            if (number % 4 == 0)
            {
                var reversal = (await store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
                await store.Reversals.SettleAsync(
                    StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted),
                    Given.Noon, Given.Noon);
            }
        })));

        Assert.Equal(10_000 * Sellers * 3 / 4, await VolumeAsync(fixture, StoreFixture.Acme));
        await fixture.AssertRightAsync();
    }

    private static PartnerStore[] Stores(StoreFixture fixture, int processes) =>
        [.. Enumerable.Range(0, processes).Select(number => number == 0 ? fixture.Store : fixture.OpenAnother())];

    private static async Task<TopUpRecord[]> SellAsync(
        StoreFixture fixture, PricedSales sales, Func<int, PartnerId[]> chain) => await Task.WhenAll(
        Enumerable.Range(0, Sellers).Select(async number => (await sales.SaveAsync(sales.Sale(chain(number)))).Saved!));

    private static Task SucceedAsync(StoreFixture fixture, TopUpRecord[] saved, int processes)
    {
        var stores = Stores(fixture, processes);
        return Task.WhenAll(saved.Select((topUp, number) => Task.Run(
            () => fixture.CompleteAsync(topUp, IssuerVerdict.Accepted, stores[number % processes]))));
    }

    private static async Task<List<CommissionEntry>> EntriesAsync(StoreFixture fixture, PartnerId payee) =>
    [
        .. (await fixture.Store.Commissions.ListAsync(payee, null, null, Sellers, CancellationToken.None))
            .Select(stored => stored.Record.Entry),
    ];

    private static Task<long> VolumeAsync(StoreFixture fixture, PartnerId payee) =>
        fixture.Store.Commissions.VolumeAsync(
        new VolumeKey(payee, "of-" + payee, Given.Cny, "2026-01"), CancellationToken.None);
}
