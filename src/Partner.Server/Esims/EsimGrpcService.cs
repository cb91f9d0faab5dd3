using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Issuer;
using Partner.Server.Security;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Esims;

/// <summary>EsimService of the contract: reads messages, asks this folder's classes, writes messages.</summary>
public sealed class EsimGrpcService(
    PartnerStore store,
    EsimCustomers customers,
    EsimReissuing reissuing,
    IIssuerGateway issuer,
    ContactKeys keys,
    TimeProvider clock) : EsimService.EsimServiceBase
{
    private const string Collection = "esimReissues";

    /// <inheritdoc/>
    public override async Task<GetInstallationResponse> GetInstallation(
        GetInstallationRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var card = reader.Card(request.Card, true);
        LookupPlace.Outlet(reader, caller, request.Outlet, request.Terminal).OrThrow();
        (await customers.FindAsync(caller, card!, clock.GetUtcNow(), context.CancellationToken)).OrThrow();
        var answer = await issuer.GetProfileAsync(card!, context.CancellationToken);
        return answer.Refusal is { } refusal
            ? throw new RefusalException(refusal)
            : new GetInstallationResponse { Installation = answer.Profile!.ToWire(card!, context.GetLanguage()) };
    }

    /// <inheritdoc/>
    public override async Task<ReissueInstallationResponse> ReissueInstallation(
        ReissueInstallationRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var order = EsimRequests.Read(request, caller, keys).OrThrow();
        var timing = CallTiming.Of(order.Wait, context.Deadline, clock.GetUtcNow());
        var (reissue, replayed) = (await reissuing.ReissueAsync(
            caller, order, timing, context.CancellationToken)).OrThrow();
        return new ReissueInstallationResponse
        {
            Reissue = reissue.ToWire(context.GetLanguage()),
            Replayed = replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<GetReissueResponse> GetReissue(GetReissueRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var byRequest = request.KeyCase == GetReissueRequest.KeyOneofCase.RequestId;
        var requestId = byRequest ? reader.RequestId(request.RequestId) : default;
        var id = byRequest ? null : reader.Name(request.Name, Collection, true, "name");
        reader.ThrowIfRefused();
        var known = byRequest
            ? await store.Reissues.FindAsync(caller.PartnerId, requestId, context.CancellationToken)
            : await store.Reissues.FindAsync(caller.PartnerId, new ReissueId(id!), context.CancellationToken);
        return known is not null && caller.Sees(known.Origin.Outlet, known.Origin.Terminal)
            ? new GetReissueResponse { Reissue = known.ToWire(context.GetLanguage()) }
            : throw new RefusalException(new Refusal(Reason.EsimReissueNotFound));
    }
}
