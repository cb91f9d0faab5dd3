using Partner.Core.Ledger;
using Partner.Core.Texts;

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
                Named.TopUp(operation.PartnerId, operation.Id),
                $"{Named.State(operation.TopUp!.State)}, but there is no {Named.Kind((int)missing.Kind)} {missing.Id} "
                + $"in the books of {missing.PartnerId}",
                $"{Named.State(operation.TopUp!.State)}，但 {missing.PartnerId} 账上没有 "
                + $"{Named.Kind((int)missing.Kind)} {missing.Id}");
        }
    }

    private static void CheckUnexpected(OperationFacts operation, TransferFacts transfer, Findings findings)
    {
        var subject = Named.Transfer(transfer.PartnerId, transfer.Id);
        var kind = Named.Kind(transfer.Kind);
        var standsAlone = transfer.Kind is (int)TransferKind.Deposit or (int)TransferKind.Settlement
            or (int)TransferKind.Withdrawal or (int)TransferKind.Adjustment;
        if (transfer.Phase == (int)TransferPhase.Pending)
        {
            findings.Add(AuditCode.ReservationStray, subject,
                $"a pending {kind}, but no top-up waits for it", $"待定的 {kind}，但没有充值在等待它");
        }
        else if (standsAlone && transfer.TopUpId is not null)
        {
            findings.Add(AuditCode.TransferUnexpected, subject,
                $"a {kind} names top-up {transfer.TopUpId}", $"{kind} 不应指向充值 {transfer.TopUpId}");
        }
        else if (standsAlone)
        {
            if (transfer.Phase != (int)TransferPhase.Posted)
            {
                findings.Add(
                    AuditCode.TransferPhaseMismatch,
                    subject,
                    $"a {kind} is {Named.Phase(transfer.Phase)}, not POSTED",
                    $"{kind} 为 {Named.Phase(transfer.Phase)}，而非 POSTED");
            }
        }
        else if (operation.TopUp is { } topUp)
        {
            findings.Add(
                AuditCode.TransferUnexpected,
                subject,
                $"a {kind}, but its top-up, {Named.State(topUp.State)}, calls for none",
                $"{kind}，但其充值为 {Named.State(topUp.State)}，不应有此转账");
        }
        else
        {
            findings.Add(
                AuditCode.TransferOrphan,
                subject,
                transfer.TopUpId is { } id
                    ? Told.Of(
                        $"names top-up {id} of {operation.PartnerId}, which does not exist",
                        $"所指 {operation.PartnerId} 的充值 {id} 不存在")
                    : Told.Of($"a {kind} without a top-up", $"{kind} 没有对应的充值"));
        }
    }

    private static void Compare(
        OperationFacts operation, TransferFacts transfer, ExpectedTransfer expected, Findings findings)
    {
        var subject = Named.Transfer(transfer.PartnerId, transfer.Id);
        var topUp = operation.TopUp!;
        if (transfer.Kind != (int)expected.Kind)
        {
            findings.Add(
                AuditCode.TransferUnexpected,
                subject,
                $"is a {Named.Kind(transfer.Kind)} where a {Named.Kind((int)expected.Kind)} belongs",
                $"为 {Named.Kind(transfer.Kind)}，应为 {Named.Kind((int)expected.Kind)}");
        }

        if (transfer.Phase != (int)expected.Phase)
        {
            var stray = transfer.Phase == (int)TransferPhase.Pending;
            findings.Add(
                stray ? AuditCode.ReservationStray : AuditCode.TransferPhaseMismatch,
                subject,
                $"{Named.Phase(transfer.Phase)}, but its top-up is {Named.State(topUp.State)}",
                $"{Named.Phase(transfer.Phase)}，而其充值为 {Named.State(topUp.State)}");
        }

        if (transfer.Reverses != expected.Reverses)
        {
            findings.Add(
                AuditCode.ReversesMismatch,
                subject,
                $"takes back {transfer.Reverses ?? "nothing"}, but should {expected.Reverses ?? "nothing"}",
                $"冲正的是 {Named.OrNone(transfer.Reverses)}，应为 {Named.OrNone(expected.Reverses)}");
        }

        CompareLegs([.. operation.LegsOf(transfer)], expected, subject, findings);
        if (expected.Basis is { } basis && transfer.Basis != basis)
        {
            findings.Add(
                AuditCode.CommissionMismatch,
                subject,
                transfer.Basis is null
                    ? new("does not say by which rule it came about", "未注明所依据的规则")
                    : Told.Of(
                        $"came about by {transfer.Basis.Rule} of {transfer.Basis.Schedule}, but the top-up pinned "
                        + $"{basis.Rule} of {basis.Schedule}, or another rate or base",
                        $"依据 {transfer.Basis.Schedule} 的 {transfer.Basis.Rule}，"
                        + $"而充值锁定的是 {basis.Schedule} 的 {basis.Rule}，或比率、基数不同"));
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

        var found = Text(legs.Select(leg => (leg.Account, leg.Currency, (Int128)leg.Amount)));
        var made = Text(wanted.Select(leg => ((int)leg.Account, leg.Currency, leg.Amount)));
        var isCommission = expected.Kind is TransferKind.Commission or TransferKind.Clawback
            or TransferKind.Override or TransferKind.OverrideClawback;
        findings.Add(
            isCommission ? AuditCode.CommissionMismatch : AuditCode.TransferAmountMismatch,
            subject,
            $"its legs are {found}, but what the top-up stored makes {made}",
            $"其分录为{found}，而按充值所存应为{made}");
    }

    private static Wording Text(IEnumerable<(int Account, string Currency, Int128 Amount)> legs)
    {
        Wording[] parts = [
            .. legs.Where(leg => leg.Amount != 0).Select(leg => Told.Of(
                $"{Named.Account(leg.Account)} {Named.Amount(leg.Amount, leg.Currency)}",
                $" {Named.Account(leg.Account)} {Named.Amount(leg.Amount, leg.Currency)}")),
        ];
        return parts.Length == 0 ? Named.OrNone(null) : Told.List(parts);
    }
}
