using System.Diagnostics;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Storage.Tests;

/// <summary>The pages about the ends of thirty thousand tills' certificates read what they show.</summary>
public sealed class CertificatePlanTests(ITestOutputHelper output)
{
    private const int Tills = 30_000;
    private const int Page = 51;

    // The first stretches are a day, and four: at 75 ends a day that is more than a page.
    private const long Few = 1_000;
    private const string Reads = "SELECT COALESCE(SUM(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_user_tables "
        + "WHERE relname = 'certificates'";

    private const string Sessions = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()";

    private static readonly string Encoded = new('A', 900);

    [Theory]
    [OnEveryDatabase]
    public async Task A_page_of_ends_is_the_first_of_all_and_goes_on_where_it_ended(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        Fill(fixture);
        var ends = fixture.Store.CertificateEnds;
        var first = await ends.ListAsync(Given.Noon, null, Page, default);

        var clock = Stopwatch.StartNew();
        first = await ends.ListAsync(Given.Noon, null, Page, default);
        output.WriteLine($"{on}: a page in {clock.Elapsed.TotalMilliseconds:F1} ms");
        clock.Restart();
        var counted = await ends.CountAsync(Given.Noon.AddDays(-30), Given.Noon, [30], default);
        output.WriteLine($"{on}: counted {counted[30]} in {clock.Elapsed.TotalMilliseconds:F1} ms");
        var next = await ends.ListAsync(Given.Noon, (first[^1].NotAfter, first[^1].Thumbprint), Page, default);

        Assert.Equal(Page, first.Count);
        Assert.Equal(
            Enumerable.Range(0, 2 * Page).Select(number => Given.Noon.AddTicks(number * (Span / Tills))),
            first.Concat(next).Select(one => one.NotAfter));
    }

    [PostgresFact]
    public async Task A_page_of_ends_reads_few_of_many_certificates()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        Fill(fixture);
        foreach (var analyzed in new[] { false, true })
        {
            if (analyzed)
            {
                fixture.Query("ANALYZE", _ => 0);
            }

            var (before, sessions) = (fixture.Count(Reads), fixture.Count(Sessions));
            await using (var store = PartnerStore.Open(fixture.Options))
            {
                Assert.Equal(Page, (await store.CertificateEnds.ListAsync(Given.Noon, null, Page, default)).Count);
            }

            await EndAsync(fixture, sessions);
            var read = fixture.Count(Reads) - before;

            output.WriteLine($"{read} rows of {Tills}");
            Assert.True(read <= Few, $"{read} rows were read");
        }
    }

    private static long Span => TimeSpan.FromDays(400).Ticks;

    // One end after the other, over 400 days; every tenth certificate is another partner's.
    private static void Fill(StoreFixture fixture)
    {
        var digits = string.Join(" UNION ALL ", Enumerable.Range(0, 10).Select(digit => $"SELECT {digit} AS d"));
        var numbers = "SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n "
            + $"FROM ({digits}) a, ({digits}) b, ({digits}) c, ({digits}) e, ({digits}) f WHERE f.d < {Tills / 10_000}";
        fixture.Query(
            "INSERT INTO certificates (thumbprint, partner_id, outlet, terminal, permissions, subject, not_after, "
            + "registered_at, origin, encoded, warn_at) SELECT 'c' || CAST(100000 + n AS VARCHAR(10)), "
            + $"CASE WHEN n % 10 = 0 THEN '{StoreFixture.Elsewhere}' ELSE '{StoreFixture.Acme}' END, "
            + "'shop-' || CAST(n / 3 AS VARCHAR(10)), CAST(n % 3 AS VARCHAR(10)), 1, 'CN=till', "
            + $"{Given.Noon.UtcTicks} + n * CAST({Span / Tills} AS BIGINT), {Given.Noon.UtcTicks}, 2, '{Encoded}', "
            + $"{DateTimeOffset.MaxValue.UtcTicks} FROM ({numbers}) numbers",
            _ => 0);
    }

    // What a session read is counted when it has ended.
    private static async Task EndAsync(StoreFixture fixture, long sessions)
    {
        while (fixture.Count(Sessions) > sessions)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
