using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Plans;
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
        Assert.Equal(["phone-any", "phone-credit", "travel-7"], catalogue.Plans.Select(plan => plan.Code.Value));
        Assert.Equal(CardType.Phone, catalogue.TypeOf(Given.Card));
        var travel = catalogue.Find(new PlanCode("travel-7"))!;
        Assert.Equal(
            new Plan(
                new PlanCode("travel-7"), "7 days", "7天", CardType.Travel, "data", "GLOBAL",
                new PlanPrice.Fixed(Given.Yuan(68)),
                PeriodUnit.Day, 7, 5368709120, TimeSpan.Zero),
            travel);
        Assert.Equal(TimeSpan.FromMinutes(30), catalogue.Find(new PlanCode("phone-credit"))!.ReversalWindow);
        Assert.Equal(
            new PlanPrice.Range(Given.Yuan(10), Given.Yuan(500), Given.Yuan(5)),
            catalogue.Find(new PlanCode("phone-any"))!.Price);
    }

    [Fact]
    public void Denominations_are_sorted() => Assert.Equal(
        [Given.Yuan(50), Given.Yuan(100), Given.Yuan(200)],
        Assert.IsType<PlanPrice.Denominations>(
            Read(Samples.Catalogue).Catalogue!.Find(new PlanCode("phone-credit"))!.Price).Amounts);

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
}
