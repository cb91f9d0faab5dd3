using System.Data.Common;
using Partner.Storage;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;

namespace Partner.Sandbox.Hosting;

/// <summary>
/// The mark of a database that is the sandbox's own: a table that no server knows. The sandbox puts it into a database
/// that it makes or finds empty; any other is somebody's, and is neither migrated nor seeded nor funded.
/// </summary>
public static class SandboxMark
{
    private const string Table = "sandbox_mark";

    /// <summary>Marks a database that is new or empty; does nothing where the mark is.</summary>
    /// <param name="options">The database.</param>
    /// <exception cref="StoreNotReadyException">It is somebody else's.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be reached.</exception>
    public static void Claim(StoreOptions options)
    {
        var database = Databases.Of(options);
        database.Reach(() =>
        {
            if (database.Exists && !IsFree(database))
            {
                return false;
            }

            database.Prepare();
            using var connection = database.Open();
            Mark(connection, database);
            return true;
        });
    }

    /// <summary>Refuses a database without the mark.</summary>
    /// <param name="options">The database.</param>
    /// <exception cref="StoreNotReadyException">It is somebody else's, or there is none.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be reached.</exception>
    public static void Require(StoreOptions options)
    {
        var database = Databases.Of(options);
        database.Reach(() => database.Exists && !IsFree(database) ? true : throw Refusal(database));
    }

    /// <summary>Whether it is empty; false where the mark is.</summary>
    /// <exception cref="StoreNotReadyException">It is neither.</exception>
    private static bool IsFree(Database database)
    {
        using var connection = database.Open();
        var tables = TablesOf(connection, database.Dialect.Provider);
        return tables.Count == 0 || (tables.Contains(Table) ? false : throw Refusal(database));
    }

    private static void Mark(DbConnection connection, Database database)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"CREATE TABLE {Table} (made_for VARCHAR(20) NOT NULL PRIMARY KEY)";
            command.ExecuteNonQuery();
        }
        catch (DbException)
        {
            // Another sandbox may have been faster; whatever else it was, there is no mark now.
            if (!TablesOf(connection, database.Dialect.Provider).Contains(Table))
            {
                throw;
            }
        }
    }

    private static HashSet<string> TablesOf(DbConnection connection, StoreProvider provider)
    {
        using var command = connection.CreateCommand();
        command.CommandText = provider switch
        {
            StoreProvider.Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
            StoreProvider.Postgres =>
                "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
            _ => "SELECT table_name FROM information_schema.tables WHERE table_schema = SCHEMA_NAME()",
        };
        using var reader = command.ExecuteReader();
        var tables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static StoreNotReadyException Refusal(Database database) => new(
        $"{database.Name} is not a database of the sandbox: it lacks the table {Table}, which the sandbox puts into a "
        + "database that it makes or finds empty. Nothing was changed. Name a new or empty one, or another folder "
        + "with --data.");
}
