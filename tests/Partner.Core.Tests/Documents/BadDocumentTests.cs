using Partner.Core.Documents;

namespace Partner.Core.Tests.Documents;

/// <summary>The tables Cases/bad-*.txt: each bad document gets exactly its findings, all at once.</summary>
public sealed class BadDocumentTests
{
    public static TheoryData<string, int> Cases => Case.All(
        "bad-catalogue.txt",
        "bad-price-list.txt",
        "bad-commission-schedule.txt",
        "bad-promotions.txt",
        "bad-tax-rules.txt",
        "bad-fx-rates.txt",
        "bad-network.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bad_document_gets_exactly_its_findings(string table, int line)
    {
        var bad = Case.Read(table, line);

        Assert.Null(DocumentReader.Read(Assert.Single(bad.Documents), out var findings));
        Assert.NotEmpty(findings);
        Assert.Equal(bad.Findings, findings.Select(finding => $"{finding.Path}: {finding.Problem.English}"));
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Cases.Count() >= 100, "The tables shrank.");

    [Theory]
    [InlineData("{\n  \"kind\": \"network\",\n  \"members\": [}\n", "line 3")]
    [InlineData("", "line 1")]
    [InlineData("{", "line 1")]
    [InlineData("{}\n{}", "line 2")]
    public void What_is_not_JSON_is_told_with_its_line(string json, string line)
    {
        Assert.Null(DocumentReader.Read(json, out var findings));
        Assert.Equal(line, Assert.Single(findings).Path);
        Assert.StartsWith("is not JSON: ", findings[0].Problem.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\n  \"members\": [}\n", "line 2",
        "'}' is not expected; a comma before it is too much, or a value is missing")]
    [InlineData(
        "{\n  \"a\": 1,\n}", "line 3", "'}' is not expected; a comma before it is too much, or a value is missing")]
    [InlineData("{", "line 1", "the text ends too early; a brace, bracket or quotation mark is not closed")]
    [InlineData(
        "{\n\"名\": 1\n\"b\": 2}", "line 3",
        "'\"b\": 2}' is not expected; a comma, colon, brace or quotation mark before it is missing or wrong")]
    public void Invalid_JSON_is_told_in_our_own_words_with_one_line_number(string json, string line, string problem)
    {
        DocumentReader.Read(json, out var findings);

        var finding = Assert.Single(findings);
        Assert.Equal((line, "is not JSON: " + problem), (finding.Path, finding.Problem.English));
    }

    [Theory]
    [InlineData("2.5", "2.5 % is 250")]
    [InlineData("12.75", "12.75 % is 1275")]
    [InlineData("0.5", "0.5 % is 50")]
    public void Who_types_a_percentage_is_told_what_it_is_in_basis_points(string typed, string told)
    {
        DocumentReader.Read(Samples.Taxes.With("\"rate\": 100", $"\"rate\": {typed}"), out var findings);

        var finding = Assert.Single(findings);
        Assert.Equal(
            ("$.rules[0].rate",
                $"must be a whole number of basis points from 0 to 10000, hundredths of a percent: {told}"),
            (finding.Path, finding.Problem.English));
    }

    [Fact]
    public void A_document_with_many_faults_gets_all_of_them()
    {
        var json = Samples.Schedule.With("Asia/Shanghai", "Asia/Peking").With("\"rate\": 300", "\"rate\": -1")
            .With("5000.00 CNY", "500.00 CNY").With("\"rate\": 400", "\"rate\": \"4 %\"").With("SETTLED", "LATER")
            .With("\"tier\": \"gold\"", "\"shop\": 7");

        Assert.Null(DocumentReader.Read(json, out var findings));

        Assert.Equal(
            [
                "$.mode", "$.rules[0].rate", "$.rules[1].applies", "$.rules[1].applies.shop",
                "$.rules[1].steps[1].rate", "$.timeZone",
            ],
            findings.Select(finding => finding.Path).Order(StringComparer.Ordinal));
    }
}
