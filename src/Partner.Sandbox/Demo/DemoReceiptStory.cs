using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;

namespace Partner.Sandbox.Demo;

/// <summary>The customer's receipt: printed, printed again, and shown to another clerk.</summary>
internal sealed class DemoReceiptStory(
    PartnerConnection connection, Narrator tell, JsonObject report, Func<CallOptions> call)
{
    /// <param name="topUp">Name of a top-up that succeeded.</param>
    public async Task RunAsync(string topUp)
    {
        tell.Title("The till prints the receipt, and a copy of it");
        var original = await PrintAsync(topUp);
        var copy = await PrintAsync(topUp);
        tell.Text(copy.Document.ToStringUtf8().TrimEnd());
        Check(original.CopyNumber == 0 && copy.CopyNumber == 1, "the first print is the original, the second copy 1");
        var printed = new PrintedCode
        {
            ReceiptNumber = original.Receipt.ReceiptNumber, Code = original.Receipt.Code,
        };
        var verified = await connection.Receipts.VerifyReceiptAsync(
            new VerifyReceiptRequest { Printed = printed }, call());
        tell.Text($"Another clerk asks about {printed.ReceiptNumber}, {printed.Code}: {verified.Text}");
        Check(verified.Verdict == ReceiptVerdict.Genuine, "the receipt is genuine");
        report["receipt"] = new JsonObject
        {
            ["number"] = printed.ReceiptNumber,
            ["code"] = printed.Code,
            ["prints"] = copy.Receipt.Prints,
            ["verdict"] = EnumText.Of(verified.Verdict),
        };
    }

    private async Task<PrintReceiptResponse> PrintAsync(string topUp) =>
        await connection.Receipts.PrintReceiptAsync(
            new PrintReceiptRequest { RequestId = NewRequestId(), TopUp = topUp, Format = ReceiptFormat.Text48 },
            call());
}
