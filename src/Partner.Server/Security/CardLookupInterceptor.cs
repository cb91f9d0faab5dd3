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

        var (caller, till) = (context.GetCaller(), TillOf(request));
        if (request is not CreateTopUpRequest && guard.Refuse(caller, till) is { } refusal)
        {
            throw new RefusalException(refusal);
        }

        return CountAsync(request, context, continuation, () => guard.Note(caller, card, till));
    }

    private static async Task<TResponse> CountAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation,
        Action note)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            var response = await continuation(request, context);
            if (response is CreateTopUpResponse { TopUp: { State: TopUpState.Failed, Outcome.Reason: var reason } }
                && IsDecline(reason))
            {
                note();
            }

            return response;
        }
        catch (RefusalException refused) when (
            refused.Refusal.Reason is Reason.CardUnknown or Reason.EsimCardNotFound or Reason.TopUpNotFound)
        {
            note();
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

    // The other calls about cards do not say where they are made.
    private static CardLookupGuard.NamedTill TillOf<TRequest>(TRequest request) => request switch
    {
        GetCardRequest get => new(get.Outlet, get.Terminal),
        QuoteTopUpRequest quote => new(quote.Outlet, quote.Terminal),
        PreviewTopUpRequest preview => new(preview.Outlet, preview.Terminal),
        CreateTopUpRequest create => new(create.Outlet, create.Terminal),
        GetInstallationRequest installation => new(installation.Outlet, installation.Terminal),
        ReissueInstallationRequest reissue => new(reissue.Outlet, reissue.Terminal),
        _ => default,
    };

    private static bool IsDecline(ErrorReason reason) => reason is ErrorReason.CardUnknown
        or ErrorReason.CardBlocked or ErrorReason.CardExpired or ErrorReason.IssuerDeclined;
}
