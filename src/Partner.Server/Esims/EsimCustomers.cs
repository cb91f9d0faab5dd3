using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Esims;

/// <summary>Whose eSIMs a caller may see: those of cards that it sold to.</summary>
public sealed class EsimCustomers(PartnerStore store, TermsSource terms)
{
    /// <summary>
    /// Finds the rules of a card that the caller sold to. Of any other card nobody is asked, so that neither the answer
    /// nor its time tells whether it exists.
    /// </summary>
    /// <param name="caller">Who calls; a certificate of an outlet or terminal sees the sales there only.</param>
    /// <param name="card">The card.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The rules of an eSIM; ESIM_CARD_NOT_FOUND or ESIM_NOT_OFFERED otherwise.</returns>
    public async Task<Result<CardTypeRules>> FindAsync(
        Caller caller, CardNumber card, DateTimeOffset now, CancellationToken cancel)
    {
        var catalogue = terms.At(now)?.Catalogue;
        return !await store.Reissues.IsCustomerAsync(caller.PartnerId, card, caller.Scope, cancel)
            || catalogue?.TypeOf(card) is not { } type
                ? new Refusal(Reason.EsimCardNotFound)
                : catalogue.RulesOf(type) is { IsEsim: true } rules ? rules : new Refusal(Reason.EsimNotOffered);
    }
}
