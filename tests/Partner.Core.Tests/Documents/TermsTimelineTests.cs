using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

public sealed class TermsTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void Nothing_is_sold_before_a_catalogue_is_in_force()
    {
        Assert.Null(new TermsTimeline([]).At(Start));
        Assert.Null(new TermsTimeline([Prices("1", Start), Schedule("1", Start)]).At(Start.AddYears(1)));
    }

    [Fact]
    public void A_catalogue_alone_is_enough_and_the_others_join_when_they_begin()
    {
        var timeline = new TermsTimeline(
            [Schedule("1", Start.AddDays(2)), Catalogue("1", Start), Prices("1", Start.AddDays(1))]);

        Assert.Null(timeline.At(Start - Tick));
        Assert.Equal("1 - -", Versions(timeline, Start));
        Assert.Equal("1 1 -", Versions(timeline, Start.AddDays(1)));
        Assert.Equal("1 1 1", Versions(timeline, Start.AddDays(2)));
    }

    [Fact]
    public void A_version_is_in_force_exactly_from_its_instant()
    {
        var change = Start.AddDays(31);
        var timeline = new TermsTimeline(
            [Prices("2", change), Catalogue("1", Start), Prices("1", Start), Schedule("1", Start)]);

        Assert.Equal("1 1 1", Versions(timeline, Start));
        Assert.Equal("1 1 1", Versions(timeline, change - Tick));
        Assert.Equal("1 2 1", Versions(timeline, change));
        Assert.Equal("1 2 1", Versions(timeline, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_new_version_of_one_kind_leaves_the_others_in_force()
    {
        var timeline = new TermsTimeline(
        [
            Catalogue("1", Start), Prices("1", Start), Schedule("1", Start),
            Schedule("2", Start.AddDays(1)), Catalogue("2", Start.AddDays(2)), Prices("2", Start.AddDays(3)),
        ]);

        Assert.Equal("1 1 1", Versions(timeline, Start));
        Assert.Equal("1 1 2", Versions(timeline, Start.AddDays(1)));
        Assert.Equal("2 1 2", Versions(timeline, Start.AddDays(2)));
        Assert.Equal("2 2 2", Versions(timeline, Start.AddDays(3)));
    }

    [Fact]
    public void The_same_documents_in_any_order_make_the_same_timeline()
    {
        var change = Start.AddDays(1);
        ParsedDocument[] documents =
        [
            Catalogue("1", Start), Prices("1", Start), Schedule("1", Start), Prices("2", change), Prices("3", change),
        ];

        var versions = Orders(documents)
            .Select(order => Versions(new TermsTimeline(order), change)).Distinct().ToList();

        Assert.Equal(["1 3 1"], versions);
    }

    private static IEnumerable<ParsedDocument[]> Orders(ParsedDocument[] documents) => documents.Length < 2
        ? [documents]
        : documents.SelectMany((first, place) => Orders([.. documents[..place], .. documents[(place + 1)..]])
            .Select(rest => (ParsedDocument[])[first, .. rest]));

    private static string Versions(TermsTimeline timeline, DateTimeOffset instant)
    {
        var book = timeline.At(instant)!.Book;
        return string.Join(
            ' ',
            new[] { [book.Catalogue.Version], book.Prices.Select(one => one.Version), book.Schedules.Select(one => one.Version) }
                .Select(versions => string.Join('+', versions.Select(version => version.Split('@')[1]).DefaultIfEmpty("-"))));
    }

    private static ParsedDocument Catalogue(string version, DateTimeOffset from) =>
        new(Head(DocumentKind.Catalogue, "plans", version, from))
        {
            Catalogue = new PlanCatalogue($"plans@{version}", [], []),
        };

    private static ParsedDocument Prices(string version, DateTimeOffset from, DateTimeOffset? to = null, string id = "prices") =>
        new(Head(DocumentKind.PriceList, id, version, from) with { To = to })
        {
            Prices = new PriceList($"{id}@{version}", Given.Cny, [], []),
        };

    private static ParsedDocument Schedule(string version, DateTimeOffset from) =>
        new(Head(DocumentKind.CommissionSchedule, "commissions", version, from))
        {
            Schedule = Given.Schedule() with { Version = $"commissions@{version}" },
        };

    private static Document Head(DocumentKind kind, string id, string version, DateTimeOffset from) =>
        new(kind, id, version, from, "{}");
}
