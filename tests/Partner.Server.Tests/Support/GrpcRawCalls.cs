using Grpc.Core;
using Grpc.Net.Client;

namespace Partner.Server.Tests.Support;

/// <summary>Calls of any method with any bytes.</summary>
internal static class GrpcRawCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(sent => sent, received => received);

    /// <summary>Sends one message of these bytes and reads every answer.</summary>
    /// <param name="channel">Where to.</param>
    /// <param name="method">"/package.Service/Method".</param>
    /// <param name="message">The message's bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<byte[]>> CallAsync(
        this GrpcChannel channel, string method, byte[] message, CancellationToken cancellationToken = default)
    {
        var parts = method.Split('/');
        var any = new Method<byte[], byte[]>(MethodType.ServerStreaming, parts[1], parts[2], Bytes, Bytes);
        using var call = channel.CreateCallInvoker()
            .AsyncServerStreamingCall(any, null, new CallOptions(cancellationToken: cancellationToken), message);
        var answers = new List<byte[]>();
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            answers.Add(call.ResponseStream.Current);
        }

        return answers;
    }
}
