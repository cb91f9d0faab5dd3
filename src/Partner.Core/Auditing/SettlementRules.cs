using System.Numerics;
using Partner.Core.Ledger;
using Partner.Core.Rules;

namespace Partner.Core.Auditing;

/// <summary>Whether a settlement agrees with itself: its row, its statement and its transfer.</summary>
internal static class SettlementRules
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        foreach (var settlement in operation.Settlements)
        {
            var subject = Words.Settlement(settlement.PartnerId, settlement.Number);
            var transfer = operation.Transfers.FirstOrDefault(one =>
                one.Id == settlement.TransferId && one.PartnerId == settlement.PartnerId);
            if (settlement.TransferId is { } id && transfer?.Kind != (int)TransferKind.Settlement)
            {
                findings.Add(
                    AuditCode.TransferMissing, subject, $"there is no {Words.Kind((int)TransferKind.Settlement)} {id}");
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
                Words.Transfer(transfer.PartnerId, transfer.Id),
                "the transfer of a settlement, but no settlement names it");
        }
    }

    /// <summary>What a statement pays before tax.</summary>
    private static BigInteger Gross(StatementFacts statement) => Sum(statement, Payable);

    private static BigInteger Payable(StatementLineFacts line) =>
        (BigInteger)line.Earned + line.ClawedBack + line.TrueUp - line.AlreadyCredited;

    private static IEnumerable<string> Problems(SettlementFacts settlement, StatementFacts statement)
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
            yield return $"it pays {Words.Amount(settlement.Gross, currency)} less tax of " +
                $"{Words.Amount(settlement.Tax, currency)}, {Words.Amount(settlement.Total, currency)} in all, but " +
                $"its lines make {Words.Amount(gross, currency)} less {Words.Amount(tax, currency)}";
        }

        foreach (var line in statement.Lines)
        {
            var credited = line.Key.Mode == (int)CommissionMode.Instant ? (BigInteger)line.Earned + line.ClawedBack : 0;
            if (line.AlreadyCredited != credited || line.Earned < 0 || line.ClawedBack > 0)
            {
                yield return $"rule {line.Key.Rule} of {line.Key.Schedule}: " +
                    $"{Words.Amount(line.AlreadyCredited, currency)} credited before, of " +
                    $"{Words.Amount(line.Earned, currency)} earned and {Words.Amount(line.ClawedBack, currency)} " +
                    "taken back";
            }
        }

        foreach (var one in statement.Taxes.Where(one => one.Amount != Exactly.Share(one.Base, one.Tax.Rate)))
        {
            yield return $"tax {one.Tax.Rule} of {Words.Number(one.Tax.Rate)} basis points on " +
                $"{Words.Amount(one.Base, currency)} is {Words.Amount(one.Amount, currency)}";
        }
    }

    /// <summary>Where a plan's currency is not the float's, the clearing account stands for the expense.</summary>
    private static IEnumerable<string> LegProblems(
        SettlementFacts settlement, StatementFacts statement, List<LegFacts> legs)
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
            .Select(leg => $"{Words.Amount(leg.Posted, settlement.Currency)} posted {leg.What}, not " +
                Words.Amount(leg.Expected, settlement.Currency));

        BigInteger Of(Account account) => legs
            .Where(leg => leg.Account == (int)account && leg.Currency == settlement.Currency)
            .Aggregate(BigInteger.Zero, (sum, leg) => sum + leg.Amount);
    }

    private static BigInteger Tax(StatementFacts statement) =>
        statement.Taxes.Aggregate(BigInteger.Zero, (sum, tax) => sum + tax.Amount);

    private static BigInteger Sum(StatementFacts statement, Func<StatementLineFacts, BigInteger> column) =>
        statement.Lines.Aggregate(BigInteger.Zero, (sum, line) => sum + column(line));
}
