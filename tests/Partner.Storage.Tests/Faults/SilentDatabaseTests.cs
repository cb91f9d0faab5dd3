using System.Globalization;
using System.Net;
using Npgsql;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Faults;

/// <summary>
/// A database that does not answer and does not hang up, as behind a firewall that forgot the connection: everything
/// ends within its budget.
/// </summary>
public sealed class SilentDatabaseTests
{
    // The budgets are seconds: ConnectionSettingsTests. What has none waits for as long as TCP does, a quarter of an
    // hour.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    [PostgresFact]
    public async Task A_reading_on_connections_that_fell_silent_ends_within_its_budget_however_many_there_are()
    {
        await using var scene = await Scene.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => scene.ReadAsync(CancellationToken.None)));
        scene.Proxy.FallSilent();

        await AssertUnavailableAsync(() => scene.ReadAsync(CancellationToken.None));

        scene.Proxy.Mend();
        await scene.ReadAsync(CancellationToken.None);
    }

    [PostgresFact]
    public async Task A_caller_leaves_a_silent_database_at_once()
    {
        await using var scene = await Scene.CreateAsync();
        var asked = scene.Proxy.FallSilentAt("partners"u8.ToArray(), Cut.BeforeItArrives);
        using var leaves = new CancellationTokenSource();
        var reading = scene.ReadAsync(leaves.Token);
        await asked;

        await leaves.CancelAsync();

        // Whoever waits until the budget is over is told that the database is away.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [PostgresFact]
    public async Task Those_who_wait_for_a_connection_are_told_too()
    {
        await using var scene = await Scene.CreateAsync();
        scene.Proxy.FallSilent();

        await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => AssertUnavailableAsync(() => scene.ReadAsync(CancellationToken.None))));
    }

    [PostgresFact]
    public async Task Opening_and_migrating_end_when_nobody_answers()
    {
        await using var scene = await Scene.CreateAsync();
        scene.Proxy.FallSilent();

        await AssertUnavailableAsync(() => Task.Run(() => PartnerStore.Open(scene.Behind)));
        await AssertUnavailableAsync(() => Task.Run(() => PartnerStore.Migrate(scene.Behind)));
        await AssertUnavailableAsync(() => Task.Run(() => PartnerStore.MigrationScript(scene.Behind)));
    }

    [PostgresFact]
    public async Task Migrating_ends_when_the_database_falls_silent_on_the_way()
    {
        await using var scene = await Scene.CreateAsync();
        foreach (var word in new[] { "lock_timeout", "pg_try_advisory_xact_lock", "__EFMigrationsHistory", "COMMIT" })
        {
            var silent = scene.Proxy.FallSilentAt(System.Text.Encoding.UTF8.GetBytes(word), Cut.BeforeItArrives);

            await AssertUnavailableAsync(() => Task.Run(() => PartnerStore.Migrate(scene.Behind)));

            Assert.True(silent.IsCompleted, word);
            scene.Proxy.Mend();
        }
    }

    [Fact]
    public async Task A_SQL_Server_that_is_not_there_is_told_of_within_the_time_for_a_connection()
    {
        var nowhere = Databases.Of(new StoreOptions(StoreProvider.SqlServer, "Server=127.0.0.1,1;Database=partner"));

        await AssertUnavailableAsync(() => Task.Run(() => nowhere.Open()));
    }

    private static async Task AssertUnavailableAsync(Func<Task> work)
    {
        var began = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<StoreUnavailableException>(work);

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Longest);
    }

    /// <summary>A store behind a proxy.</summary>
    private sealed class Scene(StoreFixture fixture, CuttingProxy proxy, StoreOptions behind, PartnerStore store)
        : IAsyncDisposable
    {
        public CuttingProxy Proxy => proxy;

        public StoreOptions Behind => behind;

        public static async Task<Scene> CreateAsync()
        {
            var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres, deposit: 0);
            var direct = new NpgsqlConnectionStringBuilder(fixture.Options.ConnectionString);
            var proxy = new CuttingProxy(IPEndPoint.Parse(
                string.Create(CultureInfo.InvariantCulture, $"{direct.Host}:{direct.Port}")));
            direct.Port = proxy.Port;
            var behind = fixture.Options with { ConnectionString = direct.ConnectionString };
            return new Scene(fixture, proxy, behind, PartnerStore.Open(behind));
        }

        public Task ReadAsync(CancellationToken cancel) => store.Partners.ListAsync(cancel);

        public async ValueTask DisposeAsync()
        {
            proxy.Mend();
            await store.DisposeAsync();
            await proxy.DisposeAsync();
            await fixture.DisposeAsync();
        }
    }
}
