using System.Text;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Organisations.OrganisationServer;

namespace Partner.Server.Tests.EndToEnd.Organisations;

/// <summary>Shifts as tills close them, and as people type them.</summary>
public sealed class ShiftTests(OrganisationServer shared)
    : SharedServerTest(shared), IClassFixture<OrganisationServer>
{
    [Fact]
    public async Task A_till_closes_its_shifts_and_its_day_and_nothing_is_dated_into_it_at_either_server()
    {
        var here = await shared.PartnerAsync();
        var there = shared.AtReplica(here);
        var today = await TodayAsync(here);
        var dated = Sale().With(sale => sale.BusinessDate = today);
        var sold = await here.SellAsync(dated);
        await there.SellAsync(Sale(cashier: "bo"));
        var first = await here.Organisations.CloseShiftAsync(Close());
        await here.TopUps.ReverseTopUpAsync(Refund(sold));
        var last = Close().With(close => close.LastOfDay = true);
        var second = await there.Organisations.CloseShiftAsync(last);

        var again = await here.Organisations.CloseShiftAsync(last);
        var refused = await here.TopUps.CreateTopUpAsync(
            Sale().With(sale => sale.BusinessDate = today)).AsErrorAsync();
        var back = await here.TopUps.ReverseTopUpAsync(
            Refund(await here.SellAsync(Sale())).With(refund => refund.BusinessDate = today)).AsErrorAsync();
        var replayed = await here.TopUps.CreateTopUpAsync(dated);
        var third = await here.Organisations.CloseShiftAsync(Close());
        var listed = await here.Organisations.ListShiftsAsync(new ListShiftsRequest { Outlet = "shop-1" });

        Assert.Equal(
            [("anna", ShiftEntry.SaleSucceeded, 1L), ("bo", ShiftEntry.SaleSucceeded, 1L)],
            first.Shift.Lines.Select(line => (line.Cashier, line.Entry, line.Count)));
        Assert.Equal(sold.Price.CustomerPays, first.Shift.Lines[0].CustomerPays);
        Assert.Equal(sold.Price.NetDebit, first.Shift.Lines[0].NetDebit);
        Assert.Equal(
            [("anna", ShiftEntry.RefundSucceeded, 1L)],
            second.Shift.Lines.Select(line => (line.Cashier, line.Entry, line.Count)));
        Assert.Equal((second.Shift, true), (again.Shift, again.Replayed));
        Assert.Equal((today, true, 2L), (second.Shift.BusinessDate, second.Shift.LastOfDay, second.Shift.Number));
        refused.Is(StatusCode.FailedPrecondition, "BUSINESS_DAY_CLOSED");
        back.Is(StatusCode.FailedPrecondition, "BUSINESS_DAY_CLOSED");
        Assert.True(replayed.Replayed);
        Assert.True(string.CompareOrdinal(third.Shift.BusinessDate, today) > 0);
        Assert.Equal([3L, 2, 1], listed.Shifts.Select(shift => shift.Number));
        (await here.Organisations.GetShiftAsync(new GetShiftRequest { Terminal = "till-1" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "SHIFT_NOT_FOUND");
        (await (await shared.PartnerAsync()).Organisations.GetShiftAsync(
            new GetShiftRequest { Outlet = "shop-1", Terminal = "till-1" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "SHIFT_NOT_FOUND");
    }

    [Fact]
    public async Task A_shift_is_printed_as_wide_as_a_till_in_both_languages()
    {
        var partner = await shared.PartnerAsync();
        await partner.SellAsync(Sale(cashier: "安娜"));

        var english = await RunAsync(
            partner, "en", "shift", "close", "till-1", "--outlet", "shop-1", "--cashier", "boss", "--last-of-day");
        var chinese = await RunAsync(
            partner, "zh-CN", "shift", "show", "till-1", "--outlet", "shop-1", "--width", "32");
        var listed = await RunAsync(partner, "en", "shift", "list");
        var json = await RunAsync(partner, "en", "shift", "show", "till-1", "--outlet", "shop-1", "--json");
        var none = await RunAsync(partner, "en", "shift", "show", "till-2", "--outlet", "shop-1");

        Has(english, 0, "SHIFT REPORT", "(closed)", "boss", "安娜", "Sold × 1", "50.00 CNY", "TOTAL");
        Has(chinese, 0, "交班单", "销售成功 × 1", "合计");
        Has(listed, 0, "till-1", "shop-1");
        Has(json, 0, "\"lastOfDay\": true", "\"entry\": \"SALE_SUCCEEDED\"");
        Assert.Equal(1, none.Status);
        Assert.All(
            english.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 48, line));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("GB18030")]
    public async Task A_file_of_a_spreadsheet_is_imported_once_and_its_errors_are_told_by_line(string encoding)
    {
        var partner = await shared.PartnerAsync();
        var file = Path.Combine(shared.Running.Folder, $"{Support.Sale.NewRequestId()}.csv");
        var codes = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.UTF8;
        await File.WriteAllTextAsync(
            file,
            "kind,outlet,reference,name,status\r\ncashier,店1,anna,安娜,\r\noutlet,,店1,人民路店,active\r\n" +
            "terminal,店1,t-1,,suspended\r\n",
            codes);

        var tried = await RunAsync(partner, "en", "organisation", "import", file, "--dry-run");
        var none = await RunAsync(partner, "en", "outlets", "list");
        var done = await RunAsync(partner, "zh-CN", "organisation", "import", file, "--json");
        var again = await RunAsync(partner, "en", "organisation", "import", file);
        var cashiers = await RunAsync(partner, "zh-CN", "cashiers", "list", "--outlet", "店1");
        await File.AppendAllTextAsync(file, "terminal,店2,t-1,,\r\ntill,店1,t-2,,\r\n", codes);
        var wrong = await RunAsync(partner, "en", "organisation", "import", file);
        await File.WriteAllTextAsync(
            file, "kind,outlet,reference\r\nterminal,店1,t-9\r\nterminal,店2,t-1\r\noutlet,,ok\r\n", codes);
        var refused = await RunAsync(partner, "en", "organisation", "import", file);
        var rule = await RunAsync(partner, "en", "organisation", "--registered-only", "yes");

        Has(tried, 0, "no: a trial", "New", "3");
        Assert.DoesNotContain("店1", none.Out, StringComparison.Ordinal);
        Has(done, 0, "\"applied\": true", "\"created\": 3");
        Has(again, 0, "As asked already  3");
        Has(cashiers, 0, "安娜", "启用");
        Assert.Equal((2, 2), (wrong.Status, refused.Status));
        Assert.Contains(
            "'till' is none of outlet, terminal, cashier", wrong.Out + wrong.Error, StringComparison.Ordinal);
        Assert.Contains("3", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Contains("not registered", refused.Out + refused.Error, StringComparison.Ordinal);
        Has(rule, 0, "yes");
        var terminals = await RunAsync(partner, "en", "terminals", "list");
        Has(terminals, 0, "t-1", "SUSPENDED");
        Assert.DoesNotContain("t-9", terminals.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_a_long_file_are_told_at_once_and_by_its_lines()
    {
        var partner = await shared.PartnerAsync();
        var file = Path.Combine(shared.Running.Folder, $"{Support.Sale.NewRequestId()}.csv");
        string[] rows =
        [
            "kind,outlet,reference,name,status",
            "terminal,far,t-1,,", "outlet,,shop-1,,", "outlte,,shop-2,,", "terminal,shop-2,t-1,,activ",
            "outlet,,\u0455hop-1,,", "outlet,,shop-1,,", "cashier,shop-1,b\u200Bo,,open",
            .. Enumerable.Range(0, 1100).Select(number => $"outlet,,many-{number},,"), "outlet,,many-3,,",
        ];
        await File.WriteAllTextAsync(file, string.Join("\r\n", rows));

        var english = await RunAsync(partner, "en", "organisation", "import", file, "--dry-run");
        var chinese = await RunAsync(partner, "zh-CN", "organisation", "import", file);

        Assert.Equal((2, 2), (english.Status, chinese.Status));
        string[] told = [.. english.Error.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0)];
        string[] expected =
        [
            "The file has errors.", "line 2, column outlet: ", "line 4, column kind: 'outlte' is none of ",
            "line 5, column status: 'activ' is none of ",
            "line 6, column reference: reference: is that of another row, or looks like it: shop-1",
            "line 7, column reference: is that of line 3 already.", "line 8, column status: 'open' is none of ",
            "line 8, column reference: reference: ",
            "line 1109, column reference: is that of line 12 already.", "Nothing was changed. --help shows the usage.",
        ];
        Assert.Equal(expected.Length, told.Length);
        Assert.All(expected.Zip(told), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Contains("第 7 行，列 reference：与第 3 行重复。", chinese.Error, StringComparison.Ordinal);
        Assert.Contains("未做任何更改。用法见 --help。", chinese.Error, StringComparison.Ordinal);
        Assert.Empty((await partner.Organisations.ListOutletsAsync(new ListOutletsRequest())).Outlets);
    }

    private static CloseShiftRequest Close() => new()
    {
        RequestId = Support.Sale.NewRequestId(), Outlet = "shop-1", Terminal = "till-1", Cashier = "boss",
    };

    private static ReverseTopUpRequest Refund(TopUp sold) => new()
    {
        RequestId = Support.Sale.NewRequestId(), TopUp = sold.Name, Terminal = "till-1", Cashier = "anna",
    };

    private static async Task<string> TodayAsync(TestClient client)
    {
        var empty = await client.Organisations.CloseShiftAsync(new CloseShiftRequest
        {
            RequestId = Support.Sale.NewRequestId(), Terminal = "clock",
        });
        return empty.Shift.BusinessDate;
    }

    private Task<CliOutcome> RunAsync(TestClient client, string language, params string[] args) =>
        CliOutcome.RunAsync(Shared.Running, client, [.. args, "--lang", language]);

    private static void Has(CliOutcome outcome, int status, params string[] texts)
    {
        Assert.True(outcome.Status == status, outcome.Out + outcome.Error);
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));
    }
}
