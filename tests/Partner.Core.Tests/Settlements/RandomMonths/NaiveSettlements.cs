using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>
/// The specification written down a second time, as simply as it goes: decimals, no volumes kept, no true-ups kept. A
/// settlement computes what should have been paid since ever and pays what that exceeds the same sum of last time.
/// It shares no computation with the module.
/// </summary>
internal sealed class NaiveSettlements
{
    private readonly List<Earning> _earnings = [];
    private Dictionary<string, decimal> _lineSums = [];
    private Dictionary<string, decimal> _taxBases = [];
    private Dictionary<Earning, decimal> _adjusted = [];
    private Dictionary<string, decimal> _planAdjusted = [];

    public SortedDictionary<string, long> Accounts { get; } = new(StringComparer.Ordinal);

    public void Sell(Sold sale)
    {
        PostSale(sale, +1);
        var beneath = 0m;
        foreach (var level in sale.Levels)
        {
            var earning = new Earning(sale, level, NaiveMath.Month(sale.At, level.Terms.Zone));
            var volume = VolumeOf(earning);
            var rule = level.Terms.Rule;
            earning.Own = earning.IsExtra
                ? NaiveMath.Share(level.Terms.Base.Minor, rule.FixedOverride!.Value.Value)
                : NaiveMath.Earn(level.Terms, volume, volume + level.Terms.Base.Minor);
            earning.Amount = earning.IsExtra ? earning.Own : Math.Max(0, earning.Own - beneath);
            earning.Credit = NaiveMath.Exchange(earning.Amount, level);
            beneath += earning.Amount;
            _earnings.Add(earning);
            PostCommission(earning, +1);
        }
    }

    public void TakeBack(Sold sale, RefundShare share)
    {
        PostSale(NaiveParts.Of(sale, share), -1);
        foreach (var earning in _earnings.Where(earning => earning.Sale == sale))
        {
            earning.Back = amount => NaiveParts.Of(amount, share);
            PostCommission(earning, -1);
            earning.IsGone = true;
        }
    }

    public IReadOnlyList<Outcome> Close(string period)
    {
        var month = (int.Parse(period[..4]) * 12) + int.Parse(period[5..]);
        var due = _earnings.Where(earning => earning.Month <= month).ToList();
        var adjusted = new Dictionary<Earning, decimal>();
        Dictionary<string, decimal> lines = [], taxes = [], plans = [];
        foreach (var chain in _earnings.GroupBy(earning => earning.Sale))
        {
            var beneath = 0m;
            foreach (var earning in chain)
            {
                var target = earning.Month > month ? earning.Target : TargetOf(earning, beneath);
                beneath += target;
                if (earning.Month <= month)
                {
                    earning.Target = target;
                    var more = earning.Left(target) - earning.Left(earning.Amount);
                    adjusted[earning] = more;
                    Add(
                        plans,
                        $"{earning.Owner} {earning.PlanCode}",
                        target - earning.Back(target) - (earning.Amount - earning.Back(earning.Amount)));
                    Add(plans, $"{earning.Owner} {earning.PlanCode} credit", more);
                    var live = earning.Left(earning.Amount);
                    Add(lines, earning.Line + " accrued", live);
                    Add(lines, earning.Line + " more", more);
                    Add(taxes, earning.TaxLine, more + (earning.IsTaxedAtOnce ? 0 : live));
                }
            }
        }

        var outcomes = due.GroupBy(earning => earning.Owner).OrderBy(owner => owner.Key, StringComparer.Ordinal)
            .Select(owner => Settle([.. owner], adjusted, lines, taxes, plans))
            .OfType<Outcome>().ToList();
        (_lineSums, _taxBases, _planAdjusted, _adjusted) = (lines, taxes, plans, adjusted);
        due.ForEach(earning => (earning.IsCounted, earning.IsGoneCounted) = (true, earning.IsGone));
        return outcomes;
    }

    private Outcome? Settle(
        List<Earning> owned,
        Dictionary<Earning, decimal> adjusted,
        Dictionary<string, decimal> lines,
        Dictionary<string, decimal> taxes,
        Dictionary<string, decimal> plans)
    {
        var moved = owned.Where(earning => !earning.IsCounted || earning.IsGone != earning.IsGoneCounted
            || adjusted[earning] != _adjusted.GetValueOrDefault(earning)).ToList();
        if (moved.Count == 0)
        {
            return null;
        }

        var (texts, settled, more) = (new List<string>(), 0m, 0m);
        foreach (var line in moved.GroupBy(earning => earning.Line).OrderBy(line => line.Key, StringComparer.Ordinal))
        {
            var counted = line.Where(earning => !earning.IsCounted).ToList();
            var accrued = lines[line.Key + " accrued"] - _lineSums.GetValueOrDefault(line.Key + " accrued");
            var extra = lines[line.Key + " more"] - _lineSums.GetValueOrDefault(line.Key + " more");
            var paid = line.First().Level.Terms.Mode == CommissionMode.Settled ? accrued : 0;
            var terms = line.First().Level.Terms;
            texts.Add($"{terms.ScheduleId} {terms.Rule.Id} {terms.Mode} {counted.Count} "
                + $"{counted.Sum(earning => earning.Level.Terms.Base.Minor)} {accrued:0} {extra:0} {paid + extra:0}");
            (settled, more) = (settled + paid, more + extra);
        }

        var (taxTexts, tax) = (new List<string>(), 0m);
        var taxLines = owned.Select(earning => earning.TaxLine).Where(key => key.Length > 0).Distinct();
        foreach (var key in taxLines.Order(StringComparer.Ordinal))
        {
            var untaxed = taxes[key] - _taxBases.GetValueOrDefault(key);
            if (untaxed != 0)
            {
                var terms = owned.First(earning => earning.TaxLine == key).Level.Tax!;
                var withheld = NaiveMath.Share(untaxed, terms.Rate.Value);
                taxTexts.Add($"{terms.Version} {untaxed:0} {withheld:0}");
                tax += withheld;
            }
        }

        PostSettlement(owned, settled, settled + more - tax, tax, plans);
        var level = owned[0].Level;
        return new Outcome(
            level.PayeeId.Value,
            level.FloatCurrency.Code,
            (long)(settled + more - tax),
            string.Join("; ", texts),
            string.Join("; ", taxTexts));
    }

    private decimal TargetOf(Earning earning, decimal beneath)
    {
        var terms = earning.Level.Terms;
        var volume = VolumeOf(earning);
        return earning.IsExtra
            ? earning.Amount
            : Math.Max(
                0, (terms.Tiering == Tiering.Marginal ? earning.Own : NaiveMath.Earn(terms, volume, volume)) - beneath);
    }

    /// <summary>All that was sold and not taken back in the earning's month.</summary>
    private long VolumeOf(Earning like) => _earnings
        .Where(other => other.Month == like.Month && other.Level.PayeeId == like.Level.PayeeId
            && other.Level.Terms.ScheduleId == like.Level.Terms.ScheduleId)
        .Sum(other => other.Level.Terms.Base.Minor - (long)other.Back(other.Level.Terms.Base.Minor));

    private void PostSale(Sold sale, int sign)
    {
        var (price, seller, plan) = (sale.Price, sale.Seller, sale.Price.Face.Currency.Code);
        var account = price.NetDebit.Currency.Code;
        Post(seller, "IssuerPayable", plan, sign * price.Face.Minor);
        Post(seller, "FeeIncome", plan, sign * (price.HandlingFee.Minor - price.PartnerFee.Minor));
        Post(seller, "Float", account, -sign * price.NetDebit.Minor);
        Bridge(seller, plan, account, -sign * price.PlanDebit.Minor, -sign * price.NetDebit.Minor);
        foreach (var line in price.Lines.Where(line => line.Funder is not null and not Funder.Partner))
        {
            var given = sign * Math.Abs(line.Amount.Minor);
            Post(seller, "Promotion" + line.Funder, line.Amount.Currency.Code, -given);
            switch (line.Step)
            {
                case PriceStep.Points:
                    Post(seller, "CardPoints", Currency.Points.Code, given);
                    break;
                case PriceStep.CardCashback:
                    Post(seller, "IssuerPayable", plan, given);
                    break;
                case PriceStep.PartnerCashback:
                    var rate = price.Fx?.RateE8;
                    var credit = (long)NaiveMath.Exchange(
                        given, price.Face.Currency, price.NetDebit.Currency, rate);
                    Post(seller, "Float", account, credit);
                    Bridge(seller, plan, account, given, credit);
                    break;
            }
        }
    }

    private void PostCommission(Earning earning, int sign)
    {
        var (payee, account) = (earning.Level.PayeeId, earning.Level.FloatCurrency.Code);
        var all = sign > 0 ? earning.Amount : earning.Back(earning.Amount);
        var (amount, credit) = (sign * (long)all, sign * (long)NaiveMath.Exchange(all, earning.Level));
        Post(payee.Value, "CommissionExpense", earning.PlanCode, -amount);
        Bridge(payee.Value, earning.PlanCode, account, amount, credit);
        if (earning.Level.Terms.Mode == CommissionMode.Settled)
        {
            Post(payee.Value, "CommissionAccrued", account, credit);
            return;
        }

        var tax = earning.IsTaxedAtOnce ? (long)NaiveMath.Share(credit, earning.Level.Tax!.Rate.Value) : 0;
        Post(payee.Value, "TaxPayable", account, tax);
        Post(payee.Value, "Float", account, credit - tax);
    }

    private void PostSettlement(
        List<Earning> owned, decimal settled, decimal total, decimal tax, Dictionary<string, decimal> plans)
    {
        var (payee, account) = (owned[0].Level.PayeeId, owned[0].Level.FloatCurrency.Code);
        Post(payee.Value, "CommissionAccrued", account, (long)-settled);
        Post(payee.Value, "TaxPayable", account, (long)tax);
        Post(payee.Value, "Float", account, (long)total);
        foreach (var plan in owned.Select(earning => earning.PlanCode).Distinct())
        {
            var key = $"{owned[0].Owner} {plan}";
            var more = plans[key] - _planAdjusted.GetValueOrDefault(key);
            var credit = plans[key + " credit"] - _planAdjusted.GetValueOrDefault(key + " credit");
            Post(payee.Value, "CommissionExpense", plan, (long)-more);
            Bridge(payee.Value, plan, account, (long)more, (long)credit);
        }
    }

    private void Bridge(string owner, string plan, string account, long given, long taken)
    {
        if (plan != account)
        {
            Post(owner, "FxClearing", plan, given);
            Post(owner, "FxClearing", account, -taken);
        }
    }

    private void Post(string owner, string account, string currency, long minor)
    {
        var key = $"{owner} {account} {currency}";
        Accounts[key] = Accounts.GetValueOrDefault(key) + minor;
    }

    private static void Add(Dictionary<string, decimal> sums, string key, decimal amount) =>
        sums[key] = sums.GetValueOrDefault(key) + amount;

    /// <summary>What one level earned with one sale.</summary>
    private sealed class Earning(Sold sale, CommissionLevel level, int month)
    {
        public Sold Sale => sale;

        public CommissionLevel Level => level;

        public int Month => month;

        public decimal Own { get; set; }

        public decimal Amount { get; set => (field, Target) = (value, value); }

        public decimal Credit { get; set; }

        public decimal Target { get; set; }

        public bool IsGone { get; set; }

        /// <summary>What of an amount of the whole sale was taken back.</summary>
        public Func<decimal, decimal> Back { get; set; } = _ => 0;

        /// <summary>What of it stays, in the float's currency.</summary>
        public decimal Left(decimal amount) =>
            NaiveMath.Exchange(amount, level) - NaiveMath.Exchange(Back(amount), level);

        public bool IsCounted { get; set; }

        public bool IsGoneCounted { get; set; }

        public string Owner { get; } = $"{level.PayeeId} {level.FloatCurrency}";

        public string PlanCode => level.Terms.Base.Currency.Code;

        public string Line { get; } =
            $"{level.PayeeId} {level.Terms.ScheduleId} {level.Terms.Rule.Id} {(int)level.Terms.Mode}";

        public string TaxLine { get; } = level.Tax is null ? "" : $"{level.PayeeId} {level.Tax.Version}";

        public bool IsExtra => level.Number > 0 && level.Terms.Rule.FixedOverride is not null;

        public bool IsTaxedAtOnce => level.Tax is not null
            && level.Terms.Mode == CommissionMode.Instant && level.Terms.TaxAt == TaxMoment.Credit;
    }
}
