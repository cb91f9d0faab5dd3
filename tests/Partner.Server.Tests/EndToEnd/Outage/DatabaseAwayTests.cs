using System.Globalization;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Npgsql;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.EndToEnd.States;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Partner.Storage.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Outage;

/// <summary>The database goes away for a while, which a server sees through.</summary>
public sealed class DatabaseAwayTests
{
    [PostgresFact]
    public async Task A_reversal_that_was_saved_is_answered_while_the_database_is_away_and_finished_when_it_is_back()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        await using var proxy = ProxyOf(database.Options!);
        var issuer = new HeldIssuer();
        await using var server = await RunningServer.StartAsync(
            settings => issuer.Hold(settings) with
            {
                Store = Behind(proxy, database.Options!),
                Work = settings.Work with { Lease = TimeSpan.FromSeconds(2) },

                // It may happen to look while the database is away, and would tell of it too.
                Settlement = settings.Settlement with { After = null },
            },
            alone: true);
        var partner = await server.AddPartnerAsync("patient");
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.ReversalTimeoutAfterApplying));
        using var asking = partner.TopUps.ReverseTopUpAsync(
            ReversalTests.AskFor(sold).With(ask => ask.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(20))),
            TestClient.In("en"));
        await Eventually.SeeAsync(() => partner.GetAsync(sold.Name), topUp => topUp.Reversal.Length > 0);

        proxy.Sever();

        var answer = await asking;
        Assert.Equal(ReversalState.Processing, answer.Reversal.State);
        Assert.Equal((TopUpState.Succeeded, answer.Reversal.Name), (answer.TopUp.State, answer.TopUp.Reversal));
        var refused = await partner.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();
        refused.Is(StatusCode.Unavailable, "SERVICE_UNAVAILABLE");
        Assert.NotNull(refused.RetryAfter);
        await Eventually.SeeAsync(() => Task.FromResult(Count(server, "is away, the dispatch")), count => count == 1);

        proxy.Mend();
        await issuer.SeeLaterAsync(
            () => TryGetAsync(partner, sold.Name), topUp => topUp?.State == TopUpState.Reversed);
        await server.AssertInOrderAsync();
        Assert.Equal((1, 1), (Count(server, "is away, the dispatch"), Count(server, "The database is back")));
        Assert.Single(server.Log.Errors);
    }

    private static int Count(RunningServer server, string text) =>
        server.Log.Lines.Count(line => line.Text.Contains(text, StringComparison.Ordinal));

    private static async Task<TopUp?> TryGetAsync(TestClient partner, string name)
    {
        try
        {
            return await partner.GetAsync(name);
        }
        catch (RpcException away) when (away.StatusCode == StatusCode.Unavailable)
        {
            return null;
        }
    }

    private static CuttingProxy ProxyOf(StoreOptions database)
    {
        var direct = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new CuttingProxy(IPEndPoint.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{direct.Host}:{direct.Port}")));
    }

    private static StoreOptions Behind(CuttingProxy proxy, StoreOptions database) => database with
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port }
            .ConnectionString,
    };
}
