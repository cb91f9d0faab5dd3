using Partner.Core.Errors;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.TopUps;

/// <summary>Makes quotes: the offer of this moment, after asking the issuer whether the card takes a top-up.</summary>
public sealed class QuoteWorkflow(
    PartnerStore store,
    SalePreparation preparation,
    PartnerDirectory partners,
    IIssuerGateway issuer,
    TopUpPolicy policy,
    TimeProvider clock)
{
    /// <summary>Makes and saves a quote.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="input">What is asked for; live facts of the card are asked of the issuer here.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>The quote and the card's present end of validity.</returns>
    public async Task<Result<(QuoteRecord Quote, DateTimeOffset? CardValidUntil)>> QuoteAsync(
        Caller caller, SaleInput input, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var partner = await partners.GetAsync(caller.PartnerId, cancel);
        var sale = await preparation.PrepareAsync(partner, input, now, cancel);
        if (sale.Refusal is { } refusal)
        {
            return refusal;
        }

        var answer = await issuer.GetCardAsync(input.Card, cancel);
        if (Refuse(answer) is { } refused)
        {
            return refused;
        }

        var known = sale.Value with
        {
            Request = sale.Value.Request with { Card = new CardFacts(answer.Card?.ValidUntil) },
        };
        var proposal = new SaleProposal.AtPresentPrice(known);
        var offer = await store.TopUps.OfferAsync(partner.Id, proposal, cancel);
        if (offer.Refusal is { } reason)
        {
            return reason;
        }

        // The issuer may have taken its time: what must not wait for long is the saving.
        var arrival = Arrival.Now(cancel);
        var quote = new QuoteRecord(
            partner.Id, new QuoteId(Ids.New(now)), offer.Value, input.Amount, now, now + policy.QuoteValidity, null);
        return await store.Quotes.SaveAsync(quote, arrival) is { } overloaded
            ? overloaded
            : (quote, answer.Card?.ValidUntil);
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
