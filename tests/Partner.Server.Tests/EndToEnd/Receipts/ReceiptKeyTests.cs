using System.Security.Cryptography;
using Leb.Partner.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Server.Receipts;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Receipts;

/// <summary>Receipts with other keys, with none, and with a page of the operator's.</summary>
public sealed class ReceiptKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-receipt-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Receipts_stay_genuine_after_a_change_of_keys_as_long_as_the_former_key_is_known()
    {
        var (former, present) = (NewKey("former.pem"), NewKey("present.pem"));
        var options = new ReceiptOptions { KeyFile = former };
        await using var running = await RunningServer.StartAsync(
            settings => settings with { Receipts = options }, alone: true);
        var partner = await running.AddPartnerAsync("acme");
        var sold = await partner.SellAsync(Sale.Of());
        var old = (await PrintAsync(partner, sold)).Receipt;

        options = new ReceiptOptions { KeyFile = present };
        var forgotten = await VerifyAfterRestartAsync(running, partner, old);
        options = new ReceiptOptions { KeyFile = present, FormerKeyFiles = [former] };
        var known = await VerifyAfterRestartAsync(running, partner, old);
        var client = running.Connect(partner.Certificate);
        var copy = (await PrintAsync(client, sold)).Receipt;
        var fresh = (await PrintAsync(client, await client.SellAsync(Sale.Of()))).Receipt;

        Assert.Equal(ReceiptVerdict.KeyUnknown, forgotten.Verdict);
        Assert.Equal(ReceiptVerdict.Genuine, known.Verdict);
        Assert.Equal((old.Signature, old.Code), (copy.Signature, copy.Code));
        Assert.NotEqual(old.KeyId, fresh.KeyId);
        running.AssertNoErrors();
    }

    [Fact]
    public async Task Without_a_key_receipts_are_printed_unsigned_say_so_and_are_signed_once_there_is_one()
    {
        var options = new ReceiptOptions();
        await using var running = await RunningServer.StartAsync(
            settings => settings with { Receipts = options }, alone: true);
        var partner = await running.AddPartnerAsync("acme");
        var sold = await partner.SellAsync(Sale.Of());

        var unsigned = await PrintAsync(partner, sold, ReceiptFormat.Text48);
        await running.StopAsync();
        options = new ReceiptOptions { KeyFile = NewKey("key.pem") };
        await running.StartAgainAsync();
        var signed = await PrintAsync(running.Connect(partner.Certificate), sold, ReceiptFormat.Text48);

        Assert.Contains("not signed", unsigned.Document.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal(("", "", ""), (unsigned.Receipt.Code, unsigned.Receipt.QrText, unsigned.Receipt.KeyId));
        Assert.Equal((1, unsigned.Receipt.Content), (signed.CopyNumber, signed.Receipt.Content));
        Assert.Contains(signed.Receipt.Code, signed.Document.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal(14, signed.Receipt.Code.Length);
    }

    [Fact]
    public async Task The_QR_code_leads_to_the_operators_page_and_the_help_line_is_printed()
    {
        var options = new ReceiptOptions
        {
            KeyFile = NewKey("key.pem"),
            Page = new Uri("https://receipts.example/r"),
            HelpLine = "客服 400-800-8888",
        };
        await using var running = await RunningServer.StartAsync(settings => settings with { Receipts = options });
        var partner = await running.AddPartnerAsync("acme");

        var print = await PrintAsync(partner, await partner.SellAsync(Sale.Of()), ReceiptFormat.Text32);
        var receipt = print.Receipt;

        Assert.Equal($"https://receipts.example/r/{receipt.ReceiptNumber}?c={receipt.Code}", receipt.QrText);
        Assert.Contains("客服 400-800-8888", print.Document.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal(
            ReceiptVerdict.Genuine,
            (await partner.Receipts.VerifyReceiptAsync(
                new VerifyReceiptRequest { QrText = receipt.QrText }, TestClient.In("en"))).Verdict);
    }

    [Fact]
    public void A_key_that_changed_is_read_again_and_one_that_cannot_be_used_is_not()
    {
        var (path, clock) = (NewKey("key.pem"), new GrpcTestClock());
        var files = new ReceiptKeyFiles(
            new ReceiptOptions { KeyFile = path }, clock, NullLogger<ReceiptKeyFiles>.Instance);
        var first = files.Current().OwnId;
        NewKey("key.pem");
        var tooSoon = files.Current().OwnId;
        clock.Advance(TimeSpan.FromMinutes(2));
        var second = files.Current().OwnId;
        File.WriteAllText(path, "nothing");
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(first, tooSoon);
        Assert.NotEqual(first, second);
        Assert.Equal(second, files.Current().OwnId);
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_stops_the_start_with_its_file()
    {
        var path = Path.Combine(_folder, "wrong.pem");
        await File.WriteAllTextAsync(path, "nothing");

        var outcome = await VerbOutcome.OfSandboxAsync(
            "serve", "--data", _folder, "--address", "127.0.0.1:0", "--receipt-key", path);

        Assert.Equal(1, outcome.Status);
        Assert.Contains(path, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--receipt-page", "http://receipts.example/r")]
    [InlineData("--receipt-page", "https://receipts.example/r?x=1")]
    [InlineData("--receipt-page", "receipts")]
    [InlineData("--receipt-help", "call \u202Eus")]
    public async Task A_setting_that_makes_no_sense_is_refused(string option, string value)
    {
        var outcome = await VerbOutcome.OfSandboxAsync("serve", "--data", _folder, option, value);

        Assert.Equal(2, outcome.Status);
        Assert.Contains(option, outcome.Error, StringComparison.Ordinal);
    }

    private string NewKey(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        return path;
    }

    private static async Task<VerifyReceiptResponse> VerifyAfterRestartAsync(
        RunningServer running, TestClient partner, Receipt receipt)
    {
        await running.StopAsync();
        await running.StartAgainAsync();
        return await running.Connect(partner.Certificate).Receipts.VerifyReceiptAsync(
            new VerifyReceiptRequest
            {
                Printed = new PrintedCode { ReceiptNumber = receipt.ReceiptNumber, Code = receipt.Code },
            },
            TestClient.In("en"));
    }

    private static async Task<PrintReceiptResponse> PrintAsync(
        TestClient partner, TopUp topUp, ReceiptFormat form = ReceiptFormat.Message) =>
        await partner.Receipts.PrintReceiptAsync(
            new PrintReceiptRequest { RequestId = Sale.NewRequestId(), TopUp = topUp.Name, Format = form },
            TestClient.In("en"));
}
