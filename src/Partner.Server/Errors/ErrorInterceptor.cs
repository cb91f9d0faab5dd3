using Grpc.Core;
using Grpc.Core.Interceptors;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Server.Connections;
using Partner.Server.Contract;
using Partner.Storage.Abstractions;

namespace Partner.Server.Errors;

/// <summary>
/// The outermost interceptor: whatever a service's method throws leaves as one of the contract's reasons. Refusals are
/// answered as they are; a database that is away becomes SERVICE_UNAVAILABLE, the end of the call CALL_ENDED; anything
/// else becomes INTERNAL with an incident number and nothing more, while the log has the rest without card numbers.
/// </summary>
internal sealed partial class ErrorInterceptor(TimeProvider time, ILogger<ErrorInterceptor> logger) : Interceptor
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly MinuteBound _said = new(time);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Answer(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Answer(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Answer(exception, context, readsOn: true);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Answer(exception, context, readsOn: true);
        }
    }

    /// <param name="readsOn">
    /// Whether the method reads its caller's messages itself: a reset is an IOException then, before the call says so.
    /// </param>
    private RpcException Answer(Exception exception, ServerCallContext context, bool readsOn = false)
    {
        var language = context.GetLanguage();
        if (exception is RefusalException refused && RefusalStatus.Has(refused.Refusal.Reason))
        {
            return RefusalStatus.ToRpcException(refused.Refusal, language);
        }

        if (exception is StoreUnavailableException)
        {
            // Not an incident: the store comes back by itself, and the same request id finds out what it did.
            if (_said.MaySay(context.Method, out var left))
            {
                LogUnavailable(context.Method, exception.Message, left);
            }

            return RefusalStatus.ToRpcException(
                new Refusal(Reason.ServiceUnavailable) { RetryAfter = RetryAfter }, language);
        }

        if ((HasEnded(context) && (exception is OperationCanceledException or IOException || IsLateWrite(exception)))
            || (readsOn && exception is IOException))
        {
            var late = context.Deadline <= time.GetUtcNow().UtcDateTime;
            var code = late ? StatusCode.DeadlineExceeded : StatusCode.Cancelled;
            return RefusalStatus.Answer(new Refusal(Reason.CallEnded), language, code).ToRpcException();
        }

        var incident = IncidentId.New();
        LogUnexpected(incident, context.Method, CardMask.Hide(exception.ToString()));
        return RefusalStatus.ToRpcException(new Refusal(Reason.Internal).With("incident_id", incident), language);
    }

    // While the database is away each call is answered so, and callers decide how many there are.
    [LoggerMessage(233, LogLevel.Warning, "{Method} answered UNAVAILABLE: {Why} ({Left} more since the last line)")]
    private partial void LogUnavailable(string method, string why, int left);

    // What gRPC says of a message that is written to a stream whose caller is gone.
    private static bool IsLateWrite(Exception exception) =>
        exception is InvalidOperationException { Source: "Grpc.AspNetCore.Server" };

    private static bool HasEnded(ServerCallContext context) =>
        context.CancellationToken.IsCancellationRequested
        || context.GetHttpContext().RequestAborted.IsCancellationRequested;

    // The exception goes in as text: a logger that prints or exports it by itself would not mask it.
    [LoggerMessage(231, LogLevel.Error, "Incident {Incident} in {Method}: {Fault}")]
    private partial void LogUnexpected(string incident, string method, string fault);
}
