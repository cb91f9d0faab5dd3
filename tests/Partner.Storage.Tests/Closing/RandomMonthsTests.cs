using Partner.Core.Tests.Settlements.RandomMonths;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Closing;

/// <summary>The random months of the core's own proof, settled by what a closing loads from the database.</summary>
public sealed class RandomMonthsTests
{
    private const int FirstSeed = 20_262_000;

    [Theory]
    [OnEveryDatabase(80)]
    public async Task What_a_closing_loads_settles_random_months_as_a_naive_second_implementation_does(
        StoreProvider on, int worlds)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var leftAlone = 0;
        for (var seed = FirstSeed; seed < FirstSeed + worlds; seed++)
        {
            var naive = new NaiveSettlements();
            using var stored = new StoredWorld(Databases.Of(fixture.Options));
            foreach (var item in new World(seed).Events)
            {
                switch (item)
                {
                    case Sold sale:
                        naive.Sell(sale);
                        stored.Sell(sale);
                        break;
                    case TakenBack taken:
                        naive.TakeBack(taken.Sale, taken.Share);
                        stored.TakeBack(taken);
                        break;
                    case Closed closed:
                        Assert.Equal(naive.Close(closed.Period), stored.Close(closed.Period, closed.At));
                        break;
                }
            }

            leftAlone += stored.LeftAlone;
        }

        Assert.True(leftAlone > worlds, "a closing that loads everything would prove nothing about what it leaves out");
    }
}
