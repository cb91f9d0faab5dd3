using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partner-storage-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Migrating_makes_the_folder_of_a_file()
    {
        var file = Path.Combine(_folder, "new", "folder", "partner.db");

        Assert.NotEmpty(PartnerStore.Migrate(StoreOptions.Sqlite(file)));
        Assert.Empty(PartnerStore.Migrate(StoreOptions.Sqlite(file)));

        await using var store = PartnerStore.Open(StoreOptions.Sqlite(file));
        Assert.Empty(await store.Measurements.PendingMigrationsAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Migrating_an_empty_database_makes_it_ready_and_again_changes_nothing(StoreProvider on)
    {
        await using var database = TestDatabase.CreateEmpty(on);

        Assert.NotEmpty(PartnerStore.Migrate(database.Options));
        Assert.Empty(PartnerStore.Migrate(database.Options));

        await using var store = PartnerStore.Open(database.Options);
        Assert.Empty(await store.Measurements.PendingMigrationsAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_database_without_a_schema_is_not_opened_and_the_message_says_what_to_do(StoreProvider on)
    {
        await using var database = TestDatabase.CreateEmpty(on);

        var fault = Assert.Throws<StoreNotReadyException>(() => PartnerStore.Open(database.Options));

        Assert.Contains("migrate", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Migrating_a_store_in_use_keeps_what_it_holds(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();

        Assert.Empty(PartnerStore.Migrate(fixture.Options));

        await fixture.SellAsync();
        Assert.NotNull(await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, topUp.Id, CancellationToken.None));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_saved_is_there_after_closing_and_opening_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var candidate = fixture.Candidate();
        var saved = await fixture.SellAsync(candidate);
        await fixture.Store.DisposeAsync();

        await using var again = PartnerStore.Open(fixture.Options);
        var (decision, _) = await again.TopUps.SaveAsync(candidate with { Id = new TopUpId(fixture.NewId()) });

        Assert.Equal(new Core.TopUps.TopUpDecision.Replay(saved.Id), decision);
    }

    [Fact]
    public async Task The_file_is_synced_at_every_commit()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Sqlite);
        using var connection = Databases.Of(fixture.Options).Open();

        Assert.Equal(["wal", "2"], new[] { "journal_mode", "synchronous" }.Select(name =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return command.ExecuteScalar()?.ToString();
        }));
    }
}
