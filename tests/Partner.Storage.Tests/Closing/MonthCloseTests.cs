using Partner.Core.Settlements;
using Partner.Storage.Abstractions;
using Partner.Core.Tests.Settlements;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Closing;

/// <summary>Closing a month that nothing disturbs.</summary>
public sealed class MonthCloseTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_month_is_paid_with_true_up_clawback_tax_and_override(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await January.SellAsync(fixture, 3);
        await January.ReverseAsync(fixture, sales[2], Given.Noon);
        var (seller, parent) = await January.FloatsAsync(fixture);

        var closed = await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over);

        // Granted 3.00 + 5.00 + 5.00, taken back 5.00; the first top-up's rate became 5 % too, and its parent's share
        // of 6 % became 1 %.
        Assert.Equal(
            [
                "2026-01-0001 acme: earned 13.00 CNY, back -5.00 CNY, true-up 2.00 CNY, tax 0.60 CNY, total 9.40 CNY",
                "2026-01-0002 elsewhere: earned 5.00 CNY, back -1.00 CNY, true-up -2.00 CNY, tax 0.00 CNY, total 2.00 "
                + "CNY",
            ],
            closed.Statements.Select(January.Text));
        var (sellerAfter, parentAfter) = await January.FloatsAsync(fixture);
        Assert.Equal((940, 200), (sellerAfter - seller, parentAfter - parent));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_parents_entries_and_sums_show_what_is_beneath_them_after_its_true_up(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await January.SellAsync(fixture, 3);
        await January.ReverseAsync(fixture, sales[2], Given.Noon);
        Assert.Equal([500, 500, 300], (await EntriesAsync()).Select(entry => entry.Beneath.Minor));
        Assert.Equal(800, (await TotalsAsync()).Beneath.Minor);

        await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over);

        var entries = await EntriesAsync();
        Assert.Equal([500, 500, 500], entries.Select(entry => entry.Beneath.Minor));
        Assert.Equal([0, 0, -200], entries.Select(entry => entry.Record.TrueUp.Minor));
        var totals = await TotalsAsync();
        Assert.Equal((1_000, 200), (totals.Beneath.Minor, totals.Paid.Minor));

        Task<List<StoredCommission>> EntriesAsync() => fixture.Store.Commissions.ListAsync(
            StoreFixture.Elsewhere, January.Period, null, null, 10, CancellationToken.None);

        async Task<CommissionTotals> TotalsAsync() => Assert.Single(await fixture.Store.Commissions.TotalsAsync(
            StoreFixture.Elsewhere, January.Period, CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Closing_a_month_again_changes_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);
        var first = await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over);
        var floats = await January.FloatsAsync(fixture);

        var second = await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.FollowingOver);

        Assert.Equal(PeriodRefusal.AlreadySettled, second.Refusal);
        Assert.Equal(first.Statements.Select(January.Text), second.Statements.Select(January.Text));
        Assert.Equal(floats, await January.FloatsAsync(fixture));
        Assert.Null((await fixture.Store.Settlements.ProgressAsync(CancellationToken.None)).Next);
        var found = await fixture.Store.Settlements.FindAsync(
            StoreFixture.Acme, January.Period, CancellationToken.None);
        Assert.Equal("settlement.2026-01-0001", found!.Value.TransferId);
        Assert.Equivalent(first.Statements[0], found.Value.Statement, strict: true);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_after_the_settlement_lands_in_the_next_period(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await January.SellAsync(fixture, 2);
        await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over);
        await January.ReverseAsync(fixture, sales[1], January.Over.AddDays(8));

        Assert.Equal(January.Following, (await fixture.Store.Settlements.ProgressAsync(CancellationToken.None)).Next);
        var closed = await fixture.Store.Settlements.CloseAsync(January.Following, January.Utc, January.FollowingOver);

        // Only 100.00 remain in January: its top-up earned 3 % after all. Tax that was taken too much comes back.
        Assert.Equal(
            [
                "2026-02-0001 acme: earned 0.00 CNY, back -5.00 CNY, true-up -2.00 CNY, tax -0.42 CNY, total -6.58 CNY",
                "2026-02-0002 elsewhere: earned 0.00 CNY, back -1.00 CNY, true-up 2.00 CNY, tax 0.00 CNY, total " +
                "1.00 CNY",
            ],
            closed.Statements.Select(January.Text));
        var months = await fixture.Store.Settlements.ListAsync(StoreFixture.Acme, null, 10, CancellationToken.None);
        Assert.Equal([January.Following, January.Period], months.Select(month => month.Statement.Period));

        // A month's, by partner and a page at a time.
        var first = await OfMonthAsync(null, 1);
        Assert.Equal([StoreFixture.Acme], first);
        Assert.Equal([StoreFixture.Elsewhere], await OfMonthAsync(first[0].Value, 10));
        Assert.Empty(await OfMonthAsync(StoreFixture.Elsewhere.Value, 10));

        async Task<List<PartnerId>> OfMonthAsync(string? after, int most) =>
            [.. (await fixture.Store.Settlements.ListOfPeriodAsync(
                January.Following, after, most, CancellationToken.None)).Select(one => one.Statement.PayeeId)];
    }

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    [OnEveryDatabase(3)]
    public async Task The_store_closes_random_months_as_the_pure_rules_do_that_are_given_every_record(
        StoreProvider on, int seed)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var random = new Random(seed);
        var sales = await January.SellAsync(fixture, 12);
        var reversed = sales.Where(_ => random.Next(2) == 0).ToList();
        foreach (var sale in reversed.Take(reversed.Count / 2))
        {
            await January.ReverseAsync(fixture, sale, Given.Noon);
        }

        await CloseAsTheRulesDoAsync(fixture, January.Period, January.Over);
        foreach (var sale in reversed.Skip(reversed.Count / 2))
        {
            await January.ReverseAsync(fixture, sale, January.Over);
        }

        await January.SellAsync(fixture, random.Next(3));
        await CloseAsTheRulesDoAsync(fixture, January.Following, January.FollowingOver);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_month_waits_until_it_is_over_in_every_zone_and_for_the_months_before(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 1);
        var newYearInHonolulu = new DateTimeOffset(2026, 2, 1, 9, 59, 59, TimeSpan.Zero);
        string[] zones = [.. January.Utc, "Pacific/Honolulu"];

        var early = await fixture.Store.Settlements.CloseAsync(January.Period, zones, newYearInHonolulu);
        var skipping = await fixture.Store.Settlements.CloseAsync(January.Following, zones, January.FollowingOver);

        Assert.Equal((PeriodRefusal.NotOver, PeriodRefusal.EarlierOpen), (early.Refusal, skipping.Refusal));
        Assert.Equal(January.Period, skipping.EarliestOpen);
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM settled_periods"));
        var due = await fixture.Store.Settlements.CloseAsync(January.Period, zones, newYearInHonolulu.AddSeconds(1));
        Assert.Equal(PeriodRefusal.None, due.Refusal);
    }

    private static async Task CloseAsTheRulesDoAsync(StoreFixture fixture, string period, DateTimeOffset now)
    {
        var records = new List<CommissionRecord>();
        foreach (var payee in new[] { StoreFixture.Acme, StoreFixture.Elsewhere })
        {
            records.AddRange((await fixture.Store.Commissions.ListAsync(
                payee, null, null, null, 100, CancellationToken.None)).Select(stored => stored.Record));
        }

        var expected = WholePeriod.Close(period, records, now);
        var closed = await fixture.Store.Settlements.CloseAsync(period, January.Utc, now);

        Assert.NotEmpty(expected);
        Assert.Equivalent(expected.Select(result => result.Statement), closed.Statements, strict: true);
    }
}
