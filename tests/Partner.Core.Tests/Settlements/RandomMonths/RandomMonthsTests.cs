using System.Collections.Concurrent;

namespace Partner.Core.Tests.Settlements.RandomMonths;

public sealed class RandomMonthsTests
{
    private const int FirstSeed = 20_261_000;
    private const int MonthsInAll = 100_000;
    private const int MonthsInFourWorlds = 1 + 2 + 3 + 4;

    private static readonly string[] MustHappen =
    [
        "marginal split", "parent gets nothing", "parent gets the rest", "fourth level", "tax at credit", "exchange",
        "reversal after settlement", "reversal takes a true-up back", "negative settlement", "positive true-up",
        "negative true-up", "tax given back", "tax of two versions", "partial refund after settlement",
    ];

    [Fact]
    public void A_hundred_thousand_random_months_equal_a_naive_second_implementation_to_the_cent()
    {
        var seen = new ConcurrentDictionary<string, int>();
        var months = 0;
        Parallel.For(0, MonthsInAll / MonthsInFourWorlds * 4, index =>
        {
            var world = new World(FirstSeed + index);
            Interlocked.Add(ref months, world.Months);
            foreach (var (what, times) in Compare(world, FirstSeed + index))
            {
                seen.AddOrUpdate(what, times, (_, before) => before + times);
            }
        });

        Assert.Equal(MonthsInAll, months);
        Assert.All(MustHappen, what => Assert.True(seen.GetValueOrDefault(what) > 1_000, $"{what} hardly happened"));
        Assert.True(seen.GetValueOrDefault("partial refund takes a true-up back") > 100);
    }

    private static Dictionary<string, int> Compare(World world, int seed)
    {
        var (core, naive) = (new CoreSettlements(), new NaiveSettlements());
        foreach (var item in world.Events)
        {
            switch (item)
            {
                case Sold sale:
                    core.Sell(sale);
                    naive.Sell(sale);
                    break;
                case TakenBack taken:
                    core.TakeBack(taken.Sale, taken.Share);
                    naive.TakeBack(taken.Sale, taken.Share);
                    break;
                case Closed closed:
                    AssertSame(naive.Close(closed.Period), core.Close(closed.Period, closed.At), seed, closed.Period);
                    AssertSame(Used(naive.Accounts), Used(core.Accounts), seed, closed.Period);
                    break;
            }
        }

        AssertSame(Used(naive.Accounts), Used(core.Accounts), seed, "the end");
        return core.Seen;
    }

    private static IEnumerable<string> Used(IEnumerable<KeyValuePair<string, long>> accounts) =>
        accounts.Where(account => account.Value != 0).Select(account => $"{account.Key} {account.Value}");

    private static void AssertSame<T>(IEnumerable<T> expected, IEnumerable<T> actual, int seed, string at)
    {
        if (!expected.SequenceEqual(actual))
        {
            Assert.Fail($"""
                Seed {seed}, {at}:
                naive: {string.Join(", ", expected)}
                books: {string.Join(", ", actual)}
                """);
        }
    }
}
