using Partner.Core.Auditing;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using static Partner.Storage.Tests.Auditing.SoundRecords;

namespace Partner.Storage.Tests.Auditing;

public sealed class AuditTests(SoundRecords book) : IClassFixture<SoundRecords>
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_book_that_the_store_wrote_has_no_findings(StoreProvider on)
    {
        await using var copy = await book.CopyAsync(on);

        var report = await AuditAsync(copy);

        Assert.Empty(report.Findings);
        Assert.True(report.Ok);
        Assert.Equal(AllTopUps, report.TopUpCount);
        Assert.Equal(4, report.TopUps[TopUpState.Processing]);
        Assert.Equal(13, report.TopUps[TopUpState.Succeeded]);
        Assert.Equal(5, report.TopUps[TopUpState.Failed]);
        Assert.Equal(1, report.TopUps[TopUpState.Cancelled]);
        Assert.Equal(5, report.TopUps[TopUpState.Reversed]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_columns_of_every_float_add_up_to_its_balance(StoreProvider on)
    {
        await using var copy = await book.CopyAsync(on);
        var report = await AuditAsync(copy);

        Assert.All(report.Floats, totals => Assert.Equal(
            totals.Posted,
            totals.Deposited + totals.Debited + totals.Commission + totals.Returned + totals.ClawedBack
                + totals.Cashback + totals.Overrides + totals.Settled + totals.Tax));
        Assert.Equal("shop: commission +, clawed back -, cashback +, overrides 0, settled 0, tax -", Signs("shop"));
        Assert.Equal("agent: commission 0, clawed back 0, cashback 0, overrides 0, settled +, tax -", Signs("agent"));
        Assert.Equal("master: commission 0, clawed back 0, cashback 0, overrides +, settled 0, tax -", Signs("master"));

        string Signs(string partner)
        {
            var totals = Assert.Single(report.Floats, one => one.PartnerId == partner);
            return $"{partner}: commission {Sign(totals.Commission)}, clawed back {Sign(totals.ClawedBack)}, "
                + $"cashback {Sign(totals.Cashback)}, overrides {Sign(totals.Overrides)}, "
                + $"settled {Sign(totals.Settled)}, tax {Sign(totals.Tax)}";
        }

        static string Sign(Int128 amount) => Int128.Sign(amount) switch { > 0 => "+", < 0 => "-", _ => "0" };
    }

    public static TheoryData<StoreProvider, string> Defects()
    {
        var defects = new TheoryData<StoreProvider, string>();
        foreach (var provider in TestDatabase.Reachable)
        {
            foreach (var defect in SpoiledRecords.All)
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
        var expected = SpoiledRecords.All.Single(defect => defect.Sql == sql).Findings;
        await using var copy = await book.CopyAsync(on);
        Spoil(copy, sql);

        var report = await AuditAsync(copy);

        var found = ChineseText.Checked(report.Findings).Select(finding => $"{finding.CodeName} {finding.Subject}");
        Assert.Equal(expected.Order(), found.Order());
        Assert.False(report.Ok);
    }

    [Fact]
    public void Every_code_that_needs_no_issuer_is_provoked_by_a_defect()
    {
        var provoked = SpoiledRecords.All
            .SelectMany(defect => defect.Findings).Select(text => text.Split(' ')[0]).ToHashSet();
        var missing = Enum.GetValues<AuditCode>()
            .Where(code => !code.ToString().StartsWith("Issuer", StringComparison.Ordinal))
            .Select(code => new AuditFinding(code, "", new("", "")).CodeName)
            .Where(name => !provoked.Contains(name));

        Assert.Empty(missing);
    }
}
