using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Partner.Storage.Providers.Sqlite;

/// <summary>What SQLite's result codes call for (https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    private static readonly Dictionary<int, FaultKind> Kinds = new()
    {
        // Another process writes, or a connection of this one; it was waited for as long as a caller may wait.
        [raw.SQLITE_BUSY] = FaultKind.Conflict,
        [raw.SQLITE_LOCKED] = FaultKind.Conflict,
        [raw.SQLITE_PROTOCOL] = FaultKind.Conflict,

        // The disk is full, read-only or broken, or the file is out of reach: nothing is saved until an operator acts.
        [raw.SQLITE_FULL] = FaultKind.Unreachable,
        [raw.SQLITE_READONLY] = FaultKind.Unreachable,
        [raw.SQLITE_IOERR] = FaultKind.Unreachable,
        [raw.SQLITE_CANTOPEN] = FaultKind.Unreachable,
        [raw.SQLITE_NOMEM] = FaultKind.Unreachable,
    };

    /// <summary>What a fault calls for, apart from its cause.</summary>
    public static FaultKind Of(Exception fault) => fault is SqliteException answer
        ? Kinds.GetValueOrDefault(answer.SqliteErrorCode, FaultKind.Lasting)
        : FaultKind.Lasting;
}
