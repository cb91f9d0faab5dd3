using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers;

/// <summary>
/// Brings a schema up to date, all missing migrations in one transaction: whoever is killed meanwhile leaves neither
/// half a schema nor a lock behind. EF's own Migrate() locks SQLite by a row that would outlive the process.
/// </summary>
internal static class SchemaUpgrade
{
    private static readonly SqlText Lock = new("schema.lock", dialect => dialect.LockSchema);
    private static readonly SqlText Limit = new("schema.limit-locks", dialect => dialect.LimitLocks);

    private const string BeforeAsking = "before_asking";
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Applies the missing migrations. One run at a time; the next ones find nothing left to do.</summary>
    /// <param name="beforeCommit">Called when all is done but nothing is visible to others yet; for tests.</param>
    /// <returns>The migrations that were applied.</returns>
    public static IReadOnlyList<string> Run(Database database, Action? beforeCommit = null)
    {
        database.Prepare();

        // A file that several make at once is busy for longer than a caller would wait.
        using var connection = database.IsLocal ? database.OpenForLongWork() : database.Open();
        using var context = database.Context(connection, ownsConnection: false);

        // Written before anything is locked: on a machine that is busy with other work it takes longer than a
        // transaction may be idle.
        var (written, expected) = Missing(context);
        var script = expected.Count > 0
            ? Script(context, written, MigrationsSqlGenerationOptions.NoTransactions)
            : [];
        using var transaction = BeginLocked(database, connection);
        context.Database.UseTransaction(transaction);

        // EF asks PostgreSQL for its table of migrations even where there is none, and the transaction must survive it.
        transaction.Save(BeforeAsking);
        var (from, missing) = Missing(context);
        transaction.Rollback(BeforeAsking);
        if (missing.Count > 0)
        {
            foreach (var batch in expected.Count > 0 && from == written
                ? script
                : Script(context, from, MigrationsSqlGenerationOptions.NoTransactions))
            {
                Execute(transaction, batch, StoreTimeouts.LongCommandSeconds);
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
            return Script(database, offline, Migration.InitialDatabase);
        }

        using var context = database.Context(database.Open(), ownsConnection: true);
        var (from, missing) = Missing(context);
        return missing.Count == 0 ? "" : Script(database, context, from);
    }

    private static (string From, IReadOnlyList<string> Missing) Missing(PartnerDbContext context)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = context.Database.GetAppliedMigrations().ToHashSet(StringComparer.Ordinal);
        return (known.LastOrDefault(applied.Contains) ?? Migration.InitialDatabase,
            known.Where(migration => !applied.Contains(migration)).ToList());
    }

    private static string Script(Database database, PartnerDbContext context, string from) =>
        database.Dialect.WholeScript(Script(context, from, MigrationsSqlGenerationOptions.NoTransactions))
        ?? context.GetService<IMigrator>().GenerateScript(from);

    /// <summary>
    /// The script in the parts that a database takes at once: SQL Server's are separated by lines "GO".
    /// </summary>
    private static IReadOnlyList<string> Script(
        PartnerDbContext context, string from, MigrationsSqlGenerationOptions options) =>
    [
        .. context.GetService<IMigrator>().GenerateScript(from, options: options)
            .ReplaceLineEndings("\n").Split("\nGO\n").Where(batch => !string.IsNullOrWhiteSpace(batch)),
    ];

    /// <summary>
    /// Waits for its turn by asking again and again: each question has its answer soon, or the database is away.
    /// </summary>
    private static DbTransaction BeginLocked(Database database, DbConnection connection)
    {
        using var never = new ManualResetEventSlim();
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryBeginLocked(database, connection) is { } transaction)
            {
                return transaction;
            }

            if (TimeProvider.System.GetElapsedTime(began) > StoreTimeouts.OtherMigration)
            {
                throw new StoreUnavailableException(
                    $"Another run has been changing the schema of {database.Name} for " +
                    $"{StoreTimeouts.OtherMigration.TotalMinutes} minutes.");
            }

            never.Wait(LookAgainAfter);
        }
    }

    /// <summary>Begins the transaction of the one run that may change the schema.</summary>
    /// <returns>The transaction; null while another run does.</returns>
    private static DbTransaction? TryBeginLocked(Database database, DbConnection connection)
    {
        DbTransaction? transaction = null;
        try
        {
            transaction = database.BeginWrite(connection);
            Execute(transaction, Limit.For(database.Dialect), StoreTimeouts.CommandSeconds);
            if (Execute(transaction, Lock.For(database.Dialect), StoreTimeouts.CommandSeconds) is null or 1)
            {
                (var mine, transaction) = (transaction, null);
                return mine;
            }
        }
        catch (DbException fault) when (transaction is null && database.Classify(fault) == FaultKind.Conflict)
        {
            // SQLite's only writer is somebody else.
            return null;
        }
        finally
        {
            transaction?.Dispose();
        }

        return null;
    }

    private static object? Execute(DbTransaction transaction, string sql, int seconds)
    {
        if (sql.Length == 0)
        {
            return null;
        }

        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = seconds;
        return command.ExecuteScalar();
    }
}
