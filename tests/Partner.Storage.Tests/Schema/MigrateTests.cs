using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

public sealed class MigrateTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Of_four_processes_that_migrate_at_once_one_does_the_work_and_all_succeed(StoreProvider on)
    {
        await using var database = TestDatabase.CreateEmpty(on);
        var runs = Enumerable.Range(0, 4)
            .Select(_ => OtherProcess.Start(TestProgram.Migrate, database.Options)).ToList();
        try
        {
            var applied = await Task.WhenAll(runs.Select(async run => int.Parse(
                Assert.Single(await run.EndAsync()), CultureInfo.InvariantCulture)));

            Assert.Single(applied, count => count > 0);
            Assert.Equal(3, applied.Count(count => count == 0));
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }

        await using var store = PartnerStore.Open(database.Options);
        Assert.Empty(await store.Measurements.PendingMigrationsAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Killed_in_the_middle_it_leaves_nothing_done_and_nothing_locked(StoreProvider on)
    {
        await using var database = TestDatabase.CreateEmpty(on);
        using (var run = OtherProcess.Start(TestProgram.MigrateAndHang, database.Options))
        {
            await run.ReadUntilAsync(TestProgram.InTheMiddle);
            await run.KillAsync();
        }

        Assert.Throws<StoreNotReadyException>(() => PartnerStore.Open(database.Options));
        Assert.NotEmpty(PartnerStore.Migrate(database.Options));
        await using var store = PartnerStore.Open(database.Options);
        Assert.Empty(await store.Measurements.PendingMigrationsAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Beside_a_store_that_sells_it_disturbs_no_sale(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000_000_000);
        using var done = new CancellationTokenSource();
        var selling = Task.Run(async () =>
        {
            var sold = 0;
            for (; !done.IsCancellationRequested; sold++)
            {
                await fixture.SellAndSucceedAsync();
            }

            return sold;
        });
        for (var round = 0; round < 3; round++)
        {
            using var first = OtherProcess.Start(TestProgram.Migrate, fixture.Options);
            using var second = OtherProcess.Start(TestProgram.Migrate, fixture.Options);
            Assert.Equal(["0"], await first.EndAsync());
            Assert.Equal(["0"], await second.EndAsync());
        }

        await done.CancelAsync();
        var all = await selling;
        Assert.True(all > 0);
        Assert.Equal(all, fixture.Count("SELECT COUNT(*) FROM top_ups WHERE state = 2"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Its_preview_is_the_whole_script_and_changes_nothing(StoreProvider on)
    {
        await using var database = TestDatabase.CreateEmpty(on);

        var script = PartnerStore.MigrationScript(database.Options);

        foreach (var table in OfflineModel.ModelOf(on).GetEntityTypes())
        {
            Assert.Contains($"CREATE TABLE {Quoted(on, table.GetTableName()!)}", script, StringComparison.Ordinal);
        }

        Assert.Throws<StoreNotReadyException>(() => PartnerStore.Open(database.Options));
        Assert.NotEmpty(PartnerStore.Migrate(database.Options));
        Assert.Equal("", PartnerStore.MigrationScript(database.Options));
    }

    [Fact]
    public void A_preview_of_a_file_that_is_not_there_does_not_make_it()
    {
        var file = Path.Combine(Path.GetTempPath(), $"partner-{Guid.NewGuid():N}", "partner.db");

        Assert.Contains(
            "top_ups", PartnerStore.MigrationScript(StoreOptions.Sqlite(file)), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public void Its_preview_for_SQL_Server_is_all_or_nothing_in_the_shell_of_administrators()
    {
        var dialect = OfflineModel.DatabaseOf(StoreProvider.SqlServer).Dialect;

        var script = dialect.WholeScript(["CREATE TABLE a (id int);\n", "CREATE TABLE b (id int);\n"])!;

        var batches = script.Split("\nGO\n").Select(batch => batch.Trim()).ToList();
        Assert.Contains("SET QUOTED_IDENTIFIER, ", batches[0], StringComparison.Ordinal);
        Assert.Contains("SET XACT_ABORT ON;", batches[0], StringComparison.Ordinal);
        Assert.EndsWith("BEGIN TRANSACTION;", batches[0], StringComparison.Ordinal);
        Assert.Equal(["CREATE TABLE a (id int);", "CREATE TABLE b (id int);"], [batches[1], batches[3]]);

        // After each part: when it failed, the rest is compiled and not executed, the COMMIT included.
        Assert.All([batches[2], batches[4]], check =>
        {
            Assert.StartsWith("IF @@ERROR <> 0 OR @@TRANCOUNT = 0", check, StringComparison.Ordinal);
            Assert.Contains("SET NOEXEC ON", check, StringComparison.Ordinal);
        });
        Assert.Equal(["COMMIT TRANSACTION;", "SET NOEXEC OFF;", ""], batches[5..]);
    }

    private static string Quoted(StoreProvider on, string table) => on switch
    {
        StoreProvider.Sqlite => $"\"{table}\"",
        StoreProvider.SqlServer => $"[{table}]",
        _ => table,
    };
}
