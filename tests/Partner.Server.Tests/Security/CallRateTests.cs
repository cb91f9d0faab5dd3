using Grpc.Core;
using Leb.Partner.V1;
using Leb.Wire.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Allowances;
using Partner.Server.Connections;
using Partner.Server.Tests.Support;
using CoreLimit = Partner.Core.Limits.Limit;
using CoreScope = Partner.Core.Limits.LimitScope;
using LimitBook = Partner.Core.Limits.LimitBook;
using LimitKind = Partner.Core.Limits.LimitKind;
using LimitSetter = Partner.Core.Limits.LimitSetter;
using LimitSubject = Partner.Core.Limits.LimitSubject;

namespace Partner.Server.Tests.Security;

/// <summary>How fast calls may come, on a clock that the test moves.</summary>
public sealed class CallRateTests
{
    private static readonly PartnerId Acme = new("acme");

    private static readonly LimitOptions Narrow = new()
    {
        CertificateCallsPerSecond = 2,
        CertificateCallsAtOnce = 3,
        PartnerCallsPerSecond = 4,
        PartnerCallsAtOnce = 5,
    };

    [Fact]
    public async Task A_certificate_has_its_calls_at_once_and_then_its_pace_and_is_told_when_the_next_token_is_there()
    {
        await using var host = await StartAsync();
        var client = host.Client(host.Register(Permissions.Sell));
        await CallAsync(client, 3);

        var error = await LimitedAsync(client);

        Assert.Equal(
            ("CALLS_PER_SECOND", "CERTIFICATE", "2", TimeSpan.FromMilliseconds(500)),
            (error.Facts["limit"], error.Facts["scope"], error.Facts["value"], error.RetryAfter));
        Assert.Equal(3, host.TopUps.Calls);
        host.Clock.Advance(error.RetryAfter!.Value - TimeSpan.FromTicks(1));
        await LimitedAsync(client);
        host.Clock.Advance(TimeSpan.FromTicks(1));
        await CallAsync(client, 1);
        await LimitedAsync(client);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await CallAsync(client, 3);
        await LimitedAsync(client);
    }

    [Fact]
    public async Task Certificates_of_a_partner_share_its_pace_and_other_partners_have_their_own()
    {
        await using var host = await StartAsync();
        var (first, second) = (
            host.Client(host.Register(Permissions.Sell)), host.Client(host.Register(Permissions.Sell)));
        await CallAsync(first, 3);
        await CallAsync(second, 2);

        var error = await LimitedAsync(second);

        Assert.Equal(("PARTNER", "4"), (error.Facts["scope"], error.Facts["value"]));
        await CallAsync(host.Client(host.Register(Permissions.Sell, partner: "kiosks")), 3);

        // What the partner's pace refused has cost the certificate nothing.
        host.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await CallAsync(second, 1);
    }

    [Fact]
    public async Task Health_is_answered_at_any_pace()
    {
        await using var host = await StartAsync();
        var channel = host.Channel(host.Register(Permissions.Sell));
        await CallAsync(new TopUpService.TopUpServiceClient(channel), 3);
        await LimitedAsync(new TopUpService.TopUpServiceClient(channel));

        for (var i = 0; i < 10; i++)
        {
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        }
    }

    [Fact]
    public async Task A_rate_that_is_set_while_the_server_runs_holds_from_the_next_look_on_and_the_tighter_one_of_both()
    {
        var book = LimitBook.Empty;
        await using var host = await StartAsync((_, _) => Task.FromResult(Volatile.Read(ref book)));
        var certificate = host.Register(Permissions.Sell);
        var client = host.Client(certificate);
        await CallAsync(client, 1);
        Volatile.Write(ref book, new LimitBook(
        [
            Of(LimitSetter.Operator, LimitKind.CallsAtOnce, CoreScope.Each(LimitSubject.Certificate), 50),
            Of(LimitSetter.Partner, LimitKind.CallsAtOnce, certificate.Thumbprint, 1),
            Of(LimitSetter.Operator, LimitKind.CallsAtOnce, CoreScope.Partner, 50),
        ]));
        var cache = host.Services.GetRequiredService<LimitCache>();

        // Of another process: the next look is at most 2 seconds away, and nobody waits for it.
        host.Clock.Advance(LimitCache.Lifetime);
        await CallAsync(client, 1);
        Assert.True((await cache.GetAsync(Acme, CancellationToken.None)).LimitsCalls);
        await LimitedAsync(client);

        // Of this process: at once.
        Volatile.Write(ref book, LimitBook.Empty);
        await cache.RenewAsync(Acme);
        await CallAsync(client, 2);
        await LimitedAsync(client);
    }

    [Fact]
    public async Task What_is_let_through_allocates_nothing()
    {
        const int rounds = 100;
        const int calls = 100;
        await using var host = await StartAsync(options: new LimitOptions());
        var rates = host.Services.GetRequiredService<CallRates>();
        var cache = host.Services.GetRequiredService<LimitCache>();
        await cache.GetAsync(Acme, CancellationToken.None);
        var pace = new CallPace();
        Assert.Null(rates.Refuse(pace, Acme, "thumbprint"));
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var allocated = 0L;
        for (var round = 0; round < rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++)
            {
                rates.Refuse(pace, Acme, "thumbprint");
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;

            // The clock moves and the limits are read anew outside of what is measured.
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await cache.RenewAsync(Acme);
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_bucket_is_exact_when_many_take_at_once()
    {
        var pace = new CallPace();
        var taken = 0;

        Parallel.For(0, 1_000, _ =>
        {
            if (pace.Take(1_000, 1_000, 10, 250) == 0)
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.Equal(250, taken);
        Assert.Equal(100, pace.Take(1_000, 1_000, 10, 250));
        Assert.Equal(0, pace.Take(1_100, 1_000, 10, 250));
    }

    private static Task<GrpcTestHost> StartAsync(LimitLookup? lookup = null, LimitOptions? options = null) =>
        GrpcTestHost.StartAsync(services =>
        {
            services.AddSingleton(options ?? Narrow);
            services.AddSingleton(lookup ?? ((_, _) => Task.FromResult(LimitBook.Empty)));
        });

    private static CoreLimit Of(LimitSetter setter, LimitKind kind, string thumbprint, long value) =>
        Of(setter, kind, CoreScope.One(LimitSubject.Certificate, "", thumbprint), value);

    private static CoreLimit Of(LimitSetter setter, LimitKind kind, CoreScope scope, long value) =>
        new(Acme, setter, kind, scope, value, DateTimeOffset.UnixEpoch);

    private static async Task CallAsync(TopUpService.TopUpServiceClient client, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await client.CreateTopUpAsync(new CreateTopUpRequest());
        }
    }

    private static Task<Partner.Contracts.Client.PartnerError> LimitedAsync(TopUpService.TopUpServiceClient client) =>
        GrpcAssert.Refused(
            Reason.RateLimited,
            StatusCode.ResourceExhausted,
            async () => await client.CreateTopUpAsync(new CreateTopUpRequest()));
}
