using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Wrong reports of what has not arrived.</summary>
internal static class ArrivalRows
{
    private const string NoTopUp = "TOP_UP_NOT_FOUND";
    private const string Malformed = "topUps/not-an-id";

    public static IEnumerable<BadInputRow> All => [.. Report, .. Get, .. List];

    private static IEnumerable<BadInputRow> Report =>
    [
        BadInputRow.Of("not arrived: nothing", "top_up", scene => ReportAsync(scene.Demo, new())),
        BadInputRow.Of("not arrived: malformed name", "top_up", scene =>
            ReportAsync(scene.Demo, new() { TopUp = Malformed })),
        BadInputRow.Of("not arrived: malformed request id", "top_up_request_id", scene =>
            ReportAsync(scene.Demo, new() { TopUpRequestId = "short" })),
        Missing("not arrived: unknown", scene =>
            ReportAsync(scene.Demo, new() { TopUp = BadInputScene.NewName("topUps") })),
        Missing("not arrived: unknown request id", scene =>
            ReportAsync(scene.Demo, new() { TopUpRequestId = Sale.NewRequestId() })),
        Missing("not arrived: another partner's", scene =>
            ReportAsync(scene.Demo, new() { TopUp = scene.Strange.Name })),
        Missing("not arrived: another partner's request id", scene =>
            ReportAsync(scene.Demo, new() { TopUpRequestId = scene.Strange.RequestId })),
        Missing("not arrived: another outlet's", scene =>
            ReportAsync(scene.Outlet, new() { TopUp = scene.Sold.Name })),
    ];

    private static IEnumerable<BadInputRow> Get =>
    [
        BadInputRow.Of("case: nothing", "top_up", scene => GetAsync(scene.Demo, new())),
        BadInputRow.Of("case: malformed name", "top_up", scene =>
            GetAsync(scene.Demo, new() { TopUp = Malformed })),
        BadInputRow.Of("case: malformed request id", "top_up_request_id", scene =>
            GetAsync(scene.Demo, new() { TopUpRequestId = "short" })),
        Missing("case: another partner's", scene => GetAsync(scene.Demo, new() { TopUp = scene.Strange.Name })),
        Missing("case: another outlet's", scene => GetAsync(scene.Outlet, new() { TopUp = scene.Sold.Name })),
        BadInputRow.Of("case: never reported", StatusCode.NotFound, "CASE_NOT_FOUND", scene =>
            GetAsync(scene.Demo, new() { TopUp = scene.Sold.Name })),
    ];

    private static IEnumerable<BadInputRow> List =>
    [
        BadInputRow.Of("cases: unknown state", "state", scene =>
            ListAsync(scene.Demo, new() { State = (CaseState)77 })),
        BadInputRow.Of("cases: page too large", "page_size", scene =>
            ListAsync(scene.Demo, new() { PageSize = 501 })),
        BadInputRow.Of("cases: outlet too long", "outlet", scene =>
            ListAsync(scene.Demo, new() { Outlet = new string('x', 41) })),
        new("cases: token of nothing", StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token", scene =>
            ListAsync(scene.Demo, new() { PageToken = "AAAA" })),
        BadInputRow.Of("cases: another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH", scene =>
            ListAsync(scene.Outlet, new() { Outlet = "elsewhere" })),
    ];

    private static BadInputRow Missing(string name, Func<BadInputScene, Task> send) =>
        BadInputRow.Of(name, StatusCode.NotFound, NoTopUp, send);

    private static async Task ReportAsync(TestClient client, ReportNotArrivedRequest ask) =>
        await client.Arrivals.ReportNotArrivedAsync(ask, TestClient.In("en"));

    private static async Task GetAsync(TestClient client, GetCaseRequest ask) =>
        await client.Arrivals.GetCaseAsync(ask, TestClient.In("en"));

    private static async Task ListAsync(TestClient client, ListCasesRequest ask) =>
        await client.Arrivals.ListCasesAsync(ask, TestClient.In("en"));
}
