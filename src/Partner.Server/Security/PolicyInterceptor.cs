using Grpc.Core;
using Grpc.Core.Interceptors;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Contract;

namespace Partner.Server.Security;

/// <summary>
/// Lets a call through to its service when the partner is active and the certificate has the permission that
/// <see cref="CallPolicy"/> asks for. The order of refusals, first to last:
/// <list type="number">
/// <item>the certificate is not registered or revoked, before anything is read (<see cref="CallerMiddleware"/>);</item>
/// <item>there is no such method, the message is too large or cannot be read (the framework);</item>
/// <item>fields are wrong, where a <see cref="RequestShape{TRequest}"/> is registered for the request;</item>
/// <item>the partner is suspended;</item>
/// <item>the permission is missing;</item>
/// <item>everything that the service finds, beginning with fields that are wrong where no shape is registered.</item>
/// </list>
/// </summary>
internal sealed class PolicyInterceptor(CallPolicy policy) : Interceptor
{
    private const Permissions AnyOfPartners =
        Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage;

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Enforce(context, request);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Enforce(context, request);
        return continuation(request, responseStream, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Enforce<TRequest>(context, null);
        return continuation(requestStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Enforce<TRequest>(context, null);
        return continuation(requestStream, responseStream, context);
    }

    /// <summary>Why a caller may not call a method; null when it may.</summary>
    /// <param name="policy">The table.</param>
    /// <param name="verdict">What is known of the certificate; null when nobody looked.</param>
    /// <param name="method">"/package.Service/Method".</param>
    internal static Refusal? Judge(CallPolicy policy, CallerVerdict? verdict, string method)
    {
        if (verdict?.Caller is not { } caller)
        {
            return verdict?.Refusal ?? new Refusal(Reason.CertificateNotRegistered);
        }

        if (verdict.Partner is { } reason)
        {
            return new Refusal(reason);
        }

        if (!policy.TryGet(method, out var needed))
        {
            return new Refusal(Reason.MethodUnknown);
        }

        // What every partner may do is nothing for an operator, who belongs to none.
        if (needed == Permissions.None && caller.IsOperator && CallPolicy.IsPartners(method))
        {
            return Missing(AnyOfPartners);
        }

        return caller.Has(needed) ? null : Missing(needed);
    }

    private static Refusal Missing(Permissions needed) =>
        new Refusal(Reason.PermissionMissing).With("permission", CallPolicy.Describe(needed));

    private void Enforce<TRequest>(ServerCallContext context, TRequest? request)
        where TRequest : class
    {
        var http = context.GetHttpContext();
        http.Features.Get<CallBounds.Awaited>()?.Arrived();
        if (Judge(policy, http.Features.Get<CallerVerdict>(), context.Method) is { } refusal)
        {
            throw new RefusalException(WrongShape(http, request) ?? refusal);
        }
    }

    private static Refusal? WrongShape<TRequest>(HttpContext http, TRequest? request)
        where TRequest : class
    {
        var shape = request is null ? null : http.RequestServices.GetService<RequestShape<TRequest>>();
        var violations = shape?.Invoke(request!);
        return violations is { Count: > 0 }
            ? new Refusal(Reason.InvalidRequest) { Violations = violations }
            : null;
    }
}
