using System.Globalization;
using Partner.Core.Auditing;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Auditing;

/// <summary>
/// Our side, the issuer's records before and after ours were read, and what follows, as a table. "-": no record, "1":
/// not applied, "A": applied, "R:x": taken back by x. A reversal stands behind its top-up: "REVERSED/x=SUCCEEDED".
/// </summary>
public sealed class IssuerComparisonTests
{
    private const string Id = "7";

    [Theory]
    [InlineData("PROCESSING", "-", "-", "")]
    [InlineData("PROCESSING", "1", "A", "")]
    [InlineData("PROCESSING", "A", "A", "")]
    [InlineData("SUCCEEDED", "A", "A", "")]
    [InlineData("SUCCEEDED", "-", "-", "ISSUER_TOP_UP_MISSING partners/acme/topUps/7")]
    [InlineData("SUCCEEDED", "1", "1", "ISSUER_TOP_UP_MISSING partners/acme/topUps/7")]
    [InlineData("SUCCEEDED", "R:x", "R:x", "ISSUER_REVERSAL_UNCREDITED partners/acme/topUps/7")]
    [InlineData("SUCCEEDED/x=PROCESSING", "R:x", "R:x", "")]
    [InlineData("SUCCEEDED/x=PROCESSING", "R:y", "R:y", "ISSUER_REVERSAL_UNCREDITED partners/acme/topUps/7")]
    [InlineData("FAILED", "-", "-", "")]
    [InlineData("FAILED", "1", "1", "")]
    [InlineData("FAILED", "A", "A", "ISSUER_APPLIED_UNPAID partners/acme/topUps/7")]
    [InlineData("CANCELLED", "-", "-", "")]
    [InlineData("CANCELLED", "A", "A", "ISSUER_APPLIED_UNPAID partners/acme/topUps/7")]
    [InlineData("CANCELLED", "R:y", "R:y", "ISSUER_APPLIED_UNPAID partners/acme/topUps/7")]
    [InlineData("REVERSED/x=SUCCEEDED", "R:x", "R:x", "")]
    [InlineData("REVERSED/x=SUCCEEDED", "R:y", "R:y", "ISSUER_REVERSAL_MISSING partners/acme/topUps/7")]
    [InlineData("REVERSED/x=SUCCEEDED", "A", "A", "ISSUER_REVERSAL_MISSING partners/acme/topUps/7")]
    [InlineData("REVERSED/x=SUCCEEDED", "-", "-", "ISSUER_TOP_UP_MISSING partners/acme/topUps/7")]
    public void Each_state_here_allows_certain_states_at_the_issuer(
        string here, string before, string after, string found)
    {
        Assert.Equal(found, Compare(here, before, after));
    }

    [Theory]
    [InlineData("SUCCEEDED", "-", "A")]
    [InlineData("SUCCEEDED", "1", "A")]
    [InlineData("SUCCEEDED", "-", "R:x")]
    [InlineData("SUCCEEDED", "A", "R:x")]
    [InlineData("REVERSED/x=SUCCEEDED", "A", "R:x")]
    [InlineData("REVERSED/x=SUCCEEDED", "-", "R:x")]
    public void What_happened_while_both_sides_were_read_is_no_finding(string here, string before, string after)
    {
        Assert.Equal("", Compare(here, before, after));
    }

    [Fact]
    public void What_the_issuer_applied_without_us_is_an_orphan_but_what_it_refused_is_not()
    {
        var comparison = new IssuerComparison();
        comparison.Add(Applied("unknown"));
        comparison.Add(new IssuerFacts("lost", IssuerFactKind.Reversal, IssuerFactState.Applied) { TopUpId = Id });
        comparison.Add(new IssuerFacts("refused", IssuerFactKind.TopUp, IssuerFactState.NotApplied));
        comparison.Add(new IssuerFacts("withdrawn", IssuerFactKind.None, IssuerFactState.NotApplied));

        Assert.True(Run(new MemoryAuditSource(), comparison).Ok);
        Assert.Equal(["ISSUER_ORPHAN issuer/unknown", "ISSUER_ORPHAN issuer/lost"], Concluded(comparison));
    }

    [Fact]
    public void A_record_that_comes_twice_is_a_finding()
    {
        var comparison = new IssuerComparison();
        comparison.Add(Applied(Id));
        comparison.Add(Applied(Id));
        var source = new MemoryAuditSource();
        source.Add(Id, TopUpState.Succeeded);

        Assert.True(Run(source, comparison).Ok);
        Assert.Equal(["ISSUER_RECORD_REPEATED issuer/7"], Concluded(comparison));
    }

    [Fact]
    public void Another_card_product_amount_currency_reference_or_kind_at_the_issuer_is_a_finding()
    {
        var good = Applied(Id);
        IssuerFacts[] others =
        [
            good with { Card = "+8613999999999" },
            good with { Product = "phone-20" },
            good with { Amount = MemoryAuditSource.Face + 1 },
            good with { Currency = "HKD" },
            good with { Reference = "ref-8" },
            good with { Kind = IssuerFactKind.Reversal },
        ];
        foreach (var other in others)
        {
            var comparison = new IssuerComparison();
            comparison.Add(other);
            var source = new MemoryAuditSource();
            source.Add(Id, TopUpState.Succeeded);

            Assert.True(Run(source, comparison).Ok);
            var finding = Assert.Single(comparison.Conclude().Checked());
            Assert.Equal(AuditCode.IssuerDetailsMismatch, finding.Code);
            var told = finding.Detail.English + finding.Detail.Chinese;
            Assert.DoesNotContain(MemoryAuditSource.CardOf(Id), told, StringComparison.Ordinal);
            Assert.DoesNotContain("+8613999999999", told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_reversal_that_failed_here_must_not_have_been_applied_there()
    {
        var comparison = new IssuerComparison();
        comparison.Add(Applied(Id) with { State = IssuerFactState.Reversed, ReversalId = "x" });
        comparison.Add(new IssuerFacts("x", IssuerFactKind.Reversal, IssuerFactState.Applied) { TopUpId = Id });
        var source = new MemoryAuditSource();
        source.Add(Id, TopUpState.Succeeded, "x", ReversalState.Failed);

        Assert.True(Run(source, comparison).Ok);
        Assert.Equal(
            [
                "ISSUER_REVERSAL_UNCREDITED partners/acme/topUps/7/reversals/x",
                "ISSUER_REVERSAL_UNCREDITED partners/acme/topUps/7",
            ],
            Concluded(comparison));
    }

    [Fact]
    public void A_reversal_that_took_back_another_top_up_there_is_a_finding()
    {
        var comparison = new IssuerComparison();
        comparison.Add(Applied(Id) with { State = IssuerFactState.Reversed, ReversalId = "x" });
        comparison.Add(new IssuerFacts("x", IssuerFactKind.Reversal, IssuerFactState.Applied) { TopUpId = "8" });
        var source = new MemoryAuditSource();
        source.Add(Id, TopUpState.Reversed, "x", ReversalState.Succeeded);

        Assert.True(Run(source, comparison).Ok);
        Assert.Equal(["ISSUER_DETAILS_MISMATCH partners/acme/topUps/7/reversals/x"], Concluded(comparison));
    }

    [Fact]
    public void Only_what_the_records_seem_to_lack_is_read_again()
    {
        var comparison = new IssuerComparison();
        comparison.Add(Applied("1"));
        var source = new MemoryAuditSource();
        source.Add("1", TopUpState.Succeeded);
        source.Add("2", TopUpState.Succeeded);
        source.Add("3", TopUpState.Processing);

        Assert.True(Run(source, comparison).Ok);
        Assert.Equal(["2"], comparison.Suspects);
    }

    private static string Compare(string here, string before, string after)
    {
        var comparison = new IssuerComparison();
        if (Record(before) is { } earlier)
        {
            comparison.Add(earlier);
        }

        var parts = here.Split('/', '=');
        var source = new MemoryAuditSource();
        source.Add(
            Id,
            Enum.Parse<TopUpState>(parts[0], ignoreCase: true),
            parts.Length == 1 ? null : parts[1],
            parts.Length == 1 ? null : Enum.Parse<ReversalState>(parts[2], ignoreCase: true));
        Assert.Empty(Run(source, comparison).Findings);
        if (Record(after) is { } later)
        {
            comparison.AddLater(later);
        }

        return string.Join("; ", Concluded(comparison));
    }

    private static AuditReport Run(MemoryAuditSource source, IssuerComparison comparison) =>
        Auditor.Run(source, comparison, MemoryAuditSource.Start, CancellationToken.None);

    private static IEnumerable<string> Concluded(IssuerComparison comparison) =>
        comparison.Conclude().Checked().Select(finding => $"{finding.CodeName} {finding.Subject}");

    private static IssuerFacts? Record(string text) => text[0] switch
    {
        '-' => null,
        '1' => Applied(Id) with { State = IssuerFactState.NotApplied, Reference = null },
        'A' => Applied(Id),
        _ => Applied(Id) with { State = IssuerFactState.Reversed, ReversalId = text[2..] },
    };

    private static IssuerFacts Applied(string id) => new(id, IssuerFactKind.TopUp, IssuerFactState.Applied)
    {
        Card = MemoryAuditSource.CardOf(id),
        Product = MemoryAuditSource.Plan,
        Amount = MemoryAuditSource.Face,
        Currency = "CNY",
        Reference = string.Create(CultureInfo.InvariantCulture, $"ref-{id}"),
    };
}
