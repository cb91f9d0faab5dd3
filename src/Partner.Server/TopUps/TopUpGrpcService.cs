using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Notices;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Storage;

namespace Partner.Server.TopUps;

/// <summary>TopUpService of the contract: reads messages, calls the workflows, writes messages.</summary>
public sealed class TopUpGrpcService(
    PartnerStore store,
    VisibleTopUps topUps,
    TopUpWorkflow workflow,
    ReversalWorkflow reversals,
    QuoteWorkflow quotes,
    RefundWorkflow refunds,
    TopUpWatch watch,
    TopUpChanges topUpChanges,
    ContactBook contacts,
    ContactKeys keys,
    TimeProvider clock) : TopUpService.TopUpServiceBase
{
    /// <inheritdoc/>
    public override async Task<CreateTopUpResponse> CreateTopUp(CreateTopUpRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var now = clock.GetUtcNow();
        var language = context.GetLanguage();
        var (read, wait) = TopUpRequests.Read(request, caller, keys).OrThrow();
        var order = contacts.Keep(caller.PartnerId, read, language);
        var timing = CallTiming.Of(wait, context.Deadline, now);
        var answer = (await workflow
            .CreateAsync(caller, order, request.ValidateOnly, timing, context.CancellationToken)).OrThrow();
        var topUp = answer.TopUp.ToWire(language);
        topUp.Notice = await contacts.TellAsync(
            answer.TopUp, order, !answer.Replayed, language, context.CancellationToken);
        return new CreateTopUpResponse { TopUp = topUp, Replayed = answer.Replayed };
    }

    /// <inheritdoc/>
    public override async Task<QuoteTopUpResponse> QuoteTopUp(QuoteTopUpRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var input = TopUpRequests.Read(request, caller).OrThrow();
        var (quote, projection) = (await quotes.QuoteAsync(caller, input, context.CancellationToken)).OrThrow();
        return new QuoteTopUpResponse { Quote = quote.ToWire(projection, context.GetLanguage()) };
    }

    /// <inheritdoc/>
    public override async Task<PreviewTopUpResponse> PreviewTopUp(
        PreviewTopUpRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var input = TopUpRequests.Read(request, caller).OrThrow();
        var (offer, projection) = (await quotes.PreviewAsync(caller, input, context.CancellationToken)).OrThrow();
        return new PreviewTopUpResponse
        {
            Price = offer.Price.ToWire(context.GetLanguage(), indicative: true),
            Projection = projection.ToWire(context.GetLanguage()),
        };
    }

    /// <inheritdoc/>
    public override async Task<GetTopUpResponse> GetTopUp(GetTopUpRequest request, ServerCallContext context)
    {
        var topUp = request.KeyCase == GetTopUpRequest.KeyOneofCase.RequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.RequestId, "request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.Name, "name", context);
        var message = topUp.ToWire(context.GetLanguage());
        message.Notice = await contacts.TellAsync(topUp, context.GetLanguage(), context.CancellationToken);
        return new GetTopUpResponse { TopUp = message };
    }

    /// <inheritdoc/>
    public override async Task<ListTopUpsResponse> ListTopUps(ListTopUpsRequest request, ServerCallContext context)
    {
        const int usual = 50;
        const int most = 500;
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, usual, most);
        var filter = TopUpRequests.Read(request.Filter, caller, reader).OrThrow();
        var canonical = TopUpRequests.Canonical(filter);
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, canonical).OrThrow();
        var page = await store.Sales.ListAsync(caller.PartnerId, filter, before, size, context.CancellationToken);
        var response = new ListTopUpsResponse();
        response.TopUps.AddRange(page.TopUps.Select(topUp => topUp.ToWire(context.GetLanguage())));
        response.NextPageToken = page.Next is { } next ? PageTokens.Make(caller.PartnerId, canonical, next) : "";
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetSalesTotalsResponse> GetSalesTotals(
        GetSalesTotalsRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var filter = TopUpRequests.Read(request.Filter, caller, new RequestReader()).OrThrow();
        var asOf = clock.GetUtcNow();
        var totals = await store.Sales.TotalsAsync(caller.PartnerId, filter, context.CancellationToken);
        var response = new GetSalesTotalsResponse
        {
            AsOf = asOf.ToWire(),
            UnfinishedReversals = totals.UnfinishedReversals,
        };
        response.Totals.AddRange(totals.Lines.Select(TopUpMapper.ToWire));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<CancelTopUpResponse> CancelTopUp(CancelTopUpRequest request, ServerCallContext context)
    {
        var topUp = request.KeyCase == CancelTopUpRequest.KeyOneofCase.RequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.RequestId, "request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.Name, "name", context);
        var now = clock.GetUtcNow();
        var cancelled = (await store.TopUps.CancelAsync(topUp.PartnerId, topUp.Id, now)).OrThrow();
        Metrics.Changed(cancelled, now);
        topUpChanges.Signal(topUp.Id);
        return new CancelTopUpResponse { TopUp = cancelled.ToWire(context.GetLanguage()) };
    }

    /// <inheritdoc/>
    public override async Task<AbandonTopUpResponse> AbandonTopUp(
        AbandonTopUpRequest request, ServerCallContext context)
    {
        var arrival = Arrival.Now(context.CancellationToken);
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        reader.ThrowIfRefused();
        var answer = await store.TopUps.AbandonAsync(caller.PartnerId, requestId, clock.GetUtcNow(), arrival);
        var certain = answer.OrThrow();
        return certain.TopUp switch
        {
            null => new AbandonTopUpResponse { Abandoned = true },
            var topUp when caller.Sees(topUp.Seller.Outlet, topUp.Seller.Terminal) => new AbandonTopUpResponse
            {
                TopUp = topUp.ToWire(context.GetLanguage()),
            },
            _ => throw new RefusalException(new Refusal(Reason.RequestIdConflict)),
        };
    }

    /// <inheritdoc/>
    public override async Task<QuoteRefundResponse> QuoteRefund(QuoteRefundRequest request, ServerCallContext context)
    {
        var topUp = request.KeyCase == QuoteRefundRequest.KeyOneofCase.TopUpRequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.TopUpRequestId, "top_up_request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.TopUp, "top_up", context);
        var quoted = (await refunds.QuoteAsync(topUp, context.CancellationToken)).OrThrow();
        return new QuoteRefundResponse { Refund = quoted.ToWire(context.GetLanguage()) };
    }

    /// <inheritdoc/>
    public override async Task<ReverseTopUpResponse> ReverseTopUp(
        ReverseTopUpRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var (order, wait) = TopUpRequests.Read(request, caller, new RequestReader()).OrThrow();
        var topUp = request.KeyCase == ReverseTopUpRequest.KeyOneofCase.TopUpRequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.TopUpRequestId, "top_up_request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.TopUp, "top_up", context);
        var timing = CallTiming.Of(wait, context.Deadline, clock.GetUtcNow());
        var answer = (await reversals
            .ReverseAsync(caller, topUp, order, timing, context.CancellationToken)).OrThrow();
        return new ReverseTopUpResponse
        {
            Reversal = answer.Reversal.ToWire(answer.TopUp, caller, context.GetLanguage()),
            TopUp = answer.TopUp.ToWire(context.GetLanguage()),
            Replayed = answer.Replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<GetReversalResponse> GetReversal(GetReversalRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var reversal = request.KeyCase == GetReversalRequest.KeyOneofCase.RequestId
            ? await FindReversalByRequestAsync(request.RequestId, context)
            : await FindReversalByNameAsync(request.Name, context);
        var topUp = reversal is null
            ? null
            : await store.TopUps.FindAsync(caller.PartnerId, reversal.TopUpId, context.CancellationToken);
        return topUp is not null && caller.Sees(topUp.Seller.Outlet, topUp.Seller.Terminal)
            ? new GetReversalResponse { Reversal = reversal!.ToWire(topUp, caller, context.GetLanguage()) }
            : throw new RefusalException(new Refusal(Reason.ReversalNotFound));
    }

    /// <inheritdoc/>
    public override async Task WatchTopUp(
        WatchTopUpRequest request, IServerStreamWriter<WatchTopUpResponse> responseStream, ServerCallContext context)
    {
        var topUp = await topUps.ByNameAsync(new RequestReader(), request.Name, "name", context);
        await watch.RunAsync(topUp, responseStream, context);
    }

    private async Task<ReversalRecord?> FindReversalByRequestAsync(string requestId, ServerCallContext context) =>
        await FindReversalIdAsync(requestId, context) is { } id
            ? await FindReversalAsync(new ReversalId(id), context)
            : null;

    /// <summary>A reversal of the top-up in its name: under another one's it does not exist.</summary>
    private async Task<ReversalRecord?> FindReversalByNameAsync(string name, ServerCallContext context)
    {
        var (topUpId, id) = ReversalNames.Read(name).OrThrow();
        var found = await FindReversalAsync(id, context);
        return found?.TopUpId == topUpId ? found : null;
    }

    private Task<ReversalRecord?> FindReversalAsync(ReversalId id, ServerCallContext context) =>
        store.Reversals.FindAsync(context.GetCaller().PartnerId, id, context.CancellationToken);

    private async Task<string?> FindReversalIdAsync(string requestId, ServerCallContext context)
    {
        var reader = new RequestReader();
        reader.RequestId(requestId);
        reader.ThrowIfRefused();
        return await store.TopUps.FindIdAsync(
            context.GetCaller().PartnerId,
            new RequestId(requestId),
            RequestMethod.ReverseTopUp,
            context.CancellationToken);
    }
}
