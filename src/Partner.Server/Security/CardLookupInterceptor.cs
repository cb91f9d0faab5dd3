using Grpc.Core;
using Grpc.Core.Interceptors;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;

namespace Partner.Server.Security;

/// <summary>
/// Keeps callers from trying cards out: what finds no card, or is declined by the issuer, counts, and too many of them
/// lock what looks cards up. Sales are counted, not locked: they cost whoever tries them.
/// </summary>
/// <param name="guard">Counts and locks.</param>
internal sealed class CardLookupInterceptor(CardLookupGuard guard) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (CardOf(request) is not { } card)
        {
            return continuation(request, context);
        }

        var caller = context.GetCaller();
        if (request is not CreateTopUpRequest && guard.Refuse(caller) is { } refusal)
        {
            throw new RefusalException(refusal);
        }

        return CountAsync(request, context, continuation, caller, card);
    }

    private async Task<TResponse> CountAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation,
        Caller caller, int card)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            var response = await continuation(request, context);
            if (response is CreateTopUpResponse { TopUp: { State: TopUpState.Failed, Outcome.Reason: var reason } }
                && IsDecline(reason))
            {
                guard.Note(caller, card);
            }

            return response;
        }
        catch (RefusalException refused) when (
            refused.Refusal.Reason is Reason.CardUnknown or Reason.EsimCardNotFound or Reason.TopUpNotFound)
        {
            guard.Note(caller, card);
            throw;
        }
    }

    /// <summary>What tells the card of a request from others; null where it is about none.</summary>
    private static int? CardOf<TRequest>(TRequest request) => request switch
    {
        GetCardRequest get => get.Card?.GetHashCode(),
        QuoteTopUpRequest quote => quote.Card?.GetHashCode(),
        PreviewTopUpRequest preview => preview.Card?.GetHashCode(),
        CreateTopUpRequest create => create.Card?.GetHashCode(),
        ReportNotArrivedRequest report => report.GetHashCode(),
        GetInstallationRequest installation => installation.Card?.GetHashCode(),
        ReissueInstallationRequest reissue => reissue.Card?.GetHashCode(),
        CreateAutoRenewalRequest renewal => renewal.Card?.GetHashCode(),
        _ => null,
    };

    private static bool IsDecline(ErrorReason reason) => reason is ErrorReason.CardUnknown
        or ErrorReason.CardBlocked or ErrorReason.CardExpired or ErrorReason.IssuerDeclined;
}
