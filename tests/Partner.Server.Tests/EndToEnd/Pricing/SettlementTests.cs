using System.Text;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Settlements;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>A closed month as its partner reads it: as message and as documents to file.</summary>
public sealed class SettlementTests : PricingScene
{
    [Fact]
    public async Task A_closed_month_is_read_as_message_and_as_documents_in_both_languages()
    {
        await SellAsync(Seller);
        var month = await CloseAsync();

        var listed = Assert.Single((await ListAsync(Seller)).Settlements);
        var plain = await GetAsync($"settlements/{month}");
        var csv = await GetAsync(listed.Name, SettlementDocument.Csv);
        var html = await GetAsync(listed.Name, SettlementDocument.Html, "zh-CN");

        var line = Assert.Single(listed.Lines);
        Assert.Equal(
            ("t-small", "small", 1L, 20_000, 650, 650),
            (line.Schedule, line.RuleId, line.TopUps, line.Base.Minor(), line.Earned.Minor(), line.Payable.Minor()));
        Assert.Equal(
            ($"settlements/{listed.Number}", month, 650, 0, 650),
            (listed.Name, listed.Period, listed.Gross.Minor(), listed.Tax.Minor(), listed.Total.Minor()));
        Assert.NotEmpty(listed.Transfer);
        Assert.Equal("Asia/Shanghai", line.TimeZone);
        Assert.Contains(
            $"{month} (Asia/Shanghai)", Encoding.UTF8.GetString(html.Document.Span), StringComparison.Ordinal);
        Assert.Equal(listed, plain.Settlement);
        Assert.Equal(("", "", 0), (plain.MediaType, plain.FileName, plain.Document.Length));
        Assert.Equal(
            ("text/csv; charset=utf-8", $"settlement-{listed.Number}.csv"), (csv.MediaType, csv.FileName));
        Assert.Equal("text/html; charset=utf-8", html.MediaType);
        Assert.Contains(listed.Number, Encoding.UTF8.GetString(csv.Document.Span), StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", Encoding.UTF8.GetString(html.Document.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_settled_is_paid_and_a_reversal_after_it_is_owed_to_the_next_settlement()
    {
        var kept = await SellAsync(Seller, "plans/phone-50");
        var reversed = await SellAsync(Seller, "plans/phone-100");
        await CloseAsync();
        var settled = await SumAsync();
        await ReverseAsync(Seller, reversed);
        var owing = await SumAsync();
        var entries = (await Seller.Balances.ListCommissionEntriesAsync(
            new ListCommissionEntriesRequest(), TestClient.In("en"))).Entries;

        // 3 % of 50.00 and of 100.00.
        Assert.Equal((0, 450, 0), (settled.Accrued.Minor(), settled.Paid.Minor(), settled.ClawedBack.Minor()));
        Assert.Equal((-300, 450, 300), (owing.Accrued.Minor(), owing.Paid.Minor(), owing.ClawedBack.Minor()));
        Assert.Equal(
            [(reversed.Name, CommissionState.ClawedBack), (kept.Name, CommissionState.Paid)],
            entries.Select(entry => (entry.TopUp, entry.State)));
        Assert.All(entries, entry => Assert.StartsWith("settlements/", entry.Settlement, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_partners_settlement_does_not_exist()
    {
        await SellAsync(Seller);
        await CloseAsync();
        var theirs = Assert.Single((await ListAsync(Parent)).Settlements);

        var refused = await Seller.Balances.GetSettlementAsync(
            new GetSettlementRequest { Name = theirs.Name }, TestClient.In("en")).AsErrorAsync();

        refused.Is(StatusCode.NotFound, "SETTLEMENT_NOT_FOUND");
    }

    /// <summary>Closes the present month, as if it were over in every zone.</summary>
    private async Task<string> CloseAsync()
    {
        var entries = await Seller.Balances.ListCommissionEntriesAsync(new ListCommissionEntriesRequest());
        var month = entries.Entries[0].Month;
        var closed = await Running.Store.Settlements.CloseAsync(month, [], Clock.GetUtcNow());
        Assert.Equal(PeriodRefusal.None, closed.Refusal);
        return month;
    }

    private async Task<CommissionSummary> SumAsync() => Assert.Single((await Seller.Balances.GetCommissionSummaryAsync(
        new GetCommissionSummaryRequest(), TestClient.In("en"))).Summaries);

    private static async Task<ListSettlementsResponse> ListAsync(TestClient client) =>
        await client.Balances.ListSettlementsAsync(new ListSettlementsRequest(), TestClient.In("en"));

    private async Task<GetSettlementResponse> GetAsync(
        string name, SettlementDocument document = SettlementDocument.Unspecified, string language = "en") =>
        await Seller.Balances.GetSettlementAsync(
            new GetSettlementRequest { Name = name, Document = document }, TestClient.In(language));
}
