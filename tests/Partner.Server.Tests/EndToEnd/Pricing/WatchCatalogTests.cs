using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>Nobody is surprised by a price: new versions are told before they take effect.</summary>
public sealed class WatchCatalogTests : PricingScene
{
    [Fact]
    public async Task A_new_version_is_told_before_it_takes_effect_and_again_when_it_does()
    {
        using var watch = Seller.Plans.WatchCatalog(new WatchCatalogRequest());
        var first = await NextAsync(watch);
        await Running.PublishAsync(Documents.PriceList("2", fromMinutes: 10));

        var told = await NextAsync(watch);
        Clock.MoveOn(told.NextChangeTime.ToDateTimeOffset() - Clock.GetUtcNow());
        var inForce = await NextAsync(watch);

        Assert.Empty(first.Upcoming);
        Assert.Null(first.NextChangeTime);
        Assert.Null(Find(first.Current, "t-prices@1")!.EndTime);
        var coming = Assert.Single(told.Upcoming);
        Assert.Equal(("price-list", "t-prices@2"), (coming.Kind, coming.Version));
        Assert.Equal(told.NextChangeTime, coming.StartTime);
        Assert.Equal(coming.StartTime, Find(told.Current, "t-prices@1")!.EndTime);
        Assert.Null(Find(told.Current, "t-prices@2"));
        Assert.Empty(inForce.Upcoming);
        Assert.Null(Find(inForce.Current, "t-prices@1"));
        Assert.NotNull(Find(inForce.Current, "t-prices@2"));
    }

    [Fact]
    public async Task What_was_made_for_others_is_not_told()
    {
        await Running.PublishAsync(Documents.ForOthersOnly);
        using var seller = Seller.Plans.WatchCatalog(new WatchCatalogRequest());
        using var parent = Parent.Plans.WatchCatalog(new WatchCatalogRequest());

        var child = (await NextAsync(seller)).Current.Select(version => version.Version).ToList();
        var master = (await NextAsync(parent)).Current.Select(version => version.Version).ToList();

        Assert.Contains("t-small@1", child);
        Assert.DoesNotContain("t-big@1", child);
        Assert.DoesNotContain("t-secret-prices@1", child);
        Assert.Contains("t-big@1", master);
        Assert.Contains("t-secret-prices@1", master);
        Assert.DoesNotContain("t-small@1", master);
    }

    [Fact]
    public async Task Watching_ends_when_the_certificate_is_revoked()
    {
        var other = await Running.AddPartnerAsync("t-other");
        using var watch = other.Plans.WatchCatalog(new WatchCatalogRequest());
        await NextAsync(watch);

        await Running.Store.Partners.RevokeAsync(
            other.Certificate.Thumbprint, TimeProvider.System.GetUtcNow());
        var ended = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));

        PartnerError.From(ended).Is(StatusCode.Unauthenticated, "CERTIFICATE_REVOKED");
    }

    [Fact]
    public async Task Watching_ends_with_UNAVAILABLE_when_the_server_stops()
    {
        await using var server = await RunningServer.StartAsync();
        var demo = await server.ConnectDemoAsync();
        using var watch = demo.Plans.WatchCatalog(new WatchCatalogRequest());
        await NextAsync(watch);

        var stopping = server.StopAsync();
        var ended = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));
        await stopping;

        PartnerError.From(ended).Is(StatusCode.Unavailable, "SERVICE_UNAVAILABLE");
    }

    private static CatalogVersion? Find(IEnumerable<CatalogVersion> versions, string version) =>
        versions.SingleOrDefault(one => one.Version == version);

    private static async Task<WatchCatalogResponse> NextAsync(AsyncServerStreamingCall<WatchCatalogResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        return watch.ResponseStream.Current;
    }
}
