using Partner.Core.Auditing;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Auditing;

public sealed class AuditorTests
{
    [Fact]
    public void A_book_in_order_is_counted_and_has_no_findings()
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Succeeded);
        source.Add("2", TopUpState.Reversed, "x", ReversalState.Succeeded);
        source.Add("3", TopUpState.Failed);
        source.Add("4", TopUpState.Processing);

        var report = Run(source, MemoryAuditSource.Start);

        Assert.Empty(report.Findings);
        Assert.Equal(6, report.Transfers);
        Assert.Equal(4, report.TopUpCount);
        var totals = Assert.Single(report.Floats);
        Assert.Equal(
            new FloatTotals(
                MemoryAuditSource.PartnerId,
                "CNY",
                MemoryAuditSource.Deposit,
                -2 * MemoryAuditSource.Face,
                0,
                MemoryAuditSource.Face,
                0,
                0,
                0,
                0,
                0,
                MemoryAuditSource.Deposit - MemoryAuditSource.Face,
                MemoryAuditSource.Face,
                0),
            totals);
    }

    [Fact]
    public void Whoever_looks_on_is_told_of_each_stage_and_of_each_finding_when_it_is_made()
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Succeeded);
        source.Change("1", one => one with { Transfers = [] });
        var watch = new Watch();

        var report = Auditor.Run(source, null, MemoryAuditSource.Start, CancellationToken.None, watch);

        Assert.NotEmpty(report.Findings);
        Assert.Equal(report.Findings, watch.Found);
        Assert.Equal(
            [
                AuditStage.Entries, AuditStage.Numbers, AuditStage.Operations, AuditStage.Sums, AuditStage.Actions,
                AuditStage.Renewals,
            ],
            watch.Stages);
        Assert.Equal(source.Operations().Count(), watch.Operations);
    }

    [Fact]
    public void A_days_totals_are_its_own_sales_and_its_own_reversals()
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Succeeded);
        source.Add("2", TopUpState.Reversed, "x", ReversalState.Succeeded);
        source.Add("3", TopUpState.Failed);
        source.Add("4", TopUpState.Processing);
        source.Add("5", TopUpState.Succeeded, "y", ReversalState.Failed);
        source.Add("6", TopUpState.Succeeded);
        source.Change("6", one => one with { TopUp = one.TopUp! with { BusinessDay = null } });

        var report = Run(source, MemoryAuditSource.Start);

        Assert.Empty(report.Findings);
        Assert.Equal(
            [
                new DayTotals("acme", null, "CNY", 1, MemoryAuditSource.Face, 0, 0),
                new DayTotals("acme", new DateOnly(2026, 4, 1), "CNY", 3, 3 * MemoryAuditSource.Face, 0, 0),
                new DayTotals("acme", new DateOnly(2026, 4, 2), "CNY", 0, 0, 1, MemoryAuditSource.Face),
            ],
            report.Days);
    }

    [Fact]
    public void What_is_processing_is_listed_with_its_age_and_is_no_finding()
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Processing);
        var doubt = MemoryAuditSource.Start.AddSeconds(5);
        source.Change("1", one => one with { TopUp = one.TopUp! with { InDoubtSince = doubt } });
        source.Add("2", TopUpState.Succeeded, "x", ReversalState.Processing);

        var report = Run(source, MemoryAuditSource.Start.AddMinutes(3));

        Assert.True(report.Ok);
        Assert.Equal(
            [
                new UnfinishedOperation("partners/acme/topUps/1", TimeSpan.FromMinutes(3), doubt),
                new UnfinishedOperation("partners/acme/topUps/2/reversals/x", TimeSpan.FromMinutes(3), null),
            ],
            report.Processing);
    }

    [Fact]
    public void An_age_is_never_negative_when_the_clock_is_behind_the_store()
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Processing);

        var report = Run(source, MemoryAuditSource.Start.AddMinutes(-3));

        Assert.Equal(TimeSpan.Zero, Assert.Single(report.Processing).Age);
    }

    [Fact]
    public void Amounts_at_the_ends_of_the_range_are_found_out_without_an_overflow()
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Succeeded);
        source.Change("1", one => one with
        {
            Legs = [.. one.Legs.Select(leg => leg with { Amount = long.MaxValue })],
        });

        var codes = Run(source, MemoryAuditSource.Start).Findings.Select(finding => finding.Code);

        Assert.Contains(AuditCode.TransferUnbalanced, codes);
        Assert.Contains(AuditCode.TransferAmountMismatch, codes);
    }

    [Fact]
    public void A_card_number_is_masked_in_findings_and_one_too_short_to_mask_is_left_out()
    {
        foreach (var card in new[] { "8986030000000000014", "+861301234", "12345" })
        {
            var source = new MemoryAuditSource();
            source.Add("1", TopUpState.Succeeded);
            source.Change("1", one => one with
            {
                TopUp = one.TopUp! with { QuoteId = "q", Card = card },
                Quotes = [new QuoteFacts("q", "8986030000000000022", MemoryAuditSource.Plan, one.TopUp!.Amounts)],
            });

            var finding = Assert.Single(Run(source, MemoryAuditSource.Start).Findings);

            Assert.Equal(AuditCode.QuoteMismatch, finding.Code);
            var told = finding.Detail.English + finding.Detail.Chinese;
            Assert.DoesNotContain(card, told, StringComparison.Ordinal);
            Assert.DoesNotContain("8986030000000000022", told, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0 10; 10 20; 30 5", true)]
    [InlineData("30 5; 0 10; 10 20", true)]
    [InlineData("0 10; 0 20; 30 5", false)]
    [InlineData("0 10; 11 20; 30 5", false)]
    [InlineData("10 20; 30 5; 1 10", false)]
    [InlineData("0 10; 10 20; 40 5", false)]
    public void Volumes_that_entries_were_granted_at_must_have_followed_one_another(string entries, bool right)
    {
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Succeeded);
        var all = entries.Split("; ").Select(entry => entry.Split(' ').Select(long.Parse).ToArray()).ToList();
        source.Change("1", one => one with { Commissions = [.. all.Select(entry => Entry(entry[0], entry[1]))] });
        source.MonthVolumes = [new VolumeFacts("acme", "all", "CNY", "2026-04", all.Sum(entry => entry[1]))];

        var codes = Run(source, MemoryAuditSource.Start).Findings.Select(finding => finding.Code).ToList();

        Assert.Equal(!right, codes.Contains(AuditCode.VolumeOrderMismatch));
        Assert.DoesNotContain(AuditCode.VolumeMismatch, codes);
    }

    [Fact]
    public void An_audit_that_is_cancelled_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Auditor.Run(new MemoryAuditSource(), null, MemoryAuditSource.Start, cancelled.Token));
    }

    [Fact]
    public void Every_code_has_a_name_of_its_own_in_upper_case()
    {
        var names = Enum.GetValues<AuditCode>()
            .Select(code => new AuditFinding(code, "", new("", "")).CodeName).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[A-Z]+(_[A-Z]+)*$", name));
    }

    private static CommissionFacts Entry(long before, long size) => new()
    {
        PayeeId = "acme",
        SellerId = "acme",
        TopUpId = "1",
        Level = 0,
        Schedule = "all",
        Rule = "all",
        Mode = 1,
        Month = "2026-04",
        EarnedAt = MemoryAuditSource.Start,
        Currency = "CNY",
        FloatCurrency = "CNY",
        Base = size,
        VolumeBefore = before,
        Own = 0,
        Beneath = 0,
        Amount = 0,
        Credit = 0,
        Tax = 0,
    };

    private static AuditReport Run(MemoryAuditSource source, DateTimeOffset now) =>
        Checked(Auditor.Run(source, null, now, CancellationToken.None));

    private static AuditReport Checked(AuditReport report) => report with { Findings = report.Findings.Checked() };

    private sealed class Watch : IAuditWatch
    {
        public List<AuditFinding> Found { get; } = [];

        public List<AuditStage> Stages { get; } = [];

        public long Operations { get; private set; }

        void IAuditWatch.Found(AuditFinding finding) => Found.Add(finding);

        void IAuditWatch.Reached(AuditStage stage, long operations)
        {
            Stages.Add(stage);
            Operations = operations;
        }
    }
}
