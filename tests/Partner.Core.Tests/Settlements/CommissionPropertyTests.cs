using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;
using Partner.Core.Tests.Settlements.RandomMonths;

namespace Partner.Core.Tests.Settlements;

/// <summary>What holds for every month, shown on random ones.</summary>
public sealed class CommissionPropertyTests
{
    private static readonly DateTimeOffset Later = new(2027, 12, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(1, 100_000_000).ToArbitrary();

    [Fact]
    public void Splitting_a_month_at_its_steps_earns_the_integral_of_the_rates()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed)
        {
            var random = new Random(seed);
            var rule = MarginalRule(random);
            var (volume, exact, rounded, count) = (0L, 0L, 0L, random.Next(1, 30));
            for (var i = 0; i < count; i++)
            {
                var terms = Terms(rule, random.Next(0, 40_000));
                var (amount, parts) = CommissionMath.Earn(terms, volume);
                exact += parts.Sum(part => part.Base * part.Rate.Value);
                rounded += amount.Minor;
                volume += terms.Base.Minor;
            }

            // Each top-up is rounded once, by half a unit at most.
            var integral = Integral(rule, volume);
            return exact == integral && Math.Abs((rounded * 10_000) - integral) <= count * 5_000;
        }
    }

    [Fact]
    public void The_parts_of_a_commission_add_up_to_its_rounded_whole_and_are_never_negative()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed)
        {
            var random = new Random(seed);
            var terms = Terms(MarginalRule(random), random.Next(0, 100_000));
            var volume = random.Next(0, 100_000);
            var (amount, parts) = CommissionMath.Earn(terms, volume);
            var end = volume + terms.Base.Minor;
            return parts.Sum(part => part.Amount) == amount.Minor
                && parts.Sum(part => part.Base) == terms.Base.Minor
                && parts.All(part => part.Amount >= 0 && part.Base >= 0)
                && amount.Minor == BasisPoints.RoundHalfEven(Integral(terms.Rule, end) - Integral(terms.Rule, volume));
        }
    }

    [Fact]
    public void Nothing_that_is_granted_is_negative()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed) => new World(seed).Events.OfType<Sold>()
            .SelectMany(sale => CommissionAccrual.Grant(
                new PartnerId(sale.Seller), new TopUpId(sale.TopUp), sale.Levels, sale.At, _ => seed % 70_000))
            .All(entry => entry.Amount.Minor >= 0 && entry.Credit.Minor >= 0 && entry.Tax.Minor >= 0
                && entry.Tax <= entry.Credit && entry.Own.Minor >= 0 && entry.Beneath.Minor >= 0);
    }

    [Fact]
    public void Taking_everything_back_leaves_every_account_at_zero()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed)
        {
            var books = new CoreSettlements();
            var sales = new World(seed).Events.OfType<Sold>().ToList();
            sales.ForEach(books.Sell);
            sales.ForEach(sale => books.TakeBack(sale, RefundShare.All));
            return books.Accounts.Values.All(balance => balance == 0);
        }
    }

    [Fact]
    public void Taking_everything_back_after_its_settlement_leaves_every_account_at_zero_after_the_next()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed)
        {
            var books = new CoreSettlements();
            var sales = new World(seed).Events.OfType<Sold>().Select(sale => sale with { At = Later }).ToList();
            sales.ForEach(books.Sell);
            books.Close("2027-12", Later.AddDays(40));
            sales.ForEach(sale => books.TakeBack(sale, RefundShare.All));
            books.Close("2028-01", Later.AddDays(80));
            return books.Accounts.Values.All(balance => balance == 0);
        }
    }

    [Fact]
    public void The_order_of_top_ups_does_not_change_what_a_month_of_whole_tiers_comes_to()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed)
        {
            var sales = new World(seed).Events.OfType<Sold>().Select(AllWhole).ToList();
            var taken = sales.Where((_, index) => (seed + index) % 4 == 0).ToList();
            return Totals(sales, taken).SequenceEqual(Totals([.. sales.OrderByDescending(sale => sale.At)], taken));
        }

        static IEnumerable<KeyValuePair<string, long>> Totals(List<Sold> sales, List<Sold> taken)
        {
            var books = new CoreSettlements();
            sales.ForEach(books.Sell);
            taken.ForEach(sale => books.TakeBack(sale, RefundShare.All));
            foreach (var month in Months(sales))
            {
                books.Close(month, Later);
            }

            return books.Accounts.Where(account => account.Value != 0);
        }

        static Sold AllWhole(Sold sale) => sale with
        {
            Levels =
            [
                .. sale.Levels.Select(level => level with
                {
                    Tax = null, Terms = level.Terms with { Tiering = Tiering.Whole },
                }),
            ],
        };
    }

    [Fact]
    public void A_statements_lines_and_taxes_add_up_to_what_is_posted()
    {
        Prop.ForAll(Seeds, Holds).QuickCheckThrowOnFailure();

        static bool Holds(int seed)
        {
            var records = new World(seed).Events.OfType<Sold>()
                .SelectMany(sale => CommissionAccrual.Grant(
                    new PartnerId(sale.Seller), new TopUpId(sale.TopUp), sale.Levels, sale.At, _ => 0))
                .Select(WholePeriod.Fresh).ToList();
            return WholePeriod.Close("2027-06", records, Later).All(result =>
                result.Statement is var statement
                && statement.Lines.Sum(line => line.Payable.Minor) == statement.Gross.Minor
                && statement.Gross - statement.Tax == statement.Total
                && result.FloatMinor == statement.Total.Minor
                && statement.Earned + statement.ClawedBack + statement.TrueUp - statement.AlreadyCredited
                    == statement.Gross);
        }
    }

    /// <summary>The months that any level of the sales belongs to.</summary>
    private static List<string> Months(IEnumerable<Sold> sales) =>
    [
        .. sales.SelectMany(sale => sale.Levels, (sale, level) => CommissionMath.MonthOf(sale.At, level.Terms.Zone))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static CommissionRule MarginalRule(Random random)
    {
        List<TierStep> steps = [];
        for (var (i, from) = (random.Next(5), 0L); i > 0; i--)
        {
            from += random.Next(1, 50_000);
            steps.Add(new TierStep(from, new BasisPoints(random.Next(0, 10_000))));
        }

        var rate = new BasisPoints(random.Next(0, 10_000));
        return new CommissionRule("rule", Selector.Everything, rate, 0, null, null, steps, null);
    }

    private static CommissionTerms Terms(CommissionRule rule, long size) => new(
        "schedule",
        "schedule@1",
        "UTC",
        CommissionBase.Face,
        new Money(size, Currency.Of("CNY")),
        Tiering.Marginal,
        CommissionMode.Instant,
        TaxMoment.Credit,
        rule);

    /// <summary>Minor units times basis points that the volume from zero on earns, unit by unit of the steps.</summary>
    private static long Integral(CommissionRule rule, long volume)
    {
        var sum = Math.Min(volume, rule.Steps.Count == 0 ? volume : rule.Steps[0].From) * rule.Rate.Value;
        for (var i = 0; i < rule.Steps.Count; i++)
        {
            var end = i + 1 < rule.Steps.Count ? Math.Min(volume, rule.Steps[i + 1].From) : volume;
            sum += Math.Max(0, end - rule.Steps[i].From) * rule.Steps[i].Rate.Value;
        }

        return sum;
    }
}
