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
            var subject = Wording.Transfer(transfer.PartnerId, transfer.Id);
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
                    $"its legs sum to {Wording.Amount(sum, group.Key)}, not zero");
            }
        }
    }

    private static void CheckLegs(TransferFacts transfer, List<LegFacts> legs, string subject, Findings findings)
    {
        if (!Enum.IsDefined((TransferPhase)transfer.Phase))
        {
            findings.Add(AuditCode.TransferIllegal, subject, $"there is no {Wording.Phase(transfer.Phase)}");
        }

        if (LegalLegs.Of(transfer.Kind) is not { } legal)
        {
            findings.Add(AuditCode.TransferIllegal, subject, $"there is no {Wording.Kind(transfer.Kind)}");
            return;
        }

        var missing = legal.Where(part => part.Needed && legs.All(leg => leg.Account != (int)part.Account)).ToList();
        if (missing.Count > 0)
        {
            var names = string.Join(", ", missing.Select(part => Wording.Account((int)part.Account)));
            findings.Add(
                AuditCode.TransferIllegal, subject, $"a {Wording.Kind(transfer.Kind)} without a leg of {names}");
        }

        if (legs.Count < 2)
        {
            findings.Add(AuditCode.TransferIllegal, subject, $"a transfer of {Wording.Number(legs.Count)} legs");
        }

        foreach (var leg in legs.Where(leg => !legal.Any(part => (int)part.Account == leg.Account
            && (leg.Amount == 0 || part.Sign == 0 || Math.Sign(leg.Amount) == part.Sign))))
        {
            findings.Add(
                AuditCode.TransferIllegal,
                subject,
                $"a {Wording.Kind(transfer.Kind)} has no leg of {Wording.Amount(leg.Amount, leg.Currency)} on " +
                Wording.Account(leg.Account));
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
                Wording.Entry(entry),
                $"{Wording.Amount(entry.Amount, entry.Currency)} of transfer {transfer.Id}, which is " +
                $"{Wording.Phase(transfer.Phase)} and has no such leg left");
        }

        foreach (var leg in unmatched)
        {
            findings.Add(
                AuditCode.EntryMissing,
                subject,
                $"posted {Wording.Amount(leg.Amount, leg.Currency)} to the float, which has no entry of it");
        }
    }

    /// <summary>An entry is dated as its transfer, or later, where a faster clock was there first.</summary>
    private static void CheckTime(TransferFacts transfer, EntryFacts entry, Findings findings)
    {
        if (entry.PostedAt < transfer.ResolvedAt)
        {
            findings.Add(
                AuditCode.EntryMismatch,
                Wording.Entry(entry),
                $"dated {entry.PostedAt:O}, but transfer {transfer.Id} was posted at {transfer.ResolvedAt:O}");
        }
    }

    private static void CheckOrphans(OperationFacts operation, Findings findings)
    {
        var known = operation.Transfers.Select(transfer => (transfer.PartnerId, transfer.Id)).ToHashSet();
        foreach (var leg in operation.Legs.Where(leg => !known.Contains((leg.PartnerId, leg.TransferId))))
        {
            findings.Add(
                AuditCode.LegOrphan,
                Wording.Transfer(leg.PartnerId, leg.TransferId),
                $"a leg of {Wording.Amount(leg.Amount, leg.Currency)} on " +
                $"{Wording.Account(leg.Account)}, but no transfer");
        }

        foreach (var entry in operation.Entries.Where(entry => !known.Contains((entry.PartnerId, entry.TransferId))))
        {
            findings.Add(
                AuditCode.EntryOrphan,
                Wording.Entry(entry),
                $"{Wording.Amount(entry.Amount, entry.Currency)} of transfer {entry.TransferId}, which does not exist");
        }
    }
}
