using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Arrivals;

/// <summary>What a clerk types when a customer says that it has not arrived.</summary>
public sealed class ArrivalCommandTests(ArrivalServer shared) : SharedServerTest(shared), IClassFixture<ArrivalServer>
{
    private static readonly string Less = SandboxCards.Number(CoreType.RegistrationEsim, SandboxOutcome.GrantsLess);

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d")]
    [InlineData(CoreType.Phone, "plans/phone-100")]
    [InlineData(CoreType.Travel, "plans/travel-1m")]
    public async Task What_has_arrived_is_told_in_either_language(CoreType type, string plan)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var sold = await demo.SellAsync(Sale.Of(Sale.NewCard(type), plan));

        var english = await RunAsync("not-arrived", sold.RequestId, "--lang", "en");
        var chinese = await RunAsync("not-arrived", sold.Name, "--lang", "zh-CN");
        var shown = await RunAsync("cases", "show", sold.Name, "--lang", "en");

        AssertHas(english, 0, "ARRIVED", "ON_CARD", "It has arrived", "The card system says that it delivered it.");
        AssertHas(chinese, 0, "ARRIVED 已到账", "发卡方称已充值。");
        Assert.Equal(english.Out, shown.Out);
        Assert.DoesNotContain(sold.Card.Iccid, english.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REGISTRATION_ESIM_what_is_open_is_listed_and_sold_again_only_when_that_is_typed()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var sold = await NotArrivedTests.SellQuotedAsync(demo, Less, "plans/esim-30d");
        string[] sale = ["topup", "--card", Less, "--plan", "esim-30d", "--channel", "pos", "--allow-duplicate"];

        var reported = await RunAsync("not-arrived", sold.Name);
        var listed = await RunAsync("cases", "--state", "open");
        var refused = await RunAsync(sale);
        var meant = await RunAsync([.. sale, "--allow-open-case"]);
        var json = await RunAsync("cases", "show", sold.Name, "--json");

        AssertHas(reported, 3, "OPEN", "NOT_ON_CARD", "do not sell it again", "Clock ends");
        AssertHas(listed, 0, sold.Name, "OPEN", sold.Plan);
        Assert.Equal((1, 0), (refused.Status, meant.Status));
        Assert.Contains("CASE_OPEN", refused.Error, StringComparison.Ordinal);
        AssertHas(json, 3, "\"state\": \"OPEN\"", "\"soldAgain\": \"topUps/");
    }

    [Fact]
    public async Task PHONE_where_the_money_is_back_the_status_says_so()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var failed = await demo.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));

        AssertHas(
            await RunAsync("not-arrived", failed.Name), 4, "REFUNDED", "the money is back", "May be sold again from");
        AssertHas(await RunAsync("cases", "--limit", "0"), 2);
        AssertHas(await RunAsync("cases", "show", Sale.NewRequestId()), 1);
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
