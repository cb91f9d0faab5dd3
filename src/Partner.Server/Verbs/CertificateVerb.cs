using System.CommandLine;
using System.Security.Cryptography;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.BackOffice;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>Certificates where no server is asked: the operator's first one.</summary>
internal static class CertificateVerb
{
    private static readonly Argument<string> CertificateFile = new("FILE")
    {
        Description = "The certificate, PEM or DER; its intermediates may follow",
    };

    private static readonly Option<string?> Authority = VerbOptions.Text(
        "--ca", "FILE", "The authority of the clients' certificates, PEM, as serve has it");

    /// <summary>The verb operator-certificate: the only way to a certificate with the permission operator.</summary>
    public static Command Create() => new("operator-certificate", """
        Certificates of the operator's own people, for the back office
        """)
    {
        new Command("register", """
            Registers a certificate to the operator: it opens the operator's port and nothing else. It must be one
            that the server lets in, and no partner's; with --ca also its authority is looked at. The command
            `operator certificates revoke` takes it back
            """)
        {
            CertificateFile, Authority,
        }.WithWhy().WithDatabase().Runs(Explained(RegisterOperatorAsync)),
    };

    /// <summary>Runs work on the database, and says what is wrong with files and values.</summary>
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
            return VerbOptions.Fail($"certificate: {fault.Message}");
        }
    };

    private static async Task<int> RegisterOperatorAsync(
        PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        var by = VerbActor.By(parsed);
        using var certificate = ClientCertificateFile.Read(parsed.GetRequiredValue(CertificateFile), out var chain);
        var authorities = parsed.GetValue(Authority) is { } file ? PemFile.Certificates(file) : null;
        var registered = await new CertificateRegistering(store, TimeProvider.System).RegisterAsync(
            certificate, chain, authorities, RecordedAction.CommonChain,
            new CertificateGrant(CertificateScope.Whole, Permissions.Operator), by);
        if (registered.Problem is { } problem)
        {
            return VerbOptions.Fail($"certificate: {problem.English}; nothing changed.");
        }

        if (!registered.IsNew)
        {
            return VerbOptions.Fail($"{registered.Thumbprint} is registered already; what it may do did not change.");
        }

        Console.WriteLine($"Registered {registered.Thumbprint} to the operator.");
        return 0;
    }
}
