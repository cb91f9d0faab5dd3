using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Issuer;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Security;
using CardFactSource = Partner.Core.Reminders.CardFactSource;

namespace Partner.Server.Cards;

/// <summary>CardService of the contract.</summary>
public sealed class CardGrpcService(
    IIssuerGateway issuer, TermsSource terms, CardSightings sightings, TimeProvider clock)
    : CardService.CardServiceBase
{
    /// <inheritdoc/>
    public override async Task<GetCardResponse> GetCard(GetCardRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var card = reader.Card(request.Card, true);
        LookupPlace.Outlet(reader, caller, request.Outlet, request.Terminal).OrThrow();
        var now = clock.GetUtcNow();
        var catalogue = terms.At(now)?.Catalogue;

        // The issuer is asked about a card of others too: neither the answer nor its time tells it from an unknown one.
        var answer = await issuer.GetCardAsync(card!, context.CancellationToken);
        if (catalogue?.TypeOf(card!) is { } type)
        {
            sightings.Note(caller.PartnerId, card!, type, answer, now, CardFactSource.LookUp);
        }

        if (answer.Refusal is { } refusal)
        {
            throw new RefusalException(refusal);
        }

        if (catalogue?.TypeOf(card!) is not { } cardType)
        {
            throw new RefusalException(new Refusal(Reason.CardUnknown));
        }

        var known = answer.Card!;
        var state = known.ToState(cardType);
        var message = state.ToWire(card!, catalogue.RulesOf(cardType), now);
        if (known.RemainingDataBytes is { } data)
        {
            message.RemainingDataBytes = data;
        }

        message.Offers.AddRange(state.OffersFor(catalogue, now));
        message.Plans.AddRange(message.Offers.Select(offer => offer.Plan));
        return new GetCardResponse { Card = message };
    }
}
