using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.TopUps;

namespace Partner.Core.Receipts;

/// <summary>
/// What a customer's receipt (凭证) says of a sale. Facts that never change: they are written down and signed when it is
/// first printed. What changes later, that the sale was taken back or how often it was printed, stands beside them in
/// <see cref="ReceiptPrint"/>. It has what the customer paid, never what the partner paid or earns.
/// </summary>
public sealed record Receipt
{
    /// <summary>The partner that sold it: receipt numbers are its own.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>The top-up.</summary>
    public required TopUpId TopUpId { get; init; }

    /// <summary>The number, with its check digit.</summary>
    public required string Number { get; init; }

    /// <summary>When it was sold (UTC), to the second.</summary>
    public required DateTimeOffset SoldAt { get; init; }

    /// <summary>When it arrived on the card (UTC), to the second.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The zone in which its times are printed, by its IANA name.</summary>
    public required string Zone { get; init; }

    /// <summary>The outlet; empty when the sale named none.</summary>
    public required string Outlet { get; init; }

    /// <summary>The terminal; empty when the sale named none.</summary>
    public required string Terminal { get; init; }

    /// <summary>The card's number with its middle hidden.</summary>
    public required string Card { get; init; }

    /// <summary>The card's type.</summary>
    public required CardType CardType { get; init; }

    /// <summary>The plan.</summary>
    public required PlanCode PlanCode { get; init; }

    /// <summary>The plan's name.</summary>
    public required ReceiptName Plan { get; init; }

    /// <summary>How the price came about, in its order: face, discounts, fee, gifts.</summary>
    public required IReadOnlyList<ReceiptItem> Items { get; init; }

    /// <summary>What the customer paid.</summary>
    public required Money Total { get; init; }

    /// <summary>Until when the card is valid by the sale; null where the sale does not say.</summary>
    public ReceiptValidity? Validity { get; init; }

    /// <summary>Whether a top-up has a receipt: it arrived, whatever became of it afterwards.</summary>
    public static bool IsDue(TopUpRecord topUp) => topUp.State is TopUpState.Succeeded or TopUpState.Reversed;

    /// <summary>The receipt of a sale.</summary>
    /// <param name="topUp">The sale, for which <see cref="IsDue"/>.</param>
    /// <param name="plan">Its plan's name.</param>
    /// <param name="zone">The zone in which its times are printed.</param>
    /// <param name="validity">Until when the card is valid by it; null where that is not known.</param>
    public static Receipt Of(TopUpRecord topUp, ReceiptName plan, string zone, ReceiptValidity? validity)
    {
        var (offer, price) = (topUp.Offer, topUp.Offer.Price);
        return new Receipt
        {
            PartnerId = topUp.PartnerId,
            TopUpId = topUp.Id,
            Number = topUp.ReceiptNumber,
            SoldAt = ToSecond(topUp.CreatedAt),
            ArrivedAt = ToSecond(topUp.AcceptedAt ?? topUp.FinalAt ?? topUp.CreatedAt),
            Zone = zone,
            Outlet = topUp.Seller.Outlet,
            Terminal = topUp.Seller.Terminal,
            Card = CardMask.Of(offer.Card.Value),
            CardType = offer.CardType,
            PlanCode = offer.PlanCode,
            Plan = plan,
            Items = [.. price.Lines.Where(IsForTheCustomer).Select(ReceiptItem.Of)],
            Total = price.CustomerPays,
            Validity = validity is { } known ? known with { Until = ToSecond(known.Until) } : null,
        };
    }

    // Cashback to the partner's float is the partner's affair.
    private static bool IsForTheCustomer(PriceLine line) => line.Step != PriceStep.PartnerCashback;

    private static DateTimeOffset ToSecond(DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond)).ToUniversalTime();
}

/// <summary>A name for people in both languages, so that a receipt can be printed in either at any time.</summary>
/// <param name="English">The English name.</param>
/// <param name="Chinese">The Chinese name.</param>
public sealed record ReceiptName(string English, string Chinese)
{
    /// <summary>No name.</summary>
    public static readonly ReceiptName None = new("", "");

    /// <summary>The name in a language.</summary>
    public string In(ReceiptLanguage language) => language.Pick(English, Chinese);
}

/// <summary>A line of the price.</summary>
/// <param name="Step">Its kind.</param>
/// <param name="Amount">By how much it changes the price, or what is given: money, or a number of points.</param>
/// <param name="Name">The promotion's name; <see cref="ReceiptName.None"/> for face and fee.</param>
public sealed record ReceiptItem(PriceStep Step, Money Amount, ReceiptName Name)
{
    /// <summary>It in words, as it is printed.</summary>
    public string TextIn(ReceiptLanguage language) => ReceiptWords.Of(this, language);

    /// <summary>The data or validity that is given; null for every other line.</summary>
    public CardGrant? Grant { get; init; }

    /// <summary>The line of a price.</summary>
    public static ReceiptItem Of(PriceLine line) => new(
        line.Step,
        line.Amount,
        line.IsPromotion ? new ReceiptName(line.NameEn ?? line.RuleId, line.NameZh ?? line.RuleId) : ReceiptName.None)
    {
        Grant = line.Grant is { } grant ? new CardGrant(grant.Bytes, grant.Period) : null,
    };
}

/// <summary>Until when a card is valid after a sale, as it was promised, or as the issuer told after it.</summary>
/// <param name="Until">The end (UTC), exclusive, to the second.</param>
/// <param name="Zone">The card's zone, by its IANA name, by whose calendar it was counted.</param>
/// <param name="AtLeast">
/// Whether it may be later: the sale had no quote, and nobody looked at the card before it, nor since.
/// </param>
public sealed record ReceiptValidity(DateTimeOffset Until, string Zone, bool AtLeast);
