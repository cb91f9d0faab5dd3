using System.Text.Json.Nodes;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Refunds;

/// <summary>What a clerk types to refund, and reads, in both languages.</summary>
public sealed class RefundCommandTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public async Task REGISTRATION_ESIM_a_clerk_asks_tells_and_hands_back_just_that()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var card = SandboxCards.Number(CoreType.RegistrationEsim, SandboxOutcome.PartlyUsed);
        var sold = await demo.SellAsync(Sale.OnSandboxCard(card).With(sale =>
            (sale.Plan, sale.StartNow, sale.Channel) = ("plans/esim-6m", true, Channel.Kiosk)));

        var en = await RunAsync(demo, "refund-quote", sold.Name, "--lang", "en");
        var zh = await RunAsync(demo, "refund-quote", sold.RequestId, "--lang", "zh-CN");
        var json = await RunAsync(demo, "refund-quote", sold.Name, "--json");
        var gets = JsonNode.Parse(json.Out)!["refund"]!["customerGets"]!;

        Assert.Equal((0, 0, 0), (en.Status, zh.Status, json.Status));
        AssertHas(en, "Hand back", "11.50 GiB of 20 GiB are unused", $"partner reverse {sold.Name} --expect");
        AssertHas(zh, "退还顾客", "流量 20 GiB，未使用 11.50 GiB", "办理");
        Assert.Equal("CNY", gets["currencyCode"]!.GetValue<string>());

        var wrong = await RunAsync(demo, "reverse", sold.Name, "--expect", "999.00", "--lang", "zh-CN");
        Assert.Equal(1, wrong.Status);
        Assert.Contains("可退金额已变化", wrong.Error + wrong.Out, StringComparison.Ordinal);
        var quoted = (await demo.TopUps.QuoteRefundAsync(
            new QuoteRefundRequest { TopUp = sold.Name }, TestClient.In("en"))).Refund;
        var amount = Contracts.Client.MoneyText.Format(quoted.CustomerGets);
        var done = await RunAsync(demo, "reverse", sold.Name, "--expect", amount, "--lang", "en");
        var got = await RunAsync(demo, "get", sold.Name, "--lang", "zh-CN");
        var listed = await RunAsync(demo, "list", "--card", card, "--lang", "en");

        Assert.Equal(0, done.Status);
        AssertHas(done, "Hand back", amount, $"Hand {amount} back to the customer");
        AssertHas(got, "SUCCEEDED", "已退", amount, "已部分退款");
        AssertHas(listed, "Refunded", amount);
    }

    private static void AssertHas(CliOutcome outcome, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));

    private Task<CliOutcome> RunAsync(TestClient demo, params string[] args) =>
        CliOutcome.RunAsync(Shared.Running, demo, args);
}
