using System.Text.Json.Nodes;
using Leb.Partner.V1;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>What a partner types to learn of prices, promotions, commissions and settlements.</summary>
public sealed class PricingCommandTests : PricingScene
{
    [Fact]
    public async Task Prices_and_promotions_read_like_tables()
    {
        var prices = await RunAsync("prices", "--plan", "phone-200", "--channel", "kiosk");
        var promotions = await RunAsync(
            "promotions", "--card", Sale.NewCard(), "--plan", "phone-200", "--channel", "pos", "--lang", "zh-CN");

        Assert.Equal((0, 0), (prices.Status, promotions.Status));
        Assert.Equal(
            "plans/phone-200 KIOSK 200.00 CNY 2.00 CNY 202.00 CNY 200.80 CNY 6.50 CNY", Row(prices, "plans/phone-200"));
        Assert.StartsWith("3 coupon 优惠券 须使用其优惠券码 减 2.00 CNY", Row(promotions, "优惠券 "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_with_a_coupon_prints_every_step()
    {
        var quote = await RunAsync(
            "quote", "--card", Sale.NewCard(), "--plan", "phone-200", "--channel", "kiosk",
            "--coupon", PricingDocuments.Coupon);
        var sale = await RunAsync(
            "topup", "--card", Sale.NewCard(), "--plan", "phone-200", "--channel", "pos",
            "--coupon", PricingDocuments.Coupon, "--json");

        Assert.Equal(0, quote.Status);
        Assert.Equal("Customer pays 185.00 CNY", Row(quote, "Customer pays"));
        Assert.Equal(
            "DISCOUNT -2.00 CNY Coupon (paid by the partner) [coupon, t-promotions@1]", Row(quote, "Coupon (paid"));
        Assert.Equal(
            "POINTS 1 in-time (paid by the operator), added to the card after success [in-time, t-promotions@1]",
            Row(quote, "in-time"));
        Assert.Equal(PricingDocuments.Coupon, (string?)JsonNode.Parse(sale.Out)!["topUp"]!["coupon"]);
    }

    [Fact]
    public async Task Commission_is_summed_and_listed_and_a_settlement_written_to_a_file()
    {
        var sold = await SellAsync(Seller);
        var summary = await RunAsync("commission");
        var entries = await RunAsync("commission", "entries");
        var entry = (await Seller.Balances.ListCommissionEntriesAsync(new ListCommissionEntriesRequest())).Entries[0];
        await Running.Store.Settlements.CloseAsync(entry.Month, [], Clock.GetUtcNow());
        var list = await RunAsync("settlements");
        var file = Path.Combine(Running.Folder, "settlement.csv");
        var one = await RunAsync("settlement", entry.Month, "--csv", file);
        var both = await RunAsync("settlement", entry.Month, "--csv", file, "--html", file);

        Assert.Equal((0, 0, 0, 0, 2), (summary.Status, entries.Status, list.Status, one.Status, both.Status));
        Assert.Equal(
            "Next step 5.00 % from 1000.00 CNY on: 800.00 CNY missing, worth 1.00 CNY", Row(summary, "Next step"));
        Assert.EndsWith($"6.50 CNY 0.00 CNY 0.00 CNY {sold.Name}", Row(entries, sold.Name), StringComparison.Ordinal);
        Assert.EndsWith("6.50 CNY 0.00 CNY 6.50 CNY", Row(list, entry.Month), StringComparison.Ordinal);
        Assert.Equal("Total 6.50 CNY", Row(one, "Total"));
        Assert.Contains("t-small", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_the_catalogue_prints_the_versions_and_ends_when_the_time_is_up()
    {
        await Running.PublishAsync(Documents.PriceList("2", fromMinutes: 10));

        var watched = await RunAsync("catalog", "watch", "--timeout", "2s");

        Assert.Equal(0, watched.Status);
        Assert.StartsWith("to come price-list t-prices@2 ", Row(watched, "t-prices@2"), StringComparison.Ordinal);
    }

    /// <summary>The one line with a text, its columns put together by single blanks.</summary>
    private static string Row(CliOutcome outcome, string text)
    {
        var line = Assert.Single(
            outcome.Out.Split('\n'), line => line.Contains(text, StringComparison.Ordinal));
        return string.Join(' ', line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<CliOutcome> RunAsync(params string[] args) =>
        CliOutcome.RunAsync(Running, Seller, args);
}
