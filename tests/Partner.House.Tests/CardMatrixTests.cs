using System.Text.RegularExpressions;

namespace Partner.House.Tests;

/// <summary>What card systems promise is written down by card type, and the tests that are named there exist.</summary>
public sealed partial class CardMatrixTests
{
    private const string Begin = "<!-- cards: checked by CardMatrixTests -->";
    private const string End = "<!-- end of cards -->";
    private static readonly string[] Types = ["KEEP_NUMBER", "REGISTRATION_ESIM", "PHONE", "TRAVEL"];

    [Fact]
    public void The_columns_are_the_card_types_of_the_contract()
    {
        var contract = Path.Combine(SourceFiles.Repository, "protos", "leb", "partner", "v1", "card_service.proto");
        Assert.Equal(Types, CardTypeValue().Matches(File.ReadAllText(contract)).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Every_cell_names_a_test_that_exists_or_says_why_not() =>
        Assert.Empty(Wrong(File.ReadAllText(Path.Combine(SourceFiles.Repository, "src", "README.md")), Sources()));

    [Theory]
    [InlineData("| row | `ATests.Works` | `ATests.Works` | – not sold | `ATests.Works` |", "")]
    [InlineData("| row | `ATests.Gone` | – a | – a | – a |", "row, KEEP_NUMBER: ATests.Gone is no test")]
    [InlineData("| row | – a | `BTests.Works` | – a | – a |", "row, REGISTRATION_ESIM: BTests.Works is no test")]
    [InlineData("| row | – a | – a | `ATests.Helper` | – a |", "row, PHONE: ATests.Helper is no test")]
    [InlineData("| row | – a | – a | – a | works |", "row, TRAVEL: names no test and does not say why")]
    [InlineData("| row | – a | – a | – a |  |", "row, TRAVEL: names no test and does not say why")]
    [InlineData("| row | – a | – a | – a |", "row: has 3 cells")]
    public void What_is_wrong_is_found(string row, string found)
    {
        var table = $"{Begin}\n| promise | {string.Join(" | ", Types)} |\n|---|---|---|---|---|\n{row}\n{End}";
        const string Source = "class ATests { [Fact] public void Works() { Helper(); } static void Helper() { } }";

        Assert.Equal(found.Length == 0 ? [] : [found], Wrong(table, [Source]));
    }

    private static List<string> Wrong(string text, IReadOnlyList<string> sources)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var table = text[begin..text.IndexOf(End, StringComparison.Ordinal)];
        var rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(Types, rows[0].Skip(1));
        Assert.True(rows.Count > 2, "the table has no rows");
        return [.. rows.Skip(2).SelectMany(row => Wrong(row, sources))];
    }

    private static IEnumerable<string> Wrong(string[] row, IReadOnlyList<string> sources)
    {
        if (row.Length != Types.Length + 1)
        {
            yield return $"{row[0]}: has {row.Length - 1} cells";
            yield break;
        }

        foreach (var (type, cell) in Types.Zip(row.Skip(1)))
        {
            var names = TestName().Matches(cell);
            if (names.Count == 0 && !WhyNot().IsMatch(cell))
            {
                yield return $"{row[0]}, {type}: names no test and does not say why";
            }

            foreach (var name in names.Select(match => match.Groups).Where(name => !Exists(name, sources)))
            {
                yield return $"{row[0]}, {type}: {name[1].Value}.{name[2].Value} is no test";
            }
        }
    }

    private static bool Exists(GroupCollection name, IReadOnlyList<string> sources)
    {
        var declared = new Regex($@"\bclass {name[1].Value}\b");
        var method = new Regex(
            $@"\[(Fact|PostgresFact|Theory|Property)\b[^;{{}}]*?\bpublic\s[^;{{}}]*?\b{name[2].Value}\(");
        return sources.Any(source => declared.IsMatch(source) && method.IsMatch(source));
    }

    private static List<string> Sources() =>
        [.. SourceFiles.Below("tests").Select(file => File.ReadAllText(Path.Combine(SourceFiles.Repository, file)))];

    [GeneratedRegex("`(\\w+)\\.(\\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("^– \\w")]
    private static partial Regex WhyNot();

    [GeneratedRegex(@"CARD_TYPE_(\w+) = [1-9]\d*;")]
    private static partial Regex CardTypeValue();
}
