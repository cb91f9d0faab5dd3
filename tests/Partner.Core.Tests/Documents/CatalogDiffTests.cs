using System.Text.RegularExpressions;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Publishing;

namespace Partner.Core.Tests.Documents;

public sealed class CatalogDiffTests
{
    private const string From = "2026-04-01T00:00:00Z";
    private const string Till = "1.00 CNY, partner keeps 100.00 %";

    private static readonly ParsedDocument[] Published =
    [
        .. new[]
        {
            Samples.Catalogue, Samples.Network, Samples.Prices, Samples.Schedule, Samples.Promotions, Samples.Taxes,
        }.Select(Parse),
    ];

    [Fact]
    public void What_says_the_same_changes_nothing()
    {
        Assert.Empty(CatalogDiff.Compare([Published[2]], Published, [new PartnerId("acme")]));
        Assert.Empty(
            CatalogDiff.Compare([Next(Samples.Prices)], Published, [new PartnerId("acme"), new PartnerId("master")]));
    }

    [Fact]
    public void A_price_is_told_old_and_new_for_the_partner_that_it_is_for() => Assert.Equal(
        ["acme travel-7 price 65.00 CNY → 64.50 CNY"],
        Compare(Next(Samples.Prices.With("65.00 CNY", "64.50 CNY")), "acme", "master"));

    [Fact]
    public void What_changes_is_the_same_in_both_languages_and_the_Chinese_text_has_no_English_word()
    {
        ParsedDocument[] next =
        [
            Next(Samples.Prices.With("65.00 CNY", "64.50 CNY").With("\"channel\": \"POS\"", "\"channel\": \"KIOSK\"")),
            Next(Samples.Promotions.With("2.00 CNY", "3.00 CNY")),
            Next(Samples.Catalogue.With("\"plans\": [", "\"cardTypes\": [{ \"cardType\": \"TRAVEL\", "
                + "\"timeZone\": \"UTC\", \"idCheckChannels\": [\"POS\"] }], \"plans\": [")),
        ];
        PartnerId[] partners = [new PartnerId("acme"), new PartnerId("master")];

        var english = CatalogDiff.Compare(next, Published, partners);
        var chinese = CatalogDiff.Compare(next, Published, partners, TermsLanguage.Chinese);

        Assert.Equal(
            english.Select(one => (one.At, one.PartnerId, one.PlanCode, one.What)),
            chinese.Select(one => (one.At, one.PartnerId, one.PlanCode, one.What)));
        Assert.True(english.Select(one => one.What).Distinct().Count() >= 3);

        // Values of the contract, currencies, zones and units stay as they are.
        Assert.DoesNotContain(
            chinese.SelectMany(one => new[] { one.Old, one.New, one.Note }),
            text => Regex.IsMatch(text, @"\b(none|at|from|of|partner|is|by|days|what)\b"));
    }

    [Fact]
    public void A_comparison_ends_when_it_is_told_to() => Assert.Throws<OperationCanceledException>(() =>
        CatalogDiff.Compare(
            [Next(Samples.Prices.With("65.00 CNY", "64.50 CNY"))], Published, [new PartnerId("acme")],
            cancel: new CancellationToken(canceled: true)));

    [Fact]
    public void The_most_specific_rule_counts() => Assert.Empty(
        Compare(Next(Samples.Prices.With("66.00 CNY", "60.00 CNY")), "acme"));

    [Fact]
    public void A_fee_is_told_for_its_channels_only()
    {
        var change = Assert.Single(CatalogDiff.Compare(
            [Next(Samples.Prices.With("\"channel\": \"POS\"", "\"channel\": \"POS\", \"plan\": \"phone-any\""))],
            Published,
            [new PartnerId("master")]), one => one.PlanCode.Value == "travel-7");

        Assert.Equal(("fee", Till, "none"), (change.What, change.Old, change.New));
        Assert.Equal([Channel.Pos], change.Channels);
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), change.At);
    }

    [Fact]
    public void An_identity_check_is_told_for_the_channels_that_begin_to_demand_it()
    {
        const string types = """
            "cardTypes": [{ "cardType": "TRAVEL", "timeZone": "UTC", "idCheckChannels": ["POST_OFFICE", "AGENT"] }],
            "plans": [
            """;
        var change = Assert.Single(CatalogDiff.Compare(
            [Next(Samples.Catalogue.With("\"plans\": [", types))], Published, [new PartnerId("acme")]),
            one => one is { What: "grants", PlanCode.Value: "travel-7" });

        Assert.Equal([Channel.Agent, Channel.PostOffice], change.Channels);
        Assert.DoesNotContain("identity is checked", change.Old, StringComparison.Ordinal);
        Assert.Contains("identity is checked", change.New, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_catalogue_that_demands_identity_checks_is_published_with_a_warning()
    {
        var demanding = Next(Samples.Catalogue.With(
            "\"plans\": [",
            "\"cardTypes\": [{ \"cardType\": \"TRAVEL\", \"timeZone\": \"UTC\", "
            + "\"idCheckChannels\": [\"POS\"] }], \"plans\": ["));

        var warning = Assert.Single(Publication.Warnings([demanding], Published));

        Assert.Equal(
            "demands identity checks: servers without --notice-key FILE refuse such sales",
            warning.Finding.Problem.English);
        Assert.Empty(Publication.Warnings([demanding], [.. Published, demanding]));
    }

    [Fact]
    public void A_commission_is_told_by_the_part_that_changes()
    {
        Assert.Equal(
            ["acme phone-any commission rate from 5000.00 CNY 4.00 % → 4.50 %"],
            Compare(Next(Samples.Schedule.With("\"rate\": 400", "\"rate\": 450")), "acme", "master")
                .Where(line => line.Contains("phone-any", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "acme phone-any commission fixed amount 0.10 CNY → none",
                "acme phone-any commission mode SETTLED → INSTANT",
            ],
            Compare(
                Next(Samples.Schedule.With("\"fixed\": \"0.10 CNY\",", "").With("SETTLED", "INSTANT")), "acme")
                .Where(line => line.Contains("phone-any", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_tax_and_a_promotion_are_told()
    {
        Assert.Contains(
            "master phone-any tax 1.00 % → 2.00 %",
            Compare(Next(Samples.Taxes.With("\"rate\": 100", "\"rate\": 200")), "master"));
        Assert.Contains(
            "master travel-7 promotion back 2.00 CNY as CARD_CASHBACK, funded by ISSUER → " +
            "3.00 CNY as CARD_CASHBACK, funded by ISSUER",
            Compare(Next(Samples.Promotions.With("\"amount\": \"2.00 CNY\"", "\"amount\": \"3.00 CNY\"")), "master"));
    }

    [Fact]
    public void A_limit_that_is_added_says_that_it_counts_from_then_on()
    {
        var change = CatalogDiff.Compare(
            [Next(Samples.Promotions.With(
                "\"funder\": \"ISSUER\"",
                "\"funder\": \"ISSUER\", \"limits\": { \"total\": 5, \"budget\": \"9.00 CNY\" }"))],
            Published,
            [new PartnerId("master")]).First(one => one.Item == "back");

        Assert.Equal(
            ("2.00 CNY as CARD_CASHBACK, funded by ISSUER",
                "2.00 CNY as CARD_CASHBACK, funded by ISSUER, 5 in all, a budget of 9.00 CNY",
                "total, budget: counted from this version on; what was sold before does not count"),
            (change.Old, change.New, change.Note));
    }

    [Fact]
    public void Only_the_promotions_that_change_are_told() => Assert.Equal(
        ["full"],
        CatalogDiff.Compare(
            [Next(Samples.Promotions.With("\"withinDays\": 30", "\"withinDays\": 20"))],
            Published,
            [new PartnerId("master")]).Select(change => change.Item).Distinct());

    [Fact]
    public void A_partner_that_changes_its_tier_sees_what_that_means()
    {
        const string gold = "\"partner\": \"master\", \"tier\": \"gold\"";

        Assert.Contains(
            "master travel-7 price 68.00 CNY → 66.00 CNY",
            Compare(Next(Samples.Network.With("\"partner\": \"master\"", gold)), "master"));
    }

    [Fact]
    public void A_plan_that_goes_is_told_once_for_all_channels()
    {
        var change = Assert.Single(
            CatalogDiff.Compare(
                [Next(Samples.Catalogue.With("phone-any", "phone-more"))], Published, [new PartnerId("acme")]),
            one => one.PlanCode.Value == "phone-any");

        Assert.Equal(
            ("plan", "10.00 CNY to 500.00 CNY by 5.00 CNY", "none"), (change.What, change.Old, change.New));
        Assert.Equal(8, change.Channels.Count);
    }

    [Fact]
    public void Prices_are_compared_before_there_is_any_commission_schedule()
    {
        var change = Assert.Single(CatalogDiff.Compare(
            [Next(Samples.Prices.With("65.00 CNY", "64.50 CNY"))],
            [.. Published.Except([Published[3]])],
            [new PartnerId("acme")]));

        Assert.Equal(("price", "65.00 CNY", "64.50 CNY"), (change.What, change.Old, change.New));
    }

    [Fact]
    public void A_difference_that_lasts_through_other_changes_is_told_once()
    {
        var later = Parse(Samples.Taxes.With("\"version\": \"1\"", "\"version\": \"9\"").With("2026-01", "2026-05"));
        var prices = Next(Samples.Prices.With("65.00 CNY", "64.50 CNY"));

        Assert.Single(CatalogDiff.Compare([prices], [.. Published, later], [new PartnerId("acme")]));
    }

    private static IEnumerable<string> Compare(ParsedDocument candidate, params string[] partners) =>
        CatalogDiff.Compare([candidate], Published, partners.Select(id => new PartnerId(id)))
            .Select(one => one.Item.Length == 0
                ? $"{one.PartnerId} {one.PlanCode} {one.What} {one.Old} → {one.New}"
                : $"{one.PartnerId} {one.PlanCode} {one.What} {one.Item} {one.Old} → {one.New}");

    private static ParsedDocument Next(string json) => Parse(
        json.With("\"version\": \"1\"", "\"version\": \"2\"")
            .With("\"from\": \"2026-01-01T00:00:00Z\"", $"\"from\": \"{From}\""));

    private static ParsedDocument Parse(string json)
    {
        var document = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        return document!;
    }
}
