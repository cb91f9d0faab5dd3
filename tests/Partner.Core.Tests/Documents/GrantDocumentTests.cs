using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Publishing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>What catalogues say that plans do to cards: the table Cases/bad-grants.txt, and how it is read.</summary>
public sealed class GrantDocumentTests
{
    private const string Period = "\"period\": { \"unit\": \"day\", \"count\": 7 }";

    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, int> Bad => Case.All("bad-grants.txt");

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_catalogue_that_makes_no_sense_of_cards_gets_exactly_its_findings(string table, int line)
    {
        var bad = Case.Read(table, line);

        var findings = Publication.Check(
            [.. bad.Documents.Select(Parse)], [Parse(Samples.Catalogue)], March, new Dictionary<PartnerId, Currency>());

        Assert.NotEmpty(findings);
        Assert.Equal(bad.Findings, findings.Select(one =>
            $"{one.Document.FullVersion} {one.Finding.Path}: {one.Finding.Problem.English}"));
    }

    [Fact]
    public void A_published_catalogue_with_a_region_of_its_own_does_not_stop_other_documents()
    {
        var published = Parse(Samples.Catalogue.With("\"region\": \"GLOBAL\"", "\"region\": \"EUROPE\""));
        var taxes = Parse(Samples.Taxes.With(", \"outlet\": \"store-1\"", "").With("2026-01", "2026-05"));
        var partners = new Dictionary<PartnerId, Currency> { [new PartnerId("acme")] = Given.Cny };

        Assert.Empty(Publication.Check([taxes], [published], March, partners));
    }

    [Fact]
    public void Every_word_about_grants_and_conditions_is_read()
    {
        var plan = Plan(
            $$"""
            {{Period}}, "grants": {
              "countedFrom": "TODAY", "credit": true, "dataPeriod": { "unit": "month", "count": 2 },
              "packs": "QUEUE", "rollover": false, "start": "AT_ONCE", "useWithin": { "unit": "year" }
            },
            "conditions": {
              "refund": { "scope": "UNUSED_DAYS", "withinMinutes": 90, "as": "POINTS" }, "idCheck": true,
              "autoRenewal": true, "maximumPerCard": { "count": 3, "period": { "unit": "month" } }
            }
            """);

        Assert.Equal(
            new PlanGrants
            {
                CountedFrom = CountedFrom.Today, Credit = true, DataPeriod = new(PeriodUnit.Month, 2),
                Packs = PackOrder.Queue, Rollover = false, Start = GrantStart.AtOnce,
                UseWithin = new(PeriodUnit.Year, 1),
            },
            plan.Grants);
        Assert.Equal(
            new PlanConditions
            {
                Refund = new(RefundScope.UnusedDays, TimeSpan.FromMinutes(90), RefundMeans.Points), IdCheck = true,
                AutoRenewal = true, MaximumPerCard = new(3, new(PeriodUnit.Month, 1)),
            },
            plan.Conditions);
    }

    [Fact]
    public void A_plan_that_says_nothing_acts_as_cards_of_its_type_do()
    {
        var travel = Plan(Period);

        Assert.Equal((PlanGrants.Unsaid, PlanConditions.None), (travel.Grants, travel.Conditions));
        Assert.True(travel.KeepsData());
        Assert.False(travel.Queues());
        Assert.False(travel.AddsCredit());
        Assert.True((travel with { CardType = CardType.RegistrationEsim }).Queues());
        Assert.False((travel with { CardType = CardType.Phone }).KeepsData());
    }

    [Fact]
    public void Card_types_are_read_and_those_that_nothing_is_said_about_have_the_promised_reminders()
    {
        var catalogue = Parse(Samples.Catalogue.With(
            "\"plans\": [",
            """
            "cardTypes": [{
              "cardType": "TRAVEL", "timeZone": "Asia/Tokyo", "grace": { "unit": "day", "count": 30 },
              "revivedBy": ["data"], "resumesSuspended": true, "reminders": [{ "unit": "day", "count": 3 }],
              "highBalance": "20.00 CNY", "idCheckChannels": ["POST_OFFICE"]
            }],
            "plans": [
            """)).Catalogue!;

        var travel = catalogue.RulesOf(CardType.Travel);
        Assert.Equal(
            ("Asia/Tokyo", new CalendarPeriod(PeriodUnit.Day, 30), true, Given.Yuan(20)),
            (travel.Zone.Id, travel.Grace, travel.ResumesSuspended, travel.HighBalance));
        Assert.Equal(["data"], travel.RevivedBy);
        Assert.Equal([Channel.PostOffice], travel.IdCheckChannels);
        Assert.Equal(["3 days"], travel.Reminders.Select(reminder => reminder.ToString()));
        Assert.Equal(
            ["14 days", "7 days"],
            catalogue.RulesOf(CardType.Phone).Reminders.Select(reminder => reminder.ToString()));
    }

    [Theory]
    [InlineData("\"packs\": \"STACK\"", "packs: must be one of MERGE, QUEUE")]
    [InlineData("\"start\": \"SOON\"", "start: must be one of AT_ONCE, AT_FIRST_USE")]
    [InlineData("\"countedFrom\": 1", "countedFrom: must be one of END, TODAY")]
    [InlineData("\"dataPeriod\": { \"unit\": \"week\" }", "dataPeriod.unit: must be one of day, month, year")]
    [InlineData("\"byAmount\": [{ \"from\": \"50.00 CNY\" }]", "byAmount[0].period: is required: an object")]
    [InlineData("\"credit\": \"yes\"", "credit: must be true or false")]
    public void A_wrong_word_is_told_with_its_place(string grants, string finding)
    {
        Assert.Null(DocumentReader.Read(
            Samples.Catalogue.With(Period, $"{Period}, \"grants\": {{ {grants} }}"), out var findings));
        Assert.Equal(
            [$"$.plans[1].grants.{finding}"], findings.Select(one => $"{one.Path}: {one.Problem.English}"));
    }

    [Fact]
    public void What_a_new_catalogue_does_to_cards_is_told_by_diff()
    {
        var candidate = Parse(Samples.Catalogue.With(Period, Period.Replace("7", "9", StringComparison.Ordinal))
            .With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01-01", "2026-04-01"));

        var change = Assert.Single(
            CatalogDiff.Compare(
                [candidate], [Parse(Samples.Catalogue), Parse(Samples.Schedule)], [new PartnerId("acme")]));

        Assert.Equal(("grants", 8), (change.What, change.Channels.Count));
        Assert.Equal(
            "9 days from the later of today and the present end, 5368709120 bytes in GLOBAL as long as the period, " +
            "at once, what remains is kept, days of UTC, an eSIM, issued anew at most 2 times in 365 days, " +
            "reminders 14 days and 7 days before",
            change.New);
    }

    private static Plan Plan(string period) =>
        Parse(Samples.Catalogue.With(Period, period)).Catalogue!.Find(new PlanCode("travel-7"))!;

    private static ParsedDocument Parse(string json)
    {
        var document = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        return document!;
    }
}
