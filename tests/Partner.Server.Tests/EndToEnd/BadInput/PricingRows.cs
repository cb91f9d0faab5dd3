using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Wrong questions about prices, promotions, commissions and settlements.</summary>
internal static class PricingRows
{
    private const string BadToken = "PAGE_TOKEN_INVALID";

    public static IEnumerable<BadInputRow> All => [.. Prices, .. Promotions, .. Commissions, .. Settlements];

    private static IEnumerable<BadInputRow> Prices =>
    [
        Price("page size 501", "page_size", ask => ask.PageSize = 501),
        Price("page size -1", "page_size", ask => ask.PageSize = -1),
        Price("malformed plan", "plan", ask => ask.Plan = "phone-50"),
        Price("channel that the contract lacks", "channel", ask => ask.Channel = (Channel)77),
        Price("outlet of 41 characters", "outlet", ask => ask.Outlet = new string('o', 41)),
        BadInputRow.Of("prices: plan that is not sold", StatusCode.NotFound, "PLAN_NOT_FOUND", scene =>
            PricesAsync(scene.Demo, ask => ask.Plan = "plans/none")),
        BadInputRow.Of("prices: an outlet certificate asking for another outlet", StatusCode.PermissionDenied,
            "OUTLET_MISMATCH", scene => PricesAsync(scene.Outlet, ask => ask.Outlet = "store-2")),
        new("prices: token of no sense", StatusCode.InvalidArgument, BadToken, "page_token", scene =>
            PricesAsync(scene.Demo, ask => ask.PageToken = "!!!")),
        new("prices: token of another filter", StatusCode.InvalidArgument, BadToken, "page_token", async scene =>
        {
            var page = await PricesAsync(scene.Demo, ask => ask.PageSize = 1);
            await PricesAsync(scene.Demo, ask => (ask.PageToken, ask.Channel) = (page.NextPageToken, Channel.Pos));
        }),
        new("prices: token made up by somebody who knows how", StatusCode.InvalidArgument, BadToken, "page_token",
            scene => PricesAsync(scene.Demo, ask => ask.PageToken = PageTokens.Make(
                scene.Demo.PartnerId, "prices\u001f\u001f\u001f", "phone-50:99:5000"))),
    ];

    private static IEnumerable<BadInputRow> Promotions =>
    [
        Promotion("malformed card", "card.iccid", ask => ask.Card = new CardRef { Iccid = "1" }),
        Promotion("card without a number", "card", ask => ask.Card = new CardRef()),
        Promotion("malformed plan", "plan", ask => ask.Plan = "plans/"),
        Promotion("amount of zero", "amount", ask =>
        {
            ask.Plan = "plans/phone-any";
            ask.Amount = Sale.Amount("0.00 CNY");
        }),
        Promotion("amount without a plan", "plan", ask => ask.Amount = Sale.Amount("50.00 CNY")),
        Promotion("channel that the contract lacks", "channel", ask => ask.Channel = (Channel)77),
        Promotion("coupon of 41 characters", "coupon", ask => ask.Coupon = new string('c', 41)),
        Promotion("plan that is not sold", StatusCode.NotFound, "PLAN_NOT_FOUND", ask => ask.Plan = "plans/none"),
        Promotion("card outside of the ranges", StatusCode.NotFound, "CARD_UNKNOWN", ask =>
            ask.Card = new CardRef { PhoneNumber = "+4915112345678" }),
        Promotion("card of another type than the plan's", StatusCode.FailedPrecondition, "PLAN_CARD_MISMATCH", ask =>
        {
            ask.Card = new CardRef { Iccid = Sale.NewCard(Core.Cards.CardType.Travel) };
            ask.Plan = "plans/phone-50";
        }),
        new("promotions: amount that the plan is not sold at", StatusCode.InvalidArgument, "AMOUNT_NOT_ALLOWED",
            "amount", scene => PromotionsAsync(scene.Demo, ask =>
            {
                ask.Plan = "plans/phone-choice";
                ask.Amount = Sale.Amount("60.00 CNY");
            })),
    ];

    private static IEnumerable<BadInputRow> Commissions =>
    [
        BadInputRow.Of("commission: month of no sense", "month", scene => SumAsync(scene.Demo, "2026-13")),
        BadInputRow.Of("commission: a day", "month", scene => SumAsync(scene.Demo, "2026-10-01")),
        Entries("page size 501", "page_size", ask => ask.PageSize = 501),
        Entries("month with one digit", "month", ask => ask.Month = "2026-1"),
        new("commission entries: token of another month", StatusCode.InvalidArgument, BadToken, "page_token",
            scene => EntriesAsync(scene.Demo, ask => (ask.Month, ask.PageToken) = (
                "2026-10", PageTokens.Make(scene.Demo.PartnerId, "commissions\u001f", "x")))),
    ];

    private static IEnumerable<BadInputRow> Settlements =>
    [
        BadInputRow.Of("settlements: page size 101", "page_size", async scene =>
            await scene.Demo.Balances.ListSettlementsAsync(
                new ListSettlementsRequest { PageSize = 101 }, TestClient.In("en"))),
        new("settlements: token of no sense", StatusCode.InvalidArgument, BadToken, "page_token", async scene =>
            await scene.Demo.Balances.ListSettlementsAsync(
                new ListSettlementsRequest { PageToken = "AAAAAAAAAAAAAAAA" }, TestClient.In("en"))),
        Settlement("nothing", "name", ask => ask.Name = ""),
        Settlement("malformed name", "name", ask => ask.Name = "settlements/last"),
        Settlement("number without its collection", "name", ask => ask.Name = "2026-10-0001"),
        Settlement("document that the contract lacks", "document", ask => ask.Document = (SettlementDocument)9),
        BadInputRow.Of("settlement: unknown", StatusCode.NotFound, "SETTLEMENT_NOT_FOUND", scene =>
            SettlementAsync(scene.Demo, _ => { })),
    ];

    private static BadInputRow Price(string flaw, string field, Action<ListPricesRequest> spoil) =>
        BadInputRow.Of($"prices: {flaw}", field, scene => PricesAsync(scene.Demo, spoil));

    private static BadInputRow Promotion(string flaw, string field, Action<ListPromotionsRequest> spoil) =>
        BadInputRow.Of($"promotions: {flaw}", field, scene => PromotionsAsync(scene.Demo, spoil));

    private static BadInputRow Promotion(
        string flaw, StatusCode status, string reason, Action<ListPromotionsRequest> spoil) =>
        BadInputRow.Of($"promotions: {flaw}", status, reason, scene => PromotionsAsync(scene.Demo, spoil));

    private static BadInputRow Entries(string flaw, string field, Action<ListCommissionEntriesRequest> spoil) =>
        BadInputRow.Of($"commission entries: {flaw}", field, scene => EntriesAsync(scene.Demo, spoil));

    private static BadInputRow Settlement(string flaw, string field, Action<GetSettlementRequest> spoil) =>
        BadInputRow.Of($"settlement: {flaw}", field, scene => SettlementAsync(scene.Demo, spoil));

    private static async Task<ListPricesResponse> PricesAsync(TestClient client, Action<ListPricesRequest> spoil) =>
        await client.Plans.ListPricesAsync(new ListPricesRequest().With(spoil), TestClient.In("en"));

    private static async Task PromotionsAsync(TestClient client, Action<ListPromotionsRequest> spoil) =>
        await client.Plans.ListPromotionsAsync(new ListPromotionsRequest().With(spoil), TestClient.In("en"));

    private static async Task SumAsync(TestClient client, string month) =>
        await client.Balances.GetCommissionSummaryAsync(
            new GetCommissionSummaryRequest { Month = month }, TestClient.In("en"));

    private static async Task EntriesAsync(TestClient client, Action<ListCommissionEntriesRequest> spoil) =>
        await client.Balances.ListCommissionEntriesAsync(
            new ListCommissionEntriesRequest().With(spoil), TestClient.In("en"));

    private static async Task SettlementAsync(TestClient client, Action<GetSettlementRequest> spoil) =>
        await client.Balances.GetSettlementAsync(
            new GetSettlementRequest { Name = "settlements/2001-01" }.With(spoil), TestClient.In("en"));
}
