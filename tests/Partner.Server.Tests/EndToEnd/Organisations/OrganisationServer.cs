using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Organisations;

/// <summary>Two servers on one database, for the tests of organisations and shifts.</summary>
public sealed class OrganisationServer : SharedServer, IAsyncLifetime
{
    private SandboxServer? _replica;

    /// <summary>A partner that no other test knows, at the first server only.</summary>
    public async Task<TestClient> PartnerAsync() =>
        Running.Connect((await NewPartnerAsync()).Certificate, Running.Server);

    /// <summary>The same partner at the second server.</summary>
    public TestClient AtReplica(TestClient client) => Running.Connect(client.Certificate, _replica);

    /// <summary>A certificate of one of the partner's outlets that may do everything.</summary>
    public async Task<TestClient> OutletAsync(TestClient client, string outlet)
    {
        const Permissions all = Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage;
        var connected = await Running.ConnectAsync(
            new PartnerCertificateOrder(client.PartnerId, all) { Outlet = outlet });
        return Running.Connect(connected.Certificate, Running.Server);
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _replica = await Running.StartReplicaAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _replica!.DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>A sale at a till.</summary>
    public static CreateTopUpRequest Sale(
        string outlet = "shop-1", string terminal = "till-1", string cashier = "anna") =>
        Support.Sale.Of().With(sale => (sale.Outlet, sale.Terminal, sale.Cashier) = (outlet, terminal, cashier));

    /// <summary>Registers an outlet with a till and a cashier.</summary>
    public static async Task RegisterAsync(TestClient client)
    {
        var request = new ImportOrganisationRequest();
        request.Rows.Add(new OrganisationRow { Kind = OrganisationKind.Outlet, Reference = "shop-1" });
        request.Rows.Add(new OrganisationRow
        {
            Kind = OrganisationKind.Terminal, Outlet = "shop-1", Reference = "till-1",
        });
        request.Rows.Add(new OrganisationRow
        {
            Kind = OrganisationKind.Cashier, Outlet = "shop-1", Reference = "anna", Name = "Anna 安娜",
        });
        var done = await client.Organisations.ImportOrganisationAsync(request);
        Assert.Equal((true, 3, 0, 0), (done.Applied, done.Created, done.Updated, done.Unchanged));
    }
}
