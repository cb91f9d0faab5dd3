using System.Globalization;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Storage.Tests;

/// <summary>Finding one sale among many reads few rows, whatever is known of it, and no page reads all.</summary>
public sealed class SearchPlanTests(ITestOutputHelper output)
{
    private const int Batches = 3;
    private const int Batch = 2_000;
    private const int MostRead = 1_000;
    private const string Reads = "SELECT COALESCE(SUM(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_user_tables "
        + "WHERE relname = 'top_ups'";

    private const string Sessions = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()";

    // What one index finds is read alone; where there is none, the window of a page, once to look and once to go on.
    private const long Few = 100;
    private const long Window = 2 * MostRead + Few;

    private static readonly SavedWithin Morning = new(Given.Noon, Id(500), Given.Noon.AddDays(1), Id(501));
    private static readonly DateOnly Day = Given.Seller.BusinessDate!.Value;

    // The rare sale is older than all others: what no index finds is not on the first page.
    private static readonly (SalesFilter Filter, long Most, bool OnFirstPage)[] Filters =
    [
        (new SalesFilter { ReceiptCounter = 1 }, Few, true),
        (new SalesFilter { ClientReference = "rare order" }, Few, true),
        (new SalesFilter { Card = Given.CardNumbered(500) }, Few, true),
        (new SalesFilter { Outlet = "rare", BusinessDate = Day }, Few, true),
        (new SalesFilter { Saved = Morning }, Few, true),
        (new SalesFilter { Saved = Morning, IssuerReference = "rare payment" }, Few, true),
        (new SalesFilter { Saved = Morning, Cashier = "rare" }, Few, true),
        (new SalesFilter { State = TopUpState.Processing }, Few, false),
        (new SalesFilter { IssuerReference = "rare payment" }, Window, false),
        (new SalesFilter { Cashier = "rare" }, Window, false),
        (new SalesFilter { Outlet = "rare" }, Window, false),
        (new SalesFilter { State = TopUpState.Failed }, Window, false),
    ];

    [PostgresFact]
    public async Task A_page_reads_few_rows_whatever_is_looked_for()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        await FillAsync(fixture);
        foreach (var (filter, most, onFirstPage) in Filters)
        {
            var (before, sessions) = (fixture.Count(Reads), fixture.Count(Sessions));
            SalesPage page;
            await using (var store = PartnerStore.Open(fixture.Options))
            {
                page = await store.Sales.ListAsync(
                    StoreFixture.Acme, filter, null, 50, CancellationToken.None, MostRead);
            }

            await EndAsync(fixture, sessions);
            var read = fixture.Count(Reads) - before;

            output.WriteLine($"{read} rows of {Batches * Batch}: {filter}");
            Assert.True(read <= most, $"{read} rows were read: {filter}");
            Assert.Equal(onFirstPage ? [Id(500)] : [], page.TopUps.Select(topUp => topUp.Id.Value));
            Assert.Equal(most == Window, page.Next is not null);
        }
    }

    [PostgresFact]
    public async Task The_sales_of_a_day_are_read_without_those_of_other_days()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        await FillAsync(fixture);
        var (before, sessions) = (fixture.Count(Reads), fixture.Count(Sessions));
        SalesOfDay day;
        await using (var store = PartnerStore.Open(fixture.Options))
        {
            day = await store.SalesOfDays.ReadAsync(Morning, TimeSpan.FromHours(1), CancellationToken.None);
        }

        await EndAsync(fixture, sessions);
        var read = fixture.Count(Reads) - before;

        Assert.Equal((1, true), (day.Stretches.Sum(one => one.Count), day.IsWhole));
        Assert.True(read <= Few, $"{read} rows were read");
    }

    private static string Id(int number) => number.ToString("D26", CultureInfo.InvariantCulture);

    /// <summary>One sale that is rare in all respects, and many newer ones of another kind.</summary>
    private static async Task FillAsync(StoreFixture fixture)
    {
        var candidate = StoreFixture.CandidateOf(Id(500), Given.CardNumbered(500));
        var sold = await fixture.SellAsync(candidate with
        {
            Order = candidate.Order with
            {
                Seller = Given.Seller with { Outlet = "rare", Cashier = "rare", ClientReference = "rare order" },
            },
        });
        await fixture.Store.TopUps.SettleAsync(
            sold, new IssuerAnswer(IssuerVerdict.Accepted, "rare payment"), Given.Noon, Given.Noon);
        for (var batch = 0; batch < Batches; batch++)
        {
            Fill(fixture, (batch * Batch) + 1, (batch + 1) * Batch);
        }

        fixture.Query("ANALYZE top_ups", _ => 0);
    }

    private static void Fill(StoreFixture fixture, int first, int last) => fixture.Query(
        $"""
            INSERT INTO top_ups SELECT (q.r).* FROM (
              SELECT jsonb_populate_record(t, jsonb_build_object(
                'id', lpad((1000 + g)::text, 26, '0'), 'request_id', 'filler-' || g, 'receipt_counter', 1000 + g,
                'cashier', 'usual', 'client_reference', 'order ' || g, 'issuer_reference', 'payment ' || g,
                'outlet', 'usual', 'card', '+1' || (100000 + g))) AS r
              FROM top_ups t, generate_series({first}, {last}) g WHERE t.id = '{Id(500)}' OFFSET 0) q
            """,
        _ => 0);

    /// <summary>What a session read is counted when it ends.</summary>
    private static async Task EndAsync(StoreFixture fixture, long sessions)
    {
        while (fixture.Count(Sessions) > sessions)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
