using System.CommandLine;
using System.Security.Cryptography;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Core.Identity;
using Partner.Server.Verbs;
using Partner.Storage;

namespace Partner.Sandbox.Verbs;

/// <summary>certificate issue: client certificates by the authority of the data folder.</summary>
internal static class CertificateVerb
{
    private const int MostDays = 398;

    private static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };

    private static readonly Option<string?> Outlet = VerbOptions.Text("--outlet", "O", "Only for this outlet");

    private static readonly Option<string?> Terminal = VerbOptions.Text(
        "--terminal", "T", "Only for this terminal of the outlet");

    private static readonly Option<Permissions?> Granted = VerbOptions.Parsed(
        "--permissions", "LIST", "Of sell, reverse, read, manage [sell,read]",
        "a list of sell, reverse, read, manage", PermissionsOf);

    private static readonly Option<int?> Days = VerbOptions.WholeNumber(
        "--days", "N", $"How long it is valid [{MostDays}]", 1, MostDays);

    private static readonly Option<string?> FileStem = VerbOptions.Text(
        "--file", "STEM", "Name of its files, without an ending");

    /// <summary>The verb.</summary>
    public static Command Create() => new("certificate", "Client certificates by the authority of the data folder")
    {
        new Command("issue", "Issues one, writes its files, registers it")
        {
            PartnerId, Outlet, Terminal, Granted, Days, FileStem,
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
            return VerbOptions.Fail($"certificate: {fault.Message}");
        }
    }

    private static async Task<int> IssueAsync(
        PartnerStore store, ParseResult parsed, string folder, CancellationToken cancel)
    {
        var partnerId = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var granted = parsed.GetValue(Granted) ?? Permissions.Sell | Permissions.Read;
        var order = new PartnerCertificateOrder(partnerId, granted)
        {
            Outlet = parsed.GetValue(Outlet),
            Terminal = TerminalOf(parsed),
            FileStem = parsed.GetValue(FileStem),
            Validity = TimeSpan.FromDays(parsed.GetValue(Days) ?? MostDays),
        };
        if (await store.Partners.FindAsync(partnerId, cancel) is null)
        {
            return VerbOptions.Fail($"There is no partner '{partnerId}'.");
        }

        var clock = TimeProvider.System;
        var pki = await DevelopmentPki.OpenAsync(folder, [], PkiCreation.Never, clock, cancel);
        var issued = await pki.IssueAsync(order, cancel);
        await store.Partners.RegisterAsync(
            issued.ToRegistration(), issued.CertificatePath, issued.Issued.NotAfter, clock.GetUtcNow(), null,
            pki.IssuedAs(issued));
        Console.WriteLine($"Issued and registered {issued.Thumbprint}\n  {issued.CertificatePath}\n  {issued.KeyPath}");
        return 0;
    }

    private static string? TerminalOf(ParseResult parsed)
    {
        var terminal = parsed.GetValue(Terminal);
        VerbOptions.EnsureVisible("--terminal", terminal);
        return terminal is null || parsed.GetValue(Outlet) is not null
            ? terminal
            : throw new UsageException("--terminal is of an outlet: give --outlet too");
    }

    private static Permissions? PermissionsOf(string text) => text.Split(',').Aggregate(
        (Permissions?)Permissions.None,
        (sum, name) => sum | name switch
        {
            "sell" => Permissions.Sell,
            "reverse" => Permissions.Reverse,
            "read" => Permissions.Read,
            "manage" => Permissions.Manage,
            _ => (Permissions?)null,
        });
}
