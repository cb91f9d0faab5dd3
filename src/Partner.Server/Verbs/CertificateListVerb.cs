using System.CommandLine;
using System.Security.Cryptography;
using Partner.Server.Signing;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>certificate crl: makes the revocation list of the signing authority.</summary>
internal static class CertificateListVerb
{
    private const int UsualDays = 7;

    private static readonly Option<string> Out = VerbOptions.Required("--out", "FILE", "Where to write it, PEM");

    private static readonly Option<int?> Days = VerbOptions.WholeNumber(
        "--days", "N", $"When the next one comes at the latest [{UsualDays}]", 1, 365);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var command = new Command("crl", """
            Makes the revocation list of the signing authority, for others who check its certificates: all that are
            revoked and have not ended, but for those of which nothing but the thumbprint was registered. Its number is
            above that of every one before it
            """) { Out, Days };
        foreach (var option in SigningServeOptions.Signing)
        {
            command.Add(option);
        }

        return command.WithDatabase().Runs(CertificateVerb.Explained(RunAsync));
    }

    private static async Task<int> RunAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        var options = SigningServeOptions.Apply(
            parsed, new SigningOptions(), new ConfigurationBuilder().AddEnvironmentVariables().Build());
        if (options.CertificateFile is null)
        {
            throw new UsageException("a revocation list is signed: give --signing-ca and --signing-key");
        }

        using var authority = FileAuthority.Read(options);
        var now = TimeProvider.System.GetUtcNow();
        var revoked = await store.Certificates.ListRevokedAsync(authority.Id, now, cancel);

        // A number that was taken is never used again, also where the file cannot be written.
        var number = await store.CertificateRules.NextListAsync(authority.Id);
        var list = authority.List(revoked, number, now, now.AddDays(parsed.GetValue(Days) ?? UsualDays)).Value;
        var path = parsed.GetRequiredValue(Out);
        var temporary = $"{path}.{number}.tmp";
        await File.WriteAllTextAsync(temporary, PemEncoding.WriteString("X509 CRL", list) + "\n", cancel);
        File.Move(temporary, path, overwrite: true);
        Console.WriteLine($"Wrote revocation list {number} with {revoked.Count} certificates to {path}.");
        return 0;
    }
}
