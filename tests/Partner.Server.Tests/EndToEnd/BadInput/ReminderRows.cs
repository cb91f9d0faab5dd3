using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Wrong requests about cards that end.</summary>
internal static class ReminderRows
{
    public static IEnumerable<BadInputRow> All =>
    [
        Wrong("expiring: unknown type", "card_types[1]", new() { CardTypes = { CardType.Phone, (CardType)77 } }),
        Wrong("expiring: type not stated", "card_types[0]", new() { CardTypes = { CardType.Unspecified } }),
        Wrong("expiring: no unit", "within.unit", new() { Within = new() { Count = 3 } }),
        Wrong("expiring: nothing", "within.count", Within(0)),
        Wrong("expiring: too far", "within.count", Within(1001)),
        Wrong("expiring: page too large", "page_size", new() { PageSize = 501 }),
        Wrong("expiring: outlet too long", "outlet", new() { Outlet = new string('x', 41) }),
        new("expiring: token of nothing", StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token", scene =>
            ListAsync(scene.Demo, new() { PageToken = "AAAA" })),
        BadInputRow.Of("expiring: another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH", scene =>
            ListAsync(scene.Outlet, new() { Outlet = "elsewhere" })),
        BadInputRow.Of("reminders: no token", "resume_token", scene =>
            WatchAsync(scene.Demo, new() { ResumeToken = "-1" })),
        BadInputRow.Of("reminders: token that was never given", "resume_token", scene =>
            WatchAsync(scene.Demo, new() { ResumeToken = "9000000" })),
        BadInputRow.Of("reminders: outlet too long", "outlet", scene =>
            WatchAsync(scene.Demo, new() { Outlet = new string('x', 41) })),
        BadInputRow.Of("reminders: another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH", scene =>
            WatchAsync(scene.Outlet, new() { Outlet = "elsewhere" })),
    ];

    private static ListExpiringCardsRequest Within(int count) =>
        new() { Within = new() { Unit = LengthUnit.Month, Count = count } };

    private static BadInputRow Wrong(string name, string field, ListExpiringCardsRequest ask) =>
        BadInputRow.Of(name, field, scene => ListAsync(scene.Demo, ask));

    private static async Task ListAsync(TestClient client, ListExpiringCardsRequest ask) =>
        await client.Reminders.ListExpiringCardsAsync(ask, TestClient.In("en"));

    private static async Task WatchAsync(TestClient client, WatchRemindersRequest ask)
    {
        using var call = client.Reminders.WatchReminders(ask, TestClient.In("en"));
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }
}
