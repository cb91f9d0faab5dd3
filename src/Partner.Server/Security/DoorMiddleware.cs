using Grpc.AspNetCore.Server;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Connections;
using Partner.Server.Errors;

namespace Partner.Server.Security;

/// <summary>
/// Keeps the two doors apart: by the operator's nobody but an operator gets anything, and each has only its own
/// services and pages. What belongs to the other does not exist, and is answered as what nobody has ever heard of.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class DoorMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var atOperators = OperatorDoor.IsOf(http);
        if (atOperators && http.Features.Get<CallerVerdict>()?.Caller is not { IsOperator: true })
        {
            return http.RefuseAsync(
                new Refusal(Reason.PermissionMissing).With("permission", CallPolicy.Describe(Permissions.Operator)));
        }

        if (http.GetEndpoint() is not { } endpoint)
        {
            return next(http);
        }

        if (endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName is { } service)
        {
            return OperatorDoor.Has(service, atOperators)
                ? next(http)
                : http.RefuseAsync(new Refusal(Reason.MethodUnknown));
        }

        if (endpoint.Metadata.GetMetadata<OperatorOnly>() is null)
        {
            return next(http);
        }

        if (atOperators)
        {
            // A page has no message that gRPC would announce; what it reads, Kestrel bounds.
            http.Features.Get<CallBounds.Awaited>()?.Arrived();
        }
        else
        {
            http.SetEndpoint(null);
        }

        return next(http);
    }
}
