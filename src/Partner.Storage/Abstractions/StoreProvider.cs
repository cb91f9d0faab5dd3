namespace Partner.Storage.Abstractions;

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
