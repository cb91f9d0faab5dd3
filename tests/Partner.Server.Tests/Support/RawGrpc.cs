using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace Partner.Server.Tests.Support;

/// <summary>Sends what no gRPC client would send, and reads the answer as a client does.</summary>
internal static class RawGrpc
{
    public const string CreateTopUp = "leb.partner.v1.TopUpService/CreateTopUp";

    private const string Details = "grpc-status-details-bin";

    /// <summary>A message in the framing of gRPC: not compressed, then its length, then the bytes.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message)
    {
        var framed = new byte[message.Length + 5];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Length);
        message.CopyTo(framed.AsSpan(5));
        return framed;
    }

    /// <summary>Sends a body and returns the body of the answer.</summary>
    /// <exception cref="RpcException">The answer's status is not OK; it carries the details.</exception>
    /// <exception cref="HttpRequestException">There was no answer, or none of gRPC.</exception>
    public static async Task<byte[]> SendAsync(
        TestClient client, string method, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(client.Address, "/" + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.Http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadAsByteArrayAsync();
        var fields = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        var status = (StatusCode)int.Parse(
            fields.GetValues("grpc-status").Single(), NumberStyles.None, CultureInfo.InvariantCulture);
        return status == StatusCode.OK ? answer : throw ErrorOf(status, fields);
    }

    private static RpcException ErrorOf(StatusCode status, HttpResponseHeaders fields)
    {
        var trailers = new Metadata();
        if (fields.TryGetValues(Details, out var details))
        {
            var text = details.Single();
            trailers.Add(Details, Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }

        return new RpcException(new Status(status, "from the wire"), trailers);
    }
}
