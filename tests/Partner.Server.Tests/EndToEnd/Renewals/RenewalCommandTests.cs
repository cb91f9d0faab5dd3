using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Renewals;

/// <summary>What a clerk types about auto-renewals.</summary>
public sealed class RenewalCommandTests(RenewalServer shared) : SharedServerTest(shared), IClassFixture<RenewalServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y", "60.00")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d", "45.00")]
    [InlineData(CoreType.Phone, "phone-100", "100.00")]
    [InlineData(CoreType.Travel, "travel-1m", "98.00")]
    public async Task What_is_set_up_is_shown_paused_resumed_listed_and_cancelled_in_either_language(
        CoreType type, string plan, string price)
    {
        var card = Sale.NewCard(type);
        var requestId = Sale.NewRequestId();
        string[] create =
        [
            "auto-renewal", "create", "--card", card, "--plan", plan, "--channel", "pos", "--days-before", "3",
            "--max-price", price, "--consent", "paper-12", "--renewals", "5", "--request-id", requestId,
            "--notify-phone", "+86 139 4444 0001", "--notify-language", "zh-CN",
        ];

        var created = await RunAsync(create);
        var again = await RunAsync([.. create, "--lang", "zh-CN"]);
        var json = await RunAsync("auto-renewal", "get", requestId, "--json");
        AssertHas(
            created, 0, "ACTIVE", $"plans/{plan}", card, "0 / 5", "paper-12", "The card is renewed on",
            " (Asia/Shanghai).");
        AssertHas(again, 0, "ACTIVE 已开启", "自动续费已开启", "将于");
        Assert.Matches(@"本期是否扣款\W+否", again.Out);
        Assert.Matches(@"Text messages\W+yes", created.Out);
        Assert.Matches(@"短信\W+是", again.Out);
        AssertHas(
            json, 0, "\"state\": \"ACTIVE\"", "\"moneyMoved\": \"NO\"", "\"retrySafe\": true",
            "\"notifiesCustomer\": true");
        Assert.All([created, again, json], outcome =>
            Assert.DoesNotContain("44440001", outcome.Out + outcome.Error, StringComparison.Ordinal));
        var name = created.Out.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .First(word => word.StartsWith("autoRenewals/", StringComparison.Ordinal));

        AssertHas(await RunAsync("auto-renewal", "pause", name), 0, "PAUSED");
        AssertHas(await RunAsync("auto-renewal", "pause", name, "--lang", "zh-CN"), 0, "已暂停");
        AssertHas(
            await RunAsync("auto-renewal", "resume", name), 0, "ACTIVE", "The card is renewed on", " (Asia/Shanghai).");
        AssertHas(await RunAsync("auto-renewal", "cancel", name[13..]), 0, "CANCELLED");
        AssertHas(await RunAsync("auto-renewal", "list", "--card", card, "--state", "cancelled"), 0, name, plan);
        AssertHas(
            await RunAsync("auto-renewal", "get", name), 0, "CREATED", "PAUSED", "RESUMED", "CANCELLED",
            "Automatic renewal was cancelled.");
        AssertHas(await RunAsync("auto-renewal", "steps", "--limit", "500", "--lang", "zh-CN"), 0, name, "自动续费已取消。");
        var over = await RunAsync("auto-renewal", "resume", name, "--lang", "zh-CN");
        Assert.Equal(1, over.Status);
        Assert.Contains("该自动续费已结束", over.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_before_anything_is_sent_and_the_balance_tells_what_is_planned()
    {
        Assert.Equal(2, (await RunAsync("auto-renewal", "create", "--card", Sale.NewCard())).Status);
        Assert.Equal(1, (await RunAsync("auto-renewal", "get", Sale.NewRequestId())).Status);
        AssertHas(await RunAsync("balance"), 0, "Renewals due in 7 days (0)", "0.00 CNY");
        AssertHas(await RunAsync("balance", "--lang", "zh-CN"), 0, "7 天内自动续费（0 笔）");
    }

    private static void AssertHas(CliOutcome outcome, int status, params string[] texts)
    {
        Assert.True(outcome.Status == status, outcome.Out + outcome.Error);
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));
    }

    private async Task<CliOutcome> RunAsync(params string[] args)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        string[] language = args.Contains("--lang") ? [] : ["--lang", "en"];
        return await CliOutcome.RunAsync(Shared.Running, demo, [.. args, .. language]);
    }
}
