using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Publishing;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Documents;

/// <summary>The tables Cases/bad-publication.txt and good-publication.txt, and what no table can say.</summary>
public sealed class PublicationTests
{
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
        }.Select(Parse),
    ];

    public static TheoryData<string, int> Bad => Case.All("bad-publication.txt");

    public static TheoryData<string, int> Good => Case.All("good-publication.txt");

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_publication_gets_exactly_its_findings(string table, int line)
    {
        var bad = Case.Read(table, line);

        var findings = Publication.Check([.. bad.Documents.Select(Parse)], Published, March, Partners);

        Assert.NotEmpty(findings);
        Assert.Equal(bad.Findings, findings.Select(Text));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_publication_gets_none(string table, int line)
    {
        var good = Case.Read(table, line);

        Assert.Empty(good.Findings);
        Assert.Empty(Publication.Check([.. good.Documents.Select(Parse)], Published, March, Partners).Select(Text));
    }

    [Fact]
    public void The_first_set_of_all_needs_no_notice_and_nothing_before_it() =>
        Assert.Empty(Publication.Check(Published, [], March, Partners).Select(Text));

    [Fact]
    public void Only_an_empty_store_lets_a_version_begin_at_once() => Assert.Equal(
        ["taxes@1 $.from: must be at 2026-03-01T00:00:30Z or later, 30 seconds from now"],
        Publication.Check([Parse(Samples.Taxes)], [Parse(Samples.Catalogue)], March, Partners).Select(Text)
            .Where(text => text.Contains("$.from", StringComparison.Ordinal)));

    [Fact]
    public void Rules_without_a_catalogue_are_told() => Assert.Equal(
        ["taxes@1 $.from: is in force while no catalogue is: nothing is sold then"],
        Publication.Check([Parse(Samples.Taxes)], [], March, Partners).Select(Text));

    [Fact]
    public void A_schedule_keeps_its_currency()
    {
        var catalogue = Parse(Samples.Catalogue.With("\"fixed\": \"68.00 CNY\"", "\"fixed\": \"68.00 USD\""));
        var dollars = Parse(Samples.Schedule.Replace("CNY", "USD", StringComparison.Ordinal)
            .With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01-01", "2026-04-01"));

        Assert.Equal(
            ["commissions@2 $.currency: is CNY in commissions@1; a schedule's currency never changes"],
            Publication.Check([dollars], [catalogue, Parse(Samples.Network), Parse(Samples.Schedule)], March, Partners)
                .Select(Text));
    }

    [Fact]
    public void What_was_wrong_before_the_new_version_is_not_its_fault()
    {
        var stray = Parse(Samples.Prices.With("\"plan\": \"travel-7\"", "\"plan\": \"gone\""));
        var mended = Parse(
            Samples.Prices.With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01-01", "2026-04-01"));

        Assert.Empty(Publication.Check([mended], [.. Published[..2], stray], March, Partners).Select(Text));
    }

    [Fact]
    public void A_version_that_is_published_with_another_content_gets_its_other_findings_too() => Assert.Equal(
        [
            "prices@1 $.version: prices@1 is published with another content",
            "prices@1 $.prices[1].applies.partner: there is no partner 'acne'",
        ],
        Publication.Check(
            [Parse(Samples.Prices.With("\"partner\": \"acme\"", "\"partner\": \"acne\""))],
            Published,
            March,
            Partners).Select(Text));

    [Fact]
    public void The_notice_is_told_in_whole_seconds() => Assert.Contains(
        "prices@2 $.from: must be at 2026-03-01T00:00:31Z or later, 30 seconds from now",
        Publication.Check(
            [Parse(Samples.Prices.With("\"version\": \"1\"", "\"version\": \"2\""))],
            Published,
            March.AddMilliseconds(1),
            Partners).Select(Text));

    [Fact]
    public void A_mistyped_key_hides_nothing_else_of_its_file_and_nothing_of_the_others()
    {
        var prices = Samples.Prices.With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01-01", "2026-04-01")
            .With("\"plan\": \"travel-7\"", "\"plan\": \"travel-9\"")
            .With("\"maximum\": \"3.00", "\"maximun\": \"3.00");
        var taxes = Parse(Samples.Taxes.With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01", "2026-04")
            .With("\"partner\": \"acme\"", "\"partner\": \"acne\""));

        Assert.Equal(
            [
                "taxes@2 $.rules[1].applies.partner: there is no partner 'acne'",
                "prices@2 $.prices[0].applies.plan: 'travel-9' is no plan of plans@1",
            ],
            Publication.CheckDrafts([taxes], [Draft(prices, "$.fees[1].maximun")], Published, March, Partners)
                .Select(Text));
    }

    [Fact]
    public void An_entry_that_is_wrong_in_itself_is_left_out_and_the_others_keep_their_places()
    {
        var prices = Samples.Prices.With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01-01", "2026-04-01")
            .With("\"66.00 CNY\"", "\"66\"").With("\"partner\": \"acme\"", "\"partner\": \"acne\"");

        Assert.Equal(
            ["prices@2 $.prices[1].applies.partner: there is no partner 'acne'"],
            Publication.CheckDrafts([], [Draft(prices, "$.prices[0].price")], Published, March, Partners)
                .Select(Text));
    }

    [Fact]
    public void An_entry_with_a_mistyped_key_is_judged_all_the_same()
    {
        var prices = Samples.Prices.With("\"version\": \"1\"", "\"version\": \"2\"").With("2026-01-01", "2026-04-01")
            .With("\"price\": \"65.00 CNY\"", "\"price\": \"65.00 CNY\", \"colour\": 1")
            .With("\"partner\": \"acme\"", "\"partner\": \"acne\"");

        Assert.Equal(
            ["prices@2 $.prices[1].applies.partner: there is no partner 'acne'"],
            Publication.CheckDrafts([], [Draft(prices, "$.prices[1].colour")], Published, March, Partners)
                .Select(Text));
    }

    [Fact]
    public void What_a_draft_may_yet_bring_is_not_found_missing()
    {
        var catalogue = Samples.Catalogue.With("\"version\": \"1\"", "\"version\": \"2\"")
            .With("2026-01-01", "2026-04-01").With("\"code\": \"phone-any\"", "\"code\": \"phone-more\"")
            .With("\"data\", \"region\"", "\"data\", \"colour\": 1, \"region\"");
        var prices = Parse(Samples.Prices.With("\"version\": \"1\"", "\"version\": \"2\"")
            .With("2026-01-01", "2026-04-01").With("\"channel\": \"POS\"", "\"plan\": \"phone-more\""));

        Assert.Empty(Publication.CheckDrafts(
            [prices], [Draft(catalogue, "$.plans[1].colour")], Published, March, Partners).Select(Text));
    }

    private static DocumentDraft Draft(string json, string path)
    {
        Assert.Null(DocumentReader.Read(json, out var findings));
        Assert.Equal([path], findings.Select(finding => finding.Path));
        return DocumentDraft.Of(json, findings)!;
    }

    private static string Text(PublicationFinding finding) =>
        $"{finding.Document.FullVersion} {finding.Finding.Path}: {finding.Finding.Problem.English}";

    private static ParsedDocument Parse(string json)
    {
        var document = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings.Select(finding => $"{finding.Path}: {finding.Problem.English}"));
        return document!;
    }
}
