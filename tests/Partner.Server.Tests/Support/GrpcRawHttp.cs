using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Partner.Sandbox.Certificates;

namespace Partner.Server.Tests.Support;

/// <summary>gRPC by hand over HTTP/2, for what a proper client never sends.</summary>
internal static class GrpcRawHttp
{
    /// <summary>A message in its frame: not compressed, 4 octets of length, the message.</summary>
    public static byte[] Frame(byte[] message, byte flags = 0)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        return [flags, .. length, .. message];
    }

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    /// <summary>Posts a body and returns how the call ended.</summary>
    public static async Task<RpcException> PostAsync(
        GrpcTestHost host, IssuedCertificate certificate, string method, byte[] body,
        params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(TlsTestClient.Handler(host.Authority, certificate));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return Read(response);
    }

    private static RpcException Read(HttpResponseMessage response)
    {
        var fields = response.Headers.Concat(response.TrailingHeaders)
            .ToLookup(field => field.Key, field => field.Value.Single(), StringComparer.OrdinalIgnoreCase);
        var code = (StatusCode)int.Parse(fields["grpc-status"].Single());
        var trailers = new Metadata();
        foreach (var details in fields["grpc-status-details-bin"])
        {
            var padding = new string('=', (4 - (details.Length % 4)) % 4);
            trailers.Add("grpc-status-details-bin", Convert.FromBase64String(details + padding));
        }

        return new RpcException(
            new Status(code, Uri.UnescapeDataString(fields["grpc-message"].SingleOrDefault() ?? "")), trailers);
    }
}
