using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>
/// Names and request ids of nothing, of the wrong form, of what does not exist and of what belongs to somebody else:
/// the last two must look alike.
/// </summary>
internal static class NameRows
{
    private const string NoTopUp = "TOP_UP_NOT_FOUND";
    private const string NoReversal = "REVERSAL_NOT_FOUND";
    private const string Malformed = "topUps/not-an-id";

    public static IEnumerable<BadInputRow> All =>
    [
        .. Get, .. Cancel, .. Refund, .. Reverse, .. Watch, .. Reversals, .. Others,
    ];

    private static IEnumerable<BadInputRow> Get =>
    [
        BadInputRow.Of("get: nothing", "name", scene => GetAsync(scene, new())),
        BadInputRow.Of("get: malformed name", "name", scene => GetAsync(scene, new() { Name = Malformed })),
        BadInputRow.Of("get: malformed request id", "request_id", scene =>
            GetAsync(scene, new() { RequestId = "short" })),
        Missing("get: unknown name", NoTopUp, scene =>
            GetAsync(scene, new() { Name = BadInputScene.NewName("topUps") })),
        Missing("get: unknown request id", NoTopUp, scene =>
            GetAsync(scene, new() { RequestId = Sale.NewRequestId() })),
        Missing("get: another partner's", NoTopUp, scene => GetAsync(scene, new() { Name = scene.Strange.Name })),
        Missing("get: another partner's request id", NoTopUp, scene =>
            GetAsync(scene, new() { RequestId = scene.Strange.RequestId })),
        Missing("get: another outlet's", NoTopUp, scene => scene.Outlet.GetAsync(scene.Sold.Name)),
    ];

    private static IEnumerable<BadInputRow> Cancel =>
    [
        BadInputRow.Of("cancel: nothing", "name", scene => CancelAsync(scene, new())),
        BadInputRow.Of("cancel: malformed name", "name", scene => CancelAsync(scene, new() { Name = Malformed })),
        Missing("cancel: unknown", NoTopUp, scene =>
            CancelAsync(scene, new() { Name = BadInputScene.NewName("topUps") })),
        Missing("cancel: another partner's", NoTopUp, scene => CancelAsync(scene, new() { Name = scene.Strange.Name })),
        Missing("cancel: another partner's request id", NoTopUp, scene =>
            CancelAsync(scene, new() { RequestId = scene.Strange.RequestId })),
    ];

    private static IEnumerable<BadInputRow> Refund =>
    [
        BadInputRow.Of("refund: nothing", "top_up", scene => RefundAsync(scene, new())),
        BadInputRow.Of("refund: malformed name", "top_up", scene => RefundAsync(scene, new() { TopUp = Malformed })),
        BadInputRow.Of("refund: malformed request id", "top_up_request_id", scene =>
            RefundAsync(scene, new() { TopUpRequestId = "short" })),
        Missing("refund: unknown", NoTopUp, scene =>
            RefundAsync(scene, new() { TopUp = BadInputScene.NewName("topUps") })),
        Missing("refund: another partner's", NoTopUp, scene =>
            RefundAsync(scene, new() { TopUp = scene.Strange.Name })),
        Missing("refund: another partner's request id", NoTopUp, scene =>
            RefundAsync(scene, new() { TopUpRequestId = scene.Strange.RequestId })),
        Missing("refund: another outlet's", NoTopUp, async scene => await scene.Outlet.TopUps.QuoteRefundAsync(
            new QuoteRefundRequest { TopUp = scene.Sold.Name }, TestClient.In("en"))),
        BadInputRow.Of("reverse: expects neither money nor points", "expected_refund", scene =>
            ReverseAsync(scene, ask => (ask.TopUp, ask.ExpectedRefund) = (scene.Sold.Name, new ExpectedRefund()))),
        BadInputRow.Of("reverse: expects money and points", "expected_refund", scene => ReverseAsync(scene, ask =>
            (ask.TopUp, ask.ExpectedRefund) = (
                scene.Sold.Name, new ExpectedRefund { CustomerGets = Sale.Amount("1.00 CNY"), Points = 1 }))),
        BadInputRow.Of("reverse: expects points below zero", "expected_refund.points", scene =>
            ReverseAsync(scene, ask =>
                (ask.TopUp, ask.ExpectedRefund) = (scene.Sold.Name, new ExpectedRefund { Points = -1 }))),
        BadInputRow.Of("reverse: expects a third of a fen", "expected_refund.customer_gets.nanos", scene =>
            ReverseAsync(scene, ask => (ask.TopUp, ask.ExpectedRefund) = (
                scene.Sold.Name,
                new ExpectedRefund { CustomerGets = new Money { CurrencyCode = "CNY", Nanos = 3_333_333 } }))),
        BadInputRow.Of(
            "reverse: expects less", StatusCode.FailedPrecondition, "REFUND_CHANGED", scene => ReverseAsync(
                scene,
                ask => (ask.TopUp, ask.ExpectedRefund) = (
                    scene.Sold.Name, new ExpectedRefund { CustomerGets = Sale.Amount("0.01 CNY") }))),
    ];

    private static IEnumerable<BadInputRow> Reverse =>
    [
        BadInputRow.Of("reverse: no top-up", "top_up", scene => ReverseAsync(scene, _ => { })),
        BadInputRow.Of("reverse: malformed name", "top_up", scene => ReverseAsync(scene, ask => ask.TopUp = Malformed)),
        BadInputRow.Of("reverse: malformed request id of the top-up", "top_up_request_id", scene =>
            ReverseAsync(scene, ask => ask.TopUpRequestId = "short")),
        BadInputRow.Of("reverse: no request id", "request_id", scene => ReverseAsync(scene, ask =>
        {
            ask.RequestId = "";
            ask.TopUp = scene.Sold.Name;
        })),
        BadInputRow.Of("reverse: outlet of 41 characters", "outlet", scene => ReverseAsync(scene, ask =>
            (ask.TopUp, ask.Outlet) = (scene.Sold.Name, new string('o', 41)))),
        BadInputRow.Of("reverse: terminal with a control character", "terminal", scene => ReverseAsync(scene, ask =>
            (ask.TopUp, ask.Terminal) = (scene.Sold.Name, "a\u0007b"))),
        BadInputRow.Of("reverse: invisible cashier", "cashier", scene => ReverseAsync(scene, ask =>
            (ask.TopUp, ask.Cashier) = (scene.Sold.Name, "\u200B"))),
        BadInputRow.Of("reverse: business date of no calendar", "business_date", scene => ReverseAsync(scene, ask =>
            (ask.TopUp, ask.BusinessDate) = (scene.Sold.Name, "2026-02-30"))),
        BadInputRow.Of("reverse: comment of 201 characters", "comment", scene => ReverseAsync(scene, ask =>
        {
            ask.Comment = new string('c', 201);
            ask.TopUp = scene.Sold.Name;
        })),
        Missing("reverse: unknown", NoTopUp, scene =>
            ReverseAsync(scene, ask => ask.TopUp = BadInputScene.NewName("topUps"))),
        Missing("reverse: another partner's", NoTopUp, scene =>
            ReverseAsync(scene, ask => ask.TopUp = scene.Strange.Name)),
        Missing("reverse: another partner's request id", NoTopUp, scene =>
            ReverseAsync(scene, ask => ask.TopUpRequestId = scene.Strange.RequestId)),
        BadInputRow.Of("reverse: request id of the sale", StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT", scene =>
            ReverseAsync(scene, ask =>
            {
                ask.RequestId = scene.Sold.RequestId;
                ask.TopUp = scene.Sold.Name;
            })),
        BadInputRow.Of("reverse: without the permission", StatusCode.PermissionDenied, "PERMISSION_MISSING",
            async scene => await scene.Outlet.TopUps.ReverseTopUpAsync(
                new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = scene.Sold.Name },
                TestClient.In("en"))),
    ];

    private static IEnumerable<BadInputRow> Watch =>
    [
        BadInputRow.Of("watch: nothing", "name", scene => WatchAsync(scene, "")),
        BadInputRow.Of("watch: malformed name", "name", scene => WatchAsync(scene, Malformed)),
        Missing("watch: unknown", NoTopUp, scene => WatchAsync(scene, BadInputScene.NewName("topUps"))),
        Missing("watch: another partner's", NoTopUp, scene => WatchAsync(scene, scene.Strange.Name)),
    ];

    private static IEnumerable<BadInputRow> Reversals =>
    [
        BadInputRow.Of("reversal: nothing", "name", scene => ReversalAsync(scene, new())),
        BadInputRow.Of("reversal: name of a top-up", "name", scene =>
            ReversalAsync(scene, new() { Name = scene.Sold.Name })),
        BadInputRow.Of("reversal: malformed request id", "request_id", scene =>
            ReversalAsync(scene, new() { RequestId = "short" })),
        Missing("reversal: unknown", NoReversal, scene =>
            ReversalAsync(scene, new() { Name = BadInputScene.NewName($"{scene.Sold.Name}/reversals") })),
        Missing("reversal: another partner's", NoReversal, scene =>
            ReversalAsync(scene, new() { Name = scene.Strange.Reversal })),
        Missing("reversal: another partner's request id", NoReversal, scene =>
            ReversalAsync(scene, new() { RequestId = scene.StrangeReversalRequestId })),
        Missing("reversal: request id of a sale", NoReversal, scene =>
            ReversalAsync(scene, new() { RequestId = scene.Sold.RequestId })),
    ];

    private static IEnumerable<BadInputRow> Others =>
    [
        BadInputRow.Of("plan: nothing", "name", async scene =>
            await scene.Demo.Plans.GetPlanAsync(new GetPlanRequest(), TestClient.In("en"))),
        Missing("plan: unknown", "PLAN_NOT_FOUND", async scene =>
            await scene.Demo.Plans.GetPlanAsync(new GetPlanRequest { Name = "plans/none" }, TestClient.In("en"))),
        BadInputRow.Of("card: nothing", "card", async scene =>
            await scene.Demo.Cards.GetCardAsync(new GetCardRequest(), TestClient.In("en"))),
        Missing("card: outside of the ranges", "CARD_UNKNOWN", async scene => await scene.Demo.Cards.GetCardAsync(
            new GetCardRequest { Card = new CardRef { PhoneNumber = "+4915112345678" } }, TestClient.In("en"))),
    ];

    private static BadInputRow Missing(string name, string reason, Func<BadInputScene, Task> send) =>
        BadInputRow.Of(name, StatusCode.NotFound, reason, send);

    private static async Task GetAsync(BadInputScene scene, GetTopUpRequest ask) =>
        await scene.Demo.TopUps.GetTopUpAsync(ask, TestClient.In("en"));

    private static async Task CancelAsync(BadInputScene scene, CancelTopUpRequest ask) =>
        await scene.Demo.TopUps.CancelTopUpAsync(ask, TestClient.In("en"));

    private static async Task RefundAsync(BadInputScene scene, QuoteRefundRequest ask) =>
        await scene.Demo.TopUps.QuoteRefundAsync(ask, TestClient.In("en"));

    private static async Task ReverseAsync(BadInputScene scene, Action<ReverseTopUpRequest> fill) =>
        await scene.Demo.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId() }.With(fill), TestClient.In("en"));

    private static async Task ReversalAsync(BadInputScene scene, GetReversalRequest ask) =>
        await scene.Demo.TopUps.GetReversalAsync(ask, TestClient.In("en"));

    private static async Task WatchAsync(BadInputScene scene, string name)
    {
        using var call = scene.Demo.TopUps.WatchTopUp(new WatchTopUpRequest { Name = name }, TestClient.In("en"));
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }
}
