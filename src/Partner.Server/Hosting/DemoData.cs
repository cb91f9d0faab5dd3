using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Hosting;

/// <summary>What a development server has to sell, and to whom. Seeding again changes nothing.</summary>
public static class DemoData
{
    /// <summary>The partner.</summary>
    public const string PartnerId = "demo";

    /// <summary>Its outlet.</summary>
    public const string Outlet = "store-1";

    private const string DepositRequestId = "demo-opening-float-1";
    private static readonly Money OpeningFloat = new(1_000_000, Currency.Of("CNY"));
    private static readonly string[] Files = ["catalogue.json", "price-list.json", "commission-schedule.json"];

    /// <summary>Publishes the documents, adds the partner with its certificates, and funds its float.</summary>
    /// <param name="store">The store.</param>
    /// <param name="pki">The certificates of the data folder.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task SeedAsync(
        PartnerStore store, DevelopmentPki pki, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var file in Files)
        {
            await PublishAsync(store, Path.Combine(AppContext.BaseDirectory, "Plans", "Demo", file), now, cancel)
                .ConfigureAwait(false);
        }

        var partner = new PartnerAccount(PartnerId, "Demo Stores", PartnerStatus.Active, OpeningFloat.Currency);
        await store.Partners.AddAsync(partner, now).ConfigureAwait(false);
        const Permissions all = Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage;
        await RegisterAsync(store, pki, new PartnerCertificateOrder(PartnerId, all), now, cancel).ConfigureAwait(false);
        await RegisterAsync(
            store,
            pki,
            new PartnerCertificateOrder(PartnerId, Permissions.Sell | Permissions.Read) { Outlet = Outlet },
            now,
            cancel).ConfigureAwait(false);
        await store.Partners.DepositAsync(PartnerId, DepositRequestId, Ids.New(now), OpeningFloat, now)
            .ConfigureAwait(false);
    }

    /// <summary>Publishes a document from a file.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The file.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidDataException">The document has findings; the message names them all.</exception>
    public static async Task PublishAsync(PartnerStore store, string path, DateTimeOffset now, CancellationToken cancel)
    {
        var json = await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false);
        var parsed = DocumentReader.Read(json, out var findings)
            ?? throw new InvalidDataException(
                $"{path}:\n" + string.Join('\n', findings.Select(finding => $"  {finding.Path}: {finding.Problem}")));
        await store.Documents.PublishAsync(parsed.Document, now).ConfigureAwait(false);
    }

    private static async Task RegisterAsync(
        PartnerStore store,
        DevelopmentPki pki,
        PartnerCertificateOrder order,
        DateTimeOffset now,
        CancellationToken cancel)
    {
        var certificate = await pki.EnsureAsync(order, cancel).ConfigureAwait(false);
        await store.Partners.RegisterAsync(
            certificate.ToRegistration(), certificate.CertificatePath, certificate.Issued.NotAfter, now)
            .ConfigureAwait(false);
    }
}
