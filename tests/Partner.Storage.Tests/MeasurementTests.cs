using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What those who watch a server are told of its database.</summary>
public sealed class MeasurementTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_queue_is_told_by_state_and_what_is_in_doubt_by_its_age(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var none = await fixture.Store.Measurements.ReadQueueAsync(CancellationToken.None);
        Assert.Equal(new QueueMeasurement(0, 0, 0, 0, 0, null, null), none);
        await fixture.SellAsync();
        foreach (var minutes in new[] { 5, 2 })
        {
            var now = Given.Noon.AddMinutes(minutes);
            var unknown = new IssuerAnswer(IssuerVerdict.Unknown, Detail: "timed out");
            await fixture.Store.TopUps.SettleAsync(await fixture.SellAsync(), unknown, now.AddSeconds(10), now);
        }

        var claimed = await fixture.Store.Jobs.ClaimAsync(
            new Lease("owner", Given.Noon.AddMinutes(9)), Given.Noon.AddMinutes(3), 1);

        Assert.Single(claimed);
        Assert.Equal(
            new QueueMeasurement(0, 1, 2, 2, 0, Given.Noon.AddMinutes(2), null),
            await fixture.Store.Measurements.ReadQueueAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_first_to_be_left_without_a_certificate_is_found_by_its_newest_one(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var figures = fixture.Store.Measurements;
        Assert.Null(await figures.FirstWithoutCertificateAsync(CancellationToken.None));

        await RegisterAsync(fixture, 'a', StoreFixture.Acme, null, 100);
        await RegisterAsync(fixture, 'b', StoreFixture.Acme, null, 1);
        Assert.Equal(Given.Noon.AddDays(100), await figures.FirstWithoutCertificateAsync(CancellationToken.None));

        await RegisterAsync(fixture, 'c', StoreFixture.Acme, "store-1", 50);
        await RegisterAsync(fixture, 'd', StoreFixture.Elsewhere, null, 20);
        Assert.Equal(Given.Noon.AddDays(20), await figures.FirstWithoutCertificateAsync(CancellationToken.None));

        await fixture.Store.Partners.SetStatusAsync(StoreFixture.Elsewhere, PartnerStatus.Suspended, Given.Noon);
        Assert.Equal(Given.Noon.AddDays(50), await figures.FirstWithoutCertificateAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_up_to_date_schema_lacks_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);

        Assert.Empty(await fixture.Store.Measurements.PendingMigrationsAsync(CancellationToken.None));
    }

    private static Task<bool> RegisterAsync(
        StoreFixture fixture, char digit, PartnerId partner, string? outlet, int days) =>
        fixture.Store.Partners.RegisterAsync(
            new Registration(new string(digit, 64), partner, PartnerStatus.Active, outlet, Permissions.Sell, null),
            "test",
            Given.Noon.AddDays(days),
            Given.Noon);
}
