using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class EventTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Every_change_of_a_top_up_is_an_event_and_the_numbers_have_no_gap(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var first = await fixture.SellAsync();
        var doubt = await fixture.CompleteAsync(first, IssuerVerdict.Unknown);
        var second = await fixture.SellAsync();
        var done = await fixture.CompleteAsync(doubt, IssuerVerdict.Accepted);
        var cancelled = (await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, second.Id, Given.Noon)).Value;

        Assert.Equal(
            [1L, 2L, 3L, 4L, 5L],
            [first.EventNumber, doubt.EventNumber, second.EventNumber, done.EventNumber, cancelled.EventNumber]);
        Assert.Equal(
            ["1 1", "2 1", "3 1", "4 2", "5 4"],
            fixture.Query(
                "SELECT number, state FROM events ORDER BY number", row => $"{row.GetInt64(0)} {row.GetInt32(1)}"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Numbers_have_no_gap_when_two_processes_sell_and_half_is_refused(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100 * 100);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        var sales = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() =>
            stores[number % 2].TopUps.SaveAsync(fixture.Candidate()))));

        var saved = sales.Select(sale => sale.Saved).OfType<TopUpRecord>().ToList();
        var numbers = Enumerable.Range(1, 100).Select(number => (long)number).ToList();
        Assert.Equal(numbers, saved.Select(topUp => topUp.ReceiptCounter).Order());
        Assert.Equal(numbers, saved.Select(topUp => topUp.EventNumber).Order());
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Each_partner_counts_for_itself(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100), StoreFixture.Elsewhere);
        await fixture.SellAsync();
        await fixture.SellAsync();

        var other = await fixture.SellAsync(fixture.Candidate() with { PartnerId = StoreFixture.Elsewhere });

        Assert.Equal((1L, 1L), (other.EventNumber, other.ReceiptCounter));
    }
}
