using System.Security.Cryptography;
using Leb.Partner.V1;
using Partner.Core.Receipts;
using Partner.Server.Receipts;
using Partner.Server.Tests.Support;
using Receipt = Leb.Partner.V1.Receipt;

namespace Partner.Server.Tests.EndToEnd.Receipts;

/// <summary>Forged, changed and foreign receipts all get one answer, which tells nothing.</summary>
public sealed class VerificationTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_receipt_with_one_byte_changed_is_not_genuine()
    {
        var partner = await Shared.NewPartnerAsync();
        var receipt = await PrintedAsync(partner);

        for (var at = 0; at < receipt.QrText.Length; at += 11)
        {
            var changed = receipt.QrText[..at] + (receipt.QrText[at] == '0' ? '1' : '0') + receipt.QrText[(at + 1)..];
            try
            {
                AssertTellsNothing(await ScanAsync(partner, changed));
            }
            catch (Grpc.Core.RpcException refused)
            {
                // Without its last lines it is no receipt's text at all.
                Contracts.Client.PartnerError.From(refused).Is(
                    Grpc.Core.StatusCode.InvalidArgument, "INVALID_REQUEST");
            }
        }

        Assert.Equal(ReceiptVerdict.Genuine, (await ScanAsync(partner, receipt.QrText + "\r\n")).Verdict);
    }

    [Fact]
    public async Task A_receipt_signed_with_another_key_is_not_genuine_whatever_key_it_names()
    {
        var partner = await Shared.NewPartnerAsync();
        var receipt = await PrintedAsync(partner);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forger = ReceiptKeys.Read(key.ExportPkcs8PrivateKeyPem());
        var forged = forger.Sign(receipt.Content)!;

        foreach (var named in new[] { forged.KeyId, receipt.KeyId })
        {
            AssertTellsNothing(await ScanAsync(partner, $"{receipt.Content}\nkey={named}\nsig={forged.Value}"));
        }

        AssertTellsNothing(await VerifyAsync(partner, receipt.ReceiptNumber, forged.Code));
    }

    [Fact]
    public async Task Another_partners_receipt_does_not_exist()
    {
        var (partner, stranger) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var receipt = await PrintedAsync(partner);
        var own = await PrintedAsync(stranger);

        AssertTellsNothing(await ScanAsync(stranger, receipt.QrText));
        AssertTellsNothing(await VerifyAsync(stranger, receipt.ReceiptNumber, receipt.Code));
        AssertTellsNothing(await VerifyAsync(stranger, "999999998", receipt.Code));

        // Both have the number 1: a number says nothing without its partner's code.
        Assert.Equal(own.ReceiptNumber, receipt.ReceiptNumber);
        Assert.Equal(
            ReceiptVerdict.Genuine, (await VerifyAsync(stranger, own.ReceiptNumber, own.Code)).Verdict);
    }

    [Fact]
    public async Task Another_outlets_receipt_does_not_exist_for_an_outlets_certificate()
    {
        var (demo, outlet) = (await Shared.Running.ConnectDemoAsync(), await Shared.Running.ConnectDemoOutletAsync());
        var foreign = await demo.SellAsync(Sale.Of().With(sale => sale.Outlet = "store-9"));
        var own = await outlet.SellAsync(Sale.Of());
        var receipt = (await PrintAsync(demo, foreign)).Receipt;
        var ownReceipt = (await PrintAsync(outlet, own)).Receipt;

        AssertTellsNothing(await ScanAsync(outlet, receipt.QrText));
        AssertTellsNothing(await VerifyAsync(outlet, receipt.ReceiptNumber, receipt.Code));
        Assert.Equal(ReceiptVerdict.Genuine, (await ScanAsync(outlet, ownReceipt.QrText)).Verdict);
        Assert.Equal(ReceiptVerdict.Genuine, (await ScanAsync(demo, ownReceipt.QrText)).Verdict);
    }

    [Fact]
    public async Task A_receipt_that_was_never_printed_is_not_genuine()
    {
        var partner = await Shared.NewPartnerAsync();
        var printed = await PrintedAsync(partner);
        var silent = await partner.SellAsync(Sale.Of());

        AssertTellsNothing(await VerifyAsync(partner, silent.ReceiptNumber, printed.Code));
    }

    [Fact]
    public async Task A_code_is_taken_as_it_is_typed_and_a_slip_is_told_from_a_forgery()
    {
        var partner = await Shared.NewPartnerAsync();
        var receipt = await PrintedAsync(partner);
        var bare = receipt.Code.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        var slip = (bare[0] == 'z' ? 'y' : 'z') + bare[1..];

        var typed = await VerifyAsync(partner, receipt.ReceiptNumber, bare);
        var error = await partner.Receipts.VerifyReceiptAsync(Ask(receipt.ReceiptNumber, slip), TestClient.In("zh-CN"))
            .AsErrorAsync();

        Assert.Equal(ReceiptVerdict.Genuine, typed.Verdict);
        error.Is(Grpc.Core.StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.Equal("printed.code", error.Violations.Single().Field);
    }

    private static void AssertTellsNothing(VerifyReceiptResponse answer) => Assert.Equal(
        new VerifyReceiptResponse
        {
            Verdict = ReceiptVerdict.NotGenuine,
            Text = VerdictWords.Of(null, Server.Errors.Language.English),
        },
        answer);

    private static async Task<Receipt> PrintedAsync(TestClient partner) =>
        (await PrintAsync(partner, await partner.SellAsync(Sale.Of()))).Receipt;

    private static async Task<PrintReceiptResponse> PrintAsync(TestClient partner, TopUp topUp) =>
        await partner.Receipts.PrintReceiptAsync(
            new PrintReceiptRequest
            {
                RequestId = Sale.NewRequestId(), TopUp = topUp.Name, Format = ReceiptFormat.Message,
            },
            TestClient.In("en"));

    private static VerifyReceiptRequest Ask(string number, string code) =>
        new() { Printed = new PrintedCode { ReceiptNumber = number, Code = code } };

    private static async Task<VerifyReceiptResponse> VerifyAsync(TestClient partner, string number, string code) =>
        await partner.Receipts.VerifyReceiptAsync(Ask(number, code), TestClient.In("en"));

    private static async Task<VerifyReceiptResponse> ScanAsync(TestClient partner, string text) =>
        await partner.Receipts.VerifyReceiptAsync(new VerifyReceiptRequest { QrText = text }, TestClient.In("en"));
}
