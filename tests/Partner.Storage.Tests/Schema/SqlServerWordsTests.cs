using System.Data;
using Microsoft.Data.SqlClient;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Auditing;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

/// <summary>What SQL Server's documentation asks for, in the words that are sent to it. Needs no server.</summary>
public sealed class SqlServerWordsTests
{
    private static Storage.Sql.Dialect Dialect => OfflineModel.DatabaseOf(StoreProvider.SqlServer).Dialect;

    [Fact]
    public void Claiming_passes_over_locked_rows_also_where_readers_read_versions() => Assert.Equal(
        "WITH claimed AS (SELECT TOP (@p1) a, b FROM jobs WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) " +
            "WHERE due <= @p0 ORDER BY due) SELECT a, b FROM claimed",
        Dialect.ClaimFirst("a, b", "jobs", "due <= @p0", "due", "@p1"));

    [Fact]
    public void No_statement_locks_the_gap_between_keys() => Assert.All(
        SqlSnapshotTests.TextsFor(StoreProvider.SqlServer),
        text => Assert.DoesNotContain("HOLDLOCK", text, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void A_row_that_is_there_already_is_no_fault_and_any_other_fault_is()
    {
        var text = Dialect.InsertIfAbsent("quotes", 1, "id, price");

        Assert.Contains("NOT IN (2627, 2601) THROW", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_waits_neither_for_tables_nor_for_another_one_within_a_command()
    {
        Assert.Contains("@LockTimeout = 0", Dialect.LockSchema, StringComparison.Ordinal);
        Assert.Equal("SET LOCK_TIMEOUT 20000", Dialect.LimitLocks);
    }

    [Theory]
    [InlineData("short", 4000)]
    [InlineData(null, 4000)]
    public void Texts_of_any_length_share_a_plan(string? value, int size)
    {
        var parameter = new SqlParameter { DbType = DbType.String };

        Dialect.Bind(parameter, value);

        Assert.Equal(size, parameter.Size);
    }

    [Theory]
    [InlineData("ix_reversals_partner_id_top_up_id", "reversals")]
    [InlineData("ix_settlements_partner_id_period", "settlements")]
    public void The_tests_own_scripts_say_of_which_table_an_index_is(string index, string table) => Assert.Equal(
        $"DROP INDEX {index} ON {table}; UPDATE",
        SoundRecords.InWordsOf(StoreProvider.SqlServer, $"DROP INDEX {index}; UPDATE"));
}
