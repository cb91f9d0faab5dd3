using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Partner.Server.Connections;

namespace Partner.Server.Hosting;

/// <summary>
/// The only way in: HTTP/2 over TLS 1.2 or 1.3 with a client certificate that chains to the partner authority, is
/// within its dates and says that clients may show it. Any other handshake fails before a byte of a request is read.
/// </summary>
public static class KestrelMutualTls
{
    private const int KiB = 1024;

    /// <summary>
    /// Opens an endpoint and sets the limits that suit small unary calls over long-lived connections.
    /// </summary>
    /// <param name="kestrel">
    /// The options of a server whose services have <see cref="ConnectionBounds.AddConnectionBounds"/>.
    /// </param>
    /// <param name="address">Where to listen. With port 0, localhost means 127.0.0.1.</param>
    /// <param name="tls">Certificates.</param>
    public static void ListenWithMutualTls(this KestrelServerOptions kestrel, KestrelAddress address, KestrelTls tls)
    {
        var limits = kestrel.ApplicationServices.GetRequiredService<ConnectionLimits>();
        SetLimits(kestrel, limits);
        kestrel.ListenPlainly(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            UseMutualTls(listen, tls, tls.Current, limits);
        });
    }

    /// <summary>
    /// Opens the operator's endpoint: under the same rules, with HTTP/1.1 too, for browsers. Its connections have the
    /// mark that opens the back office, and no others have it.
    /// </summary>
    /// <param name="kestrel">The server's options.</param>
    /// <param name="address">Where to listen. With port 0, localhost means 127.0.0.1.</param>
    /// <param name="tls">Certificates.</param>
    public static void ListenForOperators(this KestrelServerOptions kestrel, KestrelAddress address, KestrelTls tls)
    {
        var limits = kestrel.ApplicationServices.GetRequiredService<ConnectionLimits>();
        SetLimits(kestrel, limits);
        kestrel.ListenPlainly(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            UseMutualTls(listen, tls, tls.CurrentForBrowsers, limits);
            listen.Use(next => connection =>
            {
                connection.Features.Set(OperatorDoor.Mark);
                return next(connection);
            });
        });
    }

    /// <summary>Opens an endpoint as it is configured; without more it is plain text.</summary>
    /// <param name="kestrel">The server's options.</param>
    /// <param name="address">Where to listen. With port 0, localhost means 127.0.0.1.</param>
    /// <param name="configure">Sets the endpoint up.</param>
    internal static void ListenPlainly(
        this KestrelServerOptions kestrel, KestrelAddress address, Action<ListenOptions> configure)
    {
        if (address.Host == "*")
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
        else if (address.Host == "localhost" && address.Port != 0)
        {
            kestrel.ListenLocalhost(address.Port, configure);
        }
        else
        {
            var ip = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host);
            kestrel.Listen(ip, address.Port, configure);
        }
    }

    private static void UseMutualTls(
        ListenOptions listen, KestrelTls tls, Func<SslServerAuthenticationOptions> current, ConnectionLimits limits)
    {
        var door = new ConnectionDoor(tls, listen.ApplicationServices);
        listen.Use(next => connection => door.BeforeTlsAsync(connection, next));
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(current()),
            HandshakeTimeout = limits.Handshake,
        });
        listen.Use(next => connection => door.AfterTlsAsync(connection, next));
    }

    private static void SetLimits(KestrelServerOptions kestrel, ConnectionLimits bounds)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestHeadersTotalSize = bounds.HeaderBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);

        // A message ends at 64 KiB (see PartnerGrpc); this only bounds what a peer may send after it was refused.
        limits.MaxRequestBodySize = 1024 * KiB;

        // A slow message would end all calls of its connection; CallBounds ends it alone.
        limits.MinRequestBodyDataRate = null;

        // Tills keep one connection all day; setting one up costs more than keeping it.
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(30);
        var http2 = limits.Http2;
        http2.MaxStreamsPerConnection = bounds.StreamsPerConnection;
        http2.MaxRequestHeaderFieldSize = bounds.HeaderBytes;

        // What a connection may have sent before anybody has read it.
        http2.InitialStreamWindowSize = 128 * KiB;
        http2.InitialConnectionWindowSize = 256 * KiB;

        // Finds peers that vanished behind a router that forgot the connection.
        http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
