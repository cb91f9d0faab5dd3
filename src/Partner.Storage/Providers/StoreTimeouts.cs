namespace Partner.Storage.Providers;

/// <summary>
/// How long the store waits for a database. What the operator sets in the connection string goes before.
/// </summary>
internal static class StoreTimeouts
{
    /// <summary>For a connection, in seconds.</summary>
    public const int ConnectSeconds = 5;

    /// <summary>For the answer to a statement that a caller waits for, in seconds.</summary>
    public const int CommandSeconds = 5;

    /// <summary>For a statement of work that nobody waits for: a migration, an audit, a month. In seconds.</summary>
    public const int LongCommandSeconds = 600;

    /// <summary>
    /// After which the server ends a transaction whose client says nothing, so that its locks go. In milliseconds, as
    /// PostgreSQL writes them.
    /// </summary>
    public const string IdleInTransaction = "15000";

    /// <summary>
    /// For whoever holds SQLite's only write lock, in seconds: one wait for all members of a transaction.
    /// </summary>
    public const int BusySeconds = 2;

    /// <summary>For a table that somebody uses whom a migration is in the way of, in seconds.</summary>
    public const int TableSeconds = 20;

    /// <summary>For a whole reading: the wait for a connection, opening it, all its queries.</summary>
    public static readonly TimeSpan Read = TimeSpan.FromSeconds(10);

    /// <summary>For another run that changes the schema.</summary>
    public static readonly TimeSpan OtherMigration = TimeSpan.FromMinutes(5);
}
