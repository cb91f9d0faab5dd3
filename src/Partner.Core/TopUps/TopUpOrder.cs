using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Plans;

namespace Partner.Core.TopUps;

/// <summary>
/// Who sold: free references of the partner, without meaning to the service but for the outlet's scope.
/// </summary>
/// <param name="Outlet">The outlet; empty when not given.</param>
/// <param name="Terminal">The terminal; empty when not given.</param>
/// <param name="Cashier">The cashier; empty when not given.</param>
/// <param name="ClientReference">The partner's own reference; empty when not given.</param>
/// <param name="BusinessDate">The till's business day; null when not given.</param>
public sealed record Seller(
    string Outlet, string Terminal, string Cashier, string ClientReference, DateOnly? BusinessDate);

/// <summary>A well-formed request for a top-up, in normalised values.</summary>
/// <param name="RequestId">The partner's id of the sale.</param>
/// <param name="Card">The card; null when a quote is given without it.</param>
/// <param name="PlanCode">The plan; null when a quote is given without it.</param>
/// <param name="Amount">The chosen amount; null when not given.</param>
/// <param name="QuoteId">The quote to consume; null when none.</param>
/// <param name="MaxDebit">The highest acceptable debit; null for any.</param>
/// <param name="AllowDuplicate">Whether a suspected duplicate is meant.</param>
/// <param name="Channel">Where it is sold; null when a quote is given without it.</param>
/// <param name="Seller">Who sold.</param>
public sealed record TopUpOrder(
    RequestId RequestId,
    CardNumber? Card,
    PlanCode? PlanCode,
    Money? Amount,
    QuoteId? QuoteId,
    Money? MaxDebit,
    bool AllowDuplicate,
    Channel? Channel,
    Seller Seller)
{
    // Stands in the hash for a number that nobody can hash.
    private const string NoHash = "unkept";

    /// <summary>The coupon named, exactly as given; null when none.</summary>
    public string? Coupon { get; init; }

    /// <summary>
    /// Whether a pack that would wait for its turn begins at once; beside a quote, false repeats nothing.
    /// </summary>
    public bool StartNow { get; init; }

    /// <summary>
    /// Whether it is sold although an earlier sale of the plan to the card was reported as not arrived, and it is not
    /// clear yet whether it did.
    /// </summary>
    public bool AllowOpenCase { get; init; }

    /// <summary>How the customer is told what becomes of it; null where no number was left.</summary>
    public CustomerContact? Contact { get; init; }

    /// <summary>The highest that the customer may pay; null for any. Callers have no such field: renewals do.</summary>
    public Money? MaxPrice { get; init; }

    /// <summary>The identity document that was checked for it; null where none was, or it cannot be kept.</summary>
    public IdCheck? IdCheck { get; init; }

    /// <summary>
    /// An identity check of the same card that is kept already, for sales that nobody types: of a standing order.
    /// </summary>
    public KeptIdCheck? StandingIdCheck { get; init; }

    /// <summary>How it comes about.</summary>
    public Origin Origin { get; init; } = Origin.Sale;

    /// <summary>The order as it is meant beside a quote: where it names no outlet, it is the quote's.</summary>
    /// <param name="quote">The quote; null when there is none.</param>
    public TopUpOrder Beside(QuoteRecord? quote) => quote is null || Seller.Outlet.Length > 0
        ? this
        : this with { Seller = Seller with { Outlet = quote.Outlet } };

    /// <summary>The identity check as it is stored with a sale to a card; null where there is none.</summary>
    public KeptIdCheck? IdCheckFor(CardNumber card) => IdCheck?.For(card) ?? StandingIdCheck;

    /// <summary>Hash of what the request id stands for. Worked out anew, so that a changed copy has its own.</summary>
    public InputHash Hash => HashWith(Contact is null ? null : Contact.Hashes.FirstOrDefault(NoHash));

    /// <summary>
    /// Whether it is the order that a request id stands for. The customer's number may have been hashed with a former
    /// key; and one that came while there was no key was not looked at.
    /// </summary>
    /// <param name="used">The hash of what the request id was used with.</param>
    public bool IsOf(InputHash used) => Contact is null
        ? used == Hash
        : Contact.Hashes.Append(NoHash).Any(hash => HashWith(hash) == used);

    private InputHash HashWith(string? contact) =>
        InputHash.OfTopUp(Card, PlanCode, Amount, QuoteId, Coupon, StartNow, contact);
}
