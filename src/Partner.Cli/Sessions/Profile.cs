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
            "Your client certificate, PEM [PARTNER_CERT, else .partner/pki/partners/demo.crt]",
            "客户端证书，PEM [PARTNER_CERT，默认 .partner/pki/partners/demo.crt]"));

    private readonly Option<string?> _key = Named(
        "--key", "FILE", language.Pick(
            "Its private key, PEM [PARTNER_KEY, else .partner/pki/partners/demo.key]",
            "客户端私钥，PEM [PARTNER_KEY，默认 .partner/pki/partners/demo.key]"));

    public IEnumerable<Option> Options => [_address, _ca, _cert, _key];

    public PartnerConnection Open(ParseResult result, CliHost host)
    {
        var pki = Path.Combine(DevelopmentFolder, "pki");
        string Value(Option<string?> option, string variable, string standard) =>
            result.GetValue(option) ?? (host.Variable(variable) is { Length: > 0 } value ? value : standard);

        var address = Value(_address, "PARTNER_ADDRESS", "https://localhost:7443");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new UsageException(language.Pick(
                $"'{address}' is not an address like https://localhost:7443.",
                $"“{address}”不是有效地址，例如 https://localhost:7443。"));
        }

        var options = new PartnerConnectionOptions
        {
            Address = uri,
            CaFile = Value(_ca, "PARTNER_CA", Path.Combine(pki, "ca.crt")),
            CertificateFile = Value(_cert, "PARTNER_CERT", Path.Combine(pki, "partners", "demo.crt")),
            KeyFile = Value(_key, "PARTNER_KEY", Path.Combine(pki, "partners", "demo.key")),
            Language = language.Tag,
            TimeProvider = host.Clock,
        };
        return Open(options);
    }

    private static Option<string?> Named(string name, string value, string description) =>
        new(name) { Recursive = true, HelpName = value, Description = description };

    private PartnerConnection Open(PartnerConnectionOptions options)
    {
        string[] files = [options.CaFile, options.CertificateFile, options.KeyFile];
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
            return PartnerConnection.Open(options);
        }
        catch (Exception exception) when (exception is CryptographicException or UnauthorizedAccessException)
        {
            throw new UsageException(language.Pick(
                $"The certificate files cannot be used: {exception.Message} ({string.Join(", ", files)})",
                $"证书文件无法使用：{exception.Message}（{string.Join("，", files)}）"));
        }
    }
}
