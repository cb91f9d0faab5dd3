using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

/// <summary>
/// All SQL that SQL Server is given can be read by the parser of SQL Server 2019, and keeps to the rules of locking.
/// Needs no server.
/// </summary>
public sealed class TransactSqlTests
{
    private static IReadOnlyList<(string Name, string Text)> Statements { get; } =
    [
        .. SqlSnapshotTests.All
            .Select(sql => (sql.Name, Text: sql.For(
                OfflineModel.DatabaseOf(StoreProvider.SqlServer).Dialect)))
            .Where(statement => statement.Text.Length > 0),
    ];

    [Fact]
    public void Every_statement_can_be_read()
    {
        Assert.NotEmpty(Statements);
        Assert.All(Statements, statement => Assert.Single(TransactSql.Read(statement.Name, statement.Text)));
    }

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_script_of_all_migrations_can_be_read(MigrationsSqlGenerationOptions kind) =>
        Assert.True(TransactSql.Read("migrations", Script(kind)).Count > 1);

    [Fact]
    public void The_parts_that_migrate_sends_are_one_batch_each()
    {
        // As SchemaUpgrade takes the script apart.
        var parts = Script(MigrationsSqlGenerationOptions.NoTransactions).ReplaceLineEndings("\n")
            .Split("\nGO\n").Where(part => !string.IsNullOrWhiteSpace(part)).ToList();

        Assert.True(parts.Count > 1);
        Assert.All(parts, part => Assert.Single(TransactSql.Read(part.Split('\n')[0], part)));
    }

    [Fact]
    public void No_statement_locks_ranges_of_keys() => Assert.Empty(
        Statements.SelectMany(statement => TransactSql.RangeLocks(statement.Name, statement.Text)));

    [Fact]
    public void What_is_sent_or_claimed_is_found_by_seeks_which_lock_nothing_of_others_on_their_way() => Assert.Empty(
        Statements.SelectMany(statement => TransactSql.Scans(statement.Name, statement.Text)));

    [Fact]
    public void Every_seek_has_an_index_that_begins_with_a_column_that_is_compared()
    {
        var tables = OfflineModel.ModelOf(StoreProvider.SqlServer).GetRelationalModel().Tables
            .ToDictionary(table => table.Name);
        var seeks = Statements.SelectMany(
            statement => TransactSql.Seeks(statement.Name, statement.Text),
            (statement, seek) => (statement.Name, statement.Text, seek.Table, seek.Compared)).ToList();

        Assert.NotEmpty(seeks);
        Assert.All(seeks, seek =>
        {
            var table = tables[seek.Table];
            var firsts = table.Indexes
                .Where(index => index.Filter is null || seek.Text.Contains(index.Filter, StringComparison.Ordinal))
                .Select(index => index.Columns[0].Name)
                .Append(table.PrimaryKey!.Columns[0].Name);
            Assert.True(seek.Compared.Overlaps(firsts), $"{seek.Name}: no index of {seek.Table} can be sought.");
        });
    }

    [Theory]
    [InlineData("SELECT t.a FROM s k CROSS JOIN x t WHERE t.a = k.a", "here, line 1, column 30")]
    [InlineData("DELETE t FROM s k INNER JOIN x t WITH (ROWLOCK) ON t.a = k.a", "here, line 1, column 30")]
    [InlineData("SELECT a FROM x WITH (UPDLOCK, READPAST, READCOMMITTEDLOCK) WHERE a < 1", "here, line 1, column 15")]
    public void A_table_that_may_be_scanned_is_found(string sql, string place) =>
        Assert.Equal([place], TransactSql.Scans("here", sql));

    [Fact]
    public void A_seek_is_told_with_the_columns_that_are_compared()
    {
        var seek = Assert.Single(TransactSql.Seeks(
            "here", "SELECT 1 FROM s k CROSS JOIN x t WITH (FORCESEEK) WHERE t.a = k.b AND k.d > t.c AND t.e IS NULL"));

        Assert.Equal("x", seek.Table);
        Assert.Equal(["a", "c"], seek.Compared.Order());
    }

    [Fact]
    public void What_cannot_be_read_is_named_with_its_place()
    {
        var fault = Assert.Throws<FormatException>(() => TransactSql.Read("jobs.broken", "SELECT 1\nFROM WHERE x = 2"));

        Assert.StartsWith("jobs.broken, line 2, column 1: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_within_a_text_that_is_executed_is_found_too() =>
        Assert.StartsWith(
            "migrations, executed in line 2, line 1, ",
            Assert.Throws<FormatException>(() => TransactSql.Read("migrations", "SELECT 1;\nEXEC(N'SELEKT x FROM y')"))
                .Message,
            StringComparison.Ordinal);

    [Fact]
    public void Words_newer_than_SQL_Server_2019_cannot_be_read() =>
        Assert.Throws<FormatException>(() =>
            TransactSql.Read("newer", "SELECT a, SUM(b) OVER w FROM t WINDOW w AS (PARTITION BY a)"));

    [Theory]
    [InlineData("SELECT a FROM t WITH (UPDLOCK, HOLDLOCK) WHERE a = @p0", "here, line 1, column 32")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT 1\nFROM t WITH (SERIALIZABLE))", "here, line 2, column 14")]
    [InlineData("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "here, line 1, column 1")]
    [InlineData("EXEC(N'SELECT a FROM t WITH (HOLDLOCK)')", "here, executed in line 1, line 1, column 23")]
    public void A_lock_on_a_range_of_keys_is_found(string sql, string place) =>
        Assert.Equal([place], TransactSql.RangeLocks("here", sql));

    [Fact]
    public void Locks_on_rows_are_no_locks_on_ranges() =>
        Assert.Empty(TransactSql.RangeLocks("here", "SELECT a FROM t WITH (UPDLOCK, ROWLOCK, READPAST)"));

    private static string Script(MigrationsSqlGenerationOptions options)
    {
        using var context = OfflineModel.ContextOf(StoreProvider.SqlServer);
        return context.GetService<IMigrator>().GenerateScript(options: options);
    }
}
