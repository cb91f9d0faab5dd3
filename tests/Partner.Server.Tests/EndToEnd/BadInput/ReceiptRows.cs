using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Wrong questions about receipts.</summary>
internal static class ReceiptRows
{
    private const string NoTopUp = "TOP_UP_NOT_FOUND";
    private const string Malformed = "topUps/not-an-id";

    public static IEnumerable<BadInputRow> All => [.. Print, .. Get, .. Verify];

    private static IEnumerable<BadInputRow> Print =>
    [
        BadInputRow.Of("print: no top-up", "top_up", scene => PrintAsync(scene, ask => ask.TopUp = "")),
        BadInputRow.Of("print: malformed name", "top_up", scene => PrintAsync(scene, ask => ask.TopUp = Malformed)),
        BadInputRow.Of("print: malformed request id of the top-up", "top_up_request_id", scene =>
            PrintAsync(scene, ask => ask.TopUpRequestId = "short")),
        BadInputRow.Of("print: no request id", "request_id", scene => PrintAsync(scene, ask => ask.RequestId = "")),
        BadInputRow.Of("print: no form", "format", scene =>
            PrintAsync(scene, ask => ask.Format = ReceiptFormat.Unspecified)),
        BadInputRow.Of("print: unknown form", "format", scene =>
            PrintAsync(scene, ask => ask.Format = (ReceiptFormat)77)),
        Missing("print: unknown", scene => PrintAsync(scene, ask => ask.TopUp = BadInputScene.NewName("topUps"))),
        Missing("print: unknown request id of the top-up", scene =>
            PrintAsync(scene, ask => ask.TopUpRequestId = Sale.NewRequestId())),
        Missing("print: another partner's", scene => PrintAsync(scene, ask => ask.TopUp = scene.Strange.Name)),
        Missing("print: another outlet's", async scene => await scene.Outlet.Receipts.PrintReceiptAsync(
            new PrintReceiptRequest
            {
                RequestId = Sale.NewRequestId(), TopUp = scene.Sold.Name, Format = ReceiptFormat.Html,
            },
            TestClient.In("en"))),
    ];

    private static IEnumerable<BadInputRow> Get =>
    [
        BadInputRow.Of("receipt: nothing", "top_up", scene => GetAsync(scene, new())),
        BadInputRow.Of("receipt: malformed name", "top_up", scene => GetAsync(scene, new() { TopUp = Malformed })),
        BadInputRow.Of("receipt: malformed request id", "top_up_request_id", scene =>
            GetAsync(scene, new() { TopUpRequestId = "short" })),
        Missing("receipt: unknown", scene => GetAsync(scene, new() { TopUp = BadInputScene.NewName("topUps") })),
        Missing("receipt: another partner's", scene => GetAsync(scene, new() { TopUp = scene.Strange.Name })),
        Missing("receipt: another partner's request id", scene =>
            GetAsync(scene, new() { TopUpRequestId = scene.Strange.RequestId })),
        Missing("receipt: another outlet's", async scene => await scene.Outlet.Receipts.GetReceiptAsync(
            new GetReceiptRequest { TopUp = scene.Sold.Name }, TestClient.In("en"))),
    ];

    private static IEnumerable<BadInputRow> Verify =>
    [
        BadInputRow.Of("verify: nothing", "printed", scene => VerifyAsync(scene, new())),
        BadInputRow.Of("verify: no number", "printed.receipt_number", scene =>
            VerifyAsync(scene, new() { Printed = new PrintedCode { Code = "0000-0000-0000" } })),
        BadInputRow.Of("verify: number of which one digit is wrong", "printed.receipt_number", scene =>
            VerifyAsync(scene, new()
            {
                Printed = new PrintedCode { ReceiptNumber = "000000019", Code = "0000-0000-0000" },
            })),
        BadInputRow.Of("verify: mistyped code", "printed.code", scene => VerifyAsync(scene, new()
        {
            Printed = new PrintedCode { ReceiptNumber = scene.Sold.ReceiptNumber, Code = "0000-0000-0001" },
        })),
        BadInputRow.Of("verify: code of nothing", "printed.code", scene => VerifyAsync(scene, new()
        {
            Printed = new PrintedCode { ReceiptNumber = scene.Sold.ReceiptNumber },
        })),
        BadInputRow.Of("verify: text of something else", "qr_text", scene =>
            VerifyAsync(scene, new() { QrText = "https://example.com/menu" })),
        BadInputRow.Of("verify: text that is too long", "qr_text", scene =>
            VerifyAsync(scene, new() { QrText = new string('x', 4_001) })),
    ];

    private static BadInputRow Missing(string name, Func<BadInputScene, Task> send) =>
        BadInputRow.Of(name, StatusCode.NotFound, NoTopUp, send);

    private static async Task PrintAsync(BadInputScene scene, Action<PrintReceiptRequest> spoil) =>
        await scene.Demo.Receipts.PrintReceiptAsync(
            new PrintReceiptRequest
            {
                RequestId = Sale.NewRequestId(), TopUp = scene.Sold.Name, Format = ReceiptFormat.Text48,
            }.With(spoil),
            TestClient.In("en"));

    private static async Task GetAsync(BadInputScene scene, GetReceiptRequest ask) =>
        await scene.Demo.Receipts.GetReceiptAsync(ask, TestClient.In("en"));

    private static async Task VerifyAsync(BadInputScene scene, VerifyReceiptRequest ask) =>
        await scene.Demo.Receipts.VerifyReceiptAsync(ask, TestClient.In("en"));
}
