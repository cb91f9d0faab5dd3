using Partner.Core.Ledger;

namespace Partner.Core.Auditing;

/// <summary>
/// Whether the transfers of a top-up are those of <see cref="ExpectedTransfers"/>, with these very legs.
/// </summary>
internal static class TransferAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        var expected = operation.TopUp is { } topUp ? ExpectedTransfers.Of(operation, topUp) : [];
        var known = operation.TopUp is null or { Price: not null };
        foreach (var transfer in operation.Transfers)
        {
            var index = expected.FindIndex(one => one.Id == transfer.Id && one.PartnerId == transfer.PartnerId);
            if (index >= 0)
            {
                Compare(operation, transfer, expected[index], findings);
                expected.RemoveAt(index);
            }
            else if (known)
            {
                CheckUnexpected(operation, transfer, findings);
            }
        }

        foreach (var missing in expected)
        {
            findings.Add(
                AuditCode.TransferMissing,
                Wording.TopUp(operation.PartnerId, operation.Id),
                $"{Wording.State(operation.TopUp!.State)}, but there is no {Wording.Kind((int)missing.Kind)} " +
                $"{missing.Id} in the books of {missing.PartnerId}");
        }
    }

    private static void CheckUnexpected(OperationFacts operation, TransferFacts transfer, Findings findings)
    {
        var subject = Wording.Transfer(transfer.PartnerId, transfer.Id);
        var kind = Wording.Kind(transfer.Kind);
        var standsAlone = transfer.Kind is (int)TransferKind.Deposit or (int)TransferKind.Settlement
            or (int)TransferKind.Withdrawal or (int)TransferKind.Adjustment;
        if (transfer.Phase == (int)TransferPhase.Pending)
        {
            findings.Add(AuditCode.ReservationStray, subject, $"a pending {kind}, but no top-up waits for it");
        }
        else if (standsAlone && transfer.TopUpId is not null)
        {
            findings.Add(AuditCode.TransferUnexpected, subject, $"a {kind} names top-up {transfer.TopUpId}");
        }
        else if (standsAlone)
        {
            if (transfer.Phase != (int)TransferPhase.Posted)
            {
                findings.Add(
                    AuditCode.TransferPhaseMismatch,
                    subject,
                    $"a {kind} is {Wording.Phase(transfer.Phase)}, not POSTED");
            }
        }
        else if (operation.TopUp is { } topUp)
        {
            findings.Add(
                AuditCode.TransferUnexpected,
                subject,
                $"a {kind}, but its top-up, {Wording.State(topUp.State)}, calls for none");
        }
        else
        {
            findings.Add(
                AuditCode.TransferOrphan,
                subject,
                transfer.TopUpId is { } id
                    ? $"names top-up {id} of {operation.PartnerId}, which does not exist"
                    : $"a {kind} without a top-up");
        }
    }

    private static void Compare(
        OperationFacts operation, TransferFacts transfer, ExpectedTransfer expected, Findings findings)
    {
        var subject = Wording.Transfer(transfer.PartnerId, transfer.Id);
        var topUp = operation.TopUp!;
        if (transfer.Kind != (int)expected.Kind)
        {
            findings.Add(
                AuditCode.TransferUnexpected,
                subject,
                $"is a {Wording.Kind(transfer.Kind)} where a {Wording.Kind((int)expected.Kind)} belongs");
        }

        if (transfer.Phase != (int)expected.Phase)
        {
            var stray = transfer.Phase == (int)TransferPhase.Pending;
            findings.Add(
                stray ? AuditCode.ReservationStray : AuditCode.TransferPhaseMismatch,
                subject,
                $"{Wording.Phase(transfer.Phase)}, but its top-up is {Wording.State(topUp.State)}");
        }

        if (transfer.Reverses != expected.Reverses)
        {
            findings.Add(
                AuditCode.ReversesMismatch,
                subject,
                $"takes back {transfer.Reverses ?? "nothing"}, but should {expected.Reverses ?? "nothing"}");
        }

        CompareLegs([.. operation.LegsOf(transfer)], expected, subject, findings);
        if (expected.Basis is { } basis && transfer.Basis != basis)
        {
            findings.Add(
                AuditCode.CommissionMismatch,
                subject,
                transfer.Basis is null
                    ? "does not say by which rule it came about"
                    : $"came about by {transfer.Basis.Rule} of {transfer.Basis.Schedule}, but the top-up pinned " +
                        $"{basis.Rule} of {basis.Schedule}, or another rate or base");
        }
    }

    /// <summary>Legs of zero say nothing, and several legs of one account and currency are their sum.</summary>
    private static void CompareLegs(
        List<LegFacts> legs, ExpectedTransfer expected, string subject, Findings findings)
    {
        if (expected.Legs is not { } wanted)
        {
            return;
        }

        var differences = legs.Select(leg => (leg.Account, leg.Currency, Amount: (Int128)leg.Amount))
            .Concat(wanted.Select(leg => (Account: (int)leg.Account, leg.Currency, Amount: -leg.Amount)))
            .GroupBy(leg => (leg.Account, leg.Currency))
            .Select(group => group.Aggregate(Int128.Zero, (sum, leg) => sum + leg.Amount));
        if (differences.All(difference => difference == 0))
        {
            return;
        }

        var isCommission = expected.Kind is TransferKind.Commission or TransferKind.Clawback
            or TransferKind.Override or TransferKind.OverrideClawback;
        findings.Add(
            isCommission ? AuditCode.CommissionMismatch : AuditCode.TransferAmountMismatch,
            subject,
            $"its legs are {Text(legs.Select(leg => (leg.Account, leg.Currency, (Int128)leg.Amount)))}, but what the " +
            "top-up stored makes " +
            Text(wanted.Select(leg => ((int)leg.Account, leg.Currency, leg.Amount))));
    }

    private static string Text(IEnumerable<(int Account, string Currency, Int128 Amount)> legs)
    {
        var text = string.Join(
            ", ",
            legs.Where(leg => leg.Amount != 0)
                .Select(leg => $"{Wording.Account(leg.Account)} {Wording.Amount(leg.Amount, leg.Currency)}"));
        return text.Length == 0 ? "none" : text;
    }
}
