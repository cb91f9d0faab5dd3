using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Partner.Contracts.Client;
using Partner.Core.Texts;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

/// <summary>How a call ended, or what its stream began with.</summary>
/// <param name="Status">"OK", "NOT_FOUND"; "NO_CONNECTION" where the handshake was refused.</param>
/// <param name="Reason">The reason of a refusal; empty otherwise.</param>
/// <param name="Answer">The first message of an answer; null of a refusal.</param>
/// <param name="Refusal">The refusal with all its details.</param>
internal sealed record Outcome(string Status, string Reason, byte[]? Answer, RpcException? Refusal)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(sent => sent, received => received);

    /// <summary>"NOT_FOUND TOP_UP_NOT_FOUND"; "OK".</summary>
    public override string ToString() => Reason.Length == 0 ? Status : $"{Status} {Reason}";

    /// <summary>Calls a method of any kind; of a stream the first message is enough.</summary>
    /// <param name="silence">After how long a stream that says nothing is an answer; null: never.</param>
    public static async Task<Outcome> OfAsync(
        GrpcChannel channel, MethodDescriptor method, IMessage request, TimeSpan? silence = null)
    {
        using var patience = new CancellationTokenSource(silence ?? Eventually.Longest, TimeProvider.System);
        // A call of every kind is, on the wire, one that streams both ways.
        var any = new Method<byte[], byte[]>(
            MethodType.DuplexStreaming, method.Service.FullName, method.Name, Bytes, Bytes);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(any, null, TestClient.In("en"));
        try
        {
            await SendAsync(call, request);
            byte[]? first = await call.ResponseStream.MoveNext(patience.Token) ? call.ResponseStream.Current : null;
            while (!method.IsServerStreaming && await call.ResponseStream.MoveNext(default))
            {
                throw new InvalidOperationException($"{method.FullName} answered twice.");
            }

            // Where no more is asked, the answers end by themselves.
            while (method.IsClientStreaming && await call.ResponseStream.MoveNext(patience.Token))
            {
            }

            return new Outcome("OK", first is null ? "NO_ANSWER" : "", first, null);
        }
        catch (Exception) when (silence is not null && patience.IsCancellationRequested)
        {
            return new Outcome("OK", "", [], null);
        }
        catch (RpcException refused)
        {
            return Of(refused);
        }
    }

    /// <summary>A refusal.</summary>
    private static Outcome Of(RpcException refused)
    {
        if (refused.Trailers.Count == 0 && refused.Status.DebugException is HttpRequestException or IOException)
        {
            return new Outcome("NO_CONNECTION", "", null, refused);
        }

        var error = PartnerError.From(refused);
        return new Outcome(EnumWord.Upper(refused.StatusCode), error.FromService ? error.Reason : "?", null, refused);
    }

    private static async Task SendAsync(AsyncDuplexStreamingCall<byte[], byte[]> call, IMessage request)
    {
        try
        {
            await call.RequestStream.WriteAsync(request.ToByteArray());
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or IOException)
        {
            // It was refused before it was read; the answer says why.
        }
    }
}
