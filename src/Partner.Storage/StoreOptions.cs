using Microsoft.Data.Sqlite;
using Partner.Storage.Abstractions;

namespace Partner.Storage;

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
    public string Describe() => Databases.Of(this).Name;

    /// <summary>The provider only: a connection string belongs into no log.</summary>
    public override string ToString() => Provider.ToString();
}
