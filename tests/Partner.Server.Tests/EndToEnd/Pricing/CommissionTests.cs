using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>What a partner has earned adds up, and nobody sees what is not theirs.</summary>
public sealed class CommissionTests : PricingScene
{
    [Fact]
    public async Task Before_the_first_sale_the_schedule_that_applies_shows_the_way_to_its_first_step()
    {
        var summary = Assert.Single(await SumAsync(Seller));

        Assert.Equal(
            ("t-small", "small", Tiering.Marginal, CommissionMode.Settled, 300, 0L),
            (summary.Schedule, summary.RuleId, summary.Tiering, summary.Mode, summary.RateBasisPoints, summary.TopUps));
        Assert.Equal(
            (0, 15_000, 15_000, 400, 100),
            (summary.Volume.Minor(), summary.NextStep.From.Minor(), summary.NextStep.Missing.Minor(),
                summary.NextStep.RateBasisPoints, summary.NextStep.Worth.Minor()));
        Assert.Equal(
            (0, 0, 0), (summary.Accrued.Minor(), summary.Paid.Minor(), summary.ClawedBack.Minor()));
    }

    [Fact]
    public async Task The_present_month_is_that_of_the_schedules_zone_on_its_first_morning()
    {
        var now = Clock.GetUtcNow();
        var next = new DateTimeOffset(now.Year, now.Month, 1, 0, 30, 0, TimeSpan.FromHours(8)).AddMonths(1);
        Clock.MoveOn(next - now);

        var unsold = Assert.Single(await SumAsync(Seller));
        await SellAsync(Seller);
        var sold = Assert.Single(await SumAsync(Seller));

        var month = next.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        Assert.Equal((month, 0), (unsold.Month, unsold.TopUps));
        Assert.Equal((month, 1), (sold.Month, sold.TopUps));
        Assert.NotEqual(next.UtcDateTime.Month, next.Month);
    }

    [Fact]
    public async Task A_month_names_its_zone_wherever_it_is_told()
    {
        await SellAsync(Seller);

        var balance = await Seller.Balances.GetBalanceAsync(new GetBalanceRequest(), TestClient.In("en"));

        Assert.Equal(
            ("Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai"),
            (Assert.Single(await SumAsync(Seller)).TimeZone, (await ListAsync(Seller)).Entries[0].TimeZone,
                balance.TimeZone));
    }

    [Fact]
    public async Task The_summary_follows_sales_and_a_reversal()
    {
        var first = await SellAsync(Seller);
        await SellAsync(Seller, "plans/phone-50");
        var before = Assert.Single(await SumAsync(Seller));
        await ReverseAsync(Seller, first);
        var after = Assert.Single(await SumAsync(Seller));

        // 3 % of 150.00 + 4 % of 50.00, then 4 % of 50.00. The reversal takes back 6.50, exactly what was granted.
        Assert.Equal((25_000, 400, 2, 850, 0, 0), Figures(before));
        Assert.Equal((100_000, 75_000, 100), Step(before));
        Assert.Equal((5_000, 300, 1, 200, 0, 650), Figures(after));
        Assert.Equal((15_000, 10_000, 100), Step(after));
    }

    [Fact]
    public async Task A_parent_sees_its_override_and_a_child_nothing_of_it()
    {
        var sold = await SellAsync(Seller);

        var own = Assert.Single((await ListAsync(Seller)).Entries);
        var above = Assert.Single((await ListAsync(Parent)).Entries);
        var summary = Assert.Single(await SumAsync(Parent));

        Assert.Equal(
            (sold.Name, "t-seller", 0, CommissionState.Accrued, 650, 0, 2),
            (own.TopUp, own.Seller, own.Level, own.State, own.Commission.Amount.Minor(), own.GrantedBeneath.Minor(),
                own.Commission.Parts.Count));

        // 6 % of 200.00, reached at equality, less the 6.50 beneath it.
        Assert.Equal(
            (sold.Name, "t-seller", 1, CommissionState.Accrued, 550, 650, "big"),
            (above.TopUp, above.Seller, above.Level, above.State, above.Commission.Amount.Minor(),
                above.GrantedBeneath.Minor(), above.Commission.RuleId));
        Assert.Equal((20_000, 600, 1, 550, 0, 0), Figures(summary));

        // From 5,000.00 on all of it earns 1 % more.
        Assert.Equal((500_000, 480_000, 5_000), Step(summary));
        Assert.DoesNotContain("t-parent", own.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("t-big", own.ToString(), StringComparison.Ordinal);
        var hidden = await Parent.TopUps.GetTopUpAsync(
            new GetTopUpRequest { Name = sold.Name }, TestClient.In("en")).AsErrorAsync();
        hidden.Is(StatusCode.NotFound, "TOP_UP_NOT_FOUND");
    }

    [Fact]
    public async Task A_parent_sees_what_its_children_sold_in_sums_and_nobody_elses()
    {
        var sold = await SellAsync(Seller);
        var month = (await ListAsync(Seller)).Entries[0].Month;

        var volumes = (await Parent.Balances.ListChildVolumesAsync(new ListChildVolumesRequest())).Volumes;
        var one = (await Parent.Balances.ListChildVolumesAsync(
            new ListChildVolumesRequest { Month = month, Child = "t-seller" })).Volumes;
        var other = (await Parent.Balances.ListChildVolumesAsync(
            new ListChildVolumesRequest { Month = "2020-01", Child = "t-seller" })).Volumes;
        var none = (await Seller.Balances.ListChildVolumesAsync(new ListChildVolumesRequest())).Volumes;

        Assert.Equal(
            ("t-seller", 1, month, 1L, 20_000, 550),
            Assert.Single(volumes.Select(volume => (
                volume.Child, volume.Level, volume.Month, volume.Sales, volume.Volume.Minor(),
                volume.Override.Minor()))));
        Assert.Equal(volumes, one);
        Assert.Empty(other);
        Assert.Empty(none);
        Assert.DoesNotContain(sold.Card.Iccid, volumes.ToString(), StringComparison.Ordinal);
        foreach (var (client, child) in new[] { (Seller, "t-parent"), (Parent, "t-parent"), (Parent, "nobody") })
        {
            (await client.Balances.ListChildVolumesAsync(
                new ListChildVolumesRequest { Child = child }, TestClient.In("en")).AsErrorAsync())
                .Is(StatusCode.NotFound, "CHILD_NOT_FOUND");
        }
    }

    [Fact]
    public async Task Commission_that_is_credited_at_once_is_paid_and_taken_back_at_the_reversal()
    {
        var instant = await Running.AddPartnerAsync("t-instant");
        await SellAsync(instant);
        var reversed = await SellAsync(instant, "plans/phone-50");
        await ReverseAsync(instant, reversed);

        var summary = Assert.Single(await SumAsync(instant));
        var entries = (await ListAsync(instant)).Entries;

        // 2.5 % of 200.00 stays, that of 50.00 is gone.
        Assert.Equal((20_000, 250, 1, 0, 500, 125), Figures(summary));
        Assert.Null(summary.NextStep);
        Assert.Equal(
            [(reversed.Name, CommissionState.ClawedBack), (entries[1].TopUp, CommissionState.Paid)],
            entries.Select(entry => (entry.TopUp, entry.State)));
    }

    [Fact]
    public async Task Entries_come_page_by_page_and_by_month()
    {
        var sold = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            sold.Add((await SellAsync(Seller, "plans/phone-50")).Name);
        }

        var (found, ask) = (new List<CommissionEntry>(), new ListCommissionEntriesRequest { PageSize = 2 });
        do
        {
            var page = await Seller.Balances.ListCommissionEntriesAsync(ask, TestClient.In("en"));
            found.AddRange(page.Entries);
            ask.PageToken = page.NextPageToken;
        }
        while (ask.PageToken.Length > 0);
        var ofMonth = await ListAsync(Seller, found[0].Month);
        var before = await ListAsync(Seller, "2001-01");

        Assert.Equal(sold.AsEnumerable().Reverse(), found.Select(entry => entry.TopUp));
        Assert.Equal(
            [20_000, 15_000, 10_000, 5_000, 0], found.Select(entry => entry.VolumeBefore.Minor()));
        Assert.Equal(found, ofMonth.Entries);
        Assert.Empty(before.Entries);
        Assert.Empty((await Seller.Balances.GetCommissionSummaryAsync(
            new GetCommissionSummaryRequest { Month = "2001-01" }, TestClient.In("en"))).Summaries);
    }

    private static (long, int, long, long, long, long) Figures(CommissionSummary summary) => (
        summary.Volume.Minor(), summary.RateBasisPoints, summary.TopUps, summary.Accrued.Minor(),
        summary.Paid.Minor(), summary.ClawedBack.Minor());

    private static (long, long, long) Step(CommissionSummary summary) =>
        (summary.NextStep.From.Minor(), summary.NextStep.Missing.Minor(), summary.NextStep.Worth.Minor());

    private static async Task<IReadOnlyList<CommissionSummary>> SumAsync(TestClient client) =>
        (await client.Balances.GetCommissionSummaryAsync(
            new GetCommissionSummaryRequest(), TestClient.In("en"))).Summaries;

    private static async Task<ListCommissionEntriesResponse> ListAsync(TestClient client, string month = "") =>
        await client.Balances.ListCommissionEntriesAsync(
            new ListCommissionEntriesRequest { Month = month }, TestClient.In("en"));
}
