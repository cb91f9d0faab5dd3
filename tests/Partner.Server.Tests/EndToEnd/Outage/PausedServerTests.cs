using Grpc.Core;
using Leb.Partner.V1;
using Npgsql;
using Partner.Benchmarks.Harness;
using Partner.Contracts.Client;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.EndToEnd.Outage;

/// <summary>
/// A server that stands still with saves in its queue and one in the middle of its transaction, a healthy one beside
/// it, tills that follow the recipe there, and then the first is woken.
/// </summary>
public sealed class PausedServerTests(ITestOutputHelper output)
{
    private const int Tills = 48;

    // Shorter than the age at which a save is refused, so that only what the tills were promised holds woken ones back.
    private const int IdleSeconds = 3;

    private static CancellationToken Never => CancellationToken.None;

    [PostgresFact]
    public async Task No_card_is_topped_up_after_its_refund_when_a_server_that_stood_still_is_woken()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        await using var bed = await TestBed.CreateAsync(1, Never, database.Variables());
        var (issuer, issuerUrl) = await bed.StartIssuerAsync(0, [], Never);
        await using var issuerEnds = issuer;
        string[] arguments = ["--issuer", issuerUrl.ToString(), "--lease", "5"];
        var (paused, pausedUrl) = await bed.ServeAsync(0, arguments, Never, ShortIdle(database));
        await using var pausedEnds = paused;
        var (healthy, healthyUrl) = await bed.ServeAsync(0, arguments, Never);
        await using var healthyEnds = healthy;
        using var pool = new ClientPool(bed, pausedUrl, 4);
        using var connection = Connect(bed, healthyUrl);
        var tills = new UncertainTills(pool.Clients, connection);

        var selling = tills.RunAsync(Tills);
        await Eventually.SeeAsync(() => Task.FromResult(tills.Printed.Count), count => count >= Tills);
        await PauseInTheMiddleAsync(database, paused, new Random(Seed.Next(output)));
        var late = tills.SellOnceAsync(Tills);
        tills.Stop();
        await Task.WhenAll(selling, late);
        paused.Resume();

        await AnswersAsync(pool.Clients[0]);
        Assert.NotEmpty(tills.Refunded);
        await AssertTrueAsync(bed, connection, issuerUrl, tills);
    }

    /// <summary>Pauses it where a transaction of it holds locks.</summary>
    private static async Task PauseInTheMiddleAsync(
        ServerStore database, ChildProcess server, Random random)
    {
        const string stuck =
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL " +
            "AND state = 'idle in transaction' AND state_change < clock_timestamp() - interval '200 milliseconds'";
        for (var attempt = 0; attempt < 200; attempt++)
        {
            server.Pause();
            await Eventually.PauseAsync(TimeSpan.FromMilliseconds(300));
            if (await ExecuteAsync(database, stuck) is > 0L)
            {
                return;
            }

            server.Resume();
            await Eventually.PauseAsync(TimeSpan.FromMilliseconds(random.Next(20, 60)));
        }

        Assert.Fail("The server was never in the middle of a transaction.");
    }

    /// <summary>Waits until it has begun to work off what it finds, and has had time for it.</summary>
    private static async Task AnswersAsync(TopUpService.TopUpServiceClient server)
    {
        var totals = await Eventually.SeeAsync(
            async () =>
            {
                try
                {
                    return await server.GetSalesTotalsAsync(new GetSalesTotalsRequest(), TestClient.In("en"));
                }
                catch (RpcException)
                {
                    return null;
                }
            },
            found => found is not null);
        Assert.NotNull(totals);
        await Eventually.PauseAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task AssertTrueAsync(
        TestBed bed, PartnerConnection connection, Uri issuerUrl, UncertainTills tills)
    {
        // Nothing is on its way any more.
        await Eventually.SeeAsync(
            async () => (await connection.TopUps.GetSalesTotalsAsync(new GetSalesTotalsRequest(), TestClient.In("en")))
                .Totals.Where(line => line.State == TopUpState.Processing).Sum(line => line.Count),
            count => count == 0);
        var applied = new List<string>();
        using var records = new IssuerRecordsClient(issuerUrl);
        await foreach (var record in records.ReadAllAsync(Never))
        {
            if (record.State == IssuerRecordState.Applied)
            {
                applied.Add(record.Card!);
            }
        }

        Assert.Empty(tills.Refunded.Values.Intersect(applied));
        Assert.Equal(tills.Printed.Values.Order(), applied.Order());
        var sold = (await connection.TopUps.GetSalesTotalsAsync(new GetSalesTotalsRequest(), TestClient.In("en")))
            .Totals.Where(line => line.State == TopUpState.Succeeded).Sum(line => line.Count);
        Assert.Equal(tills.Printed.Count, sold);
        foreach (var requestId in tills.Refunded.Keys)
        {
            Assert.True((await connection.AbandonAsync(requestId, Eventually.Longest)).Abandoned);
        }

        var (status, lines) = await bed.RunVerbAsync(Never, "audit", "--issuer", issuerUrl.ToString());
        Assert.True(status == 0, string.Join('\n', lines));
    }

    private static PartnerConnection Connect(TestBed bed, Uri server)
    {
        var (certificate, key) = bed.CertificateOf(bed.Partners[0]);
        return PartnerConnection.Open(new PartnerConnectionOptions
        {
            Address = server,
            CaFile = bed.AuthorityFile,
            CertificateFile = certificate,
            KeyFile = key,
        });
    }

    private static Dictionary<string, string> ShortIdle(ServerStore database) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Partner"] = new NpgsqlConnectionStringBuilder(database.Options!.ConnectionString)
        {
            Options = $"-c idle_in_transaction_session_timeout={IdleSeconds}s",
        }.ConnectionString,
    };

    private static async Task<object?> ExecuteAsync(ServerStore database, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.Options!.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
