using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Providers.Postgres;
using Partner.Storage.Providers.Sqlite;
using Partner.Storage.Providers.SqlServer;

namespace Partner.Storage;

/// <summary>Chooses among the databases.</summary>
internal static class Databases
{
    /// <summary>The database that options name.</summary>
    /// <exception cref="StoreNotReadyException">The connection string cannot be read.</exception>
    public static Database Of(StoreOptions options)
    {
        try
        {
            return options.Provider switch
            {
                StoreProvider.Sqlite => new SqliteDatabase(options.ConnectionString),
                StoreProvider.Postgres => new PostgresDatabase(options.ConnectionString),
                StoreProvider.SqlServer => new SqlServerDatabase(options.ConnectionString),
                _ => throw new StoreNotReadyException($"There is no provider {options.Provider}."),
            };
        }
        catch (ArgumentException fault)
        {
            throw new StoreNotReadyException(
                $"The connection string is not one of {options.Provider}: {fault.Message}", fault);
        }
    }
}
