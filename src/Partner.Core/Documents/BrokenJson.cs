using System.Text;
using System.Text.Json;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>Says in our own words where a text stops being JSON, and what is likely to be the matter.</summary>
internal static class BrokenJson
{
    private const int ShownLetters = 20;

    /// <summary>The finding: its line, counted from 1 as editors do, and what stands there.</summary>
    /// <param name="json">The text.</param>
    /// <param name="broken">What the parser says: lines counted from 0, and places within them in octets.</param>
    public static Finding Explain(string json, JsonException broken)
    {
        var lines = json.Split('\n');
        var number = (int)Math.Min(broken.LineNumber ?? 0, lines.Length - 1);
        var line = lines[number].TrimEnd('\r');
        var place = Letters(line, broken.BytePositionInLine ?? 0);
        var rest = line[place..].TrimStart();
        var isEnd = rest.Length == 0 && string.IsNullOrWhiteSpace(string.Concat(lines[(number + 1)..]));
        var what = isEnd
            ? new Wording(
                "the text ends too early; a brace, bracket or quotation mark is not closed",
                "文本过早结束，有花括号、方括号或引号未闭合")
            : rest.StartsWith('}') || rest.StartsWith(']')
                ? new Wording(
                    $"'{rest[0]}' is not expected; a comma before it is too much, or a value is missing",
                    $"此处不应出现“{rest[0]}”，其前多了逗号或缺少值")
                : new Wording(
                    $"'{Shown(rest)}' is not expected; a comma, colon, brace or quotation mark before it is missing " +
                    "or wrong",
                    $"此处不应出现“{Shown(rest)}”，其前的逗号、冒号、括号或引号缺失或有误");

        // The path says "line", which is no Chinese word.
        return new Finding(
            $"line {number + 1}", new($"is not JSON: {what.English}", $"第 {number + 1} 行不是 JSON：{what.Chinese}"));
    }

    /// <summary>A place that is counted in octets of UTF-8, in letters.</summary>
    private static int Letters(string line, long octets)
    {
        var place = 0;
        for (long seen = 0; place < line.Length && seen < octets; place++)
        {
            seen += Encoding.UTF8.GetByteCount(line.AsSpan(place, 1));
        }

        return place;
    }

    private static string Shown(string rest) => rest.Length <= ShownLetters ? rest : rest[..ShownLetters] + "…";
}
