using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Contracts.Client;
using Partner.Core.Identity;
using Partner.Sandbox.Issuer;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>A connection may outlive what it was let in by.</summary>
public sealed class CertificateEndTests
{
    [Fact]
    public async Task A_certificate_that_expires_is_refused_on_its_open_connection()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var client = host.Client(host.Register(Permissions.Sell));
        await client.CreateTopUpAsync(new CreateTopUpRequest());
        host.Clock.Advance(TimeSpan.FromDays(29));
        await client.CreateTopUpAsync(new CreateTopUpRequest());

        host.Clock.Advance(TimeSpan.FromDays(2));

        (await client.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.Unauthenticated, "CERTIFICATE_EXPIRED");
    }

    [Fact]
    public async Task A_stream_ends_when_its_certificate_does()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var guard = host.Services.GetRequiredService<CallerGuard>();
        host.TopUps.OnWatch = async (_, context) =>
        {
            while (true)
            {
                await Eventually.PauseAsync(TimeSpan.FromMilliseconds(20));
                await guard.EnsureStillValidAsync(context);
            }
        };
        var client = host.Client(host.Register(Permissions.Sell));
        using var watch = client.WatchTopUp(new WatchTopUpRequest());
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), calls => calls == 1);

        host.Clock.Advance(TimeSpan.FromDays(31));

        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.NextAsync());
        PartnerError.From(ended).Is(StatusCode.Unauthenticated, "CERTIFICATE_EXPIRED");
    }

    [Fact]
    public async Task A_silent_stream_of_reflection_ends_too()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var client = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(
            host.Channel(host.Register(Permissions.Sell)));
        using var stream = client.ServerReflectionInfo();
        await stream.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await stream.ResponseStream.NextAsync());

        host.Clock.Advance(TimeSpan.FromDays(31));

        var ended = await Assert.ThrowsAsync<RpcException>(
            () => stream.ResponseStream.NextAsync());
        PartnerError.From(ended).Is(StatusCode.Unauthenticated, "CERTIFICATE_EXPIRED");
    }

    [Fact]
    public async Task Every_stream_of_a_running_server_ends_when_its_certificate_does()
    {
        var (issuer, clock) = (new HeldIssuer(), new ShiftedClock());
        await using var server = await RunningServer.StartAsync(
            settings => issuer.Hold(settings) with { Clock = clock }, alone: true);
        var demo = await server.ConnectDemoAsync();
        var sold = await demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        using var topUp = demo.TopUps.WatchTopUp(new WatchTopUpRequest { Name = sold.Name });
        using var catalog = demo.Plans.WatchCatalog(new WatchCatalogRequest());
        using var health = new Leb.Wire.Health.V1.Health.HealthClient(demo.Invoker).Watch(
            new Leb.Wire.Health.V1.HealthCheckRequest());
        Func<Task<bool>>[] streams =
        [
            () => topUp.ResponseStream.NextAsync(),
            () => catalog.ResponseStream.NextAsync(),
            () => health.ResponseStream.NextAsync(),
        ];
        Assert.All(await Task.WhenAll(streams.Select(next => next())), Assert.True);

        clock.MoveOn(demo.Certificate.Issued.NotAfter - clock.GetUtcNow());

        foreach (var next in streams)
        {
            var ended = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                // What changed meanwhile may still be told: the server's own certificate ends, too.
                while (await next())
                {
                }
            });
            PartnerError.From(ended).Is(StatusCode.Unauthenticated, "CERTIFICATE_EXPIRED");
        }

        await issuer.SeeLaterAsync(
            () => server.Store.UnfinishedAsync(), left => left.Count == 0);
    }

    [Fact]
    public async Task A_certificate_whose_authority_is_taken_out_is_refused_on_its_open_connection()
    {
        await using var host = await GrpcTestHost.StartAsync();
        using var next = new TlsTestAuthority();
        var client = host.Client(host.Register(Permissions.Sell));
        await client.CreateTopUpAsync(new CreateTopUpRequest());
        await File.WriteAllTextAsync(
            host.Authority.Files.ClientAuthorityPath, host.Authority.Own.CertificatePem + next.Own.CertificatePem);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await client.CreateTopUpAsync(new CreateTopUpRequest());

        await File.WriteAllTextAsync(host.Authority.Files.ClientAuthorityPath, next.Own.CertificatePem);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        (await client.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.Unauthenticated, "CERTIFICATE_NOT_REGISTERED");
    }
}
