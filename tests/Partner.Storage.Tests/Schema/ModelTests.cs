using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

/// <summary>What every table must keep to, also those that are added later. Needs no server.</summary>
public sealed class ModelTests
{
    private const int SqlServerKeyBytes = 900;
    private const int SqlServerIndexBytes = 1700;
    private const int PostgresNameBytes = 63;

    public static TheoryData<StoreProvider> Providers => OfflineModel.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public void No_migration_is_missing_for_the_model(StoreProvider provider)
    {
        using var context = OfflineModel.ContextOf(provider);

        Assert.False(context.Database.HasPendingModelChanges(), "Run eng/Migrations/add.sh; see README.md beside it.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void No_name_is_a_reserved_word_of_any_database_or_longer_than_they_allow(StoreProvider provider) =>
        Assert.All(OfflineModel.NamesIn(OfflineModel.ModelOf(provider)), name =>
        {
            Assert.DoesNotContain(name, ReservedWords.All);
            Assert.Matches("^[A-Za-z_0-9]+$", name);
            Assert.True(name.Length <= PostgresNameBytes, name);
        });

    [Theory]
    [InlineData(StoreProvider.Sqlite, null)]
    [InlineData(StoreProvider.Postgres, "C")]
    [InlineData(StoreProvider.SqlServer, "Latin1_General_100_BIN2")]
    public void Every_text_compares_by_bytes(StoreProvider provider, string? collation) =>
        Assert.All(Texts(provider), text => Assert.Equal(collation, text.GetCollation()));

    [Fact]
    public void Every_key_and_index_fits_into_SQL_Server()
    {
        foreach (var entity in OfflineModel.ModelOf(StoreProvider.SqlServer).GetEntityTypes())
        {
            Assert.All(entity.GetKeys(), key => Assert.InRange(Bytes(key.Properties), 1, SqlServerKeyBytes));
            Assert.All(entity.GetIndexes(), index => Assert.InRange(Bytes(index.Properties), 1, SqlServerIndexBytes));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void No_table_refers_to_another_by_a_foreign_key(StoreProvider provider) =>
        Assert.Empty(OfflineModel.ModelOf(provider).GetEntityTypes().SelectMany(entity => entity.GetForeignKeys()));

    [Theory]
    [InlineData("balances", 1_000)]
    [InlineData("partner_counters", 1_000)]
    [InlineData("jobs", 1_000)]
    [InlineData("usages", 10_000)]
    [InlineData("volumes", 10_000)]
    public void Hot_rows_leave_room_for_new_versions_and_are_cleared_early_on_PostgreSQL(string table, int dead)
    {
        var entity = OfflineModel.ModelOf(StoreProvider.Postgres).GetEntityTypes()
            .Single(entity => entity.GetTableName() == table);

        var settings = entity.GetStorageParameters();

        Assert.Equal(50, settings["fillfactor"]);
        Assert.Equal(0, settings["autovacuum_vacuum_scale_factor"]);
        Assert.Equal(dead, settings["autovacuum_vacuum_threshold"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_text_of_a_migrated_database_compares_by_bytes(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        if (on == StoreProvider.Sqlite)
        {
            // It says nothing of collations but where one was asked for.
            Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE '%COLLATE%'"));
            return;
        }

        var collations = fixture.Query(
            "SELECT collation_name FROM information_schema.columns " +
            "WHERE data_type IN ('text', 'character varying', 'nvarchar') " +
            "AND table_name IN (SELECT table_name FROM information_schema.columns WHERE column_name = 'partner_id')",
            row => row.IsDBNull(0) ? "of the database" : row.GetString(0));

        Assert.NotEmpty(collations);
        var byBytes = on == StoreProvider.Postgres ? "C" : "Latin1_General_100_BIN2";
        Assert.All(collations, name => Assert.Equal(byBytes, name));
    }

    private static IEnumerable<IProperty> Texts(StoreProvider provider) => OfflineModel.ModelOf(provider)
        .GetEntityTypes().SelectMany(entity => entity.GetProperties())
        .Where(property => property.ClrType == typeof(string));

    // UTF-16 takes two bytes of a character; a text without a length does not fit.
    private static int Bytes(IEnumerable<IProperty> columns) => columns.Sum(column => column.ClrType == typeof(string)
        ? (column.GetMaxLength() ?? SqlServerIndexBytes) * 2
        : sizeof(long));
}
