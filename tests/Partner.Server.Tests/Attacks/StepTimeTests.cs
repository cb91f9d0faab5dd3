using System.Security.Cryptography.X509Certificates;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Identity;
using Partner.Server.Connections;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>Every step of a connection has a time, after which whoever has not taken it is sent away.</summary>
public sealed class StepTimeTests
{
    private const string Method = "leb.partner.v1.TopUpService/CreateTopUp";
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_connection_that_says_nothing_after_its_handshake_is_closed()
    {
        await using var host = await StartAsync(limits => limits with { Opening = Soon });
        await using var silent = await RawHttp2.ShakeHandsAsync(host.Address, Attacker(host));
        silent.BeginReading();

        await silent.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
    }

    [Fact]
    public async Task A_connection_that_stops_within_the_preface_is_closed()
    {
        await using var host = await StartAsync(limits => limits with { Opening = Soon });
        await using var half = await RawHttp2.ShakeHandsAsync(host.Address, Attacker(host));
        half.BeginReading();
        await half.WriteAsync("PRI * HTTP/2.0\r\n"u8.ToArray());

        await half.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
    }

    [Fact]
    public async Task A_connection_that_has_begun_in_time_stays_open()
    {
        await using var host = await StartAsync(limits => limits with { Opening = Soon });
        var client = host.Client(host.Register(Permissions.Sell));
        await client.CreateTopUpAsync(new CreateTopUpRequest());
        await Eventually.PauseAsync(2 * Soon);

        await client.CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Single(host.Services.GetRequiredService<CertificateUsages>().Open);
    }

    [Fact]
    public async Task A_call_whose_message_does_not_come_is_ended_and_the_others_of_its_connection_go_on()
    {
        await using var host = await StartAsync(limits => limits);
        await using var connection = await RawHttp2.OpenAsync(host.Address, Attacker(host));
        var begun = RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, Hpack.Call(Method));
        await connection.WriteAsync(begun);
        await Eventually.SeeAsync(() => Task.FromResult(Calls(host)), calls => calls == 1);
        await Eventually.SeeAsync(
            () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(connection.Ended);
            },
            ended => ended == 1);

        // What is left of the call that was ended is waited for a while; then nothing of it is held.
        host.Clock.Advance(TimeSpan.FromSeconds(7));
        byte[] whole =
        [
            .. RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 3, Hpack.Call(Method)),
            .. RawHttp2.Frame(RawHttp2.Kind.Data, RawHttp2.EndStream, 3, GrpcRawHttp.Frame(new CreateTopUpRequest())),
        ];
        await connection.WriteAsync(whole);

        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), calls => calls == 1);
        await Eventually.SeeAsync(() => Task.FromResult(Calls(host)), calls => calls == 0);
        Assert.False(connection.Closed.IsCompleted);
    }

    private static int Calls(GrpcTestHost host) =>
        host.Services.GetRequiredService<CertificateUsages>().Open.Sum(usage => usage.Calls);

    private static X509Certificate2 Attacker(GrpcTestHost host) =>
        host.Register(Permissions.Sell).Load();

    private static Task<GrpcTestHost> StartAsync(Func<ConnectionLimits, ConnectionLimits> change) =>
        GrpcTestHost.StartAsync(services => services.AddSingleton(change(new ConnectionLimits())));
}
