using System.Text.Json.Nodes;
using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>The recipes in the documents' README, carried out on the demo's documents.</summary>
public sealed class RecipeTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Partner.Sandbox", "Documents");
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Soon = Now.AddMinutes(1);
    private static readonly DateTimeOffset Spring = new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<PartnerId, Currency> Partners = new()
    {
        [new PartnerId("demo")] = Given.Cny, [new PartnerId("demo-master")] = Given.Cny,
        [new PartnerId("demo-agent")] = Given.Cny, [new PartnerId("demo-abroad")] = Currency.Of("HKD"),
    };

    private readonly List<ParsedDocument> _published =
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Parse(File.ReadAllText(file)))];

    [Fact]
    public void The_readme_has_these_recipes()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        var recipes = readme[readme.IndexOf("<!-- recipes:", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal));

        Assert.Equal(
            [
                "### End a promotion at once", "### Withdraw a version that was published by mistake",
                "### A season's price list, and back",
            ],
            recipes);
    }

    [Fact]
    public void A_promotion_ends_at_once_and_the_others_go_on()
    {
        var before = Promotions(Now);
        Publish(Copy("promotions.json", "2", Soon, one => one["promotions"]!.AsArray().RemoveAt(0)));

        Assert.Equal(before, Promotions(Soon.AddTicks(-1)));
        Assert.Equal(before.Count - 1, Promotions(Soon).Count);
        Assert.Subset(before.ToHashSet(), Promotions(Soon).ToHashSet());
    }

    [Fact]
    public void An_empty_list_ends_all_promotions_with_a_warning()
    {
        var none = Copy("promotions.json", "2", Soon, one => one["promotions"] = new JsonArray());

        var warning = Assert.Single(Publication.Warnings([none], _published));
        Publish(none);

        Assert.Equal(
            new Finding("$.promotions", new(
                "is empty: every promotion of 'demo-promotions' ends at 2026-11-26T12:01:00Z",
                "为空：“demo-promotions”的全部促销将于 2026-11-26T12:01:00Z 结束")),
            warning.Finding);
        Assert.NotEmpty(Promotions(Now));
        Assert.Empty(Promotions(Soon));
    }

    [Fact]
    public void A_version_that_is_still_to_come_is_withdrawn_before_anybody_pays_by_it()
    {
        Publish(Copy("price-list.json", "2027-04", Spring, one => one["prices"]![0]!["price"] = "5.68 CNY"));
        Assert.Equal(["5.68 CNY"], Prices(Spring));

        Publish(Copy("price-list.json", "2027-04a", Spring, _ => { }));

        Assert.All([Now, Spring, Spring.AddYears(1)], at => Assert.Equal(["568.00 CNY"], Prices(at)));
        Assert.Equal(
            ["demo-prices@1", "demo-prices@2027-04a"],
            VersionInForce.Of(_published).Select(version => version.Parsed.Document)
                .Where(document => document.Kind == DocumentKind.PriceList).Select(document => document.FullVersion));
    }

    [Fact]
    public void A_version_that_does_not_sort_after_the_wrong_one_cannot_take_its_place()
    {
        Publish(Copy("price-list.json", "2027-04", Spring, one => one["prices"]![0]!["price"] = "5.68 CNY"));

        var finding = Assert.Single(Publication.Check(
            [Copy("price-list.json", "2027-03", Spring, _ => { })], _published, Now, Partners));

        Assert.Equal(
            "demo-prices@2027-04 begins at the same instant; to take its place the version must sort after it",
            finding.Finding.Problem.English);
    }

    [Fact]
    public void A_version_in_force_is_withdrawn_from_a_minute_on()
    {
        _published.Add(
            Copy("price-list.json", "2", Now.AddMinutes(-5), one => one["prices"]![0]!["price"] = "5.68 CNY"));

        Publish(Copy("price-list.json", "3", Soon, _ => { }));

        Assert.Equal(["5.68 CNY", "568.00 CNY"], new[] { Soon.AddTicks(-1), Soon }.SelectMany(Prices));
    }

    [Fact]
    public void A_seasons_price_list_comes_and_goes()
    {
        var end = Spring.AddMonths(1);
        Publish(
            Copy("price-list.json", "spring", Spring, one => one["prices"]![0]!["price"] = "500.00 CNY"),
            Copy("price-list.json", "after-spring", end, _ => { }));

        Assert.Equal(
            ["568.00 CNY", "500.00 CNY", "500.00 CNY", "568.00 CNY"],
            new[] { Spring.AddTicks(-1), Spring, end.AddTicks(-1), end }.SelectMany(Prices));
    }

    private void Publish(params ParsedDocument[] documents)
    {
        Assert.Empty(Publication.Check(documents, _published, Now, Partners)
            .Select(finding => $"{finding.Finding.Path}: {finding.Finding.Problem.English}"));
        _published.AddRange(documents);
    }

    private List<string> Promotions(DateTimeOffset at) =>
        [.. new TermsTimeline(_published).At(at)!.Rules.Promotions.Select(promotion => promotion.Id)];

    private string[] Prices(DateTimeOffset at) =>
        [.. new TermsTimeline(_published).At(at)!.Rules.Prices.SelectMany(list => list.Prices)
            .Where(entry => entry.Id == "silver-travel-1y").Select(entry => entry.Price.ToString())];

    private static ParsedDocument Copy(string file, string version, DateTimeOffset from, Action<JsonObject> change)
    {
        var copy = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
        copy["version"] = version;
        copy["from"] = PublicationText(from);
        change(copy);
        return Parse(copy.ToJsonString());
    }

    private static string PublicationText(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static ParsedDocument Parse(string json)
    {
        var document = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        return document!;
    }
}
