using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Partner.Benchmarks.Harness;

/// <summary>What a client sends first (RFC 8446, 4.1.2), as a real one writes it.</summary>
public static class ClientHello
{
    private const int RecordHead = 5;

    /// <summary>Lets a client begin a handshake with nobody, and keeps its first record.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The record, complete.</returns>
    public static async Task<byte[]> RecordAsync(CancellationToken cancel)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancel);
        using var nobody = await listener.AcceptTcpClientAsync(cancel);
        await using var tls = new SslStream(client.GetStream());
        var handshake = tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
            },
            cancel);
        var stream = nobody.GetStream();
        var head = new byte[RecordHead];
        await stream.ReadExactlyAsync(head, cancel);
        var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(RecordHead - 2))];
        await stream.ReadExactlyAsync(body, cancel);
        nobody.Close();
        await ((Task)handshake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. head, .. body];
    }
}
