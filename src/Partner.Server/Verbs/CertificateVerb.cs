using System.CommandLine;
using System.Security.Cryptography;
using Partner.Contracts.Client;
using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Server.BackOffice;
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

    internal static readonly Option<string?> Terminal = VerbOptions.Text(
        "--terminal", "T", "Only for this terminal of the outlet");

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
            PartnerId, CertificateFile, Outlet, Terminal, Granted, Authority,
        }.WithWhy().WithDatabase().Runs(Explained(RegisterAsync)),
        new Command("revoke", "Takes effect on the next call, also on open connections, within 2 s")
        {
            Subject,
        }.WithWhy().WithDatabase().Runs(Explained(RevokeAsync)),
        CertificateListVerb.Create(),
        CertificateRuleVerb.Create(),
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

    /// <summary>Runs work on the database, and says what is wrong with files and values.</summary>
    internal static Func<ParseResult, CancellationToken, Task<int>> Explained(
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
            store,
            parsed,
            (partnerId, parsed.GetValue(Outlet), TerminalOf(parsed), PermissionsOf(parsed)),
            $"{partnerId}");
    }

    private static Task<int> RegisterOperatorAsync(
        PartnerStore store, ParseResult parsed, CancellationToken cancel) => RegisterAsync(
        store, parsed, (RecordedAction.CommonChain, null, null, Permissions.Operator), "the operator");

    private static async Task<int> RegisterAsync(
        PartnerStore store,
        ParseResult parsed,
        (PartnerId PartnerId, string? Outlet, string? Terminal, Permissions Permissions) scope,
        string owner)
    {
        var by = VerbActor.By(parsed);
        using var certificate = ClientCertificateFile.Read(parsed.GetRequiredValue(CertificateFile), out var chain);
        var authorities = parsed.GetValue(Authority) is { } file ? PemFile.Certificates(file) : null;
        var registered = await new CertificateRegistering(store, TimeProvider.System).RegisterAsync(
            certificate, chain, authorities, scope.PartnerId,
            new CertificateGrant(new CertificateScope(scope.Outlet, scope.Terminal), scope.Permissions), by);
        if (registered.Problem is { } problem)
        {
            return AdministrationVerbs.Fail($"certificate: {problem}; nothing changed.");
        }

        if (!registered.IsNew)
        {
            return AdministrationVerbs.Fail($"{registered.Thumbprint} is registered already; nothing changed.");
        }

        Console.WriteLine($"Registered {registered.Thumbprint} to {owner}.");
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

    /// <summary>The terminal that a line names; null for none.</summary>
    /// <exception cref="UsageException">It names no outlet beside, or does not show all that it is.</exception>
    internal static string? TerminalOf(ParseResult parsed)
    {
        var terminal = parsed.GetValue(Terminal);
        VerbOptions.EnsureVisible("--terminal", terminal);
        return terminal is null || parsed.GetValue(Outlet) is not null
            ? terminal
            : throw new UsageException("--terminal is of an outlet: give --outlet too");
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
