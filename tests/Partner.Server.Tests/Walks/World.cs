using System.Globalization;
using Leb.Partner.V1;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Issuer;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;
using Partner.Storage;
using CoreType = Partner.Core.Cards.CardType;
using PartnerMoney = Partner.Core.Amounts.Money;

namespace Partner.Server.Tests.Walks;

/// <summary>
/// What there is on the server: the partner "ours" with a till, another outlet, and an outlet and a till that are
/// closed; the partner "theirs", whose outlet and till bear the same names; and one that is suspended. Both have
/// something of everything, also a settlement of last month.
/// </summary>
internal sealed class World
{
    public const string Shop = "shop-1";
    public const string OtherShop = "shop-2";
    public const string SecretShop = "our-own-shop";
    public const string SecretTill = "our-own-till";

    // What is made under a name of ours by others must be no name that others ask for.
    public const string SpareShop = "our-spare-shop";
    public const string SpareTill = "our-spare-till";
    public const string SpareCashier = "our-spare-anna";
    public const string ShopsSpareCashier = "cashier-spare";

    /// <summary>Who works at <see cref="Shop"/> alone.</summary>
    public const string ShopsOwnCashier = "cashier-bo";

    /// <summary>A coupon of a promotion that is for us alone.</summary>
    public const string Coupon = "OURS-7";
    public const string ClosedShop = "shop-9";
    public const string Till = "till-1";
    public const string OtherTill = "till-2";
    public const string ClosedTill = "till-9";

    private const Permissions All = Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage;
    private const int Spare = 3;

    private World(WalkServer server, TestClient ours, TestClient theirs, TestClient halted) =>
        (Server, Ours, Theirs, Halted) = (server, ours, theirs, halted);

    public WalkServer Server { get; }

    public TestClient Ours { get; }

    public TestClient Theirs { get; }

    /// <summary>Of a partner that is suspended.</summary>
    public TestClient Halted { get; }

    /// <summary>What is ours, at <see cref="Till"/> of <see cref="Shop"/>.</summary>
    public Stock Home { get; private set; } = null!;

    /// <summary>What is ours, at an outlet that is closed since.</summary>
    public Stock AtClosedShop { get; private set; } = null!;

    /// <summary>What is ours, at a till that is closed since.</summary>
    public Stock AtClosedTill { get; private set; } = null!;

    /// <summary>What is ours, at another outlet.</summary>
    public Stock AtOtherShop { get; private set; } = null!;

    /// <summary>What is ours, at an outlet and a till of names that only we have.</summary>
    public Stock Secret { get; private set; } = null!;

    /// <summary>What is theirs, at a till of the same name.</summary>
    public Stock Abroad { get; private set; } = null!;

    /// <summary>Our settlement of last month.</summary>
    public Settlement Settlement { get; private set; } = null!;

    /// <summary>Makes it.</summary>
    public static async Task<World> MakeAsync(WalkServer server, HeldIssuer issuer, ShiftedClock clock, TimeSpan past)
    {
        var running = server.Running;
        foreach (var document in Documents(clock.GetUtcNow()))
        {
            await running.PublishAsync(document);
        }

        var world = new World(
            server,
            await AddAsync(running, "ours", clock),
            await AddAsync(running, "theirs", clock),
            await AddAsync(running, "halted", clock));
        world.Settlement = await SettleAsync(world, clock, past);
        await running.Store.Partners.SetStatusAsync(
            world.Halted.PartnerId, PartnerStatus.Suspended, clock.GetUtcNow());
        await RegisterAsync(world.Ours, Shop, OtherShop, ClosedShop, SecretShop, SpareShop);
        await RegisterAsync(world.Theirs, Shop);
        world.Home = await Stock.MakeAsync(server, world.Ours, Shop, Till);
        world.AtOtherShop = await Stock.MakeAsync(server, world.Ours, OtherShop, Till);
        world.Secret = await Stock.MakeAsync(server, world.Ours, SecretShop, SecretTill);
        world.Abroad = await Stock.MakeAsync(server, world.Theirs, Shop, Till);
        world.AtClosedShop = await Stock.MakeAsync(server, world.Ours, ClosedShop, Till);
        world.AtClosedTill = await Stock.MakeAsync(server, world.Ours, Shop, ClosedTill);
        await world.CancelSomeAsync(issuer);
        return world;
    }

    /// <summary>Closes what shall be closed, once everybody has a certificate.</summary>
    public async Task CloseAsync()
    {
        await AtClosedShop.SpareAsync(Spare);
        await AtClosedTill.SpareAsync(Spare);
        await Ours.Organisations.CloseOutletAsync(new() { Outlet = ClosedShop }, TestClient.In("en"));
        await Ours.Organisations.CloseTerminalAsync(
            new() { Outlet = Shop, Terminal = ClosedTill }, TestClient.In("en"));
    }

    private static async Task<TestClient> AddAsync(RunningServer running, string id, ShiftedClock clock)
    {
        var (partner, now) = (new PartnerId(id), clock.GetUtcNow());
        await running.Store.Partners.AddAsync(
            new PartnerAccount(partner, id, PartnerStatus.Active, Currency.Of("CNY")), now);
        await running.Store.Partners.DepositAsync(
            partner, new RequestId($"opening-float-of-{id}"), Ids.New(now), PartnerMoney.Parse("90000.00 CNY")!.Value,
            now);
        var connected = await running.ConnectAsync(new PartnerCertificateOrder(partner, All));
        return running.Connect(connected.Certificate, running.Server);
    }

    /// <summary>Both sell last month, and that month is closed.</summary>
    private static async Task<Settlement> SettleAsync(World world, ShiftedClock clock, TimeSpan past)
    {
        TestClient[] both = [world.Ours, world.Theirs];
        foreach (var partner in both)
        {
            var sale = Sale.Of(plan: "plans/phone-100");
            await Eventually.SeeAsync(
                async () => (await partner.TopUps.CreateTopUpAsync(sale)).TopUp,
                topUp => topUp.State == TopUpState.Succeeded);
        }

        var entries = await world.Ours.Balances.ListCommissionEntriesAsync(new());
        clock.MoveOn(past);
        await world.Server.Running.Store.Settlements.CloseAsync(entries.Entries[0].Month, [], clock.GetUtcNow());
        var settled = await Task.WhenAll(both.Select(async partner =>
            (await partner.Balances.ListSettlementsAsync(new(), TestClient.In("en"))).Settlements.Single()));
        return settled[0];
    }

    private static async Task RegisterAsync(TestClient partner, params string[] outlets)
    {
        var request = new ImportOrganisationRequest();
        foreach (var outlet in outlets)
        {
            request.Rows.Add(new OrganisationRow { Kind = OrganisationKind.Outlet, Reference = outlet });
            foreach (var terminal in TillsOf(outlet))
            {
                request.Rows.Add(new OrganisationRow
                {
                    Kind = OrganisationKind.Terminal, Outlet = outlet, Reference = terminal,
                });
            }

            request.Rows.Add(new OrganisationRow
            {
                Kind = OrganisationKind.Cashier, Outlet = outlet, Reference = Stock.CashierAt(outlet),
            });
        }

        string[] alone = outlets.Contains(SecretShop) ? [ShopsOwnCashier, ShopsSpareCashier, SpareCashier] : [];
        foreach (var cashier in alone)
        {
            request.Rows.Add(new OrganisationRow
            {
                Kind = OrganisationKind.Cashier, Outlet = outlets[0], Reference = cashier,
            });
        }

        Assert.True((await partner.Organisations.ImportOrganisationAsync(request)).Applied);
    }

    private static string[] TillsOf(string outlet) => outlet switch
    {
        Shop => [Till, OtherTill, ClosedTill],
        SecretShop => [SecretTill, SpareTill],
        _ => [Till],
    };

    /// <summary>While the issuer thinks about one sale, others wait for their turn, and can be cancelled.</summary>
    private async Task CancelSomeAsync(HeldIssuer issuer)
    {
        var slow = Sale.OnSandboxCard(
            SandboxCards.Number(CoreType.Phone, SandboxOutcome.SuccessAfterLongDelay), waitSeconds: 0);
        var first = (await Ours.TopUps.CreateTopUpAsync(slow, TestClient.In("en"))).TopUp;
        await Task.WhenAll(
            Home.CancelAsync(), Abroad.CancelAsync(), AtOtherShop.CancelAsync(), Secret.CancelAsync(),
            AtClosedShop.CancelAsync(), AtClosedTill.CancelAsync());
        await issuer.SeeLaterAsync(() => Ours.GetAsync(first.Name), topUp => topUp.State == TopUpState.Succeeded);
    }

    private static IEnumerable<string> Documents(DateTimeOffset now)
    {
        var from = now.AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

        // The next version of the demo's: only where one network is in force can an operator publish another.
        yield return $$"""
            {
              "kind": "network", "id": "demo-network", "version": "2", "from": "{{from}}",
              "members": [
                { "partner": "demo-master", "tier": "master", "region": "south" },
                { "partner": "demo-agent", "tier": "silver", "region": "south", "parent": "demo-master" },
                { "partner": "demo-abroad", "region": "abroad" },
                { "partner": "ours", "tier": "walk" },
                { "partner": "theirs", "tier": "walk" }
              ]
            }
            """;
        yield return $$"""
            {
              "kind": "commission-schedule", "id": "w-walk", "version": "1", "from": "{{from}}", "currency": "CNY",
              "timeZone": "Asia/Shanghai", "base": "FACE", "tiering": "MARGINAL", "mode": "SETTLED",
              "taxAt": "SETTLEMENT", "rules": [{ "id": "walk", "applies": { "tier": "walk" }, "rate": 300 }]
            }
            """;
        yield return $$"""
            {
              "kind": "promotions", "id": "w-coupon", "version": "1", "from": "{{from}}", "currency": "CNY",
              "timeZone": "Asia/Shanghai",
              "promotions": [
                {
                  "id": "w-ours", "name": { "en": "For us", "zh-CN": "专属" }, "group": 77, "gift": "DISCOUNT",
                  "amount": "2.00 CNY", "funder": "OPERATOR",
                  "conditions": { "coupon": "{{Coupon}}", "partners": ["ours"] }
                }
              ]
            }
            """;
    }
}
