using Partner.Core.Ledger;

namespace Partner.Core.Auditing;

/// <summary>What holds for every transfer, whatever its cause: zero sums, legal accounts, its entries.</summary>
internal static class LedgerAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        foreach (var transfer in operation.Transfers)
        {
            var legs = operation.LegsOf(transfer).ToList();
            var subject = Named.Transfer(transfer.PartnerId, transfer.Id);
            CheckBalance(legs, subject, findings);
            CheckLegs(transfer, legs, subject, findings);
            CheckEntries(operation, transfer, legs, subject, findings);
        }

        CheckOrphans(operation, findings);
    }

    private static void CheckBalance(List<LegFacts> legs, string subject, Findings findings)
    {
        foreach (var group in legs.GroupBy(leg => leg.Currency))
        {
            var sum = group.Aggregate(Int128.Zero, (total, leg) => total + leg.Amount);
            if (sum != 0)
            {
                findings.Add(
                    AuditCode.TransferUnbalanced,
                    subject,
                    $"its legs sum to {Named.Amount(sum, group.Key)}, not zero",
                    $"其分录合计 {Named.Amount(sum, group.Key)}，不为零");
            }
        }
    }

    private static void CheckLegs(TransferFacts transfer, List<LegFacts> legs, string subject, Findings findings)
    {
        if (!Enum.IsDefined((TransferPhase)transfer.Phase))
        {
            findings.Add(
                AuditCode.TransferIllegal, subject,
                $"there is no {Named.Phase(transfer.Phase)}", $"不存在的{Named.Phase(transfer.Phase)}");
        }

        if (LegalLegs.Of(transfer.Kind) is not { } legal)
        {
            findings.Add(
                AuditCode.TransferIllegal, subject,
                $"there is no {Named.Kind(transfer.Kind)}", $"不存在的{Named.Kind(transfer.Kind)}");
            return;
        }

        var missing = legal.Where(part => part.Needed && legs.All(leg => leg.Account != (int)part.Account)).ToList();
        if (missing.Count > 0)
        {
            var names = Told.List([.. missing.Select(part => Named.Account((int)part.Account))]);
            findings.Add(
                AuditCode.TransferIllegal,
                subject,
                $"a {Named.Kind(transfer.Kind)} without a leg of {names}",
                $"{Named.Kind(transfer.Kind)} 缺少 {names} 分录");
        }

        if (legs.Count < 2)
        {
            findings.Add(
                AuditCode.TransferIllegal,
                subject,
                $"a transfer of {legs.Count} legs",
                $"转账仅有 {legs.Count} 条分录");
        }

        foreach (var leg in legs.Where(leg => !legal.Any(part => (int)part.Account == leg.Account
            && (leg.Amount == 0 || part.Sign == 0 || Math.Sign(leg.Amount) == part.Sign))))
        {
            findings.Add(
                AuditCode.TransferIllegal,
                subject,
                $"a {Named.Kind(transfer.Kind)} has no leg of {Named.Amount(leg.Amount, leg.Currency)} on "
                + $"{Named.Account(leg.Account)}",
                $"{Named.Kind(transfer.Kind)} 不应有 {Named.Account(leg.Account)} 分录 "
                + $"{Named.Amount(leg.Amount, leg.Currency)}");
        }
    }

    private static void CheckEntries(
        OperationFacts operation, TransferFacts transfer, List<LegFacts> legs, string subject, Findings findings)
    {
        var unmatched = transfer.Phase == (int)TransferPhase.Posted
            ? legs.Where(leg => leg.Account == (int)Account.Float).ToList()
            : [];
        foreach (var entry in operation.Entries.Where(entry =>
            entry.TransferId == transfer.Id && entry.PartnerId == transfer.PartnerId))
        {
            var leg = unmatched.Find(leg => leg.Currency == entry.Currency && leg.Amount == entry.Amount);
            if (leg is not null)
            {
                unmatched.Remove(leg);
                CheckTime(transfer, entry, findings);
                continue;
            }

            // A leg of the float whose entry has another amount counts as matched: one defect, one finding.
            unmatched.Remove(unmatched.Find(other => other.Currency == entry.Currency)!);
            findings.Add(
                AuditCode.EntryMismatch,
                Named.Entry(entry),
                $"{Named.Amount(entry.Amount, entry.Currency)} of transfer {transfer.Id}, which is "
                + $"{Named.Phase(transfer.Phase)} and has no such leg left",
                $"属转账 {transfer.Id} 的 {Named.Amount(entry.Amount, entry.Currency)}，"
                + $"但该转账为 {Named.Phase(transfer.Phase)}，已无对应分录");
        }

        foreach (var leg in unmatched)
        {
            findings.Add(
                AuditCode.EntryMissing,
                subject,
                $"posted {Named.Amount(leg.Amount, leg.Currency)} to the float, which has no entry of it",
                $"已向预存款入账 {Named.Amount(leg.Amount, leg.Currency)}，但没有其流水");
        }
    }

    /// <summary>An entry is dated as its transfer, or later, where a faster clock was there first.</summary>
    private static void CheckTime(TransferFacts transfer, EntryFacts entry, Findings findings)
    {
        if (entry.PostedAt < transfer.ResolvedAt)
        {
            findings.Add(
                AuditCode.EntryMismatch,
                Named.Entry(entry),
                $"dated {entry.PostedAt:O}, but transfer {transfer.Id} was posted at {transfer.ResolvedAt:O}",
                $"时间 {entry.PostedAt:O}，而转账 {transfer.Id} 于 {transfer.ResolvedAt:O} 入账");
        }
    }

    private static void CheckOrphans(OperationFacts operation, Findings findings)
    {
        var known = operation.Transfers.Select(transfer => (transfer.PartnerId, transfer.Id)).ToHashSet();
        foreach (var leg in operation.Legs.Where(leg => !known.Contains((leg.PartnerId, leg.TransferId))))
        {
            findings.Add(
                AuditCode.LegOrphan,
                Named.Transfer(leg.PartnerId, leg.TransferId),
                $"a leg of {Named.Amount(leg.Amount, leg.Currency)} on {Named.Account(leg.Account)}, but no transfer",
                $"有 {Named.Account(leg.Account)} 分录 {Named.Amount(leg.Amount, leg.Currency)}，但没有转账");
        }

        foreach (var entry in operation.Entries.Where(entry => !known.Contains((entry.PartnerId, entry.TransferId))))
        {
            findings.Add(
                AuditCode.EntryOrphan,
                Named.Entry(entry),
                $"{Named.Amount(entry.Amount, entry.Currency)} of transfer {entry.TransferId}, which does not exist",
                $"{Named.Amount(entry.Amount, entry.Currency)} 属转账 {entry.TransferId}，但该转账不存在");
        }
    }
}
