using System.CommandLine;
using Partner.Server.Hosting;
using Partner.Server.Security;
using Partner.Server.Signing;

namespace Partner.Server.Verbs;

/// <summary>What serving takes for certificates: who signs, where tills enrol, what was revoked.</summary>
internal static class SigningServeOptions
{
    private static readonly Option<KestrelAddress?> Enrollment = VerbOptions.Parsed(
        "--enrollment", "HOST:PORT", "Where tills enrol with a code [Partner__Enrollment__Address, else nowhere]",
        "HOST:PORT, such as 0.0.0.0:7444", KestrelAddress.Parse);

    private static readonly Option<string?> Authority = VerbOptions.Text(
        "--signing-ca", "FILE",
        "Signs partners' certificates: its certificate, PEM [Partner__Signing__Ca, else nobody]");

    private static readonly Option<string?> Key = VerbOptions.Text(
        "--signing-key", "FILE", "Its private key, PEM, PKCS#8, encrypted [Partner__Signing__Key]");

    private static readonly Option<string?> PassphraseFile = VerbOptions.Text(
        "--signing-passphrase-file", "FILE",
        "What the key is encrypted with [Partner__Signing__PassphraseFile, or Partner__Signing__Passphrase itself]");

    private static readonly Option<int?> Days = VerbOptions.WholeNumber(
        "--signing-days", "N", "How long a certificate is valid unless less is asked for [90]", 1,
        SigningOptions.LongestDays);

    private static readonly Option<string?> Instructions = VerbOptions.Text(
        "--signing-instructions", "TEXT",
        "Where to get certificates if nothing is signed here [Partner__Signing__Instructions]");

    private static readonly Option<string?> ServerAuthority = VerbOptions.Text(
        "--server-ca", "FILE",
        "What clients should trust, PEM, as they are told [Partner__Signing__ServerCa, else --ca]");

    private static readonly Option<string?> Lists = VerbOptions.Text(
        "--crl", "FILE,…", "Revocation lists of the authorities of --ca, PEM or DER [Partner__Crl__Files]");

    private static readonly Option<RevocationFailure?> Failure = VerbOptions.Parsed<RevocationFailure?>(
        "--crl-failure", "hard|soft", "Without a list that is up to date clients do not get in, or do [soft]",
        "hard or soft", text => text switch
        {
            "hard" => RevocationFailure.Hard,
            "soft" => RevocationFailure.Soft,
            _ => null,
        });

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> All =>
    [
        Enrollment, Authority, Key, PassphraseFile, Days, Instructions, ServerAuthority, Lists, Failure,
    ];

    /// <summary>The settings as a line has them, else as the configuration has them, else as they are.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="usual">What they are where neither says anything.</param>
    /// <param name="configuration">Names such as Partner:Signing:Ca, from the environment.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static ServerSettings Apply(ParseResult parsed, ServerSettings usual, IConfiguration configuration) =>
        usual with
        {
            Enrollment = parsed.GetValue(Enrollment)
                ?? AddressOf(configuration["Partner:Enrollment:Address"]) ?? usual.Enrollment,
            Signing = Apply(parsed, usual.Signing, configuration),
            Tls = usual.Tls with
            {
                RevocationListPaths = (parsed.GetValue(Lists) ?? configuration["Partner:Crl:Files"])
                    ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    ?? usual.Tls.RevocationListPaths,
                RevocationFailure = parsed.GetValue(Failure) ?? FailureOf(configuration["Partner:Crl:Failure"])
                    ?? usual.Tls.RevocationFailure,
            },
        };

    /// <summary>Who signs, likewise.</summary>
    public static SigningOptions Apply(ParseResult parsed, SigningOptions usual, IConfiguration configuration)
    {
        var options = usual with
        {
            CertificateFile = parsed.GetValue(Authority) ?? configuration["Partner:Signing:Ca"]
                ?? usual.CertificateFile,
            KeyFile = parsed.GetValue(Key) ?? configuration["Partner:Signing:Key"] ?? usual.KeyFile,
            Passphrase = configuration["Partner:Signing:Passphrase"] ?? usual.Passphrase,
            PassphraseFile = parsed.GetValue(PassphraseFile) ?? configuration["Partner:Signing:PassphraseFile"]
                ?? usual.PassphraseFile,
            UsualDays = parsed.GetValue(Days) ?? usual.UsualDays,
            Instructions = parsed.GetValue(Instructions) ?? configuration["Partner:Signing:Instructions"]
                ?? usual.Instructions,
            ServerAuthoritiesFile = parsed.GetValue(ServerAuthority) ?? configuration["Partner:Signing:ServerCa"]
                ?? usual.ServerAuthoritiesFile,
        };
        VerbOptions.EnsureVisible(Instructions.Name, options.Instructions);
        return options.CertificateFile is null == options.KeyFile is null
            ? options
            : throw new UsageException("--signing-ca and --signing-key are given together, or neither of them");
    }

    private static KestrelAddress? AddressOf(string? text) => string.IsNullOrEmpty(text) ? null
        : KestrelAddress.Parse(text)
            ?? throw new UsageException($"Partner__Enrollment__Address takes HOST:PORT, not '{text}'");

    private static RevocationFailure? FailureOf(string? text) => text switch
    {
        null or "" => null,
        "hard" => RevocationFailure.Hard,
        "soft" => RevocationFailure.Soft,
        _ => throw new UsageException($"Partner__Crl__Failure takes hard or soft, not '{text}'"),
    };
}
