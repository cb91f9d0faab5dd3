using Google.Protobuf.WellKnownTypes;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Seed;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>What the gauges are made of.</summary>
public sealed class MeasurementTests
{
    [Fact]
    public async Task What_is_in_doubt_is_counted_with_the_age_of_the_oldest()
    {
        await using var server = await RunningServer.StartAsync();
        var demo = await server.ConnectDemoAsync();
        var none = await server.Store.Measurements.ReadQueueAsync(CancellationToken.None);
        Assert.Equal(
            (0, 0, null), (none.TopUpsInDoubt, none.Queued + none.Claimed + none.Waiting, none.OldestTopUpInDoubt));
        var before = TimeProvider.System.GetUtcNow();

        for (var i = 0; i < 2; i++)
        {
            await demo.SellAsync(
                Sale.OnSandboxCard(SandboxCards.NeverAnswers).With(sale => sale.Wait = new Duration()));
        }

        var figures = await Eventually.SeeAsync(
            () => server.Store.Measurements.ReadQueueAsync(CancellationToken.None), seen => seen.TopUpsInDoubt == 2);
        Assert.Equal((0, 2), (figures.ReversalsInDoubt, figures.Claimed + figures.Waiting));
        Assert.InRange(figures.OldestTopUpInDoubt!.Value, before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task The_partner_whose_newest_certificate_ends_first_counts_and_old_ones_do_not()
    {
        await using var server = await RunningServer.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var first = await server.Store.Measurements.FirstWithoutCertificateAsync(CancellationToken.None);
        Assert.True(first > now.AddDays(1), $"{first}");
        await RegisterAsync(server, "aa", now.AddDays(-5));
        Assert.Equal(first, await server.Store.Measurements.FirstWithoutCertificateAsync(CancellationToken.None));

        await server.AddPartnerAsync("other");
        await RegisterAsync(server, "bb", now.AddDays(2), new PartnerId("other"), "kiosk-9");
        Assert.Equal(
            now.AddDays(2), await server.Store.Measurements.FirstWithoutCertificateAsync(CancellationToken.None));

        await server.Store.Partners.RevokeAsync(Thumbprint("bb"), now);
        Assert.Equal(first, await server.Store.Measurements.FirstWithoutCertificateAsync(CancellationToken.None));
    }

    private static string Thumbprint(string two) => string.Concat(Enumerable.Repeat(two, 32));

    private static Task<bool> RegisterAsync(
        RunningServer server, string two, DateTimeOffset ends, PartnerId? partner = null, string? outlet = null)
    {
        var registration = new Core.Identity.Registration(
            Thumbprint(two), partner ?? DemoData.PartnerId, Core.Identity.PartnerStatus.Active, outlet,
                Core.Identity.Permissions.Sell, null);
        return server.Store.Partners.RegisterAsync(registration, "test", ends, TimeProvider.System.GetUtcNow());
    }
}
