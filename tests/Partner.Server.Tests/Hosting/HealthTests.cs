using Grpc.Core;
using Leb.Wire.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Server.Tests.Support;
using ServingStatus = Leb.Wire.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Partner.Server.Tests.Hosting;

public sealed class HealthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("leb.partner.v1.TopUpService")]
    public async Task The_server_and_its_services_serve_until_they_are_drained(string service)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var health = Health(host);
        var request = new HealthCheckRequest { Service = service };

        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(request)).Status);
        Lifetime(host).StopApplication();

        Assert.Equal(ServingStatus.NotServing, (await health.CheckAsync(request)).Status);
        var all = await health.ListAsync(new HealthListRequest());
        Assert.Equal(ServingStatus.NotServing, all.Statuses[service].Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("leb.partner.v1.TopUpService")]
    public async Task Nothing_serves_while_a_check_of_the_server_fails_and_a_watch_tells_each_change(string service)
    {
        var healthy = true;
        await using var host = await GrpcTestHost.StartAsync(services => services.AddHealthChecks().AddCheck(
            "mood", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("it is bad")));
        var health = Health(host);
        using var watch = health.Watch(new HealthCheckRequest { Service = service });
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        healthy = false;

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        var request = new HealthCheckRequest { Service = service };
        Assert.Equal(ServingStatus.NotServing, (await health.CheckAsync(request)).Status);
        var all = await health.ListAsync(new HealthListRequest());
        Assert.Equal(ServingStatus.NotServing, all.Statuses[service].Status);

        healthy = true;

        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
    }

    [Fact]
    public async Task A_service_that_does_not_exist_is_not_found()
    {
        await using var host = await GrpcTestHost.StartAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await Health(host).CheckAsync(new HealthCheckRequest { Service = "no.Such" }));

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task A_watch_of_an_unknown_service_says_so()
    {
        await using var host = await GrpcTestHost.StartAsync();
        using var watch = Health(host).Watch(new HealthCheckRequest { Service = "no.Such" });

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_ends_when_its_certificate_is_revoked()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = host.Register(Permissions.None);
        using var watch = new Health.HealthClient(host.Channel(certificate)).Watch(new HealthCheckRequest());
        await NextAsync(watch);

        host.Unregister(certificate);
        host.Clock.Advance(CallerCache.Lifetime);

        await GrpcAssert.Refused(
            Reason.CertificateNotRegistered, StatusCode.Unauthenticated, () => NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_does_not_hold_up_the_stop_of_the_server()
    {
        var host = await GrpcTestHost.StartAsync();
        using var watch = Health(host).Watch(new HealthCheckRequest());
        await NextAsync(watch);

        Lifetime(host).StopApplication();

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        await GrpcAssert.Refused(Reason.ServiceUnavailable, StatusCode.Unavailable, () => NextAsync(watch));
        await host.DisposeAsync();
    }

    private static IHostApplicationLifetime Lifetime(GrpcTestHost host) =>
        host.Services.GetRequiredService<IHostApplicationLifetime>();

    private static Health.HealthClient Health(GrpcTestHost host) => new(host.Channel(host.Register(Permissions.None)));

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        return watch.ResponseStream.Current.Status;
    }
}
