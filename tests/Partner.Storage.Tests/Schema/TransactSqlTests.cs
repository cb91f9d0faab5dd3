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
