using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Server.Projections;

namespace Partner.Server.Cards;

/// <summary>CardService of the contract.</summary>
public sealed class CardGrpcService(IIssuerGateway issuer, TermsSource terms, TimeProvider clock)
    : CardService.CardServiceBase
{
    /// <inheritdoc/>
    public override async Task<GetCardResponse> GetCard(GetCardRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var card = reader.Card(request.Card, true);
        reader.ThrowIfRefused();
        var now = clock.GetUtcNow();
        var catalogue = terms.At(now)?.Catalogue;
        if (catalogue?.TypeOf(card!) is not { } cardType)
        {
            throw new RefusalException(new Refusal(Reason.CardUnknown));
        }

        var answer = await issuer.GetCardAsync(card!, context.CancellationToken);
        var known = answer.Card ?? throw new RefusalException(answer.Verdict == IssuerCardVerdict.UnknownCard
            ? new Refusal(Reason.CardUnknown)
            : new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) });
        var message = known.ToState(cardType).ToWire(card!, catalogue.RulesOf(cardType), now);
        if (known.RemainingDataBytes is { } data)
        {
            message.RemainingDataBytes = data;
        }

        if (known.Status is not (IssuerCardStatus.Blocked or IssuerCardStatus.Terminated))
        {
            message.Plans.AddRange(catalogue.Plans
                .Where(plan => plan.CardType == cardType)
                .Select(plan => $"plans/{plan.Code}"));
        }

        return new GetCardResponse { Card = message };
    }
}
