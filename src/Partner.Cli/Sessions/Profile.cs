using System.CommandLine;
using System.Security.Cryptography;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Sessions;

/// <summary>
/// Where the service is and as whom to call it. Each value comes from its flag, else from its environment variable,
/// else from the development defaults that the server writes at its first start.
/// </summary>
internal sealed class Profile(Language language)
{
    private const string DevelopmentFolder = ".partner";

    private readonly Option<string?> _address = Named(
        "--address", "URL", language.Pick(
            "Address of the service [PARTNER_ADDRESS, else https://localhost:7443]",
            "服务地址 [PARTNER_ADDRESS，默认 https://localhost:7443]"));

    private readonly Option<string?> _ca = Named(
        "--ca", "FILE", language.Pick(
            "The operator's CA, PEM [PARTNER_CA, else .partner/pki/ca.crt]",
            "运营方 CA 证书，PEM [PARTNER_CA，默认 .partner/pki/ca.crt]"));

    private readonly Option<string?> _cert = Named(
        "--cert", "FILE", language.Pick(
            "Your client certificate, PEM or PFX [PARTNER_CERT, else .partner/pki/partners/demo.crt]",
            "客户端证书，PEM 或 PFX [PARTNER_CERT，默认 .partner/pki/partners/demo.crt]"));

    private readonly Option<string?> _key = Named(
        "--key", "FILE", language.Pick(
            "Its private key, PEM [PARTNER_KEY, else in the certificate's file or demo.key beside demo.crt]",
            "客户端私钥，PEM [PARTNER_KEY，默认在证书文件中，或与 demo.crt 同目录的 demo.key]"));

    private readonly Option<string?> _passphrase = Named(
        "--passphrase-file", "FILE", language.Pick(
            "Holds what the key is encrypted with [PARTNER_PASSPHRASE_FILE, or PARTNER_PASSPHRASE itself]",
            "存放私钥密码的文件 [PARTNER_PASSPHRASE_FILE，或用 PARTNER_PASSPHRASE 直接给出密码]"));

    public IEnumerable<Option> Options => [_address, _ca, _cert, _key, _passphrase];

    /// <summary>A connection to the partners' port, or to the operator's.</summary>
    /// <param name="certificateFile">The certificate to call with; null: as the flags and variables say.</param>
    /// <param name="keyFile">Its key.</param>
    public PartnerConnection Open(
        ParseResult result, CliHost host, Door door, string? certificateFile = null, string? keyFile = null)
    {
        var pki = Path.Combine(DevelopmentFolder, "pki");
        string? Given(Option<string?> option, string variable) =>
            result.GetValue(option) ?? (host.Variable(variable) is { Length: > 0 } value ? value : null);

        var address = Given(_address, door.AddressVariable) ?? door.Address;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new UsageException(language.Pick(
                $"'{address}' is not an address like {door.Address}.",
                $"“{address}”不是有效地址，例如 {door.Address}。"));
        }

        var certificate = certificateFile ?? Given(_cert, "PARTNER_CERT");
        var key = keyFile ?? Given(_key, "PARTNER_KEY");
        return Open(
            new PartnerConnectionOptions
            {
                Address = uri,
                CaFile = Given(_ca, "PARTNER_CA") ?? Path.Combine(pki, "ca.crt"),
                CertificateFile = certificate ?? Path.Combine(pki, "partners", door.Stem + ".crt"),
                KeyFile = key ?? (certificate is null ? Path.Combine(pki, "partners", door.Stem + ".key") : null),
                Language = language.Tag,
                TimeProvider = host.Clock,
            },
            Given(_passphrase, "PARTNER_PASSPHRASE_FILE"),
            host.Variable("PARTNER_PASSPHRASE"));
    }

    /// <summary>A connection for whoever has no certificate yet.</summary>
    public EnrollmentConnection OpenEnrollment(ParseResult result, CliHost host)
    {
        string? Given(Option<string?> option, string variable) =>
            result.GetValue(option) ?? (host.Variable(variable) is { Length: > 0 } value ? value : null);

        var address = Given(_address, "PARTNER_ENROLLMENT_ADDRESS") ?? "https://localhost:7444";
        var ca = Given(_ca, "PARTNER_CA") ?? Path.Combine(DevelopmentFolder, "pki", "ca.crt");
        try
        {
            return EnrollmentConnection.Open(new Uri(address), ca, language.Tag, host.Clock);
        }
        catch (Exception exception) when (exception is CryptographicException or UnauthorizedAccessException
            or IOException or ArgumentException or UriFormatException)
        {
            throw new UsageException(language.Pick(
                $"Enrolment needs --address https://HOST:PORT and --ca FILE: {exception.Message}",
                $"注册需要 --address https://主机:端口 和 --ca 文件：{FaultText.Of(language, exception)}"));
        }
    }

    private static Option<string?> Named(string name, string value, string description) =>
        new(name) { Recursive = true, HelpName = value, Description = description };

    private PartnerConnection Open(PartnerConnectionOptions options, string? passphraseFile, string? passphrase)
    {
        string?[] named = [options.CaFile, options.CertificateFile, options.KeyFile, passphraseFile];
        var files = named.OfType<string>().ToArray();
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new UsageException(language.Pick(
                $"There is no file {missing}. Name your files with --ca, --cert and --key (or PARTNER_CA, "
                + "PARTNER_CERT, PARTNER_KEY); a development server writes the default ones at its first start.",
                $"找不到文件 {missing}。请用 --ca、--cert、--key（或 PARTNER_CA、PARTNER_CERT、PARTNER_KEY）"
                + "指定文件；开发服务器首次启动时会生成默认文件。"));
        }

        try
        {
            // Editors end the last line of a file, too.
            var secret = passphraseFile is null ? passphrase : File.ReadAllText(passphraseFile).TrimEnd('\r', '\n');
            return PartnerConnection.Open(options with { Passphrase = string.IsNullOrEmpty(secret) ? null : secret });
        }
        catch (Exception exception) when (exception is CryptographicException or UnauthorizedAccessException
            or IOException or ArgumentException)
        {
            throw new UsageException(language.Pick(
                $"The certificate files cannot be used: {exception.Message} ({string.Join(", ", files)})",
                $"证书文件无法使用：{FaultText.Of(language, exception)}（{string.Join("，", files)}）"));
        }
    }
}
