using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>What chains to the partner authority and is weak all the same; and what TLS itself must not do.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HandshakeRulesTests
{
    private static readonly MadeProfile Good = MadeCertificate.Good;

    private static readonly byte[] Opening =
        [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task What_a_client_must_not_show_fails_the_handshake_and_the_log_says_what_helps(SslProtocols version)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var root = RootOf(host);

        // Weak keys and signatures are shown by no client of this machine's library, which refuses them itself: see
        // WeakClientTests.
        (MadeProfile Client, string Words)[] rows =
        [
            (Good with { Authority = true }, "take the client's own"),
            (Good with { KeyUsage = X509KeyUsageFlags.NonRepudiation }, "have it issued with the key usage"),
            (Good with { Use = "1.3.6.1.5.5.7.3.1" }, "have it issued with the extended key usage"),
            (Good with { Ends = TimeSpan.FromMinutes(-1) }, "has expired or is not valid yet"),
        ];
        foreach (var (profile, words) in rows)
        {
            // One line a minute is what an address gets.
            host.Clock.Advance(TimeSpan.FromMinutes(2));

            Assert.False(await GetsInAsync(host, version, MadeCertificate.Of(profile, root), root), words);
            await Eventually.SeeAsync(
                () => Task.FromResult(host.Log.All), log => log.Contains(words, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task An_RSA_key_of_2048_bits_is_accepted(SslProtocols version)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var (root, client) = (RootOf(host), Good with { Key = () => RSA.Create(2048) });

        Assert.True(await GetsInAsync(host, version, MadeCertificate.Of(client, root), root), host.Log.All);
    }

    [Fact]
    public async Task TLS_1_2_offers_nothing_but_authenticated_encryption_with_forward_secrecy()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var root = RootOf(host);
        Task<bool> With(params TlsCipherSuite[] suites) => GetsInAsync(
            host, SslProtocols.Tls12, MadeCertificate.Of(Good, root), root, new CipherSuitesPolicy(suites));

        Assert.True(await With(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
        Assert.True(await With(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256));
        Assert.False(await With(
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384));
    }

    private static MadeCertificate RootOf(GrpcTestHost host)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(host.Authority.Own.KeyPem);
        return new MadeCertificate(host.Authority.Root, key);
    }

    private static async Task<bool> GetsInAsync(
        GrpcTestHost host, SslProtocols version, MadeCertificate client, MadeCertificate issuer,
        CipherSuitesPolicy? suites = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = new SslStream(socket.GetStream());
        var options = TlsTestClient.Options(host.Authority, certificate: null);
        options.TargetHost = host.Address.Host;
        options.EnabledSslProtocols = version;
        options.CipherSuitesPolicy = suites;
        options.ApplicationProtocols = [SslApplicationProtocol.Http2];
        options.ClientCertificateContext =
            SslStreamCertificateContext.Create(client.ForTls(), [issuer.Certificate], offline: true);
        try
        {
            await stream.AuthenticateAsClientAsync(options);
            await stream.WriteAsync(Opening);

            // In TLS 1.3 the client learns only afterwards that its certificate was not taken.
            return await stream.ReadAsync(new byte[100]) > 0;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
