using System.Net;
using Grpc.Core;
using Npgsql;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Outage;

/// <summary>A database that answers and takes no writes, and one behind a pooler.</summary>
public sealed class ReadOnlyDatabaseTests
{
    private static readonly HttpClient Http = new();

    [PostgresFact]
    public async Task A_server_whose_database_became_read_only_is_not_ready_and_tells_tills_to_come_again()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await using var server = await RunningServer.StartAsync(
            settings => settings with
            {
                Store = new StoreOptions(StoreProvider.Postgres, postgres.Connection),
                Health = new KestrelAddress("127.0.0.1", 0),
            },
            alone: true);
        var partner = await server.AddPartnerAsync("patient");
        await partner.SellAsync(Sale.Of());

        await SetReadOnlyAsync(postgres.Connection, "on");

        var seen = await Eventually.SeeAsync(
            () => ReadyAsync(server),
            one => one.Text.Contains("default_transaction_read_only", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, seen.Status);
        var refused = await partner.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();
        refused.Is(StatusCode.Unavailable, "SERVICE_UNAVAILABLE");

        await SetReadOnlyAsync(postgres.Connection, "off");
        await Eventually.SeeAsync(() => ReadyAsync(server), one => one.Status == HttpStatusCode.OK);
        await partner.SellAsync(Sale.Of());
    }

    [PoolerFact]
    public async Task A_server_in_development_starts_sells_and_reads_behind_PgBouncer()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        await using var server = await RunningServer.StartAsync(
            settings => settings with { Store = Pooler.Before(database.Options!) }, alone: true);
        var partner = await server.AddPartnerAsync("pooled");

        for (var sale = 0; sale < 5; sale++)
        {
            var sold = await partner.SellAsync(Sale.Of());
            Assert.Equal(sold.Name, (await partner.GetAsync(sold.Name)).Name);
        }

        await server.AssertInOrderAsync();
    }

    private static async Task SetReadOnlyAsync(string connectionString, string value)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var sql in new[]
        {
            $"ALTER SYSTEM SET default_transaction_read_only = {value}", "SELECT pg_reload_conf()",
        })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> ReadyAsync(RunningServer server)
    {
        using var answer = await Http.GetAsync(new Uri(server.Server.HealthUrl!, "/health/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
