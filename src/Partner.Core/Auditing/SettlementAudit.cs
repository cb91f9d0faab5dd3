using System.Numerics;
using Partner.Core.Ledger;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>Whether a settlement agrees with itself: its row, its statement and its transfer.</summary>
internal static class SettlementAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        foreach (var settlement in operation.Settlements)
        {
            var subject = Named.Settlement(settlement.PartnerId, settlement.Number);
            var transfer = operation.Transfers.FirstOrDefault(one =>
                one.Id == settlement.TransferId && one.PartnerId == settlement.PartnerId);
            if (settlement.TransferId is { } id && transfer?.Kind != (int)TransferKind.Settlement)
            {
                findings.Add(
                    AuditCode.TransferMissing,
                    subject,
                    $"there is no {Named.Kind((int)TransferKind.Settlement)} {id}",
                    $"没有 {Named.Kind((int)TransferKind.Settlement)} {id}");
            }

            var wrong = settlement.Statement is { } statement
                ? Problems(settlement, statement)
                    .Concat(transfer is null && settlement.TransferId is not null
                        ? []
                        : LegProblems(settlement, statement, transfer is null ? [] : [.. operation.LegsOf(transfer)]))
                    .ToList()
                : [new("its statement cannot be read", "其结算单无法读取")];
            if (wrong.Count > 0)
            {
                findings.Add(AuditCode.SettlementMismatch, subject, Told.All(wrong));
            }
        }

        foreach (var transfer in operation.Transfers.Where(one => one.Kind == (int)TransferKind.Settlement
            && !operation.Settlements.Any(other => other.TransferId == one.Id && other.PartnerId == one.PartnerId)))
        {
            findings.Add(
                AuditCode.SettlementMissing,
                Named.Transfer(transfer.PartnerId, transfer.Id),
                new("the transfer of a settlement, but no settlement names it", "为结算转账，但没有结算单指向它"));
        }
    }

    /// <summary>What a statement pays before tax.</summary>
    private static BigInteger Gross(SettlementStatementFacts statement) => Sum(statement, Payable);

    private static BigInteger Payable(SettlementLineFacts line) =>
        (BigInteger)line.Earned + line.ClawedBack + line.TrueUp - line.AlreadyCredited;

    private static IEnumerable<Wording> Problems(SettlementFacts settlement, SettlementStatementFacts statement)
    {
        if ((statement.PayeeId, statement.Number, statement.Period, statement.Currency)
            != (settlement.PartnerId, settlement.Number, settlement.Period, settlement.Currency))
        {
            yield return Told.Of(
                $"its statement is {statement.Number} of {statement.Period} for {statement.PayeeId}",
                $"其结算单为 {statement.PayeeId} 的 {statement.Period} {statement.Number}");
        }

        var currency = settlement.Currency;
        var (gross, tax) = (Gross(statement), Tax(statement));
        if (settlement.Gross != gross || settlement.Tax != tax || settlement.Total != gross - tax)
        {
            yield return Told.Of(
                $"it pays {Named.Amount(settlement.Gross, currency)} less tax of "
                + $"{Named.Amount(settlement.Tax, currency)}, {Named.Amount(settlement.Total, currency)} in all, "
                + $"but its lines make {Named.Amount(gross, currency)} less {Named.Amount(tax, currency)}",
                $"支付 {Named.Amount(settlement.Gross, currency)}，扣税 {Named.Amount(settlement.Tax, currency)}，"
                + $"共 {Named.Amount(settlement.Total, currency)}，"
                + $"而各行合计 {Named.Amount(gross, currency)}、税 {Named.Amount(tax, currency)}");
        }

        foreach (var line in statement.Lines)
        {
            var credited = line.Key.Mode == (int)CommissionMode.Instant ? (BigInteger)line.Earned + line.ClawedBack : 0;
            if (line.AlreadyCredited != credited || line.Earned < 0 || line.ClawedBack > 0)
            {
                yield return Told.Of(
                    $"rule {line.Key.Rule} of {line.Key.Schedule}: "
                    + $"{Named.Amount(line.AlreadyCredited, currency)} credited before, of "
                    + $"{Named.Amount(line.Earned, currency)} earned and {Named.Amount(line.ClawedBack, currency)} "
                    + $"taken back",
                    $"{line.Key.Schedule} 的规则 {line.Key.Rule}：此前入账 "
                    + $"{Named.Amount(line.AlreadyCredited, currency)}，获得 "
                    + $"{Named.Amount(line.Earned, currency)}，收回 {Named.Amount(line.ClawedBack, currency)}");
            }
        }

        foreach (var one in statement.Taxes.Where(one => one.Amount != ExactMath.Share(one.Base, one.Tax.Rate)))
        {
            yield return Told.Of(
                $"tax {one.Tax.Rule} of {one.Tax.Rate} basis points on {Named.Amount(one.Base, currency)} is "
                + $"{Named.Amount(one.Amount, currency)}",
                $"税 {one.Tax.Rule}（{one.Tax.Rate} 基点）对 {Named.Amount(one.Base, currency)} 计为 "
                + $"{Named.Amount(one.Amount, currency)}");
        }
    }

    /// <summary>Where a plan's currency is not the float's, the clearing account stands for the expense.</summary>
    private static IEnumerable<Wording> LegProblems(
        SettlementFacts settlement, SettlementStatementFacts statement, List<LegFacts> legs)
    {
        var trueUp = Sum(statement, line => line.TrueUp);
        var (gross, tax) = (Gross(statement), Tax(statement));
        return new (Wording What, BigInteger Posted, BigInteger Expected)[]
        {
            (new("to what is accrued", "待结算"), Of(Account.CommissionAccrued), trueUp - gross),
            (new("to tax", "代扣税"), Of(Account.TaxPayable), tax),
            (new("to the float", "预存款"), Of(Account.Float), gross - tax),
            (
                new("to expense and clearing", "佣金支出和换汇清算"),
                Of(Account.CommissionExpense) + Of(Account.FxClearing),
                -trueUp),
        }
            .Where(leg => leg.Posted != leg.Expected)
            .Select(leg => Told.Of(
                $"{Named.Amount(leg.Posted, settlement.Currency)} posted {leg.What}, not "
                + $"{Named.Amount(leg.Expected, settlement.Currency)}",
                $"{leg.What}入账 {Named.Amount(leg.Posted, settlement.Currency)}，应为 "
                + $"{Named.Amount(leg.Expected, settlement.Currency)}"));

        BigInteger Of(Account account) => legs
            .Where(leg => leg.Account == (int)account && leg.Currency == settlement.Currency)
            .Aggregate(BigInteger.Zero, (sum, leg) => sum + leg.Amount);
    }

    private static BigInteger Tax(SettlementStatementFacts statement) =>
        statement.Taxes.Aggregate(BigInteger.Zero, (sum, tax) => sum + tax.Amount);

    private static BigInteger Sum(SettlementStatementFacts statement, Func<SettlementLineFacts, BigInteger> column) =>
        statement.Lines.Aggregate(BigInteger.Zero, (sum, line) => sum + column(line));
}
