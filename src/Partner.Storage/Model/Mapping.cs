using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.TopUps;

namespace Partner.Storage.Model;

/// <summary>Turns rows into the records of the core and back.</summary>
internal static class Mapping
{
    public static ReversalRecord ToRecord(this ReversalRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Id = new ReversalId(row.Id),
        TopUpId = new TopUpId(row.TopUpId),
        RequestId = new RequestId(row.RequestId),
        Amount = new Money(row.Amount, Currency.Of(row.Currency)),
        Clawback = new Money(row.Clawback, Currency.Of(row.Currency)),
        Comment = row.Comment,
        Till = new Till(row.Outlet, row.Terminal, row.Cashier, DateOnly.FromDayNumber(row.BusinessDate!.Value)),
        CreatedAt = Instant(row.CreatedAt),
        State = (ReversalState)row.State,
        Version = row.Version,
        Reason = (Reason)row.Reason,
        IssuerReference = row.IssuerReference,
        FinalAt = Instant(row.FinalAt),
        InDoubtSince = Instant(row.InDoubtSince),
        Evidence = row.Evidence,
        Partial = RefundJson.Partial(row.RefundGround, row.RefundPart, row.RefundWhole, row.RefundPoints),
        Sums = row is { RefundFace: { } face, RefundPays: { } pays, RefundCommission: { } commission }
            ? new RefundSums(face, pays, commission) { Fee = row.RefundFee }
            : null,
        SavedEvent = row.SavedEvent,
        FinalEvent = row.FinalEvent,
    };

    /// <summary>An identity check; null where there is none.</summary>
    public static KeptIdCheck? IdCheck(int? document, string? hash) =>
        document is { } type && hash is not null ? new KeptIdCheck((IdDocumentType)type, hash) : null;

    /// <summary>A quote. What it promised is read only where it is asked for: sales do not need it.</summary>
    public static QuoteRecord ToRecord(this QuoteRow row, bool withPromise = false) => new(
        new PartnerId(row.PartnerId),
        new QuoteId(row.Id),
        new TopUpOffer(
            CardNumber.Stored(row.Card),
            (CardType)row.CardType,
            new PlanCode(row.PlanCode),
            (Channel)row.Channel,
            PriceJson.Read(row.Price),
            TimeSpan.FromTicks(row.ReversalWindow))
        {
            StartNow = row.StartNow ?? false,
            Refund = RefundJson.Read(row.RefundTerms),
        },
        row.Amount is { } amount ? new Money(amount, Currency.Of(row.AmountCurrency!)) : null,
        Instant(row.CreatedAt),
        Instant(row.ExpiresAt),
        TopUpId.Of(row.UsedBy))
    {
        Outlet = row.Outlet,
        Promise = withPromise && row.Promise is { } promise ? PromiseJson.Read(promise, (CardType)row.CardType) : null,
    };

    public static QuoteRow ToRow(this QuoteRecord quote) => new()
    {
        PartnerId = quote.PartnerId.Value,
        Id = quote.Id.Value,
        Card = quote.Offer.Card.Value,
        CardType = (int)quote.Offer.CardType,
        PlanCode = quote.Offer.PlanCode.Value,
        AmountCurrency = quote.Amount?.Currency.Code,
        Amount = quote.Amount?.Minor,
        Channel = (int)quote.Offer.Channel,
        Price = PriceJson.Write(quote.Offer.Price),
        ReversalWindow = quote.Offer.ReversalWindow.Ticks,
        CreatedAt = quote.CreatedAt.UtcTicks,
        ExpiresAt = quote.ExpiresAt.UtcTicks,
        UsedBy = quote.UsedBy?.Value,
        Outlet = quote.Outlet,
        StartNow = quote.Offer.StartNow,
        Promise = quote.Promise is { } promise ? PromiseJson.Write(promise) : null,
        RefundTerms = RefundJson.Write(quote.Offer.Refund),
    };

    public static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? Instant(long? ticks) => ticks is { } value ? Instant(value) : null;
}
