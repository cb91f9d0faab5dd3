using Grpc.Core;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.Security;

/// <summary>Finds the top-ups that callers may see; any other one does not exist for them.</summary>
public sealed class VisibleTopUps(PartnerStore store)
{
    /// <summary>A top-up by its resource name.</summary>
    /// <param name="reader">What was found wrong with the request so far.</param>
    /// <param name="name">The name.</param>
    /// <param name="field">The field that holds it.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="RefusalException">INVALID_REQUEST, or TOP_UP_NOT_FOUND.</exception>
    internal async Task<TopUpRecord> ByNameAsync(
        RequestReader reader, string name, string field, ServerCallContext context)
    {
        var id = reader.Name(name, "topUps", true, field);
        reader.ThrowIfRefused();
        return await FindAsync(id, context);
    }

    /// <summary>A top-up by the request id that made it.</summary>
    /// <param name="reader">What was found wrong with the request so far.</param>
    /// <param name="requestId">The request id.</param>
    /// <param name="field">The field that holds it.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="RefusalException">INVALID_REQUEST, or TOP_UP_NOT_FOUND.</exception>
    internal async Task<TopUpRecord> ByRequestAsync(
        RequestReader reader, string requestId, string field, ServerCallContext context)
    {
        reader.RequestId(requestId, field);
        reader.ThrowIfRefused();
        var id = await store.TopUps.FindIdAsync(
            context.GetCaller().PartnerId,
            new RequestId(requestId),
            RequestMethod.CreateTopUp,
            context.CancellationToken);
        return await FindAsync(id, context);
    }

    private async Task<TopUpRecord> FindAsync(string? id, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var topUp = id is null
            ? null
            : await store.TopUps.FindAsync(caller.PartnerId, new TopUpId(id), context.CancellationToken);
        return topUp is not null && caller.Sees(topUp.Seller.Outlet, topUp.Seller.Terminal)
            ? topUp
            : throw new RefusalException(new Refusal(Reason.TopUpNotFound));
    }
}
