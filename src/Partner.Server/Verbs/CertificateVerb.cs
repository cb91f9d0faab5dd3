using System.CommandLine;
using System.Security.Cryptography;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>certificate: registers and revokes client certificates.</summary>
internal static class CertificateVerb
{
    internal static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };
    private static readonly Argument<string> CertificateFile = new("FILE")
    {
        Description = "The certificate, PEM or DER; its intermediates may follow",
    };


    private static readonly Argument<string> Subject = new("THUMBPRINT|FILE")
    {
        Description = "Which certificate: its SHA-256 thumbprint, or its file",
    };

    internal static readonly Option<string?> Outlet = VerbOptions.Text("--outlet", "O", "Only for this outlet");

    internal static readonly Option<Permissions?> Granted = VerbOptions.Parsed(
        "--permissions", "LIST", "Of sell, reverse, read, manage [sell,read]",
        "a list of sell, reverse, read, manage", PermissionsOf);

    private static readonly Option<string?> Authority = VerbOptions.Text(
        "--ca", "FILE", "The authority of the partners' certificates, PEM, as serve has it");

    /// <summary>The verb.</summary>
    public static Command Create() => new("certificate", "Client certificates: registers, revokes them")
    {
        new Command("register", """
            Registers a certificate that the partner authority issued. Several may be active at once.
            It must be one that the server lets in; with --ca also its authority is looked at
            """)
        {
            PartnerId, CertificateFile, Outlet, Granted, Authority,
        }.WithWhy().WithDatabase().Runs(Explained(RegisterAsync)),
        new Command("revoke", "Takes effect on the next call, also on open connections, within 2 s")
        {
            Subject,
        }.WithWhy().WithDatabase().Runs(Explained(RevokeAsync)),
    };

    /// <summary>The verb operator-certificate: the only way to a certificate with the permission operator.</summary>
    public static Command CreateOperator() => new("operator-certificate", """
        Certificates of the operator's own people, for the back office
        """)
    {
        new Command("register", """
            Registers a certificate to the operator: it opens the operator's port and nothing else. It must be one
            that the server lets in, and no partner's. certificate revoke takes it back
            """)
        {
            CertificateFile, Authority,
        }.WithWhy().WithDatabase().Runs(Explained(RegisterOperatorAsync)),
    };

    private static Func<ParseResult, CancellationToken, Task<int>> Explained(
        Func<PartnerStore, ParseResult, CancellationToken, Task<int>> work) => async (parsed, cancel) =>
    {
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        try
        {
            return await work(store, parsed, cancel);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or InvalidOperationException
            or ArgumentException)
        {
            return AdministrationVerbs.Fail($"certificate: {fault.Message}");
        }
    };

    private static async Task<int> RegisterAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        var partnerId = new PartnerId(parsed.GetRequiredValue(PartnerId));
        if (await store.Partners.FindAsync(partnerId, cancel) is null)
        {
            return AdministrationVerbs.Fail($"There is no partner '{partnerId}'.");
        }

        VerbOptions.EnsureVisible("--outlet", parsed.GetValue(Outlet));
        return await RegisterAsync(
            store, parsed, (partnerId, parsed.GetValue(Outlet), PermissionsOf(parsed)), $"{partnerId}");
    }

    private static Task<int> RegisterOperatorAsync(
        PartnerStore store, ParseResult parsed, CancellationToken cancel) => RegisterAsync(
        store, parsed, (RecordedAction.CommonChain, null, Permissions.Operator), "the operator");

    private static async Task<int> RegisterAsync(
        PartnerStore store,
        ParseResult parsed,
        (PartnerId PartnerId, string? Outlet, Permissions Permissions) scope,
        string owner)
    {
        var by = VerbActor.By(parsed);
        using var certificate = ClientCertificateFile.Read(parsed.GetRequiredValue(CertificateFile), out var chain);
        var authorities = parsed.GetValue(Authority) is { } file ? PemFile.Certificates(file) : null;
        var now = TimeProvider.System.GetUtcNow();
        if (ClientCertificateFile.Problem(certificate, chain, authorities, now) is { } problem)
        {
            return AdministrationVerbs.Fail($"certificate: {problem}; nothing changed.");
        }

        var registration = new Registration(
            Thumbprints.Of(certificate),
            scope.PartnerId,
            PartnerStatus.Active,
            scope.Outlet,
            scope.Permissions,
            RevokedAt: null);
        var added = await store.Partners.RegisterAsync(
            registration, certificate.Subject, certificate.NotAfter.ToUniversalTime(), now, by);
        if (!added)
        {
            return AdministrationVerbs.Fail($"{registration.Thumbprint} is registered already; nothing changed.");
        }

        Console.WriteLine($"Registered {registration.Thumbprint} to {owner}.");
        return 0;
    }

    private static async Task<int> RevokeAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        var subject = parsed.GetRequiredValue(Subject);
        var thumbprint = subject.ToLowerInvariant();
        if (File.Exists(subject))
        {
            using var certificate = ClientCertificateFile.Read(subject, out _);
            thumbprint = Thumbprints.Of(certificate);
        }

        if (!await store.Partners.RevokeAsync(thumbprint, TimeProvider.System.GetUtcNow(), VerbActor.By(parsed)))
        {
            return AdministrationVerbs.Fail($"No certificate {thumbprint} is registered.");
        }

        Console.WriteLine($"Revoked {thumbprint}.");
        return 0;
    }

    internal static Permissions PermissionsOf(ParseResult parsed) =>
        parsed.GetValue(Granted) ?? Permissions.Sell | Permissions.Read;

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
