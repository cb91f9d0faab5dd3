using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Storage.Tests;

/// <summary>Auto-renewals that are not due cost those who look for due ones nothing.</summary>
public sealed class RenewalPlanTests(ITestOutputHelper output)
{
    private const int NotDue = 20_000;
    private const long Few = 50;
    private const string Reads = "SELECT COALESCE(SUM(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_user_tables "
        + "WHERE relname = 'auto_renewals'";

    private const string Sessions = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()";

    [PostgresFact]
    public async Task Looking_for_what_is_due_reads_few_rows_however_many_are_not()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        var now = Given.Noon;
        Fill(fixture, 1, NotDue, now.AddDays(100));
        Fill(fixture, NotDue + 1, NotDue + 3, now);
        fixture.Query("ANALYZE auto_renewals", row => 0);

        await ReadsFewAsync(fixture, "any due", store => store.Renewals.AnyDueAsync(now, default));
        await ReadsFewAsync(fixture, "none due", store => store.Renewals.AnyDueAsync(now.AddDays(-1), default));
        await ReadsFewAsync(fixture, "due", async store =>
            Assert.Equal(3, (await store.Renewals.DueAsync("", 20, 10, now, default)).Count));
        await ReadsFewAsync(fixture, "backlog", async store =>
            Assert.Equal(3, (await store.Renewals.BacklogAsync(now, default)).Due));
        await ReadsFewAsync(fixture, "needed", async store => Assert.Equal(
            [(100L, 3L)],
            await store.RenewalSteps.NeededAsync(StoreFixture.Acme, Given.Cny, now.AddDays(7), default)));
    }

    private async Task ReadsFewAsync(StoreFixture fixture, string what, Func<PartnerStore, Task> read)
    {
        var (before, sessions) = (fixture.Count(Reads), fixture.Count(Sessions));
        await using (var store = PartnerStore.Open(fixture.Options))
        {
            await read(store);
        }

        // A session tells what it read when it ends.
        while (fixture.Count(Sessions) > sessions)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        var rows = fixture.Count(Reads) - before;
        output.WriteLine($"{rows} rows of {NotDue}: {what}");
        Assert.True(rows <= Few, $"{rows} rows were read: {what}");
    }

    private static void Fill(StoreFixture fixture, int from, int to, DateTimeOffset due) => fixture.Query(
        "INSERT INTO auto_renewals (partner_id, id, request_id, card, card_type, plan_code, channel, outlet, "
        + "days_before, max_price, price_currency, consent, created_at, state, phase, version, cycle, attempt, "
        + "failures, cycle_end, renews_at, due_at, made, expected_debit, debit_currency, last_kind, last_reason, "
        + "lease_until) "
        + "SELECT 'acme', 'id' || n, 'request' || n, 'card' || n, 3, 'phone-100', 1, '', 3, 100, 'CNY', 'c', 1, 1, 1, "
        + $"1, 1, 1, 0, {due.AddDays(3).UtcTicks}, {due.UtcTicks}, {due.UtcTicks}, 0, 100, 'CNY', 1, 0, 0 "
        + $"FROM generate_series({from}, {to}) n",
        row => 0);
}
