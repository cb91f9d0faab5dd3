using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Outage;

/// <summary>
/// Two servers, an issuer and PostgreSQL, each a process of its own, of which some are killed under load.
/// </summary>
public sealed class TwoProcessesTests
{
    private const int Tills = 16;
    private const int Plenty = 60;

    private static readonly string[] Timing =
        ["--lease", "2", "--attempt-timeout", "1", "--reconcile-every", "1", "--withdraw-after", "600"];

    // Where the issuer lives, no machine is so slow that it seems to be dead.
    private static readonly string[] PatientTiming =
        ["--lease", "61", "--attempt-timeout", "60", "--reconcile-every", "1", "--withdraw-after", "600"];

    private static CancellationToken Never => CancellationToken.None;

    [PostgresFact]
    public async Task When_one_of_two_servers_is_killed_the_other_finishes_its_sales_and_none_is_sold_twice()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        await using var bed = await TestBed.CreateAsync(1, Never, database.Variables());

        var clients = await RunAsync(bed, Timing, async (running, servers) =>
        {
            await ReachAsync(running, Plenty);
            await servers[1].KillAsync();
            await ReachAsync(running, 2 * Plenty);
        });

        Assert.All(clients.Refusals, refusal => Assert.Equal(StatusCode.Unavailable, refusal.Status));
    }

    [PostgresFact]
    public async Task When_PostgreSQL_is_killed_callers_are_told_to_retry_and_every_sale_is_made_once()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await using var bed = await TestBed.CreateAsync(1, Never, postgres.Variables);

        var clients = await RunAsync(bed, PatientTiming, async (running, _) =>
        {
            for (var round = 1; round <= 2; round++)
            {
                await ReachAsync(running, running.Sold.Count + Plenty);

                // Longer than the store itself waits for it.
                await postgres.CrashAsync(away: 4);
                await ReachAsync(running, running.Sold.Count + Plenty);
            }
        });

        Assert.NotEmpty(clients.Refusals);
        Assert.All(clients.Refusals, refusal =>
        {
            // What waited through the whole outage is too old to be saved after it.
            Assert.Contains(
                (refusal.Status, refusal.Reason),
                new[]
                {
                    (StatusCode.Unavailable, "SERVICE_UNAVAILABLE"), (StatusCode.ResourceExhausted, "OVERLOADED"),
                });
            Assert.True(refusal.RetrySafe);
            Assert.NotNull(refusal.RetryAfter);
        });
    }

    /// <summary>Lets tills sell at two servers while something happens, and checks all that they were told.</summary>
    private static async Task<SteadyClients> RunAsync(
        TestBed bed, string[] timing, Func<SteadyClients, IReadOnlyList<ChildProcess>, Task> happens)
    {
        var (issuer, issuerUrl) = await bed.StartIssuerAsync(0, [], Never);
        await using var issuerEnds = issuer;
        string[] arguments = ["--issuer", issuerUrl.ToString(), .. timing];
        var (first, firstUrl) = await bed.ServeAsync(0, arguments, Never);
        await using var firstEnds = first;
        var (second, secondUrl) = await bed.ServeAsync(0, arguments, Never);
        await using var secondEnds = second;
        using var firstPool = new ClientPool(bed, firstUrl, 1);
        using var secondPool = new ClientPool(bed, secondUrl, 1);
        var clients = new SteadyClients([firstPool.Clients[0], secondPool.Clients[0]]);

        var selling = clients.RunAsync(Tills);
        await happens(clients, [first, second]);
        clients.Stop();
        await selling;

        Assert.All(clients.Sold.Values, sale => Assert.Equal(TopUpState.Succeeded, sale.State));
        Assert.Equal(clients.Sold.Count, clients.Sold.Values.Select(sale => sale.Name).Distinct().Count());
        await AssertSoldOnceAsync(bed, firstPool.Clients[0], issuerUrl, clients.Sold);
        return clients;
    }

    private static async Task AssertSoldOnceAsync(
        TestBed bed,
        TopUpService.TopUpServiceClient server,
        Uri issuerUrl,
        IReadOnlyDictionary<string, TopUp> sold)
    {
        var totals = await server.GetSalesTotalsAsync(new GetSalesTotalsRequest(), TestClient.In("en"));
        var line = Assert.Single(totals.Totals);
        Assert.Equal((TopUpState.Succeeded, sold.Count), (line.State, line.Count));

        using var records = new IssuerRecordsClient(issuerUrl);
        var applied = new List<string>();
        await foreach (var record in records.ReadAllAsync(Never))
        {
            Assert.Equal(IssuerRecordState.Applied, record.State);
            applied.Add(record.Id);
        }

        Assert.Equal(sold.Values.Select(sale => Sale.IdOf(sale.Name)).Order(), applied.Order());
        var (status, lines) = await bed.RunVerbAsync(Never, "audit", "--issuer", issuerUrl.ToString());
        Assert.True(status == 0, string.Join('\n', lines));
    }

    private static Task<int> ReachAsync(SteadyClients clients, int sales) =>
        Eventually.SeeAsync(() => Task.FromResult(clients.Sold.Count), count => count >= sales);
}
