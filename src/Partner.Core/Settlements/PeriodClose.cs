using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Rules;

namespace Partner.Core.Settlements;

/// <summary>A settlement with what it posts and changes.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Transfer">For the books of the payee; null when nothing moves.</param>
/// <param name="Changes">What it does to each record that it counts.</param>
public sealed record PeriodResult(PeriodStatement Statement, Transfer? Transfer, IReadOnlyList<RecordChange> Changes);

/// <summary>
/// Closes a calendar month. Pure: the same records give the same settlements, so that they can be proved again later.
/// <list type="number">
/// <item>Every WHOLE record of this and earlier months gets its target at the remaining volume of its month, from the
/// seller upwards; what is missing to it is its true-up. MARGINAL ones and fixed overrides stay as they were granted.
/// </item>
/// <item>Records of this and earlier months that no settlement has counted are counted now, and so are reversals, of
/// whatever month. A true-up of a reversed record is taken back.</item>
/// <item>Tax is taken once per version of a tax rule on the signed sum of what was not taxed at credit.</item>
/// </list>
/// </summary>
public static class PeriodClose
{
    /// <summary>Closes a period for all partners.</summary>
    /// <param name="period">"2026-10"; it may be settled by <see cref="PeriodRules.Refuse"/>.</param>
    /// <param name="records">
    /// The records of all levels of every top-up that <see cref="Affects"/> names; more do no harm.
    /// </param>
    /// <param name="volumes">Remaining volumes, at least of every WHOLE record that is not reversed.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>One for each payee and currency with something to count, by payee; none for the others.</returns>
    public static IReadOnlyList<PeriodResult> Close(
        string period,
        IEnumerable<CommissionRecord> records,
        IReadOnlyDictionary<VolumeKey, long> volumes,
        DateTimeOffset now)
    {
        var books = records
            .GroupBy(record => (record.Entry.SellerId, record.Entry.TopUpId))
            .SelectMany(chain => TrueUps.Of(period, chain, volumes))
            .Where(change => change.IsSomething)
            .GroupBy(change => (change.Before.Entry.Level.PayeeId, change.Before.Entry.Level.FloatCurrency))
            .OrderBy(book => book.Key.PayeeId, StringComparer.Ordinal)
            .ThenBy(book => book.Key.FloatCurrency.Code, StringComparer.Ordinal);
        var results = new List<PeriodResult>();
        foreach (var book in books)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{period}-{results.Count + 1:D4}");
            var changes = book
                .OrderBy(change => change.Before.Entry.SellerId, StringComparer.Ordinal)
                .ThenBy(change => change.Before.Entry.TopUpId, StringComparer.Ordinal)
                .ToList();
            var statement = new PeriodStatement(
                book.Key.PayeeId,
                number,
                period,
                book.Key.FloatCurrency,
                now,
                LinesOf(book.Key.FloatCurrency, changes),
                TaxesOf(book.Key.FloatCurrency, changes));
            results.Add(new PeriodResult(statement, TransferOf(statement, changes), changes));
        }

        return results;
    }

    /// <summary>
    /// Whether the settlement of a period needs a record's whole volume: then load every record of that volume, and of
    /// each of their top-ups the records of all levels.
    /// </summary>
    /// <param name="period">The period.</param>
    /// <param name="record">A record.</param>
    public static bool Affects(string period, CommissionRecord record) =>
        record.IsOpen && string.CompareOrdinal(record.Entry.Month, period) <= 0;

    /// <summary>The remaining volumes of the months: the bases of what was not taken back.</summary>
    /// <param name="records">All records of these volumes.</param>
    public static IReadOnlyDictionary<VolumeKey, long> VolumesOf(IEnumerable<CommissionRecord> records)
    {
        var volumes = new Dictionary<VolumeKey, long>();
        foreach (var record in records)
        {
            var size = record.Reversed ? 0 : record.Entry.Level.Terms.Base.Minor;
            volumes[record.Entry.Volume] = checked(volumes.GetValueOrDefault(record.Entry.Volume) + size);
        }

        return volumes;
    }

    private static List<PeriodLine> LinesOf(Currency currency, List<RecordChange> changes) =>
    [
        .. changes
            .GroupBy(change => (
                change.Before.Entry.Level.Terms.ScheduleId,
                RuleId: change.Before.Entry.Level.Terms.Rule.Id,
                change.Before.Entry.Level.Terms.Mode,
                Plan: change.Before.Entry.Amount.Currency))
            .OrderBy(line => line.Key.ScheduleId, StringComparer.Ordinal)
            .ThenBy(line => line.Key.RuleId, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Mode)
            .ThenBy(line => line.Key.Plan.Code, StringComparer.Ordinal)
            .Select(line => LineOf(
                line.Key.ScheduleId, line.Key.RuleId, line.Key.Mode, line.Key.Plan, currency, [.. line])),
    ];

    private static PeriodLine LineOf(
        string schedule, string rule, CommissionMode mode, Currency plan, Currency currency, List<RecordChange> changes)
    {
        var counted = changes.Where(change => change.Counts).ToList();
        var earned = Sum(currency, counted.Select(change => change.Before.Entry.Credit));
        var turned = changes.Where(change => change.ClawsBack).ToList();
        var clawedBack = -Sum(currency, turned.Select(change => change.Before.Entry.Credit));
        return new PeriodLine(
            schedule,
            rule,
            [
                .. changes.Select(change => change.Before.Entry.Level.Terms.Version)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
            mode,
            counted.Count,
            turned.Count,
            Sum(plan, counted.Select(change => change.Before.Entry.Level.Terms.Base)),
            earned,
            clawedBack,
            Sum(currency, changes.Select(change => change.TrueUpCredit)),
            mode == CommissionMode.Instant ? earned + clawedBack : Money.Zero(currency));
    }

    private static List<PeriodTax> TaxesOf(Currency currency, List<RecordChange> changes) =>
    [
        .. changes
            .Where(change => change.Before.Entry.Level.Tax is not null)
            .GroupBy(change => change.Before.Entry.Level.Tax!)
            .OrderBy(group => group.Key.RuleId, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Version, StringComparer.Ordinal)
            .Select(group => (Rule: group.Key, Base: Sum(currency, group.Select(UntaxedOf))))
            .Where(tax => tax.Base.Minor != 0)
            .Select(tax => new PeriodTax(
                tax.Rule.RuleId, tax.Rule.Version, tax.Rule.Rate, tax.Base, tax.Rule.Rate.OfHalfEven(tax.Base))),
    ];

    /// <summary>A true-up was never taxed; an accrual and its clawback unless that happened at credit.</summary>
    private static Money UntaxedOf(RecordChange change)
    {
        var (entry, untaxed) = (change.Before.Entry, change.TrueUpCredit);
        if (CommissionAccrual.IsTaxedAtCredit(entry.Level))
        {
            return untaxed;
        }

        untaxed += change.Counts ? entry.Credit : Money.Zero(entry.Credit.Currency);
        return change.ClawsBack ? untaxed - entry.Credit : untaxed;
    }

    private static Transfer? TransferOf(PeriodStatement statement, List<RecordChange> changes) => Postings.Settle(
        statement.Number,
        statement.Gross - statement.TrueUp,
        changes.GroupBy(change => change.TrueUp.Currency)
            .OrderBy(group => group.Key.Code, StringComparer.Ordinal)
            .Select(group => (
                Sum(group.Key, group.Select(change => change.TrueUp)),
                Sum(statement.Currency, group.Select(change => change.TrueUpCredit)))),
        statement.Tax);

    private static Money Sum(Currency currency, IEnumerable<Money> amounts) =>
        amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);
}
