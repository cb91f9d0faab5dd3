using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Faults;

/// <summary>
/// A database that answers every question and saves nothing is found out, and callers are told to come again.
/// </summary>
public sealed class NoWritesTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_healthy_database_takes_the_heartbeat_again_and_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);

        Assert.Null(await ProblemAsync(fixture.Store));
        Assert.Null(await ProblemAsync(fixture.Store));

        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM heartbeats"));
    }

    [PostgresFact]
    public async Task A_read_only_PostgreSQL_is_told_of()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        var name = new NpgsqlConnectionStringBuilder(fixture.Options.ConnectionString).Database;
        fixture.Query($"ALTER DATABASE {name} SET default_transaction_read_only = on", _ => 0);
        await using var store = PartnerStore.Open(fixture.Options);

        var problem = await ProblemAsync(store);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.TopUps.SaveAsync(fixture.Candidate()));

        Assert.Contains("default_transaction_read_only", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_file_is_told_of()
    {
        await using var database = TestDatabase.Create(StoreProvider.Sqlite);
        var path = new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource;

        // "If the write version is greater than 2, the database is read-only" (SQLite's file format, offset 18).
        await using (var file = File.OpenWrite(path))
        {
            file.Position = 18;
            file.WriteByte(3);
        }

        await using var store = PartnerStore.Open(database.Options);

        Assert.Equal("its file is read-only", await ProblemAsync(store));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AddPartnerAsync(store));
    }

    [SkippableMountFact]
    public async Task On_a_full_disk_callers_are_told_and_all_goes_on_when_there_is_room_again()
    {
        using var disk = new SmallDisk();
        var options = StoreOptions.Sqlite(Path.Combine(disk.Folder, "partner.db"));
        PartnerStore.Migrate(options);
        await using var store = PartnerStore.Open(options);
        Assert.Null(await ProblemAsync(store));

        // The log is as long as it ever was and written from its start again, so that a little room is left in it.
        disk.Fill();
        Assert.Equal("its disk is full", await ProblemAsync(store));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (var number = 0; number < 5_000; number++)
            {
                await store.Partners.AddAsync(
                    new PartnerAccount(
                        new PartnerId($"p-{number}"), "x", PartnerStatus.Active, Currency.Of("CNY")), Given.Noon);
            }
        });
        Assert.Equal("its disk is full", await ProblemAsync(store));

        disk.Empty();
        Assert.Null(await ProblemAsync(store));
        await AddPartnerAsync(store);
    }

    [Fact]
    public async Task A_reader_of_an_old_moment_keeps_the_log_and_lets_go_of_it_at_its_end()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Sqlite);
        var database = Databases.Of(fixture.Options);
        using (var reader = database.Open())
        using (var moment = database.BeginSnapshot(reader))
        {
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM top_ups";
            command.ExecuteScalar();
            await fixture.SellAsync();

            Assert.True(await fixture.Store.Measurements.LogLeftAsync(CancellationToken.None) > 0);
        }

        Assert.Equal(0, await fixture.Store.Measurements.LogLeftAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_log_is_cut_back_to_64_MiB()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Sqlite, deposit: 0);

        Assert.Equal(64 * 1024 * 1024, fixture.Count("PRAGMA journal_size_limit"));
    }

    [Fact]
    public async Task Whoever_holds_the_only_write_lock_is_waited_for_once_and_for_all_members_together()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Sqlite);
        var database = Databases.Of(fixture.Options);
        using var other = database.Open();
        using var holds = database.BeginWrite(other);
        var began = TimeProvider.System.GetTimestamp();

        using var connection = database.Open();
        var fault = Assert.Throws<SqliteException>(() => database.BeginWrite(connection));

        Assert.Equal(FaultKind.Conflict, database.Classify(fault));
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(1.5));
        Assert.Equal((2_000, 2), (fixture.Count("PRAGMA busy_timeout"), ((SqliteConnection)connection).DefaultTimeout));
    }

    private static Task<string?> ProblemAsync(PartnerStore store) =>
        store.Measurements.WriteProblemAsync(Given.Noon, CancellationToken.None);

    private static Task AddPartnerAsync(PartnerStore store) => store.Partners.AddAsync(
        new PartnerAccount(
            new PartnerId("newcomer"), "newcomer", PartnerStatus.Active, Currency.Of("CNY")), Given.Noon);

    /// <summary>A file system of 4 MiB, which only root can make.</summary>
    private sealed class SmallDisk : IDisposable
    {
        public SmallDisk() => Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", Folder);

        public string Folder { get; } = Directory.CreateTempSubdirectory("partner-small-disk-").FullName;

        private string Filler => Path.Combine(Folder, "filler");

        public void Fill()
        {
            using var file = File.Create(Filler, bufferSize: 0);
            var page = new byte[4096];
            try
            {
                while (true)
                {
                    file.Write(page);
                }
            }
            catch (IOException)
            {
                return;
            }
        }

        public void Empty() => File.Delete(Filler);

        public void Dispose()
        {
            Run("umount", "--lazy", Folder);
            Directory.Delete(Folder);
        }

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SkippableMountFactAttribute : FactAttribute
    {
        public SkippableMountFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            {
                Skip = "only root can mount a disk that is small enough to fill";
            }
        }
    }
}
