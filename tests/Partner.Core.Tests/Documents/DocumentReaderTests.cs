using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Fact]
    public void A_catalogue_is_read_whole()
    {
        var document = Read(Samples.Catalogue);

        Assert.Equal(
            new Document(
                DocumentKind.Catalogue,
                "plans",
                "1",
                new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Samples.Catalogue),
            document.Document);
        Assert.Null(document.Prices);
        Assert.Null(document.Schedule);
        var catalogue = document.Catalogue!;
        Assert.Equal("plans@1", catalogue.Version);
        Assert.Equal(["phone-any", "phone-credit", "travel-7"], catalogue.Plans.Select(plan => plan.Code));
        Assert.Equal(CardType.Phone, catalogue.TypeOf(Given.Card));
        var travel = catalogue.Find("travel-7")!;
        Assert.Equal(
            new Plan(
                "travel-7", "7 days", "7天", CardType.Travel, "data", "GLOBAL", new PlanPrice.Fixed(Given.Yuan(68)),
                PeriodUnit.Day, 7, 5368709120, TimeSpan.Zero),
            travel);
        Assert.Equal(TimeSpan.FromMinutes(30), catalogue.Find("phone-credit")!.ReversalWindow);
        Assert.Equal(
            new PlanPrice.Range(Given.Yuan(10), Given.Yuan(500), Given.Yuan(5)), catalogue.Find("phone-any")!.Price);
    }

    [Fact]
    public void Denominations_are_sorted() => Assert.Equal(
        [Given.Yuan(50), Given.Yuan(100), Given.Yuan(200)],
        Assert.IsType<PlanPrice.Denominations>(Read(Samples.Catalogue).Catalogue!.Find("phone-credit")!.Price).Amounts);

    [Fact]
    public void A_price_list_is_read_whole()
    {
        var prices = Read(Samples.Prices).Prices!;

        Assert.Equal("prices@1", prices.Version);
        Assert.Equal(
            new Dictionary<Channel, Money> { [Channel.Pos] = Given.Yuan(1), [Channel.PostOffice] = Given.Yuan(2) },
            prices.HandlingFees);
    }

    [Fact]
    public void A_commission_schedule_is_read_whole() => Assert.Equal(
        new CommissionSchedule("commissions@1", "flat", new BasisPoints(300)), Read(Samples.Schedule).Schedule);

    [Theory]
    [InlineData("\"kind\": \"catalogue\"", "\"kind\": \"menu\"", "$.kind")]
    [InlineData("\"kind\": \"catalogue\", ", "", "$.kind")]
    [InlineData("\"id\": \"plans\", ", "", "$.id")]
    [InlineData("\"id\": \"plans\"", "\"id\": 7", "$.id")]
    [InlineData("\"version\": \"1\"", "\"version\": \"\"", "$.version")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00+08:00", "$.from")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00", "$.from")]
    [InlineData("2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "$.from")]
    [InlineData("\"prefix\": \"+8613\"", "\"prefix\": \"8613x\"", "$.numberRanges[0].prefix")]
    [InlineData("\"prefix\": \"898600\"", "\"prefix\": \"898600\\n\"", "$.numberRanges[1].prefix")]
    [InlineData(", \"cardType\": \"TRAVEL\" }", "}", "$.numberRanges[1].cardType")]
    [InlineData("\"prefix\": \"898600\"", "\"prefix\": \"+8613\"", "$.numberRanges[1].prefix")]
    [InlineData("\"code\": \"travel-7\"", "\"code\": \"Travel 7\"", "$.plans[1].code")]
    [InlineData("\"code\": \"travel-7\"", "\"code\": \"travel-7\\n\"", "$.plans[1].code")]
    [InlineData("\"code\": \"travel-7\"", "\"code\": \"phone-credit\"", "$.plans[1].code")]
    [InlineData("\"en\": \"7 days\", ", "", "$.plans[1].name.en")]
    [InlineData("\"zh-CN\": \"7天\"", "\"zh\": \"7天\"", "$.plans[1].name.zh-CN")]
    [InlineData("\"category\": \"data\", ", "", "$.plans[1].category")]
    [InlineData("\"fixed\": \"68.00 CNY\"", "", "$.plans[1].price.range.minimum")]
    [InlineData("68.00 CNY", "68.00 RMB", "$.plans[1].price.fixed")]
    [InlineData("68.00 CNY", "0.00 CNY", "$.plans[1].price.fixed")]
    [InlineData("68.00 CNY", "-68.00 CNY", "$.plans[1].price.fixed")]
    [InlineData("68.00 CNY", "68.001 CNY", "$.plans[1].price.fixed")]
    [InlineData("\"68.00 CNY\"", "68", "$.plans[1].price.fixed")]
    [InlineData(
        "\"fixed\": \"68.00 CNY\"",
        "\"fixed\": \"68.00 CNY\", \"denominations\": [\"6.80 CNY\"]",
        "$.plans[1].price.denominations")]
    [InlineData("\"50.00 CNY\"", "50", "$.plans[0].price.denominations[1]")]
    [InlineData("\"100.00 CNY\"", "\"100.00 USD\"", "$.plans[0].price.denominations")]
    [InlineData("[\"200.00 CNY\", \"50.00 CNY\", \"100.00 CNY\"]", "[]", "$.plans[0].price.denominations")]
    [InlineData("\"10.00 CNY\"", "\"501.00 CNY\"", "$.plans[2].price.range")]
    [InlineData("\"step\": \"5.00 CNY\"", "\"step\": \"5 JPY\"", "$.plans[2].price.range")]
    [InlineData("\"unit\": \"day\"", "\"unit\": \"week\"", "$.plans[1].period.unit")]
    [InlineData("\"count\": 7", "\"count\": 0", "$.plans[1].period.count")]
    [InlineData("\"count\": 7", "\"count\": 1.5", "$.plans[1].period.count")]
    [InlineData("5368709120", "-1", "$.plans[1].dataBytes")]
    [InlineData("5368709120", "99999999999999999999", "$.plans[1].dataBytes")]
    [InlineData("\"reversalWindowMinutes\": 30", "\"reversalWindowMinutes\": -1", "$.plans[0].reversalWindowMinutes")]
    [InlineData("Minutes\": 30", "Minutes\": 527041", "$.plans[0].reversalWindowMinutes")]
    public void A_bad_catalogue_gets_a_finding_with_its_path(string part, string replacement, string path) =>
        AssertFinding(Samples.Catalogue.With(part, replacement), path);

    [Theory]
    [InlineData("\"POS\"", "\"SHOP\"", "$.handlingFees.SHOP")]
    [InlineData("1.00 CNY", "0.00 CNY", "$.handlingFees.POS")]
    [InlineData("1.00 CNY", "1", "$.handlingFees.POS")]
    public void A_bad_price_list_gets_a_finding_with_its_path(string part, string replacement, string path) =>
        AssertFinding(Samples.Prices.With(part, replacement), path);

    [Theory]
    [InlineData("\"ruleId\": \"flat\"", "\"ruleId\": \"\"", "$.ruleId")]
    [InlineData(", \"rateBasisPoints\": 300", "", "$.rateBasisPoints")]
    [InlineData("rateBasisPoints", "rateBasisPoint", "$.rateBasisPoints")]
    [InlineData("300", "10001", "$.rateBasisPoints")]
    [InlineData("300", "-1", "$.rateBasisPoints")]
    [InlineData("300", "\"300\"", "$.rateBasisPoints")]
    [InlineData("300", "2.5", "$.rateBasisPoints")]
    public void A_bad_commission_schedule_gets_a_finding_with_its_path(string part, string replacement, string path) =>
        AssertFinding(Samples.Schedule.With(part, replacement), path);

    [Fact]
    public void A_schedule_that_pays_nothing_says_so() =>
        Assert.Equal(0, Read(Samples.Schedule.With("300", "0")).Schedule!.Rate.Value);

    [Fact]
    public void All_findings_are_told_at_once()
    {
        var json = Samples.Catalogue.With("\"unit\": \"day\"", "\"unit\": \"week\"").With("+8613", "x");

        Assert.Null(DocumentReader.Read(json, out var findings));
        Assert.Equal(
            ["$.numberRanges[0].prefix", "$.plans[1].period.unit"], findings.Select(finding => finding.Path).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"catalogue\",\"plans\":[1],\"numberRanges\":[[]]}")]
    public void A_text_that_is_no_document_is_refused_without_an_exception(string json)
    {
        Assert.Null(DocumentReader.Read(json, out var findings));
        Assert.NotEmpty(findings);
    }

    private static ParsedDocument Read(string json)
    {
        var document = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        return document!;
    }

    private static void AssertFinding(string json, string path)
    {
        Assert.Null(DocumentReader.Read(json, out var findings));
        Assert.Contains(path, findings.Select(finding => finding.Path));
        Assert.All(findings, finding => Assert.NotEmpty(finding.Problem));
    }
}
