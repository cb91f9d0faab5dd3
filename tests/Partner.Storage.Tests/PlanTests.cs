using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// Commands are prepared while a new store is empty, and PostgreSQL keeps their plans until it analyzes the tables. A
/// sale must not cost the more, the more were sold.
/// </summary>
public sealed class PlanTests
{
    private const int Sales = 300;

    [PostgresFact]
    public Task Sales_read_no_table_as_a_whole_though_they_were_planned_when_all_were_empty() => SellAsync("");

    [PostgresFact]
    public Task Nor_do_they_where_a_pooler_lets_nothing_outlive_a_transaction() => SellAsync("Max Auto Prepare=0");

    [PostgresFact]
    public async Task Nor_those_that_pile_up_after_they_were_counted_and_planned_for_when_a_few_waited()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        await using (var store = PartnerStore.Open(fixture.Options))
        {
            await CompleteAsync(await SaveAsync(50));
            var few = await SaveAsync(1);
            fixture.Query<int>("ANALYZE", _ => 0);
            await CompleteAsync(few);
            var waiting = await SaveAsync(Sales);
            await Task.Delay(TimeSpan.FromSeconds(1.1));
            await CompleteAsync(waiting);

            async Task<List<TopUpRecord>> SaveAsync(int sales)
            {
                var saved = new List<TopUpRecord>();
                while (saved.Count < sales)
                {
                    saved.Add((await store.TopUps.SaveAsync(fixture.Candidate())).Saved!);
                }

                return saved;
            }

            async Task CompleteAsync(List<TopUpRecord> saved)
            {
                foreach (var topUp in saved)
                {
                    await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted, store);
                }
            }
        }

        await AssertReadsAsync(fixture);
    }

    private static async Task SellAsync(string more)
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        var options = fixture.Options with { ConnectionString = $"{fixture.Options.ConnectionString};{more}" };
        await using (var store = PartnerStore.Open(options))
        {
            for (var sale = 0; sale < Sales; sale++)
            {
                var saved = (await store.TopUps.SaveAsync(fixture.Candidate())).Saved;
                await fixture.CompleteAsync(saved!, IssuerVerdict.Accepted, store);
            }
        }

        await AssertReadsAsync(fixture);
    }

    private static async Task AssertReadsAsync(StoreFixture fixture)
    {
        // What a session read is counted when it ends.
        const string counted =
            "SELECT COUNT(*) FROM pg_stat_user_tables WHERE relname = 'top_ups' AND n_tup_ins >= 300";
        while (fixture.Count(counted) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Assert.Equal([], fixture.Query(
            "SELECT relname || ': ' || seq_tup_read FROM pg_stat_user_tables WHERE seq_tup_read > 2000",
            row => row.GetString(0)));

        // Nor along an index that begins as the rows' key does: each sale would read all that were sold before it.
        Assert.Equal([], fixture.Query(
            "SELECT relname || ': ' || idx_tup_fetch FROM pg_stat_user_tables WHERE idx_tup_fetch > 3000",
            row => row.GetString(0)));
    }
}
