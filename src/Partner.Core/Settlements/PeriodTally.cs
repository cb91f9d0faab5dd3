using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Rules;

namespace Partner.Core.Settlements;

/// <summary>A settlement with what it posts.</summary>
/// <param name="Transfer">For the books of the payee; null when nothing moves.</param>
public sealed record PeriodPosting(SettlementStatement Statement, Transfer? Transfer);

/// <summary>
/// Adds a period up while its records go by, one top-up after the other in any order: it remembers sums, never the
/// records, so that a month of any size takes no more memory than its statements. Pure: the same records give the same
/// settlements, so that they can be proved again later.
/// <list type="number">
/// <item>Every record of this and earlier months gets its target, from the seller upwards: its own commission, of WHOLE
/// ones at the remaining volume of their month, less the targets beneath it; what is missing to it is its true-up.
/// Fixed overrides stay as they were granted. Of a sale that was taken back in part, the share of each target goes.
/// </item>
/// <item>Records of this and earlier months that no settlement has counted are counted now, and so are reversals, of
/// whatever month. A true-up of a reversed record is taken back.</item>
/// <item>Tax is taken once per version of a tax rule on the signed sum of what was not taxed at credit.</item>
/// </list>
/// Records of a volume in which nothing is open need not be counted: nothing would change.
/// </summary>
/// <param name="period">"2026-10"; it may be settled by <see cref="SettlementPeriod.Refuse"/>.</param>
public sealed class PeriodTally(string period)
{
    private readonly Dictionary<(PartnerId PayeeId, Currency Currency), PayeeSums> _payees = [];

    /// <summary>Counts one top-up.</summary>
    /// <param name="chain">The records of all its levels.</param>
    /// <param name="volumes">Remaining volumes, at least of every WHOLE record of which something stands.</param>
    /// <returns>What the settlement does to its records; none for those that it leaves alone.</returns>
    public IReadOnlyList<RecordChange> Count(
        IEnumerable<CommissionRecord> chain, IReadOnlyDictionary<VolumeKey, long> volumes)
    {
        var changes = TrueUps.Of(period, chain, volumes).Where(change => change.IsSomething).ToList();
        foreach (var change in changes)
        {
            var level = change.Before.Entry.Level;
            var key = (level.PayeeId, level.FloatCurrency);
            if (!_payees.TryGetValue(key, out var sums))
            {
                sums = new PayeeSums(level.FloatCurrency);
                _payees.Add(key, sums);
            }

            sums.Count(change);
        }

        return changes;
    }

    /// <summary>The settlements of what was counted.</summary>
    /// <param name="now">The time (UTC).</param>
    /// <returns>One for each payee and currency with something to count, by payee; none for the others.</returns>
    public IReadOnlyList<PeriodPosting> Close(DateTimeOffset now)
    {
        var postings = new List<PeriodPosting>(_payees.Count);
        foreach (var ((payee, currency), sums) in _payees
            .OrderBy(sums => sums.Key.PayeeId.Value, StringComparer.Ordinal)
            .ThenBy(sums => sums.Key.Currency.Code, StringComparer.Ordinal))
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{period}-{postings.Count + 1:D4}");
            var statement = new SettlementStatement(payee, number, period, currency, now, sums.Lines(), sums.Taxes());
            postings.Add(new PeriodPosting(statement, sums.TransferOf(statement)));
        }

        return postings;
    }

    /// <summary>The sums of one payee and currency.</summary>
    private sealed class PayeeSums(Currency currency)
    {
        private readonly Dictionary<(string Schedule, string Rule, CommissionMode Mode, Currency Plan), Line>
            _lines = [];
        private readonly Dictionary<TaxTerms, Money> _untaxed = [];
        private readonly Dictionary<Currency, (Money Plan, Money Credit)> _trueUps = [];

        public void Count(RecordChange change)
        {
            var (entry, level) = (change.Before.Entry, change.Before.Entry.Level);
            var key = (level.Terms.ScheduleId, level.Terms.Rule.Id, level.Terms.Mode, entry.Amount.Currency);
            if (!_lines.TryGetValue(key, out var line))
            {
                line = new Line(currency, entry.Amount.Currency);
                _lines.Add(key, line);
            }

            line.Count(change);
            if (level.Tax is { } tax)
            {
                _untaxed[tax] = _untaxed.GetValueOrDefault(tax, Money.Zero(currency)) + UntaxedOf(change);
            }

            var plan = change.TrueUp.Currency;
            var (before, credit) = _trueUps.GetValueOrDefault(plan, (Money.Zero(plan), Money.Zero(currency)));
            _trueUps[plan] = (before + change.TrueUp, credit + change.TrueUpCredit);
        }

        public List<PeriodLine> Lines() =>
        [
            .. _lines
                .OrderBy(line => line.Key.Schedule, StringComparer.Ordinal)
                .ThenBy(line => line.Key.Rule, StringComparer.Ordinal)
                .ThenBy(line => line.Key.Mode)
                .ThenBy(line => line.Key.Plan.Code, StringComparer.Ordinal)
                .Select(line => line.Value.Of(line.Key.Schedule, line.Key.Rule, line.Key.Mode)),
        ];

        public List<PeriodTax> Taxes() =>
        [
            .. _untaxed
                .Where(tax => tax.Value.Minor != 0)
                .OrderBy(tax => tax.Key.RuleId, StringComparer.Ordinal)
                .ThenBy(tax => tax.Key.Version, StringComparer.Ordinal)
                .Select(tax => new PeriodTax(
                    tax.Key.RuleId, tax.Key.Version, tax.Key.Rate, tax.Value, tax.Key.Rate.OfHalfEven(tax.Value))),
        ];

        public Transfer? TransferOf(SettlementStatement statement) => Postings.Settle(
            statement.Number,
            statement.Gross - statement.TrueUp,
            _trueUps.OrderBy(sums => sums.Key.Code, StringComparer.Ordinal).Select(sums => sums.Value),
            statement.Tax);

        /// <summary>A true-up was never taxed; an accrual and its clawback unless that happened at credit.</summary>
        private static Money UntaxedOf(RecordChange change)
        {
            var (entry, untaxed) = (change.Before.Entry, change.TrueUpCredit);
            if (CommissionAccrual.IsTaxedAtCredit(entry.Level))
            {
                return untaxed;
            }

            untaxed += change.Counts ? entry.Credit : Money.Zero(entry.Credit.Currency);
            return change.ClawsBack ? untaxed - change.Before.TakenBack : untaxed;
        }
    }

    /// <summary>The sums of one line.</summary>
    private sealed class Line(Currency currency, Currency plan)
    {
        private readonly SortedSet<string> _versions = new(StringComparer.Ordinal);
        private Money _base = Money.Zero(plan);
        private Money _earned = Money.Zero(currency);
        private Money _clawedBack = Money.Zero(currency);
        private Money _trueUp = Money.Zero(currency);
        private string _zone = "";
        private int _topUps;
        private int _reversals;

        public void Count(RecordChange change)
        {
            var entry = change.Before.Entry;
            _versions.Add(entry.Level.Terms.Version);
            _zone = entry.Level.Terms.Zone;
            _trueUp += change.TrueUpCredit;
            if (change.Counts)
            {
                _topUps++;
                _base += entry.Level.Terms.Base;
                _earned += entry.Credit;
            }

            if (change.ClawsBack)
            {
                _reversals++;
                _clawedBack -= change.Before.TakenBack;
            }
        }

        public PeriodLine Of(string schedule, string rule, CommissionMode mode) => new(
            schedule,
            rule,
            [.. _versions],
            mode,
            _topUps,
            _reversals,
            _base,
            _earned,
            _clawedBack,
            _trueUp,
            mode == CommissionMode.Instant ? _earned + _clawedBack : Money.Zero(currency))
        {
            Zone = _zone,
        };
    }
}
