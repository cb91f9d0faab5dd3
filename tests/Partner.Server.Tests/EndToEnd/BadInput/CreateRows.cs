using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Server.Tests.Support;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>CreateTopUp with one thing wrong: shape, card, plan, seller.</summary>
internal static class CreateRows
{
    public static IEnumerable<BadInputRow> All =>
    [
        .. RequestIds, .. Cards, .. Plans, .. Rest,
    ];

    private static IEnumerable<BadInputRow> RequestIds =>
    [
        Create("request id missing", "request_id", sale => sale.RequestId = ""),
        Create("request id of 15 characters", "request_id", sale => sale.RequestId = new string('a', 15)),
        Create("request id of 65 characters", "request_id", sale => sale.RequestId = new string('a', 65)),
        Create("request id with a blank", "request_id", sale => sale.RequestId = "sale 000000000001"),
        Create("request id with a letter beyond ASCII", "request_id", sale => sale.RequestId = "säle-000000000001"),
        Create("request id with a trailing newline", "request_id", sale => sale.RequestId = "sale-000000000001\n"),
    ];

    private static IEnumerable<BadInputRow> Cards =>
    [
        Create("card missing", "card", sale => sale.Card = null),
        Create("card without a number", "card", sale => sale.Card = new CardRef()),
        Iccid("of 18 digits", WithCheckDigit("89860310000000000")),
        Iccid("of 21 digits", WithCheckDigit("89860310000000000000")),
        Iccid("that is empty", ""),
        Iccid("with a letter", "898603100000000000A"),
        Iccid("with a wrong check digit", WrongCheckDigit(Sale.NewCard())),
        Phone("without a plus", "8613800138000"),
        Phone("of 7 digits", "+8613800"),
        Phone("of 16 digits", "+8613800138000123"),
        Phone("with a leading zero", "+0613800138000"),
        Phone("that is not in use", "+861380013800"),
        BadInputRow.Of("card outside of the operator's ranges", StatusCode.NotFound, "CARD_UNKNOWN", scene => SendAsync(
            scene, sale => sale.Card.Iccid = WithCheckDigit("898610100000000000"))),
    ];

    private static IEnumerable<BadInputRow> Plans =>
    [
        Create("plan missing", "plan", sale => sale.Plan = ""),
        Create("plan without its collection", "plan", sale => sale.Plan = "phone-50"),
        Create("plan in capitals", "plan", sale => sale.Plan = "plans/PHONE-50"),
        Create("plan with a trailing newline", "plan", sale => sale.Plan = "plans/phone-50\n"),
        BadInputRow.Of("plan that is not sold", StatusCode.NotFound, "PLAN_NOT_FOUND", scene => SendAsync(
            scene, sale => sale.Plan = "plans/phone-51")),
        BadInputRow.Of("plan of another card type", StatusCode.FailedPrecondition, "PLAN_CARD_MISMATCH", scene =>
            SendAsync(scene, sale => sale.Card.Iccid = Sale.NewCard(CardType.Travel))),
    ];

    private static IEnumerable<BadInputRow> Rest =>
    [
        Create("channel missing", "channel", sale => sale.Channel = Channel.Unspecified),
        Create("channel that the contract lacks", "channel", sale => sale.Channel = (Channel)99),
        Create("channel below zero", "channel", sale => sale.Channel = (Channel)(-1)),
        Create("wait below zero", "wait", sale => sale.Wait = new Duration { Seconds = -1 }),
        Create("wait of minus one nanosecond", "wait", sale => sale.Wait = new Duration { Nanos = -1 }),
        Create("wait above 30 s", "wait", sale => sale.Wait = new Duration { Seconds = 30, Nanos = 1 }),
        Create("wait of an impossible length", "wait", sale => sale.Wait = new Duration { Seconds = long.MaxValue }),
        Create("outlet of 41 characters", "outlet", sale => sale.Outlet = new string('o', 41)),
        Create("outlet with a control character", "outlet", sale => sale.Outlet = "store\u00001"),
        Create("outlet with a blank of no width", "outlet", sale => sale.Outlet = "store\u200B1"),
        Create("outlet that is turned around", "outlet", sale => sale.Outlet = "store-\u202E12"),
        Create("cashier with a hard blank", "cashier", sale => sale.Cashier = "Li\u00A0Lei"),
        Create("terminal with an invisible letter", "terminal", sale => sale.Terminal = "till\u3164"),
        Create("reference with a soft hyphen", "client_reference", sale => sale.ClientReference = "a\u00ADb"),
        Create("coupon with a mark of direction", "coupon", sale => sale.Coupon = "A\u2066B"),
        Create("terminal of 41 characters", "terminal", sale => sale.Terminal = new string('t', 41)),
        Create("terminal with a newline", "terminal", sale => sale.Terminal = "till\n1"),
        Create("cashier of 41 characters", "cashier", sale => sale.Cashier = new string('c', 41)),
        Create("cashier with an escape", "cashier", sale => sale.Cashier = "\u001b[31mred"),
        Create("reference of 101 characters", "client_reference", sale => sale.ClientReference = new string('r', 101)),
        Create("reference with a tabulator", "client_reference", sale => sale.ClientReference = "a\tb"),
        Create("business date in another form", "business_date", sale => sale.BusinessDate = "21/11/2026"),
        Create("business date of February 30", "business_date", sale => sale.BusinessDate = "2026-02-30"),
        Create("business date two weeks ago", "business_date", sale => sale.BusinessDate = InDays(-14)),
        Create("business date in two weeks", "business_date", sale => sale.BusinessDate = InDays(14)),
        Create("customer's number without a plus", "notify_phone", sale => sale.NotifyPhone = "13800138000"),
        Create("customer's number that is not in use", "notify_phone", sale => sale.NotifyPhone = "+861380013800"),
        Create("customer's number that is a word", "notify_phone", sale => sale.NotifyPhone = "none"),
        Create("language of a notice that is not ours", "notify_language", sale => sale.NotifyLanguage = "fr"),
        BadInputRow.Of("outlet certificate naming another outlet", StatusCode.PermissionDenied, "OUTLET_MISMATCH",
            scene => scene.Outlet.SellAsync(Sale.Of().With(sale => sale.Outlet = "store-2"))),
        BadInputRow.Of("float too low by one fen", StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT",
            scene => scene.Poor.SellAsync(Sale.Of())),
        BadInputRow.Of("same card and plan again", StatusCode.FailedPrecondition, "DUPLICATE_SUSPECTED",
            scene => SendAsync(scene, sale => sale.Card = scene.Sold.Card)),
        BadInputRow.Of("request id used with another card", StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT",
            scene => SendAsync(scene, sale => sale.RequestId = scene.Sold.RequestId)),
    ];

    private static BadInputRow Create(string name, string field, Action<CreateTopUpRequest> spoil) =>
        BadInputRow.Of(name, field, scene => SendAsync(scene, spoil));

    private static Task SendAsync(BadInputScene scene, Action<CreateTopUpRequest> spoil) =>
        scene.Demo.SellAsync(Sale.Of().With(spoil));

    private static BadInputRow Iccid(string flaw, string digits) =>
        Create($"ICCID {flaw}", "card.iccid", sale => sale.Card.Iccid = digits);

    private static BadInputRow Phone(string flaw, string number) =>
        Create($"phone number {flaw}", "card.phone_number", sale => sale.Card.PhoneNumber = number);

    private static string WithCheckDigit(string digits) => digits + CardNumber.LuhnDigit(digits);

    private static string WrongCheckDigit(string card) => card[..^1] + (char)('0' + ((card[^1] - '0' + 1) % 10));

    private static string InDays(int days) =>
        TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
