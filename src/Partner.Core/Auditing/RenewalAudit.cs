using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>A cycle of an auto-renewal that was told to be renewed.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="RenewalId">The auto-renewal.</param>
/// <param name="Cycle">The cycle.</param>
/// <param name="TopUpState">The state of the top-up that it names; null where there is no such top-up.</param>
public sealed record RenewedFacts(string PartnerId, string RenewalId, int Cycle, int? TopUpState);

/// <summary>A top-up of an auto-renewal that is SUCCEEDED.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="TopUpId">The top-up.</param>
/// <param name="RequestId">Its request id: renewal, cycle, and, behind the last hyphen, attempt.</param>
public sealed record RenewalSaleFacts(string PartnerId, string TopUpId, string RequestId);

/// <summary>Each cycle of an auto-renewal is renewed once, by what was told and by what was sold.</summary>
internal static class RenewalAudit
{
    public static void Run(IAuditSource source, Findings findings, CancellationToken cancel)
    {
        RenewedFacts? before = null;
        foreach (var renewed in source.Renewed())
        {
            cancel.ThrowIfCancellationRequested();
            var subject = $"partners/{renewed.PartnerId}/autoRenewals/{renewed.RenewalId}";
            if (before is not null && renewed with { TopUpState = before.TopUpState } == before)
            {
                findings.Add(
                    AuditCode.RenewalRepeated,
                    subject,
                    $"cycle {renewed.Cycle} was told to be renewed more than once",
                    $"第 {renewed.Cycle} 周期多次记为已续费");
            }

            if (renewed.TopUpState is not ((int)TopUpState.Succeeded or (int)TopUpState.Reversed))
            {
                findings.Add(
                    AuditCode.RenewalUnfounded,
                    subject,
                    $"cycle {renewed.Cycle} was told to be renewed by a top-up that did not succeed",
                    $"第 {renewed.Cycle} 周期记为已续费，但所指充值未成功");
            }

            before = renewed;
        }

        CompareSales(source, findings, cancel);
    }

    private static void CompareSales(IAuditSource source, Findings findings, CancellationToken cancel)
    {
        RenewalSaleFacts? before = null;
        foreach (var sale in source.RenewalSales())
        {
            cancel.ThrowIfCancellationRequested();
            if (before is not null && before.PartnerId == sale.PartnerId && CycleOf(before) == CycleOf(sale))
            {
                findings.Add(
                    AuditCode.RenewalRepeated,
                    Named.TopUp(sale.PartnerId, sale.TopUpId),
                    $"top-up {before.TopUpId} renewed the same cycle",
                    $"充值 {before.TopUpId} 已为同一周期续费");
            }

            before = sale;
        }
    }

    private static string CycleOf(RenewalSaleFacts sale) =>
        sale.RequestId[..Math.Max(0, sale.RequestId.LastIndexOf('-'))];
}
