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

    [Fact]
    public void A_version_ends_at_its_own_end_exclusively()
    {
        var end = Start.AddDays(10);
        var timeline = new TermsTimeline([Catalogue("1", Start), Prices("1", Start, end)]);

        Assert.Equal("1 1 -", Versions(timeline, end - Tick));
        Assert.Equal("1 - -", Versions(timeline, end));
    }

    [Fact]
    public void A_next_version_ends_a_version_before_its_own_end()
    {
        var next = Start.AddDays(5);
        var timeline = new TermsTimeline(
            [Catalogue("1", Start), Prices("1", Start, Start.AddDays(10)), Prices("2", next)]);

        Assert.Equal("1 1 -", Versions(timeline, next - Tick));
        Assert.Equal("1 2 -", Versions(timeline, next));
        Assert.Equal("1 2 -", Versions(timeline, Start.AddDays(10)));
    }

    [Fact]
    public void A_gap_between_two_versions_is_a_time_without()
    {
        var timeline = new TermsTimeline(
            [Catalogue("1", Start), Prices("1", Start, Start.AddDays(1)), Prices("2", Start.AddDays(2))]);

        Assert.Equal("1 - -", Versions(timeline, Start.AddDays(1)));
        Assert.Equal("1 - -", Versions(timeline, Start.AddDays(2) - Tick));
        Assert.Equal("1 2 -", Versions(timeline, Start.AddDays(2)));
    }

    [Fact]
    public void Several_ids_of_a_kind_are_in_force_side_by_side()
    {
        var timeline = new TermsTimeline(
        [
            Catalogue("1", Start), Prices("1", Start), Prices("7", Start.AddDays(1), id: "more"),
            Prices("2", Start.AddDays(2)),
        ]);

        Assert.Equal("1 1 -", Versions(timeline, Start));
        Assert.Equal("1 7+1 -", Versions(timeline, Start.AddDays(1)));
        Assert.Equal("1 7+2 -", Versions(timeline, Start.AddDays(2)));
    }

    [Fact]
    public void A_catalogue_that_ended_sells_nothing_any_more()
    {
        var end = Start.AddDays(3);
        var catalogue = Catalogue("1", Start);
        var timeline = new TermsTimeline([catalogue with { Document = catalogue.Document with { To = end } }]);

        Assert.NotNull(timeline.At(end - Tick));
        Assert.Null(timeline.At(end));
    }

    [Fact]
    public void A_version_that_cannot_be_read_is_told_from_its_start_until_the_next_of_its_id()
    {
        var (start, next) = (Start.AddDays(1), Start.AddDays(2));
        var unreadable = new Document(DocumentKind.PriceList, Prices("1", Start).Document.Id, "2", start, "{}");
        var timeline = new TermsTimeline(
        [
            Catalogue("1", Start), Prices("1", Start), DocumentReader.ReadStored(unreadable), Prices("3", next),
        ]);

        Assert.Null(timeline.UnreadableAt(start - Tick));
        Assert.Equal(unreadable, timeline.UnreadableAt(start));
        Assert.Equal(unreadable, timeline.UnreadableAt(next - Tick));
        Assert.Null(timeline.UnreadableAt(next));
        Assert.Equal(start, timeline.NextChange(Start));
        Assert.Equal("1 1 -", Versions(timeline, start - Tick));
        Assert.Equal("1 3 -", Versions(timeline, next));
    }

    [Fact]
    public void The_next_change_is_told_and_which_versions_it_brings()
    {
        var (change, end) = (Start.AddDays(1), Start.AddDays(2));
        var timeline = new TermsTimeline([Catalogue("1", Start), Prices("1", Start), Prices("2", change, end)]);

        Assert.Equal(Start, timeline.NextChange(Start - Tick));
        Assert.Equal(change, timeline.NextChange(Start));
        Assert.Equal(change, timeline.NextChange(change - Tick));
        Assert.Equal(end, timeline.NextChange(change));
        Assert.Null(timeline.NextChange(end));
        var upcoming = Assert.Single(timeline.Upcoming(Start));
        Assert.Equal("prices@2", upcoming.Parsed.Document.FullVersion);
        Assert.Equal((change, end), (upcoming.From, upcoming.End!.Value));
        Assert.Equal(["plans@1", "prices@2"], timeline.InForce(change).Select(one => one.Parsed.Document.FullVersion));
    }

    [Fact]
    public void The_past_can_be_left_out_and_the_present_stays()
    {
        ParsedDocument[] documents = [Catalogue("1", Start), Prices("1", Start), Prices("2", Start.AddDays(1))];

        var timeline = new TermsTimeline(documents, Start.AddDays(1) + Tick);

        Assert.Equal([Start.AddDays(1)], timeline.Starts);
        Assert.Equal("1 2 -", Versions(timeline, Start.AddDays(1) + Tick));
        Assert.Equal("1 1 -", Versions(new TermsTimeline(documents, Start.AddDays(1) - Tick), Start));
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var timeline = new TermsTimeline(
            [.. Enumerable.Range(0, 1_000).Select(day => Prices($"{day}", Start.AddDays(day))), Catalogue("1", Start)]);
        var instant = Start.AddDays(567);
        Assert.Equal("1 567 -", Versions(timeline, instant));
        timeline.At(instant);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var terms = timeline.At(instant);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotNull(terms);
        Assert.Equal(0, after - before);
    }

    private static IEnumerable<ParsedDocument[]> Orders(ParsedDocument[] documents) => documents.Length < 2
        ? [documents]
        : documents.SelectMany((first, place) => Orders([.. documents[..place], .. documents[(place + 1)..]])
            .Select(rest => (ParsedDocument[])[first, .. rest]));

    private static string Versions(TermsTimeline timeline, DateTimeOffset instant)
    {
        var inForce = timeline.At(instant)!.Rules;
        return string.Join(
            ' ',
            new[]
            {
                [inForce.Catalogue.Version], inForce.Prices.Select(one => one.Version),
                inForce.Schedules.Select(one => one.Version),
            }.Select(versions => string.Join('+', versions.Select(one => one.Split('@')[1]).DefaultIfEmpty("-"))));
    }

    private static ParsedDocument Catalogue(string version, DateTimeOffset from) =>
        new(Head(DocumentKind.Catalogue, "plans", version, from))
        {
            Catalogue = new PlanCatalogue($"plans@{version}", [], []),
        };

    private static ParsedDocument Prices(
        string version, DateTimeOffset from, DateTimeOffset? to = null, string id = "prices") =>
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
