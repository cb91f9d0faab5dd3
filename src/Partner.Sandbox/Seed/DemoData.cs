using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Sandbox.Seed;

/// <summary>What a development server has to sell, and to whom. Seeding again changes nothing.</summary>
public static class DemoData
{
    /// <summary>The partner.</summary>
    public static readonly PartnerId PartnerId = new("demo");

    /// <summary>Its outlet.</summary>
    public const string Outlet = "store-1";

    /// <summary>A master agent: the parent of <see cref="AgentId"/>, whose sales it earns an override on.</summary>
    public static readonly PartnerId MasterId = new("demo-master");

    /// <summary>An agent with promotions, a fee that it shares with the operator, tiers and tax.</summary>
    public static readonly PartnerId AgentId = new("demo-agent");

    /// <summary>A partner whose float is in HKD, while the plans are in CNY.</summary>
    public static readonly PartnerId AbroadId = new("demo-abroad");

    /// <summary>Name of the operator's certificate; it belongs to no partner.</summary>
    public const string Operator = "operator";

    private const string DepositRequestId = "demo-opening-float-1";
    private static readonly Money OpeningFloat = new(1_000_000, Currency.Of("CNY"));

    // A small network beside the partner "demo", whose prices stay as plain as they can be.
    private static readonly (PartnerId Id, string Name, Money Float)[] Network =
    [
        (MasterId, "Demo Master Agent", OpeningFloat),
        (AgentId, "Demo Agent", OpeningFloat),
        (AbroadId, "Demo Hong Kong", new Money(1_000_000, Currency.Of("HKD"))),
    ];

    /// <summary>Adds the partners with their certificates, funds their floats and publishes the documents.</summary>
    /// <param name="pki">The certificates of the data folder.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task SeedAsync(
        PartnerStore store, DevelopmentPki pki, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var partner = new PartnerAccount(PartnerId, "Demo Stores", PartnerStatus.Active, OpeningFloat.Currency);
        await store.Partners.AddAsync(partner, now);
        const Permissions all = Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage;
        await RegisterAsync(store, pki, new PartnerCertificateOrder(PartnerId, all), now, cancel);
        await RegisterAsync(
            store,
            pki,
            new PartnerCertificateOrder(PartnerId, Permissions.Sell | Permissions.Read) { Outlet = Outlet },
            now,
            cancel);
        await store.Partners.DepositAsync(PartnerId, new RequestId(DepositRequestId), Ids.New(now), OpeningFloat, now);
        foreach (var (id, name, opening) in Network)
        {
            var member = new PartnerAccount(id, name, PartnerStatus.Active, opening.Currency);
            await store.Partners.AddAsync(member, now);
            await RegisterAsync(store, pki, new PartnerCertificateOrder(id, all), now, cancel);
            await store.Partners.DepositAsync(id, new RequestId(DepositRequestId), Ids.New(now), opening, now);
        }

        var ours = await pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId(Operator), Permissions.Operator), cancel);
        await store.Partners.RegisterAsync(
            ours.ToRegistration() with { PartnerId = RecordedAction.CommonChain },
            ours.CertificatePath,
            ours.Issued.NotAfter,
            now,
            null,
            pki.IssuedAs(ours));
        await PublishAsync(store, clock, cancel);
    }

    /// <summary>Publishes the demo set into an empty store; where anything is published, it is left as it is.</summary>
    private static async Task PublishAsync(PartnerStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (await store.Documents.CountAsync(cancel) > 0)
        {
            return;
        }

        var files = new List<CatalogFile>();
        var folder = Path.Combine(AppContext.BaseDirectory, "Documents");
        foreach (var path in Directory.GetFiles(folder, "*.json").Order())
        {
            files.Add(new CatalogFile(path, await File.ReadAllTextAsync(path, cancel)));
        }

        var outcome = await new CatalogPublisher(store, clock).PublishAsync(files, ActionBy.Program, cancel);
        if (outcome.Findings.Count > 0)
        {
            throw new InvalidDataException(string.Join('\n', outcome.Findings));
        }

        if (outcome.IsStale)
        {
            throw new InvalidOperationException("Others keep publishing documents; the demo's were not published.");
        }
    }

    private static async Task RegisterAsync(
        PartnerStore store,
        DevelopmentPki pki,
        PartnerCertificateOrder order,
        DateTimeOffset now,
        CancellationToken cancel)
    {
        var certificate = await pki.EnsureAsync(order, cancel);
        await store.Partners.RegisterAsync(
            certificate.ToRegistration(), certificate.CertificatePath, certificate.Issued.NotAfter, now, null,
            pki.IssuedAs(certificate));
    }
}
