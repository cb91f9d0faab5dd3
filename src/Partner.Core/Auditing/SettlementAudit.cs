using System.Numerics;
using Partner.Core.Ledger;
using Partner.Core.Rules;

namespace Partner.Core.Auditing;

/// <summary>Whether a settlement agrees with itself: its row, its statement and its transfer.</summary>
internal static class SettlementAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        foreach (var settlement in operation.Settlements)
        {
            var subject = Wording.Settlement(settlement.PartnerId, settlement.Number);
            var transfer = operation.Transfers.FirstOrDefault(one =>
                one.Id == settlement.TransferId && one.PartnerId == settlement.PartnerId);
            if (settlement.TransferId is { } id && transfer?.Kind != (int)TransferKind.Settlement)
            {
                findings.Add(
                    AuditCode.TransferMissing,
                    subject,
                    $"there is no {Wording.Kind((int)TransferKind.Settlement)} {id}");
            }

            var wrong = settlement.Statement is { } statement
                ? Problems(settlement, statement)
                    .Concat(transfer is null && settlement.TransferId is not null
                        ? []
                        : LegProblems(settlement, statement, transfer is null ? [] : [.. operation.LegsOf(transfer)]))
                    .ToList()
                : ["its statement cannot be read"];
            if (wrong.Count > 0)
            {
                findings.Add(AuditCode.SettlementMismatch, subject, string.Join("; ", wrong));
            }
        }

        foreach (var transfer in operation.Transfers.Where(one => one.Kind == (int)TransferKind.Settlement
            && !operation.Settlements.Any(other => other.TransferId == one.Id && other.PartnerId == one.PartnerId)))
        {
            findings.Add(
                AuditCode.SettlementMissing,
                Wording.Transfer(transfer.PartnerId, transfer.Id),
                "the transfer of a settlement, but no settlement names it");
        }
    }

    /// <summary>What a statement pays before tax.</summary>
    private static BigInteger Gross(SettlementStatementFacts statement) => Sum(statement, Payable);

    private static BigInteger Payable(SettlementLineFacts line) =>
        (BigInteger)line.Earned + line.ClawedBack + line.TrueUp - line.AlreadyCredited;

    private static IEnumerable<string> Problems(SettlementFacts settlement, SettlementStatementFacts statement)
    {
        if ((statement.PayeeId, statement.Number, statement.Period, statement.Currency)
            != (settlement.PartnerId, settlement.Number, settlement.Period, settlement.Currency))
        {
            yield return $"its statement is {statement.Number} of {statement.Period} for {statement.PayeeId}";
        }

        var currency = settlement.Currency;
        var (gross, tax) = (Gross(statement), Tax(statement));
        if (settlement.Gross != gross || settlement.Tax != tax || settlement.Total != gross - tax)
        {
            yield return $"it pays {Wording.Amount(settlement.Gross, currency)} less tax of " +
                $"{Wording.Amount(settlement.Tax, currency)}, {Wording.Amount(settlement.Total, currency)} in all, " +
                $"but its lines make {Wording.Amount(gross, currency)} less {Wording.Amount(tax, currency)}";
        }

        foreach (var line in statement.Lines)
        {
            var credited = line.Key.Mode == (int)CommissionMode.Instant ? (BigInteger)line.Earned + line.ClawedBack : 0;
            if (line.AlreadyCredited != credited || line.Earned < 0 || line.ClawedBack > 0)
            {
                yield return $"rule {line.Key.Rule} of {line.Key.Schedule}: " +
                    $"{Wording.Amount(line.AlreadyCredited, currency)} credited before, of " +
                    $"{Wording.Amount(line.Earned, currency)} earned and {Wording.Amount(line.ClawedBack, currency)} " +
                    "taken back";
            }
        }

        foreach (var one in statement.Taxes.Where(one => one.Amount != ExactMath.Share(one.Base, one.Tax.Rate)))
        {
            yield return $"tax {one.Tax.Rule} of {Wording.Number(one.Tax.Rate)} basis points on " +
                $"{Wording.Amount(one.Base, currency)} is {Wording.Amount(one.Amount, currency)}";
        }
    }

    /// <summary>Where a plan's currency is not the float's, the clearing account stands for the expense.</summary>
    private static IEnumerable<string> LegProblems(
        SettlementFacts settlement, SettlementStatementFacts statement, List<LegFacts> legs)
    {
        var trueUp = Sum(statement, line => line.TrueUp);
        var (gross, tax) = (Gross(statement), Tax(statement));
        return new (string What, BigInteger Posted, BigInteger Expected)[]
        {
            ("to what is accrued", Of(Account.CommissionAccrued), trueUp - gross),
            ("to tax", Of(Account.TaxPayable), tax),
            ("to the float", Of(Account.Float), gross - tax),
            ("to expense and clearing", Of(Account.CommissionExpense) + Of(Account.FxClearing), -trueUp),
        }
            .Where(leg => leg.Posted != leg.Expected)
            .Select(leg => $"{Wording.Amount(leg.Posted, settlement.Currency)} posted {leg.What}, not " +
                Wording.Amount(leg.Expected, settlement.Currency));

        BigInteger Of(Account account) => legs
            .Where(leg => leg.Account == (int)account && leg.Currency == settlement.Currency)
            .Aggregate(BigInteger.Zero, (sum, leg) => sum + leg.Amount);
    }

    private static BigInteger Tax(SettlementStatementFacts statement) =>
        statement.Taxes.Aggregate(BigInteger.Zero, (sum, tax) => sum + tax.Amount);

    private static BigInteger Sum(SettlementStatementFacts statement, Func<SettlementLineFacts, BigInteger> column) =>
        statement.Lines.Aggregate(BigInteger.Zero, (sum, line) => sum + column(line));
}
