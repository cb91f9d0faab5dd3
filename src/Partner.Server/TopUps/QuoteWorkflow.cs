using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Server.Hosting;
using Partner.Server.Issuer;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.TopUps;

/// <summary>Makes quotes: the offer of this moment, after asking the issuer whether the card takes a top-up.</summary>
public sealed class QuoteWorkflow(
    PartnerStore store,
    TermsSource terms,
    PartnerDirectory partners,
    IIssuerGateway issuer,
    TopUpPolicy policy,
    TimeProvider clock)
{
    /// <summary>Makes and saves a quote.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="card">The card.</param>
    /// <param name="planCode">The plan.</param>
    /// <param name="amount">The chosen amount; null when not given.</param>
    /// <param name="channel">Where it will be sold.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>The quote and the card's present end of validity.</returns>
    public async Task<Result<(QuoteRecord Quote, DateTimeOffset? CardValidUntil)>> QuoteAsync(
        Caller caller, CardNumber card, string planCode, Money? amount, Channel channel, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var partner = await partners.GetAsync(caller.PartnerId, cancel).ConfigureAwait(false);
        var offer = terms.At(now) is { } inForce
            ? TopUpOffer.Make(
                new SaleInput(card, planCode, amount, channel, "", null, null),
                [new Payee(partner.Id, null, null, partner.Currency)],
                inForce,
                PricingFacts.None,
                now)
            : new Refusal(Reason.PlanNotFound);
        if (offer.Refusal is { } refusal)
        {
            return refusal;
        }

        var answer = await issuer.GetCardAsync(card, cancel).ConfigureAwait(false);
        if (Refuse(answer) is { } refused)
        {
            return refused;
        }

        var sold = offer.Value;
        var quote = new QuoteRecord(
            partner.Id,
            Ids.New(now),
            card,
            sold.CardType,
            planCode,
            amount,
            channel,
            sold.Price,
            sold.ReversalWindow,
            now,
            now + policy.QuoteValidity,
            null);
        await store.Quotes.SaveAsync(quote).ConfigureAwait(false);
        return (quote, answer.Card?.ValidUntil);
    }

    private static Refusal? Refuse(IssuerCardAnswer answer) => (answer.Verdict, answer.Card?.Status) switch
    {
        (IssuerCardVerdict.UnknownCard, _) => new Refusal(Reason.CardUnknown),
        (IssuerCardVerdict.Unavailable, _) =>
            new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) },
        (_, IssuerCardStatus.Blocked) => new Refusal(Reason.CardBlocked),
        (_, IssuerCardStatus.Terminated) => new Refusal(Reason.CardExpired),
        _ => null,
    };
}
