using System.Data.Common;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Sql;
using Partner.Storage.Tests.Support;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Tests.Faults;

/// <summary>What another transaction got in the way of is done again as a whole: every member, once.</summary>
public sealed class ConflictTests
{
    private const int Members = 20;

    // What a database says by itself when transactions depend on each other in a circle.
    private static readonly RowSqlText Conflict = RowSqlText.UpdateIf(
        "test.conflict", "partners", 1, RowShape.Of("id text"), "name = 'x'", "test_conflict() = 1");

    [Theory]
    [OnEveryDatabase]
    public async Task A_serialization_failure_repeats_the_whole_batch_and_every_member_counts_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));
        var conflicts = on == StoreProvider.Postgres ? 3 : 0;
        if (conflicts > 0)
        {
            fixture.Query(
                "CREATE FUNCTION test_conflict() RETURNS int LANGUAGE plpgsql AS " +
                "$$ BEGIN RAISE EXCEPTION 'circle' USING ERRCODE = '40001'; END $$",
                _ => 0);
        }

        var runs = new int[Members];

        var members = await GatherAsync(writer, (set, number) =>
        {
            Post(set, StoreFixture.Acme.Value);
            if (++runs[number] <= conflicts && number == Members - 1)
            {
                set.Changes.Add(Conflict, StoreFixture.Acme.Value);
            }

            return number;
        });

        Assert.Equal(Enumerable.Range(0, Members), await Task.WhenAll(members));
        Assert.All(runs, count => Assert.Equal(conflicts + 1, count));
        Assert.Equal(conflicts, writer.Conflicts);
        Assert.Equal(Members * 100, (await fixture.FloatAsync()).Posted);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_deadlock_repeats_the_whole_batch_and_every_member_counts_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        await using var writer = new GroupCommit(Databases.Of(fixture.Options));
        using var stranger = new Stranger(Databases.Of(fixture.Options));
        stranger.Lock(StoreFixture.Elsewhere.Value);

        var first = writer.RunAsync(
            StoreFixture.Acme,
            footprint =>
            {
                footprint.AddFloat(StoreFixture.Elsewhere, Given.Cny);
                footprint.AddFloat(StoreFixture.Acme, Given.Cny);
            },
            set =>
            {
                Post(set, StoreFixture.Acme.Value);
                Post(set, StoreFixture.Elsewhere.Value);
                return 0;
            });
        if (on != StoreProvider.Sqlite)
        {
            // Partners are locked in ascending order, which the stranger does not keep to.
            await WaitUntilSomebodyWaitsAsync(fixture, on);
            stranger.Lock(StoreFixture.Acme.Value);
        }

        stranger.End();
        await first;

        // SQLite has one writer at a time, so that there is no circle to be in. A stranger that is slow to wake up may
        // find itself in the same circle again.
        Assert.InRange(writer.Conflicts, on == StoreProvider.Sqlite ? 0 : 1, on == StoreProvider.Sqlite ? 0 : 9);
        Assert.Equal(100, (await fixture.FloatAsync()).Posted);
        Assert.Equal(100, (await fixture.FloatAsync(StoreFixture.Elsewhere)).Posted);
    }

    private static void Post(WorkingSet set, string partnerId) => set.SetFloat(
        new PartnerId(partnerId), set.Float(new PartnerId(partnerId), Given.Cny).Post(100, Given.Noon));

    private static async Task WaitUntilSomebodyWaitsAsync(StoreFixture fixture, StoreProvider on)
    {
        var waiting = on == StoreProvider.Postgres
            ? "SELECT COUNT(*) FROM pg_locks WHERE NOT granted"
            : "SELECT COUNT(*) FROM sys.dm_os_waiting_tasks WHERE wait_type LIKE 'LCK%'";
        while (fixture.Count(waiting) == 0)
        {
            await Task.Delay(5);
        }
    }

    // Holds the writer until all members wait, so that they share a transaction.
    private static async Task<List<Task<int>>> GatherAsync(GroupCommit writer, Func<WorkingSet, int, int> work)
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var blocker = writer.RunAsync(
            StoreFixture.Acme,
            _ => { },
            _ =>
            {
                entered.Set();
                release.Wait();
                return 0;
            });
        entered.Wait();
        var members = Enumerable.Range(0, Members).Select(number => writer.RunAsync(
            StoreFixture.Acme,
            footprint => footprint.AddFloat(StoreFixture.Acme, Given.Cny),
            set => work(set, number))).ToList();
        release.Set();
        await blocker;
        return members;
    }

    /// <summary>A transaction of somebody else's, which is never the one that a deadlock is ended by.</summary>
    private sealed class Stranger : IDisposable
    {
        private readonly Database _database;
        private readonly DbConnection _connection;
        private readonly DbTransaction _transaction;

        public Stranger(Database database)
        {
            _database = database;
            _connection = database.Open();
            _transaction = database.BeginWrite(_connection);
            var patience = database.Dialect.Provider switch
            {
                StoreProvider.Postgres => "SET LOCAL deadlock_timeout = '1h'",
                StoreProvider.SqlServer => "SET DEADLOCK_PRIORITY HIGH",
                _ => "SELECT 1",
            };
            Execute(patience);
        }

        public void Lock(string partnerId) => Execute(_database.Dialect.SelectLocked(
            "last_event", "partner_counters", $"partner_id = '{partnerId}'"));

        public void End() => _transaction.Rollback();

        public void Dispose()
        {
            _transaction.Dispose();
            _connection.Dispose();
        }

        private void Execute(string sql)
        {
            using var command = _connection.CreateCommand();
            command.Transaction = _transaction;
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
