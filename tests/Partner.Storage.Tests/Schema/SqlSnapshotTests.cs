using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partner.Storage.Abstractions;
using Partner.Storage.Sql;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

/// <summary>
/// All SQL that is written by hand, and the script of the migrations, for databases that nobody need have: kept as
/// files, so that what changes is read. Renewed by eng/Migrations/renew-snapshots.sh.
/// </summary>
public sealed partial class SqlSnapshotTests
{
    public static TheoryData<StoreProvider> Providers => OfflineModel.Providers;

    /// <summary>All statements, as a database is sent them.</summary>
    internal static IEnumerable<string> TextsFor(StoreProvider provider) =>
        All.Select(sql => sql.For(OfflineModel.DatabaseOf(provider).Dialect));

    internal static IReadOnlyList<SqlText> All { get; } =
    [
        .. typeof(PartnerStore).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .SelectMany(field => TextsIn(field))
            .OrderBy(sql => sql.Name, StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_statement_is_the_one_that_was_read(StoreProvider provider)
    {
        var dialect = OfflineModel.DatabaseOf(provider).Dialect;
        var text = new StringBuilder();
        foreach (var sql in All.Where(sql => sql.For(dialect).Length > 0))
        {
            text.Append("-- ").Append(sql.Name).Append('\n').Append(sql.For(dialect)).Append(";\n\n");
        }

        Snapshot.Verify($"Statements.{provider}.sql", text.ToString());
    }

    [Fact]
    public void Every_statement_has_a_name_of_its_own()
    {
        Assert.NotEmpty(All);
        Assert.Equal(All.Count, All.Select(sql => sql.Name).Distinct().Count());
        Assert.All(All, sql => Assert.Matches(@"^[a-z_]+\.[a-z-]+$", sql.Name));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_arguments_of_a_statement_are_numbered_from_0_without_a_gap(StoreProvider provider)
    {
        var dialect = OfflineModel.DatabaseOf(provider).Dialect;
        Assert.All(All, sql =>
        {
            var numbers = Argument().Matches(sql.For(dialect))
                .Select(match => int.Parse(match.Groups[1].ValueSpan, null)).Distinct().Order().ToList();
            Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        });
    }

    [Fact]
    public void The_migrations_of_SQL_Server_are_the_script_that_was_read()
    {
        using var context = OfflineModel.ContextOf(StoreProvider.SqlServer);

        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        // The time at which a migration was generated, and the patch of EF that runs, are of no interest.
        Snapshot.Verify("Migrations.SqlServer.sql", Generated().Replace(script.ReplaceLineEndings("\n"), ""));
    }

    private static IEnumerable<SqlText> TextsIn(FieldInfo field) => field.FieldType switch
    {
        var type when typeof(SqlText).IsAssignableFrom(type) => [(SqlText)field.GetValue(null)!],
        var type when type == typeof(EventProgressSql) => ((EventProgressSql)field.GetValue(null)!).All,
        _ => [],
    };

    [GeneratedRegex("@p([0-9]+)")]
    private static partial Regex Argument();

    [GeneratedRegex("[0-9]{14}_|(?<=, N')[0-9.]+(?='\\))")]
    private static partial Regex Generated();
}
