using Partner.Core.Ledger;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// Which transfers a top-up's state calls for, and with which legs. Written out once more, apart from the code that
/// posts: an audit that asked that code would agree with its mistakes.
/// </summary>
internal static class TransferRules
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        var expected = operation.TopUp is { } topUp ? Expected(topUp, operation.Reversals) : [];
        foreach (var transfer in operation.Transfers)
        {
            var index = expected.FindIndex(candidate => candidate.Id == transfer.Id);
            if (index < 0)
            {
                CheckUnexpected(operation, transfer, findings);
                continue;
            }

            Compare(operation, transfer, expected[index], findings);
            expected.RemoveAt(index);
        }

        foreach (var missing in expected)
        {
            findings.Add(
                AuditCode.TransferMissing,
                Words.TopUp(operation.PartnerId, operation.Id),
                $"{Words.State(operation.TopUp!.State)}, but there is no {Words.Kind((int)missing.Kind)} {missing.Id}");
        }
    }

    private static List<ExpectedTransfer> Expected(TopUpFacts topUp, IReadOnlyList<ReversalFacts> reversals)
    {
        var amounts = topUp.Amounts;
        var sale = Postings.SaleId(topUp.Id);
        var commission = Postings.CommissionId(topUp.Id);
        var expected = new List<ExpectedTransfer>
        {
            new(sale, TransferKind.TopUp, SalePhase(topUp.State), -amounts.NetDebit, amounts.Face, null),
        };
        if (topUp.State is not ((int)TopUpState.Succeeded or (int)TopUpState.Reversed))
        {
            return expected;
        }

        if (amounts.Commission != 0)
        {
            expected.Add(new ExpectedTransfer(
                commission,
                TransferKind.Commission,
                TransferPhase.Posted,
                amounts.Commission,
                -amounts.Commission,
                null));
        }

        foreach (var reversal in reversals.Where(reversal => reversal.State == (int)ReversalState.Succeeded))
        {
            expected.Add(new ExpectedTransfer(
                reversal.Id + ".reversal",
                TransferKind.Reversal,
                TransferPhase.Posted,
                amounts.NetDebit,
                -amounts.Face,
                sale));
            if (amounts.Commission != 0)
            {
                expected.Add(new ExpectedTransfer(
                    reversal.Id + ".clawback",
                    TransferKind.Clawback,
                    TransferPhase.Posted,
                    -amounts.Commission,
                    amounts.Commission,
                    commission));
            }
        }

        return expected;
    }

    private static TransferPhase SalePhase(int state) => (TopUpState)state switch
    {
        TopUpState.Succeeded or TopUpState.Reversed => TransferPhase.Posted,
        TopUpState.Failed or TopUpState.Cancelled => TransferPhase.Voided,
        _ => TransferPhase.Pending,
    };

    private static void CheckUnexpected(OperationFacts operation, TransferFacts transfer, Findings findings)
    {
        var subject = Words.Transfer(operation.PartnerId, transfer.Id);
        var kind = Words.Kind(transfer.Kind);
        var isDeposit = transfer.Kind == (int)TransferKind.Deposit;
        if (transfer.Phase == (int)TransferPhase.Pending)
        {
            findings.Add(AuditCode.ReservationStray, subject, $"a pending {kind}, but no top-up waits for it");
        }
        else if (isDeposit && transfer.TopUpId is not null)
        {
            findings.Add(AuditCode.TransferUnexpected, subject, $"a {kind} names top-up {transfer.TopUpId}");
        }
        else if (isDeposit)
        {
            if (transfer.Phase != (int)TransferPhase.Posted)
            {
                findings.Add(
                    AuditCode.TransferPhaseMismatch, subject, $"a {kind} is {Words.Phase(transfer.Phase)}, not POSTED");
            }
        }
        else if (operation.TopUp is { } topUp)
        {
            findings.Add(
                AuditCode.TransferUnexpected, subject, $"a {kind}, but its top-up is {Words.State(topUp.State)}");
        }
        else
        {
            findings.Add(
                AuditCode.TransferOrphan,
                subject,
                transfer.TopUpId is { } id ? $"names top-up {id}, which does not exist" : $"a {kind} without a top-up");
        }
    }

    private static void Compare(
        OperationFacts operation, TransferFacts transfer, ExpectedTransfer expected, Findings findings)
    {
        var subject = Words.Transfer(operation.PartnerId, transfer.Id);
        var topUp = operation.TopUp!;
        if (transfer.Kind != (int)expected.Kind)
        {
            findings.Add(
                AuditCode.TransferUnexpected,
                subject,
                $"is a {Words.Kind(transfer.Kind)} where a {Words.Kind((int)expected.Kind)} belongs");
        }

        if (transfer.Phase != (int)expected.Phase)
        {
            var stray = transfer.Phase == (int)TransferPhase.Pending;
            findings.Add(
                stray ? AuditCode.ReservationStray : AuditCode.TransferPhaseMismatch,
                subject,
                $"{Words.Phase(transfer.Phase)}, but its top-up is {Words.State(topUp.State)}");
        }

        if (transfer.Reverses != expected.Reverses)
        {
            findings.Add(
                AuditCode.ReversesMismatch,
                subject,
                $"takes back {transfer.Reverses ?? "nothing"}, but should {expected.Reverses ?? "nothing"}");
        }

        CompareAmounts(operation, topUp, expected, subject, findings);
        if (expected.Kind is TransferKind.Commission or TransferKind.Clawback)
        {
            CompareBasis(topUp, transfer, subject, findings);
        }
    }

    private static void CompareAmounts(
        OperationFacts operation, TopUpFacts topUp, ExpectedTransfer expected, string subject, Findings findings)
    {
        var legs = operation.Legs.Where(leg => leg.TransferId == expected.Id).ToList();
        var currency = topUp.Amounts.Currency;
        var agrees = legs.Count == 2
            && legs.Any(leg => leg.Account == (int)Account.Float
                && leg.Currency == currency && leg.Amount == expected.Float)
            && legs.Any(leg => leg.Account != (int)Account.Float
                && leg.Currency == currency && leg.Amount == expected.Counterpart);
        if (agrees)
        {
            return;
        }

        var isCommission = expected.Kind is TransferKind.Commission or TransferKind.Clawback;
        var found = string.Join(
            ", ", legs.Select(leg => $"{Words.Account(leg.Account)} {Words.Amount(leg.Amount, leg.Currency)}"));
        findings.Add(
            isCommission ? AuditCode.CommissionMismatch : AuditCode.TransferAmountMismatch,
            subject,
            $"legs {(found.Length == 0 ? "missing" : found)}, but the top-up stored " +
            $"{Words.Amount(expected.Float, currency)} for the float and " +
            $"{Words.Amount(expected.Counterpart, currency)} against it");
    }

    private static void CompareBasis(TopUpFacts topUp, TransferFacts transfer, string subject, Findings findings)
    {
        if (topUp.Price is { } price && transfer.Basis != price.Basis)
        {
            findings.Add(
                AuditCode.CommissionMismatch,
                subject,
                transfer.Basis is null
                    ? "does not say by which rule it came about"
                    : $"came about by {transfer.Basis.Rule} of {transfer.Basis.Schedule}, but the top-up stored " +
                        $"{price.Basis.Rule} of {price.Basis.Schedule}, or another rate or base");
        }
    }

    private sealed record ExpectedTransfer(
        string Id, TransferKind Kind, TransferPhase Phase, long Float, long Counterpart, string? Reverses);
}
