using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Core.Tests.Support;
using Partner.Core.Texts;

namespace Partner.Core.Tests.Documents;

/// <summary>What is wrong with documents is told in English and in Chinese, with the same facts.</summary>
public sealed class FindingWordingTests
{
    private const string Chinese = "[\u4e00-\u9fff]";

    /// <summary>A text of C#, whose gaps may have texts in them; and some of them, one behind the other.</summary>
    private const string Literal = """(?:\$?"(?:\\.|\{(?:[^{}"]|"[^"]*")*\}|[^"\\{}])*")""";
    private const string Literals = $@"{Literal}(?:\s*\+\s*{Literal})*";

    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<PartnerId, Currency> Partners = new()
    {
        [new PartnerId("acme")] = Given.Cny, [new PartnerId("master")] = Given.Cny,
        [new PartnerId("abroad")] = Currency.Of("USD"),
    };

    private static readonly ParsedDocument[] Published =
    [
        .. new[]
        {
            Samples.Catalogue, Samples.Network, Samples.Prices, Samples.Schedule, Samples.Promotions, Samples.Taxes,
            Samples.Rates,
        }.Select(json => DocumentReader.Read(json, out _)!),
    ];

    public static TheoryData<string, int> Cases => Case.All(
        "bad-catalogue.txt",
        "bad-price-list.txt",
        "bad-commission-schedule.txt",
        "bad-promotions.txt",
        "bad-tax-rules.txt",
        "bad-fx-rates.txt",
        "bad-network.txt",
        "bad-grants.txt",
        "bad-publication.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_finding_says_the_same_in_Chinese(string table, int line)
    {
        var parsed = new List<ParsedDocument>();
        var found = new List<Wording>();
        foreach (var json in Case.Read(table, line).Documents)
        {
            parsed.AddRange(DocumentReader.Read(json, out var findings) is { } good ? [good] : []);
            found.AddRange(findings.Select(one => one.Problem));
        }

        found.AddRange(Publication.Check(parsed, Published, March, Partners).Select(one => one.Finding.Problem));

        Assert.NotEmpty(found);
        Assert.All(found, IsTheSameInChinese);
    }

    [Theory]
    [InlineData("{\n  \"members\": [}\n")]
    [InlineData("{")]
    [InlineData("{\n\"name\": 1\n\"b\": 2}")]
    public void What_is_not_JSON_is_told_in_Chinese_with_its_line(string json)
    {
        DocumentReader.Read(json, out var findings);

        var finding = Assert.Single(findings);
        IsTheSameInChinese(finding.Problem);
        Assert.Contains($"第 {finding.Path["line ".Length..]} 行", finding.Problem.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_says_the_same_in_Chinese()
    {
        var none = DocumentReader.Read(
            """
            {
              "kind": "promotions", "id": "promotions", "version": "2", "from": "2026-04-01T00:00:00Z",
              "currency": "CNY", "timeZone": "UTC", "promotions": []
            }
            """,
            out _)!;
        var demanding = DocumentReader.Read(
            Samples.Catalogue.With("\"period\":", "\"conditions\": { \"idCheck\": true }, \"period\":"), out _)!;

        var warnings = Publication.Warnings([none, demanding], []);

        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, one => IsTheSameInChinese(one.Finding.Problem));
    }

    [Fact]
    public void No_wording_of_documents_is_left_untranslated_whether_a_case_provokes_it_or_not()
    {
        var wording = new Regex(
            $@"new(?:\s+{nameof(Wording)})?\(\s*(?<english>{Literals})\s*,\s*(?<chinese>{Literals})\s*\)");
        var found = new[] { "Documents", "Publishing", "Texts" }
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "src", "Partner.Core", folder), "*.cs"))
            .SelectMany(file => wording.Matches(File.ReadAllText(file)))
            .Select(match => (match.Groups["english"].Value, match.Groups["chinese"].Value)).ToList();

        Assert.True(found.Count >= 130, $"Only {found.Count} are seen.");
        Assert.All(found, one =>
        {
            Assert.DoesNotMatch(Chinese, one.Item1);
            Assert.Matches(Chinese, one.Item2);
        });
    }

    /// <summary>Both are there, in their own languages and marks, and what one names the other does.</summary>
    private static void IsTheSameInChinese(Wording wording)
    {
        var (english, chinese) = wording;
        var sentence = Regex.Replace(chinese, "“[^”]*”", "");
        Assert.Matches(Chinese, sentence);
        Assert.DoesNotMatch($"{Chinese} ?[,:;?!()]|[,;:()] ?{Chinese}", sentence);
        var values = Regex.Matches(english, @"(?<!\w)'([^']+)'(?!\w)").Select(match => match.Groups[1].Value);
        var facts = Regex.Matches(english, @"[\w.@$\[\]/+-]*(?:[0-9@$_\[]|[A-Z]{2}|[a-z][A-Z])[\w.@$\[\]/+:-]*")
            .Select(match => match.Value.TrimEnd('.', ':', 's'));
        Assert.All(values.Concat(facts), fact => Assert.Contains(fact, chinese, StringComparison.Ordinal));
    }
}
