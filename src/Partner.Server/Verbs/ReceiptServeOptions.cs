using System.CommandLine;
using Partner.Server.Receipts;

namespace Partner.Server.Verbs;

/// <summary>What serving takes for receipts.</summary>
internal static class ReceiptServeOptions
{
    private static readonly Option<string?> Key = VerbOptions.Text(
        "--receipt-key", "FILE", "Signs receipts: private key, PEM, P-256 [Partner__Receipts__Key, else unsigned]");

    private static readonly Option<string?> FormerKeys = VerbOptions.Text(
        "--receipt-former-keys", "FILE,…",
        "Public keys of receipts that were signed before, PEM [Partner__Receipts__FormerKeys]");

    private static readonly Option<string?> Page = VerbOptions.Text(
        "--receipt-page", "URL",
        "The QR code leads to URL/NUMBER?c=CODE [Partner__Receipts__Page, else it is the receipt itself]");

    private static readonly Option<string?> HelpLine = VerbOptions.Text(
        "--receipt-help", "TEXT", "Whom customers may turn to [Partner__Receipts__Help, else where they paid]");

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> All => [Key, FormerKeys, Page, HelpLine];

    /// <summary>The settings as a line has them, else as the configuration has them, else as they are.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="usual">What they are where neither says anything.</param>
    /// <param name="configuration">Names such as Partner:Receipts:Key, from the environment.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static ReceiptOptions Apply(ParseResult parsed, ReceiptOptions usual, IConfiguration configuration)
    {
        var help = parsed.GetValue(HelpLine) ?? configuration["Partner:Receipts:Help"];
        VerbOptions.EnsureVisible(HelpLine.Name, help);
        return usual with
        {
            KeyFile = parsed.GetValue(Key) ?? configuration["Partner:Receipts:Key"] ?? usual.KeyFile,
            FormerKeyFiles = (parsed.GetValue(FormerKeys) ?? configuration["Partner:Receipts:FormerKeys"])
                ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ?? usual.FormerKeyFiles,
            Page = PageOf(parsed.GetValue(Page) ?? configuration["Partner:Receipts:Page"]) ?? usual.Page,
            HelpLine = help ?? usual.HelpLine,
        };
    }

    private static Uri? PageOf(string? text) => text switch
    {
        null => null,
        _ when Uri.TryCreate(text, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps
            && page.Query.Length + page.Fragment.Length == 0 => page,
        _ => throw new UsageException(
            $"--receipt-page takes an address such as https://receipts.example.com/r, not '{text}'"),
    };
}
