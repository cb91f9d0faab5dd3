using Leb.Partner.V1;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Receipts;

/// <summary>What a clerk types to print a receipt, and to ask whether one is genuine.</summary>
public sealed class ReceiptCommandTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y", "Keep-number card", "保号卡")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d", "Registration eSIM card", "注册卡")]
    [InlineData(CoreType.Phone, "phone-100", "Phone card", "电话卡")]
    [InlineData(CoreType.Travel, "travel-1m", "Travel card", "旅游卡")]
    public async Task A_receipt_is_printed_in_either_language_first_the_original_then_copies(
        CoreType type, string plan, string english, string chinese)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var sold = await demo.SellAsync(Sale.Of(Sale.NewCard(type), $"plans/{plan}"));

        var original = await RunAsync("receipt", sold.Name, "--lang", "en");
        var copy = await RunAsync("receipt", sold.RequestId, "--format", "text32", "--lang", "zh-CN");

        Assert.Equal((0, 0), (original.Status, copy.Status));
        AssertHas(original, "TOP-UP RECEIPT", english, sold.ReceiptNumber);
        Assert.DoesNotContain("COPY", original.Out, StringComparison.Ordinal);
        AssertHas(copy, "充值凭证", "*** 副本 1 ***", chinese, sold.ReceiptNumber);
        Assert.Contains("Request id: ", original.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_is_written_to_a_file_and_repeated_under_its_request_id()
    {
        var sold = await (await Shared.Running.ConnectDemoAsync()).SellAsync(Sale.Of());
        var (path, requestId) = (Path.Combine(Shared.Running.Folder, "receipt.bin"), Sale.NewRequestId());

        var noFile = await RunAsync("receipt", sold.Name, "--format", "escpos");
        var first = await RunAsync(
            "receipt", sold.Name, "--format", "escpos", "--out", path, "--request-id", requestId);
        var bytes = await File.ReadAllBytesAsync(path);
        var again = await RunAsync(
            "receipt", sold.Name, "--format", "html", "--out", path, "--request-id", requestId);
        var json = await RunAsync("receipt", sold.Name, "--format", "json");

        Assert.Equal(2, noFile.Status);
        Assert.Equal((0, 0, 0), (first.Status, again.Status, json.Status));
        Assert.Equal(new byte[] { 0x1B, 0x40 }, bytes[..2]);
        AssertHas(first, "Original", path);
        AssertHas(again, "Original", path);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        AssertHas(json, "\"copyNumber\": 1", $"\"receiptNumber\": \"{sold.ReceiptNumber}\"");
    }

    [Fact]
    public async Task A_receipt_is_shown_and_verified()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var sold = await demo.SellAsync(Sale.Of());
        var receipt = (await demo.Receipts.PrintReceiptAsync(
            new PrintReceiptRequest
            {
                RequestId = Sale.NewRequestId(), TopUp = sold.Name, Format = ReceiptFormat.Message,
            },
            TestClient.In("en"))).Receipt;
        var scan = Path.Combine(Shared.Running.Folder, "scan.txt");
        await File.WriteAllTextAsync(scan, receipt.QrText + "\n");
        var forged = Path.Combine(Shared.Running.Folder, "forged.txt");
        await File.WriteAllTextAsync(
            forged, receipt.QrText.Replace("total=", "total=1", StringComparison.Ordinal));

        var shown = await RunAsync("receipt", "show", sold.Name);
        var typed = await RunAsync("receipt", "verify", "--number", receipt.ReceiptNumber, "--code", receipt.Code);
        var scanned = await RunAsync("receipt", "verify", "--qr-file", scan, "--lang", "zh-CN");
        var wrong = await RunAsync("receipt", "verify", "--qr-file", forged);
        var nothing = await RunAsync("receipt", "verify");

        AssertHas(shown, receipt.ReceiptNumber, receipt.Code, "Prints");
        AssertHas(typed, "Genuine: the sale stands.", receipt.ReceiptNumber);
        AssertHas(scanned, "凭证真实，充值有效。");
        AssertHas(wrong, "Not genuine");
        Assert.Equal((0, 0, 0, 1, 2), (shown.Status, typed.Status, scanned.Status, wrong.Status, nothing.Status));
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
