using System.CommandLine;
using System.Security.Cryptography;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Server.Verbs;
using Partner.Storage;
using Registering = Partner.Server.Verbs.CertificateVerb;

namespace Partner.Sandbox.Verbs;

/// <summary>certificate issue: client certificates by the authority of the data folder.</summary>
internal static class CertificateVerb
{
    private const int MostDays = 398;

    private static readonly Option<int?> Days = VerbOptions.WholeNumber(
        "--days", "N", $"How long it is valid [{MostDays}]", 1, MostDays);

    private static readonly Option<string?> FileStem = VerbOptions.Text(
        "--file", "STEM", "Name of its files, without an ending");

    /// <summary>The verb.</summary>
    public static Command Create() => new("certificate", "Client certificates by the authority of the data folder")
    {
        new Command("issue", "Issues one, writes its files, registers it")
        {
            Registering.PartnerId, Registering.Outlet, Registering.Terminal, Registering.Granted, Days, FileStem,
        }.WithSandbox().Runs(RunAsync),
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var folder = SandboxOptions.Folder(parsed);
        var database = SandboxOptions.Database(parsed, folder);
        SandboxMark.Require(database);
        await using var store = PartnerStore.Open(database);
        try
        {
            return await IssueAsync(store, parsed, folder, cancel);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or InvalidOperationException
            or ArgumentException)
        {
            return AdministrationVerbs.Fail($"certificate: {fault.Message}");
        }
    }

    private static async Task<int> IssueAsync(
        PartnerStore store, ParseResult parsed, string folder, CancellationToken cancel)
    {
        var partnerId = new PartnerId(parsed.GetRequiredValue(Registering.PartnerId));
        var order = new PartnerCertificateOrder(partnerId, Registering.PermissionsOf(parsed))
        {
            Outlet = parsed.GetValue(Registering.Outlet),
            Terminal = Registering.TerminalOf(parsed),
            FileStem = parsed.GetValue(FileStem),
            Validity = TimeSpan.FromDays(parsed.GetValue(Days) ?? MostDays),
        };
        if (await store.Partners.FindAsync(partnerId, cancel) is null)
        {
            return AdministrationVerbs.Fail($"There is no partner '{partnerId}'.");
        }

        var clock = TimeProvider.System;
        var pki = await DevelopmentPki.OpenAsync(folder, [], PkiCreation.Never, clock, cancel);
        var issued = await pki.IssueAsync(order, cancel);
        await store.Partners.RegisterAsync(
            issued.ToRegistration(), issued.CertificatePath, issued.Issued.NotAfter, clock.GetUtcNow());
        Console.WriteLine($"Issued and registered {issued.Thumbprint}\n  {issued.CertificatePath}\n  {issued.KeyPath}");
        return 0;
    }
}
