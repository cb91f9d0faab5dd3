using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Core.Organisations;
using Partner.Server.Organisations;
using Partner.Server.Tests.Support;
using Partner.Storage;

namespace Partner.Server.Tests.EndToEnd.Organisations;

/// <summary>How soon a server that did not make a change itself refuses by it, as its own clock says.</summary>
public sealed class SuspensionAgeTests : IDisposable
{
    private static readonly PartnerId Chain = new("chain");
    private static readonly UnitKey Outlet = UnitKey.OfOutlet("shop-1");
    private static readonly UnitKey Terminal = new(UnitKind.Terminal, "shop-1", "till-1");
    private static readonly UnitKey Cashier = new(UnitKind.Cashier, "shop-1", "anna");
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("leb-suspension-").FullName;
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Two_processes_on_SQLite_refuse_what_one_of_them_suspended_two_seconds_later_at_the_latest() =>
        SeeAsync(StoreOptions.Sqlite(Path.Combine(_folder, "partner.db")));

    [PostgresFact]
    public async Task Two_processes_on_PostgreSQL_refuse_what_one_of_them_suspended_two_seconds_later_at_the_latest()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        await SeeAsync(database.Options!);
    }

    private async Task SeeAsync(StoreOptions options)
    {
        PartnerStore.Migrate(options);
        await using var here = PartnerStore.Open(options);
        await using var there = PartnerStore.Open(options);
        var (first, second) = (CacheOf(here), CacheOf(there));
        await here.Partners.AddAsync(
            new PartnerAccount(Chain, "Chain", PartnerStatus.Active, Currency.Of("CNY")), _time.GetUtcNow());
        await here.Organisations.ImportAsync(
            Chain, [.. new[] { Outlet, Terminal, Cashier }.Select(key => new UnitOrder(key, null, null))],
            validateOnly: false, _time.GetUtcNow());
        first.Changed();
        second.Changed();

        foreach (var key in new[] { Outlet, Terminal, Cashier })
        {
            foreach (var (status, refuses) in new[] { (UnitStatus.Suspended, true), (UnitStatus.Active, false) })
            {
                Assert.Equal((!refuses, !refuses), (await RefusesAsync(first), await RefusesAsync(second)));
                await here.Organisations.ChangeAsync(Chain, new UnitOrder(key, null, status), _time.GetUtcNow());
                first.Changed();

                // Here at once; there what was read before is used on.
                _time.Advance(Moment);
                Assert.Equal((refuses, !refuses), (await RefusesAsync(first), await RefusesAsync(second)));
                _time.Advance(Promised - Moment);
                Assert.Equal((refuses, refuses), (await RefusesAsync(first), await RefusesAsync(second)));
            }
        }
    }

    private OrganisationCache CacheOf(PartnerStore store) =>
        new(store, _time, NullLogger<OrganisationCache>.Instance);

    private static async Task<bool> RefusesAsync(OrganisationCache cache) =>
        (await cache.GetAsync(Chain, CancellationToken.None))
            .RefuseTill(Outlet.Reference, Terminal.Reference, Cashier.Reference) is not null;
}
