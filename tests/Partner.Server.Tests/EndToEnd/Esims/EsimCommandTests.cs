using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Esims;

/// <summary>What a clerk types to install an eSIM, and to change the device.</summary>
public sealed class EsimCommandTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public async Task TRAVEL_a_clerk_changes_the_device_and_shows_the_code_in_both_languages()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var card = Sale.NewCard(CoreType.Travel);
        await demo.SellAsync(Sale.Of(card, "plans/travel-1d"));
        var png = Path.Combine(Shared.Running.Folder, "qr.png");
        Task<CliOutcome> RunAsync(params string[] args) => CliOutcome.RunAsync(Shared.Running, demo, args);

        var changed = await RunAsync(
            "esim", "reissue", card, "--id-document", "passport", "--id-last-four", "W8QX", "--cashier", "C-7",
            "--request-id", "change-of-device-1", "--lang", "en");
        var shown = await RunAsync("esim", "show", card, "--png", png, "--lang", "zh-CN");
        var found = await RunAsync("esim", "get", "change-of-device-1", "--lang", "zh-CN");
        var undocumented = await RunAsync("esim", "reissue", card, "--lang", "zh-CN");
        var foreign = await RunAsync("esim", "show", Sale.NewCard(CoreType.Travel), "--lang", "zh-CN");

        Assert.True(changed.Status == 0, changed.Error);
        Assert.Contains("SUCCEEDED", changed.Out, StringComparison.Ordinal);
        Assert.Matches("Identity checked +passport", changed.Out);
        Assert.DoesNotContain("W8QX", changed.Out + changed.Error, StringComparison.Ordinal);
        Assert.True(shown.Status == 0, shown.Error);
        Assert.Contains("请顾客用要安装 eSIM 的设备扫描二维码", shown.Out, StringComparison.Ordinal);
        Assert.Matches("eSIM 状态 +可下载", shown.Out);
        var code = QrReading.TextOf(await File.ReadAllBytesAsync(png));
        Assert.StartsWith("LPA:1$", code, StringComparison.Ordinal);
        Assert.Contains(code, shown.Out, StringComparison.Ordinal);
        Assert.Contains("换机成功", found.Out, StringComparison.Ordinal);
        Assert.Contains("id_check", undocumented.Error, StringComparison.Ordinal);
        Assert.Contains("ESIM_CARD_NOT_FOUND", foreign.Error, StringComparison.Ordinal);
        Assert.Contains("本处没有向该卡销售过套餐", foreign.Error, StringComparison.Ordinal);
    }
}
