using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Lists and statements with wrong sizes, filters, periods and page tokens.</summary>
internal static class ListRows
{
    private const string BadToken = "PAGE_TOKEN_INVALID";

    public static IEnumerable<BadInputRow> All => [.. Sizes, .. Filters, .. Tokens, .. Statements];

    private static IEnumerable<BadInputRow> Sizes =>
    [
        BadInputRow.Of("list: page size -1", "page_size", scene => ListAsync(scene.Demo, new() { PageSize = -1 })),
        BadInputRow.Of("list: page size 501", "page_size", scene => ListAsync(scene.Demo, new() { PageSize = 501 })),
        BadInputRow.Of("plans: page size 501", "page_size", scene => PlansAsync(scene.Demo, new() { PageSize = 501 })),
        BadInputRow.Of("plans: card type that the contract lacks", "card_type", scene =>
            PlansAsync(scene.Demo, new() { CardType = (CardType)9 })),
        BadInputRow.Of("statement: page size 1001", "page_size", scene =>
            StatementAsync(scene, ask => ask.PageSize = 1001)),
        BadInputRow.Of("statement: page size -1", "page_size", scene =>
            StatementAsync(scene, ask => ask.PageSize = -1)),
    ];

    private static IEnumerable<BadInputRow> Filters =>
    [
        Filter("filter.business_date", filter => filter.BusinessDate = "today"),
        Filter("filter.state", filter => filter.State = (TopUpState)77),
        Filter("filter.card", filter => filter.Card = new CardRef()),
        Filter("filter.card.iccid", filter => filter.Card = new CardRef { Iccid = "1" }),
        Filter("filter.request_id", filter => filter.RequestId = "short"),
        Filter("filter.outlet", filter => filter.Outlet = new string('o', 41)),
        Filter("filter.terminal", filter => filter.Terminal = "a\u0007b"),
        Filter("filter.cashier", filter => filter.Cashier = new string('c', 41)),
        Filter("filter.receipt_number", filter => filter.ReceiptNumber = "000000019"),
        Filter("filter.client_reference", filter => filter.ClientReference = "a\u202Eb"),
        Filter("filter.issuer_reference", filter => filter.IssuerReference = new string('i', 201)),
        Filter("filter.start_time", filter => filter.StartTime = new Timestamp { Nanos = -1 }),
        Filter("filter.end_time", filter =>
            (filter.StartTime, filter.EndTime) = (new Timestamp { Seconds = 9 }, new Timestamp { Seconds = 9 })),
        BadInputRow.Of("list: an outlet certificate asking for another outlet", StatusCode.PermissionDenied,
            "OUTLET_MISMATCH", scene =>
                ListAsync(scene.Outlet, new() { Filter = new TopUpFilter { Outlet = "store-2" } })),
        BadInputRow.Of("totals: wrong state", "filter.state", async scene =>
            await scene.Demo.TopUps.GetSalesTotalsAsync(
                new GetSalesTotalsRequest { Filter = new TopUpFilter { State = (TopUpState)77 } },
                TestClient.In("en"))),
    ];

    private static IEnumerable<BadInputRow> Tokens =>
    [
        Token("list: token of no sense", _ => Task.FromResult("!!!")),
        Token("list: token that is too short", _ => Task.FromResult("AAAA")),
        Token("list: token with a changed letter", async scene => Spoiled(await TokenAsync(scene.Demo, new()))),
        Token("list: token of another partner", scene => TokenAsync(scene.Stranger, new())),
        Token("list: token of another filter", scene => TokenAsync(
            scene.Demo, new TopUpFilter { State = TopUpState.Succeeded })),
        Token("list: token of another range of times", scene => TokenAsync(
            scene.Demo, new TopUpFilter { StartTime = new Timestamp { Seconds = 1 } })),
        new("plans: token of a list of top-ups", StatusCode.InvalidArgument, BadToken, "page_token", async scene =>
            await PlansAsync(scene.Demo, new() { PageToken = await TokenAsync(scene.Demo, new()) })),
        new("plans: token of another filter", StatusCode.InvalidArgument, BadToken, "page_token", async scene =>
        {
            var first = await PlansAsync(scene.Demo, new() { PageSize = 1 });
            await PlansAsync(scene.Demo, new() { PageToken = first.NextPageToken, Region = "CN" });
        }),
        new("statement: token of no sense", StatusCode.InvalidArgument, BadToken, "page_token", scene =>
            StatementAsync(scene, ask => ask.PageToken = "AAAAAAAAAAAAAAAA")),
        new("statement: token made up by somebody who knows how", StatusCode.InvalidArgument, BadToken, "page_token",
            scene => StatementAsync(scene, ask => ask.PageToken = PageTokens.Make(
                scene.Demo.PartnerId,
                $"statement\u001fCNY\u001f{DateTimeOffset.MinValue.UtcTicks}\u001f{DateTimeOffset.MaxValue.UtcTicks}",
                "no number"))),
    ];

    private static IEnumerable<BadInputRow> Statements =>
    [
        BadInputRow.Of("statement: end before start", "end_time", scene => StatementAsync(scene, ask =>
        {
            ask.StartTime = new Timestamp { Seconds = 1_800_000_000 };
            ask.EndTime = new Timestamp { Seconds = 1_799_999_999 };
        })),
        BadInputRow.Of("statement: empty period", "end_time", scene => StatementAsync(scene, ask =>
        {
            ask.StartTime = new Timestamp { Seconds = 1_800_000_000 };
            ask.EndTime = new Timestamp { Seconds = 1_800_000_000 };
        })),
        BadInputRow.Of("statement: time out of its range", "start_time", scene => StatementAsync(
            scene, ask => ask.StartTime = new Timestamp { Seconds = long.MaxValue })),
        BadInputRow.Of("statement: nanoseconds below zero", "start_time", scene => StatementAsync(
            scene, ask => ask.StartTime = new Timestamp { Nanos = -1 })),
        BadInputRow.Of("statement: unknown currency", "currency_code", scene => StatementAsync(
            scene, ask => ask.CurrencyCode = "ZZZ")),
        BadInputRow.Of("statement: currency without a float", StatusCode.FailedPrecondition, "CURRENCY_NOT_SUPPORTED",
            scene => StatementAsync(scene, ask => ask.CurrencyCode = "USD")),
        BadInputRow.Of("balance: currency without a float", StatusCode.FailedPrecondition, "CURRENCY_NOT_SUPPORTED",
            async scene => await scene.Demo.Balances.GetBalanceAsync(
                new GetBalanceRequest { CurrencyCode = "JPY" }, TestClient.In("en"))),
    ];

    private static BadInputRow Filter(string field, Action<TopUpFilter> spoil) => BadInputRow.Of(
        $"list: wrong {field}",
        field,
        scene => ListAsync(scene.Demo, new() { Filter = new TopUpFilter().With(spoil) }));

    private static BadInputRow Token(string name, Func<BadInputScene, Task<string>> token) => new(
        name,
        StatusCode.InvalidArgument,
        BadToken,
        "page_token",
        async scene => await ListAsync(scene.Demo, new() { PageToken = await token(scene) }));

    /// <summary>A good token: two sales are made, and the first page holds one.</summary>
    private static async Task<string> TokenAsync(TestClient client, TopUpFilter filter)
    {
        await client.SellAsync(Sale.Of());
        await client.SellAsync(Sale.Of());
        var page = await ListAsync(client, new() { Filter = filter, PageSize = 1 });
        Assert.NotEmpty(page.NextPageToken);
        return page.NextPageToken;
    }

    private static string Spoiled(string token) => (token[0] == 'A' ? 'B' : 'A') + token[1..];

    private static async Task<ListTopUpsResponse> ListAsync(TestClient client, ListTopUpsRequest ask) =>
        await client.TopUps.ListTopUpsAsync(ask, TestClient.In("en"));

    private static async Task<ListPlansResponse> PlansAsync(TestClient client, ListPlansRequest ask) =>
        await client.Plans.ListPlansAsync(ask, TestClient.In("en"));

    private static async Task StatementAsync(BadInputScene scene, Action<ListStatementEntriesRequest> spoil) =>
        await scene.Demo.Balances.ListStatementEntriesAsync(
            new ListStatementEntriesRequest().With(spoil), TestClient.In("en"));
}
