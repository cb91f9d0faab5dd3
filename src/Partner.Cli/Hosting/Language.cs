namespace Partner.Cli.Hosting;

/// <summary>The language of everything that the command prints: Chinese or English.</summary>
/// <param name="Tag">Language tag as in accept-language.</param>
internal sealed record Language(string Tag)
{
    public static readonly Language English = new("en");

    public static readonly Language Chinese = new("zh-CN");

    /// <summary>Chooses between the two wordings of a text; they stand side by side where they are used.</summary>
    public string Pick(string english, string chinese) => this == Chinese ? chinese : english;

    /// <summary>
    /// The language of the command line itself, which is needed before it is parsed since the help is translated too:
    /// --lang, else the locale of the environment (POSIX order: LC_ALL, LC_MESSAGES, LANG).
    /// </summary>
    public static Language Of(IReadOnlyList<string> args, Func<string, string?> variable)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--lang" && i + 1 < args.Count)
            {
                return OfTag(args[i + 1]);
            }

            if (args[i].StartsWith("--lang=", StringComparison.Ordinal))
            {
                return OfTag(args[i]["--lang=".Length..]);
            }
        }

        string[] names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        return OfTag(names.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "");
    }

    /// <summary>Whether a tag or locale names a language that there is: zh-CN, zh_CN.UTF-8, en-GB.</summary>
    public static bool IsKnown(string tag) => Primary(tag) is "zh" or "en";

    private static Language OfTag(string tag) => Primary(tag) == "zh" ? Chinese : English;

    private static string Primary(string tag) => tag.Split('-', '_', '.', '@')[0].ToLowerInvariant();
}
