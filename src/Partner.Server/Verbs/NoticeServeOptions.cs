using System.CommandLine;
using Partner.Server.Notices;

namespace Partner.Server.Verbs;

/// <summary>What serving takes for notices to customers.</summary>
internal static class NoticeServeOptions
{
    private static readonly Option<string?> Gateway = VerbOptions.Text(
        "--notice-gateway", "URL", "Where text messages are handed over [Partner__Notices__Gateway, else none go out]");

    private static readonly Option<string?> Key = VerbOptions.Text(
        "--notice-key", "FILE",
        "Encrypts customers' numbers: 32 random bytes, base64 [Partner__Notices__Key, else none is kept]");

    private static readonly Option<string?> FormerKeys = VerbOptions.Text(
        "--notice-former-keys", "FILE,…", "Keys that encrypted before [Partner__Notices__FormerKeys]");

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> All => [Gateway, Key, FormerKeys];

    /// <summary>The settings as a line has them, else as the configuration has them, else as they are.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="usual">What they are where neither says anything.</param>
    /// <param name="configuration">Names such as Partner:Notices:Key, from the environment.</param>
    /// <exception cref="UsageException">A value is wrong, or a gateway is named without a key.</exception>
    public static NoticeOptions Apply(ParseResult parsed, NoticeOptions usual, IConfiguration configuration)
    {
        var options = usual with
        {
            KeyFile = parsed.GetValue(Key) ?? configuration["Partner:Notices:Key"] ?? usual.KeyFile,
            FormerKeyFiles = (parsed.GetValue(FormerKeys) ?? configuration["Partner:Notices:FormerKeys"])
                ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ?? usual.FormerKeyFiles,
            Gateway = AddressOf(parsed.GetValue(Gateway) ?? configuration["Partner:Notices:Gateway"]) ?? usual.Gateway,
        };
        return options.Gateway is null || options.KeyFile is not null
            ? options
            : throw new UsageException(
                "--notice-gateway needs --notice-key too: without it no customer's number is kept");
    }

    private static Uri? AddressOf(string? text) => text switch
    {
        null => null,
        _ when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.Query.Length + address.Fragment.Length == 0 => WithSlash(address),
        _ => throw new UsageException(
            $"--notice-gateway takes an address such as https://sms.example.com/v1/, not '{text}'"),
    };

    // A path is a folder, so that what is under it is found.
    private static Uri WithSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
