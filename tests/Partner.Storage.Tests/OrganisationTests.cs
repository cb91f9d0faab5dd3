using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Outlets, terminals and cashiers are registered once, whoever races, and closed for ever.</summary>
public sealed class OrganisationTests
{
    private static readonly UnitKey Shop = UnitKey.OfOutlet("shop-1");
    private static readonly UnitKey Till = new(UnitKind.Terminal, "shop-1", "till-1");

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_registered_again_is_the_same_and_what_looks_like_it_is_refused(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var created = await CreateAsync(fixture, Shop, "Main Street");

        var again = await CreateAsync(fixture, Shop, "Main Street");
        var renamed = await CreateAsync(fixture, Shop, "Other Street");
        var cyrillic = await CreateAsync(fixture, UnitKey.OfOutlet("ѕhop-1"), "Main Street");
        var wide = await CreateAsync(fixture, UnitKey.OfOutlet("shop-１"), "Main Street");
        var elsewhere = await fixture.Store.Organisations.CreateAsync(
            StoreFixture.Elsewhere, new UnitOrder(Shop, null, null), Given.Noon);

        Assert.Equal(UnitOutcome.Created, created.Value.Outcome);
        Assert.Equal(UnitOutcome.Unchanged, again.Value.Outcome);
        Assert.Equal(UnitOutcome.Created, elsewhere.Value.Outcome);
        Assert.All(
            [renamed, cyrillic, wide],
            refused => Assert.Equal(Reason.ReferenceExists, refused.Refusal?.Reason));
        Assert.Equal(created.Value.Unit, await FindAsync(fixture, Shop));
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM organisation_units"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_closed_stays_so_and_its_reference_is_used_up(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        await CreateAsync(fixture, Shop, "Main Street");
        await CreateAsync(fixture, Till, "Left");

        var closed = await ChangeAsync(fixture, Till, UnitStatus.Closed);
        var twice = await ChangeAsync(fixture, Till, UnitStatus.Closed);
        var opened = await ChangeAsync(fixture, Till, UnitStatus.Active);
        var anew = await CreateAsync(fixture, Till, "Left");
        var unknown = await ChangeAsync(fixture, Till with { Outlet = "shop-2" }, UnitStatus.Closed);
        await ChangeAsync(fixture, Shop, UnitStatus.Closed);
        var within = await CreateAsync(fixture, Till with { Reference = "till-2" }, "Right");

        Assert.Equal((UnitStatus.Closed, Given.Noon), (closed.Value.Unit.Status, closed.Value.Unit.ClosedAt));
        Assert.Equal(UnitOutcome.Unchanged, twice.Value.Outcome);
        Assert.Equal(
            [Reason.ReferenceClosed, Reason.ReferenceExists, Reason.TerminalNotFound, Reason.ReferenceClosed],
            new[] { opened, anew, unknown, within }.Select(refused => refused.Refusal?.Reason ?? Reason.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_import_with_errors_changes_nothing_and_without_them_everything_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        UnitOrder[] orders =
        [
            new(Till, "Left", null), new(Shop, "Main Street", null),
            new(new UnitKey(UnitKind.Cashier, "shop-1", "anna"), null, UnitStatus.Suspended),
        ];
        UnitOrder[] wrong =
        [
            .. orders, new(Till with { Outlet = "shop-9" }, null, null),
            new(Till with { Outlet = "shop-8", Reference = "till-8" }, null, null),
        ];

        var refused = (await ImportAsync(fixture, wrong)).Value;
        var before = fixture.Count("SELECT COUNT(*) FROM organisation_units");
        var tried = (await ImportAsync(fixture, orders, validateOnly: true)).Value;
        var version = await VersionAsync(fixture);
        var applied = (await ImportAsync(fixture, orders)).Value;
        var again = (await ImportAsync(fixture, orders)).Value;

        Assert.Equal(
            [(3, Reason.OutletNotFound), (4, Reason.OutletNotFound)],
            refused.Wrong.Select(one => (one.Place, one.Refusal.Reason)));
        Assert.Equal((0, 0), (before, version));
        Assert.All(tried.Outcomes, outcome => Assert.Equal(UnitOutcome.Created, outcome));
        Assert.All(applied.Outcomes, outcome => Assert.Equal(UnitOutcome.Created, outcome));
        Assert.All(again.Outcomes, outcome => Assert.Equal(UnitOutcome.Unchanged, outcome));
        Assert.Equal(3, fixture.Count("SELECT COUNT(*) FROM organisation_units"));
        Assert.Equal(UnitStatus.Suspended, (await FindAsync(fixture, orders[2].Key))!.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Servers_read_only_what_is_behind_the_version_that_they_have(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var organisations = fixture.OpenAnother().Organisations;
        await CreateAsync(fixture, Shop, "Main Street");
        await CreateAsync(fixture, Till, "Left");
        var first = await VersionAsync(fixture);
        await fixture.Store.Organisations.ChangeAsync(
            StoreFixture.Acme, new UnitOrder(Shop, "High Street", null), Given.Noon);
        var named = await VersionAsync(fixture);
        await ChangeAsync(fixture, Till, UnitStatus.Suspended);
        await fixture.Store.Organisations.SetRegisteredOnlyAsync(StoreFixture.Acme, true, Given.Noon);

        var (units, days) = await organisations.ChangesAsync(StoreFixture.Acme, first, CancellationToken.None);
        var versions = await organisations.VersionsAsync(CancellationToken.None);

        Assert.Equal(first, named);
        Assert.Equal([new UnitFact(Till, UnitStatus.Suspended)], units);
        Assert.Empty(days);
        Assert.Equal((first + 2, true), Assert.Single(versions).Value);
        Assert.Equal(
            first + 2, fixture.Count("SELECT organisation FROM partner_counters WHERE partner_id = 'acme'"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_two_that_register_the_same_at_once_one_is_new(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(call => Task.Run(() =>
            stores[call % 2].Organisations.CreateAsync(
                StoreFixture.Acme,
                new UnitOrder(UnitKey.OfOutlet($"shop-{call / 4}"), null, null),
                Given.Noon))));

        Assert.Equal(10, outcomes.Count(outcome => outcome.Value.Outcome == UnitOutcome.Created));
        Assert.Equal(10, fixture.Count("SELECT COUNT(*) FROM organisation_units"));
        Assert.Equal(10, await VersionAsync(fixture));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Thirty_thousand_terminals_are_listed_page_by_page_each_once_and_in_order(StoreProvider on)
    {
        const int outlets = 10_000;
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        foreach (var some in Enumerable.Range(0, outlets).Chunk(250))
        {
            await ImportAsync(fixture, [.. some.SelectMany(Orders)]);
        }

        var listed = new List<UnitKey>();
        List<OrganisationUnit> page;
        do
        {
            page = await fixture.Store.Organisations.ListAsync(
                StoreFixture.Acme, UnitKind.Terminal, null, null, listed.Count == 0 ? null : listed[^1], 500,
                CancellationToken.None);
            listed.AddRange(page.Select(unit => unit.Key));
        }
        while (page.Count == 500);

        Assert.Equal(3 * outlets, listed.Distinct().Count());
        Assert.Equal(3 * outlets, listed.Count);
        Assert.Equal(
            listed.Select(key => $"{key.Outlet} {key.Reference}").Order(StringComparer.Ordinal),
            listed.Select(key => $"{key.Outlet} {key.Reference}"));
        Assert.Equal(
            new OrganisationSummary(false, outlets, 3 * outlets, 0),
            await fixture.Store.Organisations.SummaryAsync(StoreFixture.Acme, null, CancellationToken.None));
        Assert.Empty(await fixture.Store.Organisations.ListAsync(
            StoreFixture.Elsewhere, UnitKind.Terminal, null, null, null, 500, CancellationToken.None));
    }

    private static IEnumerable<UnitOrder> Orders(int outlet)
    {
        var reference = outlet.ToString("D5", CultureInfo.InvariantCulture);
        yield return new UnitOrder(UnitKey.OfOutlet(reference), null, null);
        foreach (var till in new[] { "1", "2", "3" })
        {
            yield return new UnitOrder(new UnitKey(UnitKind.Terminal, reference, till), null, null);
        }
    }

    private static Task<Result<UnitChange>> CreateAsync(StoreFixture fixture, UnitKey key, string name) =>
        fixture.Store.Organisations.CreateAsync(StoreFixture.Acme, new UnitOrder(key, name, null), Given.Noon);

    private static Task<Result<UnitChange>> ChangeAsync(StoreFixture fixture, UnitKey key, UnitStatus status) =>
        fixture.Store.Organisations.ChangeAsync(StoreFixture.Acme, new UnitOrder(key, null, status), Given.Noon);

    private static Task<Result<OrganisationImport>> ImportAsync(
        StoreFixture fixture, IReadOnlyList<UnitOrder> orders, bool validateOnly = false) =>
        fixture.Store.Organisations.ImportAsync(StoreFixture.Acme, orders, validateOnly, Given.Noon);

    private static Task<OrganisationUnit?> FindAsync(StoreFixture fixture, UnitKey key) =>
        fixture.Store.Organisations.FindAsync(StoreFixture.Acme, key, CancellationToken.None);

    private static async Task<long> VersionAsync(StoreFixture fixture) =>
        (await fixture.Store.Organisations.VersionsAsync(CancellationToken.None))
        .GetValueOrDefault(StoreFixture.Acme).Version;
}
