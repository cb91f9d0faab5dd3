using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Settlements;
using Partner.Core.TopUps;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// Three sales of 100.00 in January. The seller earns 3 %, and 5 % on all of a month that reaches 150.00 (WHOLE), with
/// 6 % tax; its parent earns 6 % less what the seller was granted. Both are SETTLED.
/// </summary>
public sealed class MonthCloseTests
{
    private const string January = "2026-01";
    private const string February = "2026-02";
    private static readonly string[] Utc = ["Etc/UTC"];
    private static readonly DateTimeOffset AfterJanuary = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset AfterFebruary = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [OnEveryDatabase]
    public async Task A_month_is_paid_with_true_up_clawback_tax_and_override(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await SellAsync(fixture, 3);
        await ReverseAsync(fixture, sales[2], Given.Noon);
        var (seller, parent) = await FloatsAsync(fixture);

        var closed = await fixture.Store.Settlements.CloseAsync(January, Utc, AfterJanuary);

        // Granted 3.00 + 5.00 + 5.00, taken back 5.00; the first top-up's rate became 5 % too.
        Assert.Equal(
            [
                "2026-01-0001 acme: earned 13.00 CNY, back -5.00 CNY, true-up 2.00 CNY, tax 0.60 CNY, total 9.40 CNY",
                "2026-01-0002 elsewhere: earned 5.00 CNY, back -1.00 CNY, true-up 0.00 CNY, tax 0.00 CNY, total 4.00 CNY",
            ],
            closed.Statements.Select(Text));
        var (sellerAfter, parentAfter) = await FloatsAsync(fixture);
        Assert.Equal((940, 400), (sellerAfter - seller, parentAfter - parent));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Closing_a_month_again_changes_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 3);
        var first = await fixture.Store.Settlements.CloseAsync(January, Utc, AfterJanuary);
        var floats = await FloatsAsync(fixture);

        var second = await fixture.Store.Settlements.CloseAsync(January, Utc, AfterFebruary);

        Assert.Equal(PeriodRefusal.AlreadySettled, second.Refusal);
        Assert.Equal(first.Statements.Select(Text), second.Statements.Select(Text));
        Assert.Equal(floats, await FloatsAsync(fixture));
        Assert.Null((await fixture.Store.Settlements.ProgressAsync(CancellationToken.None)).Next);
        var found = await fixture.Store.Settlements.FindAsync(StoreFixture.Acme, January, CancellationToken.None);
        Assert.Equal("settlement.2026-01-0001", found!.Value.TransferId);
        Assert.Equivalent(first.Statements[0], found.Value.Statement, strict: true);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_after_the_settlement_lands_in_the_next_period(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await SellAsync(fixture, 2);
        await fixture.Store.Settlements.CloseAsync(January, Utc, AfterJanuary);
        await ReverseAsync(fixture, sales[1], AfterJanuary.AddDays(8));

        Assert.Equal(February, (await fixture.Store.Settlements.ProgressAsync(CancellationToken.None)).Next);
        var closed = await fixture.Store.Settlements.CloseAsync(February, Utc, AfterFebruary);

        // Only 100.00 remain in January: its top-up earned 3 % after all. Tax that was taken too much comes back.
        Assert.Equal(
            [
                "2026-02-0001 acme: earned 0.00 CNY, back -5.00 CNY, true-up -2.00 CNY, tax -0.42 CNY, total -6.58 CNY",
                "2026-02-0002 elsewhere: earned 0.00 CNY, back -1.00 CNY, true-up 0.00 CNY, tax 0.00 CNY, total -1.00 CNY",
            ],
            closed.Statements.Select(Text));
        var months = await fixture.Store.Settlements.ListAsync(StoreFixture.Acme, null, 10, CancellationToken.None);
        Assert.Equal([February, January], months.Select(month => month.Statement.Period));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_month_waits_until_it_is_over_in_every_zone_and_for_the_months_before(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 1);
        var newYearInHonolulu = new DateTimeOffset(2026, 2, 1, 9, 59, 59, TimeSpan.Zero);
        string[] zones = [.. Utc, "Pacific/Honolulu"];

        var early = await fixture.Store.Settlements.CloseAsync(January, zones, newYearInHonolulu);
        var skipping = await fixture.Store.Settlements.CloseAsync(February, zones, AfterFebruary);

        Assert.Equal((PeriodRefusal.NotOver, PeriodRefusal.EarlierOpen), (early.Refusal, skipping.Refusal));
        Assert.Equal(January, skipping.EarliestOpen);
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM settled_periods"));
        var due = await fixture.Store.Settlements.CloseAsync(January, zones, newYearInHonolulu.AddSeconds(1));
        Assert.Equal(PeriodRefusal.None, due.Refusal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_failure_in_the_midst_leaves_nothing_behind(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 2);
        var floats = await FloatsAsync(fixture);

        // The second partner's statement cannot be stored: its number is taken.
        fixture.Query(
            "INSERT INTO settlements (partner_id, number, period, currency, gross, tax, total, posted_at, statement) " +
            "VALUES ('elsewhere', '2026-01-0002', '1999-01', 'CNY', 0, 0, 0, 0, '')",
            row => 0);
        await Assert.ThrowsAnyAsync<Exception>(
            () => fixture.Store.Settlements.CloseAsync(January, Utc, AfterJanuary));

        Assert.Equal(floats, await FloatsAsync(fixture));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM settled_periods"));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM settlements WHERE partner_id = 'acme'"));
        Assert.Equal(4, fixture.Count("SELECT COUNT(*) FROM commissions WHERE settlement IS NULL"));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM transfers WHERE kind = 10"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_who_close_a_month_at_once_one_does(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 3);
        var stores = new[] { fixture.Store, fixture.OpenAnother(), fixture.OpenAnother() };
        var (seller, _) = await FloatsAsync(fixture);

        var closed = await Task.WhenAll(stores.Select(
            store => store.Settlements.CloseAsync(January, Utc, AfterJanuary)));

        Assert.Single(closed, one => one.Refusal == PeriodRefusal.None);
        Assert.All(closed, one => Assert.Equal(2, one.Statements.Count));

        // 15.00 less 6 % tax.
        Assert.Equal(1_410, (await FloatsAsync(fixture)).Seller - seller);
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM transfers WHERE kind = 10 AND partner_id = 'acme'"));
    }

    private static string Text(PeriodStatement statement) =>
        $"{statement.Number} {statement.PayeeId}: earned {statement.Earned}, back {statement.ClawedBack}, "
        + $"true-up {statement.TrueUp}, tax {statement.Tax}, total {statement.Total}";

    private static async Task<List<TopUpRecord>> SellAsync(StoreFixture fixture, int sales)
    {
        var sold = new List<TopUpRecord>();
        for (var i = 0; i < sales; i++)
        {
            var candidate = fixture.Candidate();
            var offer = candidate.Sale.Value.Offer(PricingFacts.None).Value;
            sold.Add(await fixture.SellAndSucceedAsync(
                candidate with { Sale = SaleProposal.Of(offer with { Price = WithLevels(offer.Price) }) }));
        }

        return sold;
    }

    private static PriceBreakdown WithLevels(PriceBreakdown price)
    {
        var own = price.Levels[0];
        var rule = own.Terms.Rule;
        var seller = own with
        {
            Terms = own.Terms with
            {
                Mode = CommissionMode.Settled,
                Tiering = Tiering.Whole,
                TaxAt = TaxMoment.Settlement,
                Rule = rule with { Steps = [new TierStep(15_000, new BasisPoints(500))] },
            },
            Tax = new TaxTerms("tax", "taxes@1", new BasisPoints(600)),
        };
        var parent = own with
        {
            Number = 1,
            PayeeId = StoreFixture.Elsewhere,
            Terms = own.Terms with
            {
                ScheduleId = "parents",
                Mode = CommissionMode.Settled,
                Rule = rule with { Rate = new BasisPoints(600) },
            },
        };
        return price with { Levels = [seller, parent] };
    }

    private static async Task ReverseAsync(StoreFixture fixture, TopUpRecord topUp, DateTimeOffset now)
    {
        var reversal = fixture.ReversalOf(topUp);
        Assert.Null((await fixture.Store.Reversals.SaveAsync(reversal)).Refusal);
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), now, now);
    }

    private static async Task<(long Seller, long Parent)> FloatsAsync(StoreFixture fixture) => (
        (await fixture.FloatAsync()).Posted, (await fixture.FloatAsync(StoreFixture.Elsewhere)).Posted);
}
