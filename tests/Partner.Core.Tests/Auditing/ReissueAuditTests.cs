using Partner.Core.Auditing;
using Partner.Core.Esims;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Auditing;

/// <summary>Our reissues against their jobs and the issuer's record.</summary>
public sealed class ReissueAuditTests
{
    private const string Card = "8986040000000000013";

    [Theory]
    [InlineData(ReissueState.Processing, true, "", "")]
    [InlineData(ReissueState.Processing, true, "applied", "")]
    [InlineData(ReissueState.Succeeded, false, "applied", "")]
    [InlineData(ReissueState.Failed, false, "", "")]
    [InlineData(ReissueState.Processing, false, "", "JobMissing")]
    [InlineData(ReissueState.Succeeded, true, "applied", "JobStray")]
    [InlineData(ReissueState.Succeeded, false, "", "IssuerReissueMismatch")]
    [InlineData(ReissueState.Succeeded, false, "later", "")]
    [InlineData(ReissueState.Succeeded, false, "other card", "IssuerReissueMismatch")]
    [InlineData(ReissueState.Failed, false, "applied", "IssuerReissueMismatch")]
    public void Each_disagreement_is_found_and_nothing_else(
        ReissueState state, bool hasJob, string record, string finding)
    {
        var source = new MemoryAuditSource
        {
            StoredReissues =
            [
                new ReissueAuditFacts("acme", "e1", Card, (int)state, Given.Noon, null, hasJob),
            ],
        };
        var issuer = new IssuerComparison();
        var applied = new IssuerFacts("e1", IssuerFactKind.Reissue, IssuerFactState.Applied)
        {
            Card = record == "other card" ? "8986040000000000021" : Card,
        };
        if (record is "applied" or "other card")
        {
            issuer.Add(applied);
        }

        var report = Auditor.Run(source, issuer, Given.Noon, default);
        if (record == "later")
        {
            issuer.AddLater(applied);
        }

        var findings = report.Findings.Concat(issuer.Conclude().Checked()).ToList();
        Assert.Equal(finding, string.Join(",", findings.Select(one => one.Code)));
        Assert.DoesNotContain(findings, one => one.ToString().Contains(Card, StringComparison.Ordinal));
    }

    [Fact]
    public void A_code_that_nobody_asked_for_is_found()
    {
        var issuer = new IssuerComparison();
        issuer.Add(new IssuerFacts("e1", IssuerFactKind.Reissue, IssuerFactState.Applied) { Card = Card });

        Auditor.Run(new MemoryAuditSource(), issuer, Given.Noon, default);

        Assert.Equal(AuditCode.IssuerOrphan, Assert.Single(issuer.Conclude().Checked()).Code);
    }
}
