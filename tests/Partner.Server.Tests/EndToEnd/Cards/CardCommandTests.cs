using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>What a clerk types to see a card, and what a sale makes of it, in both languages.</summary>
public sealed class CardCommandTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y", "KEEP_NUMBER", "保号卡")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d", "REGISTRATION_ESIM", "注册卡")]
    [InlineData(CoreType.Phone, "phone-100", "PHONE", "电话卡")]
    [InlineData(CoreType.Travel, "travel-1m", "TRAVEL", "旅游卡")]
    public async Task A_card_reads_in_English_and_Chinese(CoreType type, string plan, string english, string chinese)
    {
        var card = SandboxCards.Number(type, SandboxOutcome.CardInGrace);

        var en = await RunAsync("card", card, "--lang", "en");
        var zh = await RunAsync("card", card, "--lang", "zh-CN");

        Assert.Equal((0, 0), (en.Status, zh.Status));
        AssertHas(en, english, "in grace until", "May be sold", $"plans/{plan}", "Auto-renewal");
        Assert.Contains("\nValid until ", en.Out, StringComparison.Ordinal);
        AssertHas(zh, chinese, "宽限期至", "可办理", $"plans/{plan}", "自动续费");
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d")]
    [InlineData(CoreType.Phone, "phone-200")]
    [InlineData(CoreType.Travel, "travel-1m")]
    public async Task A_preview_tells_the_price_and_the_card_before_and_after(CoreType type, string plan)
    {
        var card = Sale.NewCard(type);
        string[] ask = ["preview", "--card", card, "--plan", plan, "--channel", "pos"];

        var en = await RunAsync([.. ask, "--lang", "en"]);
        var zh = await RunAsync([.. ask, "--lang", "zh-CN"]);

        Assert.Equal((0, 0), (en.Status, zh.Status));
        AssertHas(en, "Customer pays", "Before: valid until", "After: valid until", "After: status");
        AssertHas(zh, "顾客支付", "充值前有效期至", "充值后有效期至", "充值后状态");
    }

    [Fact]
    public async Task REGISTRATION_ESIM_start_now_is_typed_and_shown()
    {
        var card = Sale.NewCard(CoreType.RegistrationEsim);
        string[] sale = ["--card", card, "--plan", "esim-30d", "--channel", "pos"];

        var waits = await RunAsync(["preview", .. sale]);
        var begins = await RunAsync(["preview", .. sale, "--start-now"]);
        var quote = await RunAsync(["quote", .. sale, "--start-now"]);
        var sold = await RunAsync(["topup", .. sale, "--start-now"]);

        AssertHas(waits, "After: queued pack");
        Assert.DoesNotContain("queued pack", begins.Out, StringComparison.Ordinal);
        AssertHas(quote, "at once");
        AssertHas(sold, "at once");
    }

    [Fact]
    public async Task A_number_is_typed_as_it_is_printed_on_the_card_and_a_slip_is_explained()
    {
        var card = SandboxCards.Number(CoreType.Phone, SandboxOutcome.Success);

        var grouped = await RunAsync("card", $"{card[..4]} {card[4..8]}-{card[8..]}F", "--lang", "en");
        var slip = await RunAsync("card", "8986030000000000104", "--lang", "zh-CN");

        Assert.Equal(0, grouped.Status);
        AssertHas(grouped, card);
        Assert.NotEqual(0, slip.Status);
        Assert.Contains("第 17、18 位颠倒", slip.Error + slip.Out, StringComparison.Ordinal);
    }

    private static void AssertHas(CliOutcome outcome, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));

    private async Task<CliOutcome> RunAsync(params string[] args)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        string[] language = args.Contains("--lang") ? [] : ["--lang", "en"];
        return await CliOutcome.RunAsync(Shared.Running, demo, [.. args, .. language]);
    }
}
