using Partner.Storage.Providers;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partner-storage-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var file = Path.Combine(_folder, "new", "folder", "partner.db");

        Assert.NotEmpty(PartnerStore.Migrate(StoreOptions.Sqlite(file)));
        Assert.Empty(PartnerStore.Migrate(StoreOptions.Sqlite(file)));

        await using var store = PartnerStore.Open(StoreOptions.Sqlite(file));
        Assert.True(await store.IsReadyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Migrating_a_store_in_use_keeps_what_it_holds()
    {
        await using var fixture = await StoreFixture.CreateAsync(deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();

        Assert.Empty(PartnerStore.Migrate(StoreOptions.Sqlite(fixture.File)));

        await fixture.SellAsync();
        Assert.NotNull(await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, topUp.Id, CancellationToken.None));
        await fixture.AssertRightAsync();
    }

    [Fact]
    public void A_file_without_a_schema_is_not_opened_and_the_message_says_what_to_do()
    {
        var absent = StoreOptions.Sqlite(Path.Combine(_folder, "empty.db"));

        var fault = Assert.Throws<StoreNotReadyException>(() => PartnerStore.Open(absent));

        Assert.Contains("migrate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_saved_is_there_after_closing_and_opening_again()
    {
        await using var fixture = await StoreFixture.CreateAsync(deposit: 1_000);
        var candidate = fixture.Candidate();
        var saved = await fixture.SellAsync(candidate);
        await fixture.Store.DisposeAsync();

        await using var again = PartnerStore.Open(StoreOptions.Sqlite(fixture.File));
        var (decision, _) = await again.TopUps.SaveAsync(candidate with { Id = fixture.NewId() });

        Assert.Equal(new Core.TopUps.TopUpDecision.Replay(saved.Id), decision);
    }

    [Fact]
    public async Task The_file_is_synced_at_every_commit()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        using var connection = Database.Of(StoreOptions.Sqlite(fixture.File)).Open();

        Assert.Equal(["wal", "2"], new[] { "journal_mode", "synchronous" }.Select(name =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return command.ExecuteScalar()?.ToString();
        }));
    }
}
