using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Input;

/// <summary>Makes typed options whose complaints name what was expected, in the user's language.</summary>
internal static class Opt
{
    /// <summary>The currency of amounts that name none.</summary>
    public const string DefaultCurrency = "CNY";

    public static Option<string?> Text(string name, string description, string help = "TEXT") =>
        new(name) { Description = description, HelpName = help };

    /// <summary>A day in the contract's form; what is none goes to the server, which says so.</summary>
    public static string Day(string? text) => text is null ? "" : DayText.Day(text) ?? text;

    /// <summary>A month likewise.</summary>
    public static string Month(string? text) => text is null ? "" : DayText.Month(text) ?? text;

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<Money?> Amount(Language language, string name, string description)
    {
        var expected = language.Pick("an amount like 100.00 or \"100.00 CNY\"", "金额，例如 100.00 或 \"100.00 CNY\"");
        return Parsed<Money?>(language, name, description, "AMOUNT", expected, text =>
            MoneyText.TryParse(text, DefaultCurrency, out var money) ? money : null);
    }

    public static Option<TimeSpan?> Duration(Language language, string name, string description)
    {
        var expected = language.Pick("a duration like 8s, 500ms or 2m", "时长，例如 8s、500ms 或 2m");
        return Parsed<TimeSpan?>(language, name, description, "DURATION", expected, text =>
            DurationText.TryParse(text, out var duration) ? duration : null);
    }

    public static Option<T?> Choice<T>(Language language, string name, string description)
        where T : struct, Enum
    {
        var names = string.Join(", ", EnumText.All<T>().Select(Shown));
        var expected = language.Pick($"one of {names}", $"以下之一：{names}");
        return Parsed<T?>(language, name, $"{description}: {names}", "NAME", expected, text =>
            EnumText.TryParse<T>(text, out var value) && Convert.ToInt32(value, null) != 0 ? value : null);
    }

    public static Option<T> Parsed<T>(
        Language language,
        string name,
        string description,
        string help,
        string expected,
        Func<string, T?> parse) => new(name)
        {
            Description = description,
            HelpName = help,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
                if (parse(text) is { } value)
                {
                    return value;
                }

                result.AddError(language.Pick(
                    $"{name}: '{text}' is not {expected}.",
                    $"{name}：“{text}”无效，应为{expected}。"));
                return default;
            },
        };

    /// <summary>A value as it is typed: "post-office" for POST_OFFICE.</summary>
    private static string Shown(string name) => name.ToLowerInvariant().Replace('_', '-');
}
