using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Amounts, price limits and quotes that are wrong.</summary>
internal static class PriceRows
{
    private const string AmountNotAllowed = "AMOUNT_NOT_ALLOWED";

    public static IEnumerable<BadInputRow> All => [.. Amounts, .. Limits, .. Quotes, .. Quoting];

    private static IEnumerable<BadInputRow> Amounts =>
    [
        NotAllowed("missing where the plan leaves a choice", "plans/phone-choice", null),
        NotAllowed("that is no denomination", "plans/phone-choice", "60.00 CNY"),
        NotAllowed("below the plan's range", "plans/phone-any", "9.00 CNY"),
        NotAllowed("above the plan's range", "plans/phone-any", "501.00 CNY"),
        NotAllowed("between the plan's steps", "plans/phone-any", "10.50 CNY"),
        NotAllowed("other than the plan's price", "plans/phone-50", "50.01 CNY"),
        NotAllowed("in another currency than the plan's", "plans/phone-choice", "50.00 USD"),
        Amount("of zero", "amount", new Money { CurrencyCode = "CNY" }),
        Amount("below zero", "amount", new Money { CurrencyCode = "CNY", Units = -50 }),
        Amount("without a currency", "amount.currency_code", new Money { Units = 50 }),
        Amount("in a currency that is unknown", "amount.currency_code", new Money { CurrencyCode = "ZZZ", Units = 50 }),
        Amount("with its currency in small letters", "amount.currency_code",
            new Money { CurrencyCode = "cny", Units = 50 }),
        Amount("with nanos of another sign", "amount.nanos",
            new Money { CurrencyCode = "CNY", Units = 50, Nanos = -10_000_000 }),
        Amount("with nanos out of their range", "amount.nanos",
            new Money { CurrencyCode = "CNY", Units = 49, Nanos = 1_000_000_000 }),
        Amount("finer than a fen", "amount.nanos", new Money { CurrencyCode = "CNY", Units = 50, Nanos = 1_000_000 }),
        Amount("with a fraction of a yen", "amount.nanos",
            new Money { CurrencyCode = "JPY", Units = 50, Nanos = 500_000_000 }),
        Amount("beyond 64 bits of fen", "amount.units", new Money { CurrencyCode = "CNY", Units = long.MaxValue }),
    ];

    private static IEnumerable<BadInputRow> Limits =>
    [
        BadInputRow.Of("debit above max_debit", StatusCode.FailedPrecondition, "MAX_DEBIT_EXCEEDED", scene =>
            scene.Demo.SellAsync(Sale.Of().With(sale => sale.MaxDebit = Sale.Amount("49.99 CNY")))),
        MaxDebit("in another currency", "50.00 USD"),
        MaxDebit("below zero", "-50.00 CNY"),
        MaxDebit("of zero", "0.00 CNY"),
    ];

    private static IEnumerable<BadInputRow> Quotes =>
    [
        ByQuote("unknown", StatusCode.NotFound, "QUOTE_NOT_FOUND", _ =>
            Task.FromResult(BadInputScene.NewName("quotes"))),
        ByQuote("of another partner", StatusCode.NotFound, "QUOTE_NOT_FOUND", StrangeQuoteAsync),
        ByQuote("expired", StatusCode.FailedPrecondition, "QUOTE_EXPIRED", scene => scene.ExpiredQuoteAsync()),
        ByQuote("used before", StatusCode.FailedPrecondition, "QUOTE_USED", scene => scene.UsedQuoteAsync()),
        BadInputRow.Of("quote with a malformed name", "quote", scene => scene.Demo.SellAsync(
            new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = "quotes/0000" })),
        Mismatch("card", sale => sale.Card = new CardRef { Iccid = Sale.NewCard() }),
        Mismatch("plan", sale => sale.Plan = "plans/phone-50"),
        Mismatch("amount", sale => sale.Amount = Sale.Amount("100.00 CNY")),
        Mismatch("channel", sale => sale.Channel = Channel.Kiosk),
    ];

    private static IEnumerable<BadInputRow> Quoting =>
    [
        Quote("card missing", "card", ask => ask.Card = null),
        Quote("plan missing", "plan", ask => ask.Plan = ""),
        Quote("channel missing", "channel", ask => ask.Channel = Channel.Unspecified),
        Quote("amount of zero", "amount", ask => ask.Amount = Sale.Amount("0.00 CNY")),
        Quote("plan that is not sold", StatusCode.NotFound, "PLAN_NOT_FOUND", ask => ask.Plan = "plans/none"),
        Quote("card that the issuer does not know", StatusCode.NotFound, "CARD_UNKNOWN", ask =>
            ask.Card.Iccid = SandboxCards.CardUnknown),
        Quote("blocked card", StatusCode.FailedPrecondition, "CARD_BLOCKED", ask =>
            ask.Card.Iccid = SandboxCards.CardBlocked),
        Quote("expired card", StatusCode.FailedPrecondition, "CARD_EXPIRED", ask =>
            ask.Card.Iccid = SandboxCards.CardExpired),
    ];

    private static BadInputRow NotAllowed(string flaw, string plan, string? amount) => new(
        $"amount {flaw}",
        StatusCode.InvalidArgument,
        AmountNotAllowed,
        "amount",
        scene => scene.Demo.SellAsync(Sale.Of(plan: plan).With(
            sale => sale.Amount = amount is null ? null : Sale.Amount(amount))));

    private static BadInputRow Amount(string flaw, string field, Money amount) => BadInputRow.Of(
        $"amount {flaw}",
        field,
        scene => scene.Demo.SellAsync(Sale.Of(plan: "plans/phone-any").With(sale => sale.Amount = amount)));

    private static BadInputRow MaxDebit(string flaw, string amount) => BadInputRow.Of(
        $"max_debit {flaw}",
        "max_debit",
        scene => scene.Demo.SellAsync(Sale.Of().With(sale => sale.MaxDebit = Sale.Amount(amount))));

    private static BadInputRow ByQuote(
        string flaw, StatusCode status, string reason, Func<BadInputScene, Task<string>> quote) => BadInputRow.Of(
        $"quote {flaw}",
        status,
        reason,
        async scene => await scene.Demo.SellAsync(
            new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = await quote(scene) }));

    private static BadInputRow Mismatch(string what, Action<CreateTopUpRequest> differ) => BadInputRow.Of(
        $"quote for another {what}",
        StatusCode.FailedPrecondition,
        "QUOTE_MISMATCH",
        async scene => await scene.Demo.SellAsync(new CreateTopUpRequest
        {
            RequestId = Sale.NewRequestId(),
            Quote = (await scene.QuoteAsync()).Name,
        }.With(differ)));

    private static BadInputRow Quote(string flaw, string field, Action<QuoteTopUpRequest> spoil) =>
        BadInputRow.Of($"quoting: {flaw}", field, scene => QuoteAsync(scene.Demo, spoil));

    private static BadInputRow Quote(
        string flaw, StatusCode status, string reason, Action<QuoteTopUpRequest> spoil) =>
        BadInputRow.Of($"quoting: {flaw}", status, reason, scene => QuoteAsync(scene.Demo, spoil));

    private static async Task<string> StrangeQuoteAsync(BadInputScene scene) =>
        (await QuoteAsync(scene.Stranger, _ => { })).Quote.Name;

    private static async Task<QuoteTopUpResponse> QuoteAsync(TestClient client, Action<QuoteTopUpRequest> spoil)
    {
        var ask = new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() },
            Plan = "plans/phone-50",
            Channel = Channel.Pos,
        };
        return await client.TopUps.QuoteTopUpAsync(ask.With(spoil), TestClient.In("en"));
    }
}
