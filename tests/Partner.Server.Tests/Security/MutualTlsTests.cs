using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

public sealed class MutualTlsTests
{
    [Fact]
    public async Task A_registered_certificate_of_the_partner_authority_gets_in()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var client = host.Client(host.Register(Permissions.Sell));

        await client.CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal(1, host.TopUps.Calls);
    }

    [Fact]
    public Task No_certificate_does_not_get_in() => IsRefusedAsync(_ => null);

    [Fact]
    public Task A_certificate_of_another_authority_does_not_get_in() => IsRefusedAsync(_ =>
    {
        using var other = new TlsTestAuthority();
        return other.Client();
    });

    [Fact]
    public Task A_self_signed_certificate_does_not_get_in() => IsRefusedAsync(_ =>
    {
        using var other = new TlsTestAuthority();
        return other.Own;
    });

    [Fact]
    public Task An_expired_certificate_does_not_get_in() => IsRefusedAsync(
        host => Issue(host, good => good with { NotAfter = TimeProvider.System.GetUtcNow().AddMinutes(-1) }));

    [Fact]
    public Task A_certificate_that_is_not_valid_yet_does_not_get_in() => IsRefusedAsync(
        host => Issue(host, good => good with { NotBefore = TimeProvider.System.GetUtcNow().AddMinutes(5) }));

    [Fact]
    public Task A_certificate_for_servers_does_not_get_in() => IsRefusedAsync(
        host => Issue(host, good => good with { ClientAuthentication = false, ServerAuthentication = true }));

    [Fact]
    public Task A_certificate_without_any_stated_use_does_not_get_in() => IsRefusedAsync(
        host => Issue(host, good => good with { ClientAuthentication = false }));

    [Fact]
    public Task The_authority_itself_does_not_get_in() => IsRefusedAsync(host => host.Authority.Own);

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Both_versions_of_TLS_lead_to_HTTP_2(SslProtocols version)
    {
        await using var host = await GrpcTestHost.StartAsync();

        await using var stream = await HandshakeAsync(host, version, SslApplicationProtocol.Http2);

        Assert.Equal(version, stream.SslProtocol);
        Assert.Equal(SslApplicationProtocol.Http2, stream.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task The_server_speaks_no_HTTP_1()
    {
        await using var host = await GrpcTestHost.StartAsync();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var stream = await HandshakeAsync(host, SslProtocols.Tls12, SslApplicationProtocol.Http11);
        });
    }

    [Fact]
    public async Task A_renewed_server_certificate_is_used_without_a_restart()
    {
        await using var host = await GrpcTestHost.StartAsync();
        await using var before = await HandshakeAsync(host, SslProtocols.Tls13, SslApplicationProtocol.Http2);
        var renewed = host.Authority.WriteServer();

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await using var after = await HandshakeAsync(host, SslProtocols.Tls13, SslApplicationProtocol.Http2);

        Assert.NotEqual(renewed.Thumbprint, ThumbprintOf(before));
        Assert.Equal(renewed.Thumbprint, ThumbprintOf(after));
    }

    [Fact]
    public async Task A_damaged_renewal_leaves_the_old_certificate_in_use()
    {
        await using var host = await GrpcTestHost.StartAsync();
        await using var before = await HandshakeAsync(host, SslProtocols.Tls13, SslApplicationProtocol.Http2);
        await File.WriteAllTextAsync(host.Authority.Files.CertificatePath, "not a certificate");

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await using var after = await HandshakeAsync(host, SslProtocols.Tls13, SslApplicationProtocol.Http2);

        Assert.Equal(ThumbprintOf(before), ThumbprintOf(after));
    }

    private static async Task IsRefusedAsync(Func<GrpcTestHost, IssuedCertificate?> make)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = make(host);
        if (certificate is not null)
        {
            // Registered all the same: the handshake alone has to keep it out.
            host.Set(new Registration(
                certificate.Thumbprint, new PartnerId("acme"), PartnerStatus.Active, null, Permissions.Sell,
                    RevokedAt: null));
        }

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client(certificate).CreateTopUpAsync(new CreateTopUpRequest()));

        Assert.True(exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal, exception.ToString());
        Assert.Empty(exception.Trailers);
        Assert.Equal(0, host.TopUps.Calls);
        Assert.Equal(0, host.Lookups);
    }

    private static IssuedCertificate Issue(GrpcTestHost host, Func<CertificateProfile, CertificateProfile> change) =>
        host.Authority.Issue(change(TlsTestAuthority.Good("client")));

    private static async Task<SslStream> HandshakeAsync(
        GrpcTestHost host, SslProtocols version, SslApplicationProtocol protocol)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        var stream = new SslStream(socket.GetStream());
        var options = TlsTestClient.Options(host.Authority, host.Register(Permissions.Sell));
        options.TargetHost = host.Address.Host;
        options.EnabledSslProtocols = version;
        options.ApplicationProtocols = [protocol];
        await stream.AuthenticateAsClientAsync(options);
        return stream;
    }

    private static string ThumbprintOf(SslStream stream) => Thumbprints.Of((X509Certificate2)stream.RemoteCertificate!);
}
