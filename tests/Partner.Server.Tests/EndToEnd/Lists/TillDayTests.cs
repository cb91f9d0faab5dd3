using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Core.Settlements;
using Partner.Sandbox.Certificates;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.EndToEnd.Pricing;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Lists;

/// <summary>
/// A sale in the last minutes of a month, by the calendar of its schedule's zone, that is taken back in the first ones
/// of the next: the closed day stays as it was, and the refund counts where and when the money was given back.
/// </summary>
public sealed class TillDayTests : PricingScene
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    [Fact]
    public async Task A_closed_day_stays_the_same_to_the_byte_and_the_refund_counts_on_its_own_day_and_till()
    {
        var (sold, lastDay, firstDay) = await SellAtTheEndOfTheMonthAsync();
        var closed = await TotalsAsync(new TopUpFilter { BusinessDate = lastDay });
        var month = (await Seller.Balances.ListCommissionEntriesAsync(new ListCommissionEntriesRequest()))
            .Entries[0].Month;
        var settled = await Running.Store.Settlements.CloseAsync(month, [], Clock.GetUtcNow());
        Assert.Equal((PeriodRefusal.None, lastDay[..7]), (settled.Refusal, month));
        Clock.MoveOn(TimeSpan.FromMinutes(10));

        var reversal = await ReverseAsync(new ReverseTopUpRequest
        {
            TopUp = sold.Name,
            Outlet = "north-2",
            Terminal = "till-9",
            Cashier = "bo",
        });

        Assert.Equal(
            (firstDay, "north-2", "till-9", "bo"),
            (reversal.BusinessDate, reversal.Outlet, reversal.Terminal, reversal.Cashier));
        Assert.Equal(closed, await TotalsAsync(new TopUpFilter { BusinessDate = lastDay }));
        Assert.Equal(closed, await TotalsAsync(new TopUpFilter { Outlet = "north-1", Terminal = "till-1" }));
        Assert.Equal(closed, await TotalsAsync(new TopUpFilter { Cashier = "anna" }));
        var refund = await Seller.TopUps.GetSalesTotalsAsync(
            new GetSalesTotalsRequest { Filter = new TopUpFilter { BusinessDate = firstDay } });
        var line = Assert.Single(refund.Totals);
        Assert.Equal(
            (TopUpState.Reversed, 1L, sold.Price.CustomerPays, sold.Price.NetDebit, 0L),
            (line.State, line.Count, line.CustomerPays, line.NetDebit, refund.UnfinishedReversals));
        var back = await TotalsAsync(new TopUpFilter { BusinessDate = firstDay });
        Assert.Equal(back, await TotalsAsync(new TopUpFilter { Outlet = "north-2", Terminal = "till-9" }));
        Assert.Equal(back, await TotalsAsync(new TopUpFilter { Cashier = "bo" }));
        Assert.Equal(back, await TotalsAsync(new TopUpFilter { State = TopUpState.Reversed }));
        Assert.Equal(reversal, await GetAsync(Seller, reversal));
    }

    [Fact]
    public async Task What_a_reversal_leaves_out_is_the_sales_outlet_and_today_in_the_partners_zone()
    {
        var (sold, lastDay, firstDay) = await SellAtTheEndOfTheMonthAsync();
        var second = await SellAsync(lastDay);
        var ahead = await SellAsync(firstDay);

        var before = await ReverseAsync(new ReverseTopUpRequest { TopUp = sold.Name });
        var early = await ReverseAsync(new ReverseTopUpRequest { TopUp = ahead.Name });
        Clock.MoveOn(TimeSpan.FromMinutes(10));
        var after = await ReverseAsync(new ReverseTopUpRequest { TopUpRequestId = second.RequestId });

        Assert.Equal(
            (lastDay, "north-1", "", ""), (before.BusinessDate, before.Outlet, before.Terminal, before.Cashier));
        Assert.Equal((firstDay, "north-1"), (after.BusinessDate, after.Outlet));
        Assert.Equal(firstDay, early.BusinessDate);
        Assert.Equal(lastDay, Text(DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime)));
    }

    [Fact]
    public async Task The_statement_tells_outlet_and_request_of_a_sale_and_of_its_reversal()
    {
        var outlet = await OutletAsync("north-1");
        var (sold, _, _) = await SellAtTheEndOfTheMonthAsync();
        var reversal = await ReverseAsync(new ReverseTopUpRequest { TopUp = sold.Name, Outlet = "north-2" });

        var entries = (await Seller.Balances.ListStatementEntriesAsync(new ListStatementEntriesRequest())).Entries;
        var seen = (await outlet.Balances.ListStatementEntriesAsync(new ListStatementEntriesRequest())).Entries;

        Assert.Equal(
            [
                (StatementEntryKind.Deposit, "", ""),
                (StatementEntryKind.TopUp, "north-1", sold.RequestId),
                (StatementEntryKind.Reversal, "north-2", reversal.RequestId),
            ],
            entries.Select(entry => (entry.Kind, entry.Outlet, entry.RequestId)));
        Assert.Equal(
            [("", ""), ("north-1", sold.RequestId), ("", "")],
            seen.Select(entry => (entry.Outlet, entry.RequestId)));
        Assert.Equal(entries.Select(entry => entry.TopUp), seen.Select(entry => entry.TopUp));
    }

    [Fact]
    public async Task An_outlets_certificate_reverses_its_own_sales_only_and_for_itself()
    {
        var (own, other) = (await OutletAsync("north-1"), await OutletAsync("north-2"));
        var (sold, _, _) = await SellAtTheEndOfTheMonthAsync();

        var elsewhere = await own.TopUps.ReverseTopUpAsync(
            Ask(new ReverseTopUpRequest { TopUp = sold.Name, Outlet = "north-2" })).AsErrorAsync();
        var strange = await other.TopUps.ReverseTopUpAsync(
            Ask(new ReverseTopUpRequest { TopUp = sold.Name })).AsErrorAsync();
        var done = await ReverseAsync(new ReverseTopUpRequest { TopUp = sold.Name, Terminal = "till-2" }, own);

        elsewhere.Is(StatusCode.PermissionDenied, "OUTLET_MISMATCH");
        strange.Is(StatusCode.NotFound, "TOP_UP_NOT_FOUND");
        Assert.Equal(("north-1", "till-2"), (done.Outlet, done.Terminal));
    }

    [Fact]
    public async Task Where_the_partner_took_a_sale_back_is_not_told_to_the_outlet_that_sold_it()
    {
        var (own, other) = (await OutletAsync("north-1"), await OutletAsync("north-2"));
        var (sold, _, _) = await SellAtTheEndOfTheMonthAsync();
        var done = await ReverseAsync(new ReverseTopUpRequest
        {
            TopUp = sold.Name, Outlet = "north-2", Terminal = "till-9", Cashier = "bo",
        });

        var seen = await GetAsync(own, done);
        var hidden = await other.TopUps.GetReversalAsync(new GetReversalRequest { Name = done.Name }).AsErrorAsync();

        Assert.Equal((done.Name, "", "", ""), (seen.Name, seen.Outlet, seen.Terminal, seen.Cashier));
        hidden.Is(StatusCode.NotFound, "REVERSAL_NOT_FOUND");
        var sums = await other.TopUps.GetSalesTotalsAsync(new GetSalesTotalsRequest());
        Assert.Equal((TopUpState.Reversed, 1L), Assert.Single(sums.Totals.Select(one => (one.State, one.Count))));
    }

    [Fact]
    public async Task A_day_that_is_no_tills_or_before_the_sales_is_refused_but_a_repeated_call_never()
    {
        var (sold, lastDay, firstDay) = await SellAtTheEndOfTheMonthAsync();
        foreach (var day in new[] { Text(Day(lastDay).AddDays(-1)), Text(Day(lastDay).AddDays(8)), "2026-1-1" })
        {
            var refused = await Seller.TopUps.ReverseTopUpAsync(
                Ask(new ReverseTopUpRequest { TopUp = sold.Name, BusinessDate = day })).AsErrorAsync();
            refused.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
            Assert.Equal("business_date", Assert.Single(refused.Violations).Field);
        }

        var ask = Ask(new ReverseTopUpRequest { TopUp = sold.Name, BusinessDate = firstDay });
        var done = await ReverseAsync(ask);
        Clock.MoveOn(TimeSpan.FromDays(12));
        var again = await Seller.TopUps.ReverseTopUpAsync(ask);

        Assert.Equal((firstDay, true), (done.BusinessDate, again.Replayed));
        Assert.Equal(done, again.Reversal);
    }

    [Fact]
    public async Task The_command_reverses_at_a_till_and_prints_what_a_day_comes_to()
    {
        var (sold, lastDay, firstDay) = await SellAtTheEndOfTheMonthAsync();
        Clock.MoveOn(TimeSpan.FromMinutes(10));
        var done = await RunAsync(
            "reverse", sold.Name, "--outlet", "north-2", "--terminal", "till-9", "--cashier", "bo",
            "--business-date", firstDay.Replace('-', '/'));
        var day = await RunAsync("totals", "--business-date", lastDay, "--cashier", "anna", "--lang", "zh-CN");
        var next = await RunAsync("totals", "--business-date", firstDay, "--outlet", "north-2");
        var found = await RunAsync(
            "list", "--receipt", sold.ReceiptNumber, "--cashier", "anna", "--from", "2026/11/1", "--to", "2126-11-01",
            "--issuer-reference", sold.IssuerReference, "--json");
        var statement = await RunAsync("statement");

        Assert.Equal(
            (0, 0, 0, 0, 0), (done.Status, day.Status, next.Status, found.Status, statement.Status));
        Assert.Equal(sold.Name, (string?)JsonNode.Parse(found.Out)!["topUps"]!.AsArray().Single()!["name"]);
        Assert.Contains(
            statement.Out.Split('\n'), line => line.Contains("REVERSAL", StringComparison.Ordinal)
                && line.Contains("north-2", StringComparison.Ordinal));
        foreach (var field in new[] { $"Business date  {firstDay}", "north-2", "till-9", "bo" })
        {
            Assert.Contains(field, Blanks(done.Out), StringComparison.Ordinal);
        }

        Assert.Contains("SUCCEEDED", day.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("REVERSED", day.Out, StringComparison.Ordinal);
        Assert.Contains("REVERSED", next.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("SUCCEEDED", next.Out, StringComparison.Ordinal);
    }

    /// <summary>Five minutes before the month ends in Shanghai, which in UTC is hours before it does.</summary>
    private async Task<(TopUp Sold, string LastDay, string FirstDay)> SellAtTheEndOfTheMonthAsync()
    {
        var here = Clock.GetUtcNow().ToOffset(Zone);
        var end = new DateTimeOffset(here.Year, here.Month, 1, 0, 0, 0, Zone).AddMonths(1);
        Clock.MoveOn(end.AddMinutes(-5) - Clock.GetUtcNow());
        var lastDay = Text(DateOnly.FromDateTime(end.Date).AddDays(-1));
        return (await SellAsync(lastDay), lastDay, Text(DateOnly.FromDateTime(end.Date)));
    }

    private async Task<TopUp> SellAsync(string day)
    {
        var sale = Sale.Of(plan: "plans/phone-200").With(one =>
            (one.Outlet, one.Terminal, one.Cashier, one.BusinessDate) = ("north-1", "till-1", "anna", day));
        return await Eventually.SeeAsync(
            async () => (await Seller.TopUps.CreateTopUpAsync(sale)).TopUp,
            topUp => topUp.State == TopUpState.Succeeded);
    }

    /// <summary>The totals as they go over the wire, but for the instant of the reading.</summary>
    private async Task<string> TotalsAsync(TopUpFilter filter)
    {
        var answer = await Seller.TopUps.GetSalesTotalsAsync(new GetSalesTotalsRequest { Filter = filter });
        answer.AsOf = null;
        Assert.NotEmpty(answer.Totals);
        return Convert.ToHexString(Google.Protobuf.MessageExtensions.ToByteArray(answer));
    }

    private static ReverseTopUpRequest Ask(ReverseTopUpRequest ask) =>
        ask.With(one => one.RequestId = Sale.NewRequestId());

    private async Task<Reversal> ReverseAsync(ReverseTopUpRequest request, TestClient? by = null)
    {
        var ask = request.RequestId.Length > 0 ? request : Ask(request);
        var seen = await Eventually.SeeAsync(
            async () => await (by ?? Seller).TopUps.ReverseTopUpAsync(ask),
            answer => answer.Reversal.State == ReversalState.Succeeded);
        return seen.Reversal;
    }

    private static async Task<Reversal> GetAsync(TestClient client, Reversal reversal) =>
        (await client.TopUps.GetReversalAsync(new GetReversalRequest { Name = reversal.Name })).Reversal;

    /// <summary>A certificate that is made before the clock is moved: the handshake goes by the machine's.</summary>
    private Task<TestClient> OutletAsync(string outlet) => Running.ConnectAsync(
        new PartnerCertificateOrder(Seller.PartnerId, Permissions.Reverse | Permissions.Read) { Outlet = outlet });

    private Task<CliOutcome> RunAsync(params string[] args) =>
        CliOutcome.RunAsync(Running, Seller, args);

    private static string Blanks(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, " {2,}", "  ");

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
