using Microsoft.Data.Sqlite;

namespace Partner.Storage;

/// <summary>The databases that the store works on.</summary>
public enum StoreProvider
{
    /// <summary>A SQLite file: nothing to install, one machine.</summary>
    Sqlite = 0,

    /// <summary>PostgreSQL 15 or newer, or what speaks its protocol.</summary>
    Postgres = 1,

    /// <summary>SQL Server 2019 or newer.</summary>
    SqlServer = 2,
}

/// <summary>Which database a store opens.</summary>
/// <param name="Provider">Its kind.</param>
/// <param name="ConnectionString">How to reach it, as the kind's .NET driver reads it. It may hold a password.</param>
public sealed record StoreOptions(StoreProvider Provider, string ConnectionString)
{
    /// <summary>A SQLite file.</summary>
    /// <param name="path">The file.</param>
    public static StoreOptions Sqlite(string path) =>
        new(StoreProvider.Sqlite, new SqliteConnectionStringBuilder { DataSource = path }.ToString());

    /// <summary>Which database it is, for people; without secrets.</summary>
    /// <exception cref="StoreNotReadyException">The connection string cannot be read.</exception>
    public string Describe() => Providers.Database.Of(this).Name;

    /// <summary>The provider only: a connection string belongs into no log.</summary>
    public override string ToString() => Provider.ToString();
}
