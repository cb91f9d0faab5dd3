using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partner.Storage.Model;

namespace Partner.Storage.Providers;

/// <summary>
/// Brings a schema up to date, all missing migrations in one transaction: whoever is killed meanwhile leaves neither
/// half a schema nor a lock behind. EF's own Migrate() locks SQLite by a row that would outlive the process.
/// </summary>
internal static class SchemaUpgrade
{
    private static readonly Statement Lock = new("schema.lock", dialect => dialect.LockSchema);

    private const string BeforeAsking = "before_asking";
    private const int LongestStatementSeconds = 600;

    /// <summary>Applies the missing migrations. One run at a time; the next ones find nothing left to do.</summary>
    /// <param name="database">The database.</param>
    /// <param name="beforeCommit">Called when all is done but nothing is visible to others yet; for tests.</param>
    /// <returns>The migrations that were applied.</returns>
    public static IReadOnlyList<string> Run(Database database, Action? beforeCommit = null)
    {
        database.Prepare();
        using var connection = database.Open();
        using var context = database.Context(connection, ownsConnection: false);
        using var transaction = database.BeginWrite(connection);
        context.Database.UseTransaction(transaction);
        Execute(transaction, Lock.For(database.Dialect));

        // EF asks PostgreSQL for its table of migrations even where there is none, and the transaction must survive it.
        transaction.Save(BeforeAsking);
        var (from, missing) = Missing(context);
        transaction.Rollback(BeforeAsking);
        if (missing.Count > 0)
        {
            foreach (var batch in Script(context, from, MigrationsSqlGenerationOptions.NoTransactions))
            {
                Execute(transaction, batch);
            }
        }

        beforeCommit?.Invoke();
        transaction.Commit();
        return missing;
    }

    /// <summary>What <see cref="Run"/> would do, as a script that can be run by hand. Changes nothing.</summary>
    /// <param name="database">The database; a SQLite file that does not exist counts as empty and is not made.</param>
    /// <returns>The script; empty when nothing is missing.</returns>
    public static string Preview(Database database)
    {
        if (!database.Exists)
        {
            using var offline = database.Context(database.Unopened(), ownsConnection: true);
            return Script(offline, Migration.InitialDatabase);
        }

        using var context = database.Context(database.Open(), ownsConnection: true);
        var (from, missing) = Missing(context);
        return missing.Count == 0 ? "" : Script(context, from);
    }

    private static (string From, IReadOnlyList<string> Missing) Missing(PartnerDbContext context)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = context.Database.GetAppliedMigrations().ToHashSet(StringComparer.Ordinal);
        return (known.LastOrDefault(applied.Contains) ?? Migration.InitialDatabase,
            known.Where(migration => !applied.Contains(migration)).ToList());
    }

    private static string Script(PartnerDbContext context, string from) =>
        context.GetService<IMigrator>().GenerateScript(from);

    /// <summary>
    /// The script in the parts that a database takes at once: SQL Server's are separated by lines "GO".
    /// </summary>
    private static IEnumerable<string> Script(
        PartnerDbContext context, string from, MigrationsSqlGenerationOptions options) =>
        context.GetService<IMigrator>().GenerateScript(from, options: options)
            .ReplaceLineEndings("\n").Split("\nGO\n").Where(batch => !string.IsNullOrWhiteSpace(batch));

    private static void Execute(DbTransaction transaction, string sql)
    {
        if (sql.Length == 0)
        {
            return;
        }

        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = LongestStatementSeconds;
        command.ExecuteNonQuery();
    }
}
