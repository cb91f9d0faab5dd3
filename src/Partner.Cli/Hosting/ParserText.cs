using System.Text.RegularExpressions;

namespace Partner.Cli.Hosting;

/// <summary>
/// What the parser of the command line says, in the user's language. It has its texts in English only where the program
/// knows no cultures.
/// </summary>
internal static class ParserText
{
    private static readonly (Regex English, string Chinese)[] Errors =
    [
        (Whole(@"Unrecognized command or argument '(.*)'\."), "无法识别的命令或参数“$1”。"),
        (Whole(@"Required command was not provided\."), "请给出子命令。"),
        (Whole(@"Option '(.*)' is required\."), "必须给出选项 $1。"),
        (Whole(@"Required argument '(.*)' missing for command: '(.*)'\."), "命令 $2 缺少参数 $1。"),
        (Whole(@"Required argument missing for option: '(.*)'\."), "选项 $1 缺少取值。"),
        (Whole(@"Option '(.*)' expects a single argument but (\d+) were provided\."), "选项 $1 只能有一个值，给出了 $2 个。"),
        (Whole(@"Cannot parse argument '(.*)' for \w+ '(.*)' as expected type '.*'\..*"), "$2：“$1”无效。"),
        (Whole(@"Cannot parse argument '(.*)' as expected type '.*'\."), "“$1”无效。"),
    ];

    private static readonly (Regex English, string Chinese)[] Headings =
    [
        (Line("Description:"), "说明："), (Line("Usage:"), "用法："), (Line("Arguments:"), "参数："),
        (Line("Options:"), "选项："), (Line("Commands:"), "命令："),
        (new Regex("Show help and usage information"), "显示帮助"),
        (new Regex("Show version information"), "显示版本"),
        (new Regex(@"\(REQUIRED\)"), "（必填）"),
    ];

    /// <summary>What is wrong with a command line.</summary>
    /// <param name="english">What the parser says.</param>
    public static string Error(Language language, string english)
    {
        var known = Errors.FirstOrDefault(error => error.English.IsMatch(english));
        return known.English is null ? english : language.Pick(english, known.English.Replace(english, known.Chinese));
    }

    /// <summary>The help of a command.</summary>
    /// <param name="english">As the parser writes it: descriptions are in the user's language already.</param>
    public static string Help(Language language, string english) => language.Pick(english, Headings.Aggregate(
        english, (text, heading) => heading.English.Replace(text, heading.Chinese)));

    private static Regex Whole(string pattern) => new($"^{pattern}$", RegexOptions.Singleline);

    private static Regex Line(string heading) => new($@"^{heading}(?=\r?$)", RegexOptions.Multiline);
}
