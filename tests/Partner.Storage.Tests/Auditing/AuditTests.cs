using Partner.Core.Auditing;
using Partner.Core.TopUps;
using Partner.Storage.Tests.Support;
using static Partner.Storage.Tests.Auditing.GoodBook;

namespace Partner.Storage.Tests.Auditing;

public sealed class AuditTests(GoodBook book) : IClassFixture<GoodBook>
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_book_that_the_store_wrote_has_no_findings(StoreProvider on)
    {
        await using var copy = await book.CopyAsync(on);

        var report = await AuditAsync(copy);

        Assert.Empty(report.Findings);
        Assert.True(report.Ok);
        Assert.Equal(17, report.TopUpCount);
        Assert.Equal(3, report.TopUps[TopUpState.Processing]);
        Assert.Equal(8, report.TopUps[TopUpState.Succeeded]);
        Assert.Equal(3, report.TopUps[TopUpState.Failed]);
        Assert.Equal(1, report.TopUps[TopUpState.Cancelled]);
        Assert.Equal(2, report.TopUps[TopUpState.Reversed]);
    }

    public static TheoryData<StoreProvider, string> Defects()
    {
        var defects = new TheoryData<StoreProvider, string>();
        foreach (var provider in TestDatabase.Reachable)
        {
            foreach (var defect in SpoiledBooks.All)
            {
                defects.Add(provider, defect.Sql);
            }
        }

        return defects;
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task Each_defect_is_named_and_nothing_else_is(StoreProvider on, string sql)
    {
        var expected = SpoiledBooks.All.Single(defect => defect.Sql == sql).Findings;
        await using var copy = await book.CopyAsync(on);
        Spoil(copy, sql);

        var report = await AuditAsync(copy);

        var found = report.Findings.Select(finding => $"{finding.CodeName} {finding.Subject}").Order();
        Assert.Equal(expected.Order(), found);
        Assert.False(report.Ok);
    }

    [Fact]
    public void Every_code_that_needs_no_issuer_is_provoked_by_a_defect()
    {
        var provoked = SpoiledBooks.All
            .SelectMany(defect => defect.Findings).Select(text => text.Split(' ')[0]).ToHashSet();
        var missing = Enum.GetValues<AuditCode>()
            .Where(code => !code.ToString().StartsWith("Issuer", StringComparison.Ordinal))
            .Select(code => new AuditFinding(code, "", "").CodeName)
            .Where(name => !provoked.Contains(name));

        Assert.Empty(missing);
    }
}
