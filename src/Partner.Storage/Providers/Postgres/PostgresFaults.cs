using Npgsql;

namespace Partner.Storage.Providers.Postgres;

/// <summary>
/// What PostgreSQL's states call for (its documentation, appendix A). Wherever a fault comes from, this is the one
/// table.
/// </summary>
internal static class PostgresFaults
{
    private const string ConnectionExceptions = "08";

    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.Ordinal)
    {
        [PostgresErrorCodes.SerializationFailure] = FaultKind.Conflict,
        [PostgresErrorCodes.DeadlockDetected] = FaultKind.Conflict,
        [PostgresErrorCodes.LockNotAvailable] = FaultKind.Conflict,

        // The server's own statement_timeout, or ours: what the statement waited for may be gone by the next time.
        [PostgresErrorCodes.QueryCanceled] = FaultKind.Conflict,

        // The server is going away, coming up, or full of connections.
        [PostgresErrorCodes.AdminShutdown] = FaultKind.Unreachable,
        [PostgresErrorCodes.CrashShutdown] = FaultKind.Unreachable,
        [PostgresErrorCodes.CannotConnectNow] = FaultKind.Unreachable,
        [PostgresErrorCodes.TooManyConnections] = FaultKind.Unreachable,

        // It ended the session: idle for too long in a transaction, at all, or the transaction took too long.
        ["25P03"] = FaultKind.Unreachable,
        ["57P05"] = FaultKind.Unreachable,
        ["25P04"] = FaultKind.Unreachable,

        // It takes no writes: a standby, or told so, or its disk or memory is used up or broken.
        [PostgresErrorCodes.ReadOnlySqlTransaction] = FaultKind.Unreachable,
        [PostgresErrorCodes.DiskFull] = FaultKind.Unreachable,
        [PostgresErrorCodes.OutOfMemory] = FaultKind.Unreachable,
        [PostgresErrorCodes.IoError] = FaultKind.Unreachable,
    };

    /// <summary>What a fault calls for, apart from its cause.</summary>
    public static FaultKind Of(Exception fault) => fault switch
    {
        PostgresException answer when answer.SqlState.StartsWith(ConnectionExceptions, StringComparison.Ordinal) =>
            FaultKind.Unreachable,
        PostgresException answer => Kinds.GetValueOrDefault(answer.SqlState, FaultKind.Lasting),

        // Everything that is not the server's answer is about the connection.
        NpgsqlException => FaultKind.Unreachable,
        _ => FaultKind.Lasting,
    };
}
