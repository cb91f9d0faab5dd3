using System.Globalization;
using Partner.Core.Ledger;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>
/// Settlements beside the commission entries that they count. Holds the statements, and sums for each partner.
/// True-ups and tax bases are compared over all settlements of a partner, since an entry keeps only their sum.
/// </summary>
internal sealed class SettlementRecount(Findings findings)
{
    private readonly Dictionary<(string Payee, string Number), Counted> _settlements = [];
    private readonly PairOfSums<(string Payee, string Currency)> _accrued = new();
    private readonly PairOfSums<(string Payee, SettlementLineKey Line)> _trueUps = new();
    private readonly PairOfSums<(string Payee, string Currency)> _expenses = new();
    private readonly PairOfSums<(string Payee, TaxFacts Tax)> _taxBases = new();

    /// <summary>Checks the settlements of an operation, and adds up its entries and legs.</summary>
    public void Count(OperationFacts operation)
    {
        SettlementAudit.Check(operation, findings);
        foreach (var settlement in operation.Settlements)
        {
            Of(settlement.PartnerId, settlement.Number).Stored.Add(settlement);
            Count(settlement);
        }

        foreach (var entry in operation.Commissions)
        {
            Count(entry);
            Tax(entry, operation.TopUp?.Price?.Levels.FirstOrDefault(level => level.Number == entry.Level));
        }

        foreach (var transfer in operation.Transfers.Where(one => one.Phase == (int)TransferPhase.Posted))
        {
            foreach (var leg in operation.LegsOf(transfer))
            {
                if (leg.Account == (int)Account.CommissionAccrued)
                {
                    _accrued.Add((transfer.PartnerId, leg.Currency), leg.Amount, 0);
                }
                else if (leg.Account == (int)Account.CommissionExpense && transfer.Kind == (int)TransferKind.Settlement)
                {
                    _expenses.Add((transfer.PartnerId, leg.Currency), -(Int128)leg.Amount, 0);
                }
            }
        }
    }

    /// <summary>Compares, once all operations are counted.</summary>
    /// <param name="closed">The periods that are closed.</param>
    /// <param name="unfinished">Those that are being closed: settlements may be missing.</param>
    public void Finish(IEnumerable<string> closed, IEnumerable<string> unfinished)
    {
        foreach (var ((payee, number), counted) in _settlements
            .OrderBy(one => one.Key.Payee, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Number, StringComparer.Ordinal))
        {
            CompareLines(Named.Settlement(payee, number), counted);
        }

        CheckNumbers(
            closed.ToHashSet(StringComparer.Ordinal), unfinished.ToHashSet(StringComparer.Ordinal));
        foreach (var ((payee, currency), posted, open) in _accrued.Differences())
        {
            findings.Add(
                AuditCode.AccruedMismatch,
                $"{Named.Partner(payee)}/accrued/{currency}",
                $"{Named.Amount(posted, currency)} accrued, but its commissions that no settlement has paid make "
                + $"{Named.Amount(open, currency)}",
                $"待结算 {Named.Amount(posted, currency)}，而尚未结算的佣金合计 {Named.Amount(open, currency)}");
        }

        foreach (var ((payee, line), paid, trueUps) in _trueUps.Differences())
        {
            findings.Add(
                AuditCode.TrueUpMismatch,
                Named.Partner(payee),
                $"rule {line.Rule} of {line.Schedule}: settlements trued up {paid} minor units, but its entries "
                + $"{trueUps}",
                $"{line.Schedule} 的规则 {line.Rule}：结算单补差 {paid} 最小单位，而佣金记录为 {trueUps}");
        }

        foreach (var ((payee, currency), posted, trueUps) in _expenses.Differences())
        {
            findings.Add(
                AuditCode.TrueUpMismatch,
                Named.Partner(payee),
                $"settlements posted true-ups of {Named.Amount(posted, currency)}, but its entries have "
                + $"{Named.Amount(trueUps, currency)}",
                $"结算入账的补差为 {Named.Amount(posted, currency)}，而佣金记录为 {Named.Amount(trueUps, currency)}");
        }

        foreach (var ((payee, tax), taxed, counted) in _taxBases.Differences())
        {
            findings.Add(
                AuditCode.TaxBaseMismatch,
                Named.Partner(payee),
                $"settlements took {tax.Rule} of {tax.Version} on {taxed} minor units, but their untaxed commission "
                + $"is {counted}",
                $"结算单对 {taxed} 最小单位计征 {tax.Version} 的 {tax.Rule}，而未税佣金为 {counted}");
        }
    }

    private void Count(SettlementFacts settlement)
    {
        foreach (var line in settlement.Statement?.Lines ?? [])
        {
            _trueUps.Add((settlement.PartnerId, line.Key), line.TrueUp, 0);
        }

        foreach (var tax in settlement.Statement?.Taxes ?? [])
        {
            _taxBases.Add((settlement.PartnerId, tax.Tax), tax.Base, 0);
        }
    }

    private void Count(CommissionFacts entry)
    {
        var line = new SettlementLineKey(entry.Schedule, entry.Rule, entry.Mode, entry.Currency);
        if (entry.Settlement is { } settlement)
        {
            Of(entry.PayeeId, settlement).Line(line).Earn(entry);
        }

        if (entry.ClawbackSettlement is { } clawback)
        {
            Of(entry.PayeeId, clawback).Line(line).TakeBack(entry);
        }

        _trueUps.Add((entry.PayeeId, line), 0, entry.TrueUpCredit);
        _expenses.Add((entry.PayeeId, entry.Currency), 0, entry.TrueUp);
        if (entry.Mode == (int)CommissionMode.Settled)
        {
            var accrued = entry.Settlement is null ? entry.Credit : 0;
            var takenBack = entry.ClawbackSettlement is null ? entry.CreditBack : 0;
            _accrued.Add((entry.PayeeId, entry.FloatCurrency), 0, (Int128)accrued - takenBack);
        }
    }

    private void Tax(CommissionFacts entry, LevelFacts? level)
    {
        if (level?.Tax is { } tax)
        {
            Int128 untaxed = entry.TrueUpCredit;
            if (!EarningRecalculation.IsTaxedAtCredit(level))
            {
                untaxed += entry.Settlement is null ? 0 : entry.Credit;
                untaxed -= entry.ClawbackSettlement is null ? 0 : entry.CreditBack;
            }

            _taxBases.Add((entry.PayeeId, tax), 0, untaxed);
        }
    }

    private Counted Of(string payee, string number)
    {
        if (!_settlements.TryGetValue((payee, number), out var counted))
        {
            counted = new Counted();
            _settlements.Add((payee, number), counted);
        }

        return counted;
    }

    private void CompareLines(string subject, Counted counted)
    {
        if (counted.Stored.Count == 0)
        {
            findings.Add(AuditCode.SettlementMissing, subject, new(
                "commission entries name it, but it does not exist", "佣金记录指向它，但它不存在"));
            return;
        }

        foreach (var line in counted.Stored[0].Statement?.Lines ?? [])
        {
            var sums = counted.Line(line.Key);
            counted.Lines.Remove(line.Key);
            if (!sums.Agrees(line))
            {
                Report(line.Key, Told.Of(
                    $"says {line.TopUps} top-ups and {line.Reversals} reversals, {line.Earned} and {line.ClawedBack} "
                    + $"minor units",
                    $"记为 {line.TopUps} 笔充值、{line.Reversals} 笔冲正，{line.Earned} 和 {line.ClawedBack} 最小单位"));
            }
        }

        foreach (var key in counted.Lines.Keys.Where(_ => counted.Stored[0].Statement is not null))
        {
            Report(key, new("is not there", "不存在"));
        }

        void Report(SettlementLineKey key, Wording found) => findings.Add(
            AuditCode.SettlementMismatch,
            subject,
            $"its line of rule {key.Rule} of {key.Schedule} {found}, but its entries make something else",
            $"其 {key.Schedule} 规则 {key.Rule} 的行{found}，与佣金记录不符");
    }

    /// <summary>
    /// A period that has settlements is closed or being closed, once for each partner, numbered 1, 2, 3, …
    /// </summary>
    private void CheckNumbers(HashSet<string> closed, HashSet<string> unfinished)
    {
        var all = _settlements.Values.SelectMany(counted => counted.Stored).ToList();
        foreach (var twice in all
            .GroupBy(one => (one.PartnerId, one.Period, one.Currency)).Where(one => one.Count() > 1))
        {
            findings.Add(
                AuditCode.SettlementRepeated,
                Named.Partner(twice.Key.PartnerId),
                $"{twice.Key.Period} is settled by {string.Join(" and ", twice.Select(one => one.Number))}",
                $"{twice.Key.Period} 有多份结算单：{string.Join("、", twice.Select(one => one.Number))}");
        }

        foreach (var period in all.GroupBy(one => one.Period, StringComparer.Ordinal)
            .Where(period => !unfinished.Contains(period.Key))
            .OrderBy(period => period.Key, StringComparer.Ordinal))
        {
            var numbers = period.Select(one => one.Number).Order(StringComparer.Ordinal).ToList();
            var expected = Enumerable.Range(1, numbers.Count)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"{period.Key}-{number:D4}"));
            if (!closed.Contains(period.Key) || !numbers.SequenceEqual(expected))
            {
                findings.Add(
                    AuditCode.SettlementGap,
                    $"settlements/{period.Key}",
                    $"{(closed.Contains(period.Key) ? "closed" : "not closed")}, with the numbers "
                    + $"{string.Join(", ", numbers)}",
                    $"{(closed.Contains(period.Key) ? "已结账" : "未结账")}，编号为 {string.Join("、", numbers)}");
            }
        }
    }

    /// <summary>A settlement, and the entries that name it, by line.</summary>
    private sealed class Counted
    {
        public List<SettlementFacts> Stored { get; } = [];

        public Dictionary<SettlementLineKey, LineSums> Lines { get; } = [];

        public LineSums Line(SettlementLineKey key)
        {
            if (!Lines.TryGetValue(key, out var sums))
            {
                sums = new LineSums();
                Lines.Add(key, sums);
            }

            return sums;
        }
    }
}
