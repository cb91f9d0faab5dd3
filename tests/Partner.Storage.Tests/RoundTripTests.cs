using System.Globalization;
using System.Net;
using Npgsql;
using Partner.Core.Limits;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Storage.Tests;

/// <summary>What a transaction costs on a server database: counted, so that no noise can blur it.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const int MostStatements = 24;
    private const int MostTrips = 6;

    // Lock, clock, read twice, three writes, the bound of the locks' age, begin and commit.
    private const int MostOfPrints = 10;

    // Lock, read three times (top-ups, cases), two writes, begin and commit; the clock, and the bound of the age.
    private const int MostOfReports = 9;

    // The blocker's transaction begins and commits, at once, with nothing between.
    private const int BlockersStatements = 2;
    private const int BlockersTrips = 1;

    [PostgresFact]
    public async Task A_batch_of_sales_and_answers_takes_few_statements_and_round_trips_whatever_its_size()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountAsync(3, rare: false);
        var small = await scene.CountAsync(5, rare: false);
        var large = await scene.CountAsync(60, rare: false);

        output.WriteLine($"5 of each: {small}; 60 of each: {large}");
        Assert.Equal(small, large);
        Assert.InRange(large.Statements, 1, MostStatements);
        Assert.InRange(large.Trips, 1, MostTrips);
    }

    [PostgresFact]
    public async Task So_does_a_batch_of_everything_that_a_partner_can_do()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountAsync(3, rare: true);

        var cost = await scene.CountAsync(20, rare: true);

        output.WriteLine(cost.ToString());
        Assert.InRange(cost.Statements, 1, MostStatements);
        Assert.InRange(cost.Trips, 1, MostTrips);
    }

    [PostgresFact]
    public async Task Claiming_jobs_and_prolonging_claims_costs_the_same_for_any_number_of_them()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountClaimsAsync(3);
        var (small, large) = (await scene.CountClaimsAsync(5), await scene.CountClaimsAsync(60));

        output.WriteLine($"5: {small}; 60: {large}");
        Assert.Equal(small, large);
        Assert.InRange(large.Trips, 1, MostTrips);
    }

    [PostgresFact]
    public async Task Prints_of_receipts_take_few_statements_for_any_number_of_them()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountPrintsAsync(3);
        var (small, large) = (await scene.CountPrintsAsync(5), await scene.CountPrintsAsync(60));

        output.WriteLine($"5: {small}; 60: {large}");
        Assert.Equal(small, large);
        Assert.InRange(large.Statements, 1, MostOfPrints);
        Assert.InRange(large.Trips, 1, MostTrips);
    }

    [PostgresFact]
    public async Task Reports_of_what_has_not_arrived_take_few_statements_for_any_number_of_them()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountReportsAsync(3);
        var (small, large) = (await scene.CountReportsAsync(5), await scene.CountReportsAsync(60));

        output.WriteLine($"5: {small}; 60: {large}");
        Assert.Equal(small, large);
        Assert.InRange(large.Statements, 1, MostOfReports);
        Assert.InRange(large.Trips, 1, MostTrips);
    }

    [PostgresFact]
    public async Task Sales_with_a_customers_number_take_three_statements_more_whatever_their_number()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountAsync(3, rare: false, contacts: true);
        var without = await scene.CountAsync(20, rare: false);
        var (small, large) = (
            await scene.CountAsync(5, rare: false, contacts: true),
            await scene.CountAsync(60, rare: false, contacts: true));

        output.WriteLine($"without: {without}; 5: {small}; 60: {large}");
        Assert.Equal(small, large);

        // The number, the notice, and the one top-ups' column that others do not have.
        Assert.InRange(large.Statements, without.Statements, without.Statements + 3);
        Assert.InRange(large.Trips, 1, MostTrips);
    }

    [PostgresFact]
    public async Task Sales_under_four_limits_take_three_statements_more_whatever_their_number_and_others_none()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountAsync(3, rare: false, limits: true);
        var without = await scene.CountAsync(20, rare: false);
        var (small, large) = (
            await scene.CountAsync(5, rare: false, limits: true),
            await scene.CountAsync(60, rare: false, limits: true));

        output.WriteLine($"without: {without}; 5: {small}; 60: {large}");
        Assert.Equal(small, large);

        // Counters are read with all else, and written with the balances; the top-ups have two columns of their own.
        Assert.InRange(large.Statements, without.Statements, without.Statements + 3);
        Assert.Equal(without.Trips, large.Trips);
    }

    [PostgresFact]
    public async Task Sales_take_as_many_statements_where_the_partner_has_open_cases()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.CountAsync(3, rare: false);
        var without = await scene.CountAsync(20, rare: false);
        await scene.CountReportsAsync(20);
        var with = await scene.CountAsync(20, rare: false);

        output.WriteLine($"without: {without}; with open cases: {with}");
        Assert.Equal(without, with);
    }

    private sealed record Cost(long Statements, int Trips);

    /// <summary>A store behind a proxy that counts.</summary>
    private sealed class Scene(StoreFixture fixture, CountingProxy proxy, PartnerStore store) : IAsyncDisposable
    {
        private readonly PricedSales _priced = new(
            fixture,
            [PricedSales.Off("off", 100, new Core.Rules.PromotionLimits(null, null, 1_000_000, null))],
            [PricedSales.Schedule(StoreFixture.Acme.Value, 300, [])]);

        public static async Task<Scene> CreateAsync()
        {
            var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres, 10_000_000);
            fixture.Query("CREATE EXTENSION pg_stat_statements", _ => 0);
            var direct = new NpgsqlConnectionStringBuilder(fixture.Options.ConnectionString);
            var proxy = new CountingProxy(IPEndPoint.Parse(
                string.Create(CultureInfo.InvariantCulture, $"{direct.Host}:{direct.Port}")));
            var behind = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = proxy.Port };
            return new Scene(fixture, proxy, PartnerStore.Open(
                fixture.Options with { ConnectionString = behind.ConnectionString }));
        }

        /// <summary>What one batch costs that has so many of each kind of member.</summary>
        public async Task<Cost> CountAsync(int each, bool rare, bool contacts = false, bool limits = false)
        {
            TopUpCandidate Candidate() => contacts ? StoreFixture.WithContact(fixture.Candidate())
                : limits ? Limited(fixture.Candidate())
                : fixture.Candidate();
            var sold = await ManyAsync(each, _ => fixture.SellAsync(Candidate()));
            var cancellable = await ManyAsync(rare ? each : 0, _ => fixture.SellAsync());
            var reversible = await ManyAsync(rare ? each : 0, _ => fixture.SellAndSucceedAsync());
            var reversed = await ManyAsync(rare ? each : 0, async _ => (await fixture.Store.Reversals.SaveAsync(
                fixture.ReversalOf(await fixture.SellAndSucceedAsync()))).Value.Reversal);
            var quotes = await ManyAsync(rare ? each : 0, _ => _priced.QuoteAsync(_priced.Sale([StoreFixture.Acme])));
            return await CountTogetherAsync(() =>
            [
                .. sold.Select(topUp => fixture.CompleteAsync(topUp, IssuerVerdict.Accepted, store)),
                .. sold.Select(_ => store.TopUps.SaveAsync(Candidate())),
                .. cancellable.Select(topUp => store.TopUps.CancelAsync(StoreFixture.Acme, topUp.Id, Given.Noon)),
                .. reversible.Select(topUp => store.Reversals.SaveAsync(fixture.ReversalOf(topUp))),
                .. reversed.Select(reversal => store.Reversals.SettleAsync(
                    StoreFixture.Acme,
                    reversal.Id,
                    StoreFixture.Answer(IssuerVerdict.Accepted),
                    Given.Noon,
                    Given.Noon)),
                .. quotes.Select(quote => _priced.SaveAsync(quote, store)),
                .. quotes.Select(quote => store.Quotes.SaveAsync(quote with { Id = new QuoteId(fixture.NewId()) })),
            ]);
        }

        /// <summary>What it costs to print so many receipts, and as many copies of others, in one batch.</summary>
        public async Task<Cost> CountPrintsAsync(int each)
        {
            var sold = await ManyAsync(each * 2, _ => fixture.SellAndSucceedAsync());
            Task Print(TopUpRecord topUp) => store.Receipts.PrintAsync(new ReceiptCandidate(
                StoreFixture.Acme, topUp.Id, fixture.NewRequestId(), "content", null, Given.Noon));
            await Task.WhenAll(sold.Take(each).Select(Print));
            return await CountTogetherAsync(() => [.. sold.Select(Print)]);
        }

        /// <summary>What it costs to report so many top-ups in one batch, and as many once more.</summary>
        public async Task<Cost> CountReportsAsync(int each)
        {
            var sold = await ManyAsync(each * 2, _ => fixture.SellAndSucceedAsync());
            var policy = new Core.Arrivals.ArrivalPolicy();
            Task Report(TopUpRecord topUp) => store.Cases.OpenAsync(topUp, policy, Given.Noon);
            await Task.WhenAll(sold.Take(each).Select(Report));
            return await CountTogetherAsync(() => [.. sold.Select(Report)]);
        }

        /// <summary>What it costs to claim so many jobs together, and to prolong these claims once.</summary>
        public async Task<Cost> CountClaimsAsync(int jobs)
        {
            await ManyAsync(jobs, _ => fixture.SellAsync());
            var lease = new Lease("me", Given.Noon.AddHours(1));
            return await CountAsync(async () =>
            {
                var claimed = await store.Jobs.ClaimAsync(lease, Given.Noon, jobs);
                Assert.Equal(jobs, claimed.Count);
                Assert.Equal(jobs, await store.Jobs.RenewAsync(lease with { Until = Given.Noon.AddHours(2) }, claimed));
            });
        }

        public async ValueTask DisposeAsync()
        {
            await store.DisposeAsync();
            await proxy.DisposeAsync();
            await fixture.DisposeAsync();
        }

        private static TopUpCandidate Limited(TopUpCandidate candidate)
        {
            const long most = 1_000_000_000_000;
            LimitBook book = new(
            [
                .. new[]
                {
                    (LimitKind.DayAmount, LimitScope.Partner), (LimitKind.MonthAmount, LimitScope.Partner),
                    (LimitKind.DayAmount, LimitScope.Each(LimitSubject.Cashier)),
                    (LimitKind.DayAmount, LimitScope.Each(LimitSubject.Terminal)),
                }.Select(limit => new Limit(
                    StoreFixture.Acme, LimitSetter.Operator, limit.Item1, limit.Item2, most, Given.Noon)),
            ]);
            var seller = candidate.Order.Seller;
            return candidate with
            {
                Limits = SaleLimits.Of(
                    book,
                    new LimitedSale(
                        StoreFixture.Acme, seller.Outlet, seller.Terminal, seller.Cashier,
                        candidate.Sale.Value.Card),
                    Given.Cny,
                    LimitPeriods.At(Given.Noon, TimeZoneInfo.Utc)),
            };
        }

        /// <summary>What members cost that are carried out in one batch.</summary>
        private async Task<Cost> CountTogetherAsync(Func<List<Task>> begin)
        {
            using var release = new ManualResetEventSlim();
            using var entered = new ManualResetEventSlim();
            var blocker = store.Commit.RunAsync(
                StoreFixture.Acme,
                _ => { },
                _ =>
                {
                    entered.Set();
                    release.Wait();
                    return 0;
                });
            entered.Wait();
            var members = begin();
            while (store.Commit.Waiting < members.Count)
            {
                await Task.Delay(5);
            }

            var cost = await CountAsync(async () =>
            {
                release.Set();
                await Task.WhenAll(members.Append(blocker));
            });
            return new Cost(cost.Statements - BlockersStatements, cost.Trips - BlockersTrips);
        }

        private async Task<Cost> CountAsync(Func<Task> work)
        {
            fixture.Query("SELECT pg_stat_statements_reset() IS NULL", _ => 0);
            var before = proxy.Trips;
            await work();
            var trips = proxy.Trips - before;

            // Plans are thrown away once a second, whatever is done: with a statement and a trip of its own.
            var renewals = CallsOf("s.query = 'DISCARD PLANS'");
            return new Cost(
                CallsOf("s.query NOT LIKE '%pg_stat_statements%'") - renewals, trips - (int)renewals);
        }

        private long CallsOf(string which) => fixture.Count(
            "SELECT COALESCE(SUM(s.calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid " +
            $"WHERE d.datname = current_database() AND {which}");

        private static async Task<List<T>> ManyAsync<T>(int count, Func<int, Task<T>> make)
        {
            var made = new List<T>(count);
            for (var number = 0; number < count; number++)
            {
                made.Add(await make(number));
            }

            return made;
        }
    }
}
