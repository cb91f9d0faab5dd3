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
/// <param name="sales">Counts the sales that the issuer declines.</param>
internal sealed class CardLookupInterceptor(CardLookupGuard guard, DeclinedSales sales) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        request switch
        {
            GetTopUpRequest => ShowAsync(request, context, continuation),
            CreateTopUpRequest { ValidateOnly: false } => GuardAsync(request, context, continuation, sells: true),
            _ when CardOf(request) is not null => GuardAsync(request, context, continuation, sells: false),
            _ => continuation(request, context),
        };

    private async Task<TResponse> ShowAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var shown = await continuation(request, context);
        if (shown is GetTopUpResponse { TopUp: { } topUp })
        {
            sales.Shown(context.GetCaller(), topUp);
        }

        return shown;
    }

    private async Task<TResponse> GuardAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation, bool sells)
        where TRequest : class
        where TResponse : class
    {
        var (caller, card, till) = (context.GetCaller(), CardOf(request), TillOf(request));
        if (request is not CreateTopUpRequest && guard.Refuse(caller, till) is { } refusal)
        {
            throw new RefusalException(refusal);
        }

        try
        {
            return sells ? await SellAsync(request, context, continuation, till) : await continuation(request, context);
        }
        catch (RefusalException refused) when (card is not null && IsUnknownOrDeclined(refused.Refusal.Reason))
        {
            guard.Note(caller, card.Value, till);
            throw;
        }
    }

    private async Task<TResponse> SellAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation,
        CardLookupGuard.NamedTill till)
        where TRequest : class
        where TResponse : class
    {
        var (caller, id) = (context.GetCaller(), ((CreateTopUpRequest)(object)request).RequestId);
        var began = sales.Begin(caller, id, till);
        try
        {
            var answer = await continuation(request, context);
            sales.Answered(caller, (CreateTopUpResponse)(object)answer, began);
            return answer;
        }
        catch (RefusalException) when (began)
        {
            // Nothing was saved. After any other failure it may have been, and its end is counted as others are.
            sales.Forget(caller.PartnerId, id);
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

    private static bool IsUnknownOrDeclined(Reason reason) =>
        DeclinedSales.IsDecline(reason) || reason is Reason.EsimCardNotFound or Reason.TopUpNotFound;
}
