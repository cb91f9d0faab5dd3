using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Partner.Core.Actions;
using Partner.Core.Arrivals;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Server.Errors;
using Partner.Server.Plans;
using Partner.Server.WebConsole.Display;
using Partner.Storage.Abstractions;

namespace Partner.Server.Tests.WebConsole;

/// <summary>Every text is in both languages, and every text that a page asks for is there.</summary>
public sealed class ConsoleTextTests
{
    [Fact]
    public void Every_text_is_in_both_languages_with_the_same_gaps_and_steps()
    {
        foreach (var (key, (english, chinese)) in ConsoleTexts.Table)
        {
            Assert.True(english.Length > 0 && chinese.Length > 0, key);
            Assert.DoesNotMatch("[\u4e00-\u9fff]", key == "language.other" || key == "language.switch" ? "" : english);
            Assert.True(Regex.IsMatch(chinese, "[\u4e00-\u9fff]") || key == "language.other", key);
            Assert.Equal(Gaps(english), Gaps(chinese));
            Assert.Equal(english.Split('\n').Length, chinese.Split('\n').Length);
        }
    }

    [Fact]
    public void One_thing_is_not_told_as_several()
    {
        var visit = new Visit(
            new HttpContextAccessor { HttpContext = new DefaultHttpContext() }, TimeProvider.System);
        foreach (var key in new[] { "in-doubt", "cases", "approvals", "certificates", "sales.chart", "sales.hour" })
        {
            var (one, many) = (visit.Of($"overview.{key}", 1), visit.Of($"overview.{key}", 2));
            Assert.Equal(many, visit.Of($"overview.{key}", 0));
            Assert.NotEqual(many, one);
            Assert.Equal(many.Length - 1, one.Replace("that ends", "that end", StringComparison.Ordinal).Length);
        }

        Assert.Equal("12:00: 1 sale", visit.FillOf("overview.sales.hour", 1, "12:00", Visit.Count(1)));
        Assert.Equal("change to approve", visit.Of("overview.approvals", 1));
    }

    [Fact]
    public void Every_text_that_pages_name_is_in_the_table()
    {
        var folder = Path.Combine(Repository.Root, "src", "Partner.Server", "WebConsole");
        var named = Directory.EnumerateFiles(folder, "*.cs*", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(
                File.ReadAllText(file),
                "(?:V\\[|V\\.Fill\\(|Text\\(|Title\\(|\")\"?((?:[a-z-]+)\\.[a-z0-9.-]*[a-z0-9])\""))
            .Select(match => match.Groups[1].Value)
            .Where(key => ConsoleTexts.Table.Keys.Any(one =>
                one.Split('.')[0] == key.Split('.')[0]) && !key.EndsWith(".css", StringComparison.Ordinal))
            .Distinct().ToList();

        Assert.True(named.Count > 100, $"{named.Count}");
        Assert.DoesNotContain(named, key => !ConsoleTexts.Table.ContainsKey(key));
    }

    [Fact]
    public void Every_value_that_pages_name_has_its_word()
    {
        Has<TopUpState>("state");
        Has<PartnerStatus>("partner");
        Has<JobKind>("job");
        Has<JobKind>("steps");
        Has<IssuerStatement>("issuer");
        Has<CardStatement>("card");
        Has<CaseState>("case-state");
        Has<VersionState>("version");
        Has<DocumentKind>("kind");
        Has<ActorKind>("actor");
        Has("permission", Enum.GetValues<Permissions>().Except([Permissions.None]));

        // Points move no float; a case that is escalated has one of these verdicts.
        Has("transfer", Enum.GetValues<TransferKind>().Where(kind => kind is not (
            TransferKind.Points or TransferKind.PointsReversal or TransferKind.RefundPoints)));
        Has("verdict", Enum.GetValues<CaseVerdict>().Where(verdict => verdict <= CaseVerdict.IssuerDenies));
        Has("case", Enum.GetValues<CaseVerdict>().Where(verdict => verdict <= CaseVerdict.IssuerDenies));
    }

    [Fact]
    public void A_missing_text_is_a_mistake_that_shows() =>
        Assert.Throws<KeyNotFoundException>(() => ConsoleTexts.Of("no.such", Language.English));

    private static void Has<T>(string prefix)
        where T : struct, Enum => Has(prefix, Enum.GetValues<T>());

    private static void Has<T>(string prefix, IEnumerable<T> values)
        where T : struct, Enum => Assert.DoesNotContain(
            values.Select(value => $"{prefix}.{EnumWord.Lower(value)}"), key => !ConsoleTexts.Table.ContainsKey(key));

    private static IEnumerable<string> Gaps(string text) =>
        Regex.Matches(text, "\\{[0-9]\\}").Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
}
