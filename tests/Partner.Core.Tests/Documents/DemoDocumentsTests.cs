using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Publishing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>The documents that the demo sells by are good ones.</summary>
public sealed class DemoDocumentsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Partner.Sandbox", "Documents");

    [Fact]
    public void Every_demo_document_is_without_findings() =>
        Assert.All(Directory.GetFiles(Folder, "*.json"), path => Assert.NotNull(Read(path)));

    [Fact]
    public void Together_they_can_be_published_and_show_every_kind()
    {
        var documents = Directory.GetFiles(Folder, "*.json").Select(Read).ToList();
        string[] partners = ["demo", "demo-master", "demo-agent"];
        var known = partners.ToDictionary(id => new PartnerId(id), _ => Given.Cny);
        known[new PartnerId("demo-abroad")] = Currency.Of("HKD");

        Assert.Empty(Publication.Check(documents, [], Given.Noon, known));
        Assert.Equal(
            Enum.GetValues<DocumentKind>(), documents.Select(parsed => parsed.Document.Kind).Distinct().Order());
    }

    [Fact]
    public void Together_they_are_terms_for_all_four_card_types_with_a_range_for_each()
    {
        var terms = new TermsTimeline(Directory.GetFiles(Folder, "*.json").Select(Read)).At(Given.Noon);

        Assert.NotNull(terms);
        Assert.Equal(
            Enum.GetValues<CardType>(), terms.Catalogue.Plans.Select(plan => plan.CardType).Distinct().Order());
        Assert.All(
            Enum.GetValues<CardType>(),
            type => Assert.Contains(type, Samples().Select(terms.Catalogue.TypeOf)));
        Assert.Contains(terms.Rules.Schedules, schedule => schedule.Rules.Any(rule => rule.Rate.Value > 0));
        Assert.All(terms.Catalogue.Plans, plan => Assert.Contains(plan.NameZh, letter => letter > '\u3000'));
    }

    [Fact]
    public void No_plan_with_a_choice_is_without_an_amount_that_it_allows()
    {
        var plans = Read(Path.Combine(Folder, "catalogue.json")).Catalogue!.Plans;

        Assert.All(plans, plan => Assert.True(plan.Price switch
        {
            PlanPrice.Fixed price => price.Allows(price.Amount),
            PlanPrice.Denominations price => price.Amounts.All(price.Allows),
            PlanPrice.Range price => price.Allows(price.Minimum) && price.Allows(price.Maximum),
            _ => false,
        }));
    }

    private static IEnumerable<CardNumber> Samples() => Enumerable.Range(1, 4)
        .Select(kind => CardNumber.Stored($"8986{kind:D2}0000000000000"));

    private static ParsedDocument Read(string path)
    {
        var document = DocumentReader.Read(File.ReadAllText(path), out var findings);
        Assert.Empty(findings);
        return document!;
    }
}
