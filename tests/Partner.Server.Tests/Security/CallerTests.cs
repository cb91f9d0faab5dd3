using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Server.Tests.Support;
using Partner.Storage.Abstractions;

namespace Partner.Server.Tests.Security;

public sealed class CallerTests
{
    private static readonly DateTimeOffset SomeTime = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_service_learns_who_calls()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = host.Register(Permissions.Sell | Permissions.Read, outlet: "store-1", partner: "kiosks");
        Caller? seen = null;
        host.TopUps.OnCreate = (_, context) =>
        {
            seen = context.GetCaller();
            return Task.FromResult(new CreateTopUpResponse());
        };

        await host.Client(certificate).CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal(
            new Caller(
                new PartnerId("kiosks"), "store-1", Permissions.Sell | Permissions.Read, certificate.Thumbprint), seen);
    }

    [Fact]
    public async Task A_genuine_certificate_that_is_not_registered_is_refused()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var client = host.Client(host.Authority.Client());

        await RefusedAsync(Reason.CertificateNotRegistered, StatusCode.Unauthenticated, client);

        Assert.Equal(0, host.TopUps.Calls);
    }

    [Fact]
    public async Task Revoking_shows_after_two_seconds_on_an_open_connection()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = host.Register(Permissions.Sell);
        var client = host.Client(certificate);
        await client.CreateTopUpAsync(new CreateTopUpRequest());

        host.Set(host.Registered(certificate) with { RevokedAt = SomeTime });
        host.Clock.Advance(CallerCache.Lifetime);

        await RefusedAsync(Reason.CertificateRevoked, StatusCode.Unauthenticated, client);
    }

    [Fact]
    public async Task Registering_again_lets_in_again()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = host.Register(Permissions.Sell);
        var registration = host.Registered(certificate);
        var client = host.Client(certificate);
        host.Unregister(certificate);
        await RefusedAsync(Reason.CertificateNotRegistered, StatusCode.Unauthenticated, client);

        host.Set(registration);
        host.Clock.Advance(CallerCache.Lifetime);

        await client.CreateTopUpAsync(new CreateTopUpRequest());
    }

    [Fact]
    public async Task A_suspended_partner_is_refused_with_every_certificate()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificates = new[] { host.Register(Permissions.Sell), host.Register(Permissions.Sell, "store-1") };
        foreach (var certificate in certificates)
        {
            await host.Client(certificate).CreateTopUpAsync(new CreateTopUpRequest());
            host.Set(host.Registered(certificate) with { PartnerStatus = PartnerStatus.Suspended });
        }

        host.Clock.Advance(CallerCache.Lifetime);

        foreach (var certificate in certificates)
        {
            await RefusedAsync(Reason.PartnerSuspended, StatusCode.PermissionDenied, host.Client(certificate));
        }
    }

    [Fact]
    public async Task Revoked_is_said_before_suspended()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = host.Register(Permissions.Sell);
        host.Set(host.Registered(certificate) with
        {
            PartnerStatus = PartnerStatus.Suspended,
            RevokedAt = SomeTime,
        });

        await RefusedAsync(Reason.CertificateRevoked, StatusCode.Unauthenticated, host.Client(certificate));
    }

    [Fact]
    public async Task Nobody_gets_in_while_the_store_cannot_be_reached()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var client = host.Client(host.Register(Permissions.Sell));
        host.LookupFailure = new IOException("the store is gone");

        var error = await RefusedAsync(Reason.ServiceUnavailable, StatusCode.Unavailable, client);

        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryAfter);
        Assert.DoesNotContain("store is gone", error.Message, StringComparison.Ordinal);
        host.LookupFailure = null;
        await client.CreateTopUpAsync(new CreateTopUpRequest());
    }

    [Fact]
    public async Task While_the_store_is_away_callers_do_not_fill_the_log()
    {
        const int many = 20;
        await using var host = await GrpcTestHost.StartAsync();
        var client = host.Client(host.Register(Permissions.Sell));
        host.TopUps.OnCreate = (_, _) => throw new StoreUnavailableException("the store is away");
        await CallAsync(many);
        host.LookupFailure = new IOException("the store is gone");
        host.Clock.Advance(CallerCache.Lifetime);
        await CallAsync(many);

        Assert.Equal((1, 1), (Lines("answered UNAVAILABLE"), Lines("could not be looked up")));

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await CallAsync(1);
        Assert.Contains($"({many - 1} more since", host.Log.All, StringComparison.Ordinal);

        async Task CallAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await RefusedAsync(Reason.ServiceUnavailable, StatusCode.Unavailable, client);
            }
        }

        int Lines(string words) =>
            host.Log.All.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_ends_when_its_certificate_is_revoked()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var certificate = host.Register(Permissions.Sell);
        var guard = host.Services.GetRequiredService<CallerGuard>();
        host.TopUps.OnWatch = async (stream, context) =>
        {
            await stream.WriteAsync(new WatchTopUpResponse());
            while (true)
            {
                await guard.EnsureStillValidAsync(context);
                await Task.Delay(10, context.CancellationToken);
            }
        };
        using var watch = host.Client(certificate).WatchTopUp(new WatchTopUpRequest());
        Assert.True(await watch.ResponseStream.NextAsync());

        host.Set(host.Registered(certificate) with { RevokedAt = SomeTime });
        host.Clock.Advance(CallerCache.Lifetime);

        await GrpcAssert.Refused(
            Reason.CertificateRevoked, StatusCode.Unauthenticated,
            () => watch.ResponseStream.NextAsync());
    }

    private static Task<Contracts.Client.PartnerError> RefusedAsync(
        Reason reason, StatusCode code, TopUpService.TopUpServiceClient client) =>
        GrpcAssert.Refused(reason, code, async () => await client.CreateTopUpAsync(new CreateTopUpRequest()));
}
