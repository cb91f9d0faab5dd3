using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.Postgres;

/// <summary>
/// PostgreSQL. Writers of one partner queue at the partner's row locks, under READ COMMITTED; reads that belong
/// together run under REPEATABLE READ.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const int ConnectSeconds = 5;
    private const int EfPlans = 64;
    private const int FetchRows = 1000;

    // What the server says when it is going away, coming up, full, or no longer the one that takes writes.
    private static readonly HashSet<string> Away = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.TooManyConnections,
        PostgresErrorCodes.ReadOnlySqlTransaction,
        "25P03", // idle_in_transaction_session_timeout
    };

    private readonly string _connectionString;

    /// <summary>A database.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    public PostgresDatabase(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // The store keeps its connections itself, with their prepared commands, and throws broken ones away.
            Pooling = false,
        };
        if (!builder.ContainsKey(nameof(builder.Timeout)))
        {
            builder.Timeout = ConnectSeconds;
        }

        if (builder.MaxAutoPrepare == 0)
        {
            builder.MaxAutoPrepare = EfPlans;
        }

        builder.ApplicationName ??= "partner";
        _connectionString = builder.ToString();
        Name = string.Create(CultureInfo.InvariantCulture, $"{builder.Database} at {builder.Host}:{builder.Port}");
    }

    public override Dialect Dialect { get; } = new PostgresDialect();

    public override string Name { get; }

    public override string SystemName => "postgresql";

    public override DbConnection Open() => Opened(new NpgsqlConnection(_connectionString));

    public override DbConnection Unopened() => new NpgsqlConnection(_connectionString);

    public override PartnerDbContext Context(DbConnection connection, bool ownsConnection) =>
        new PostgresPartnerDbContext(new DbContextOptionsBuilder<PostgresPartnerDbContext>()
            .UseNpgsql(connection, ownsConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    public override DbTransaction BeginSnapshot(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.RepeatableRead);

    /// <summary>A connection has one open result at a time, but any number of cursors.</summary>
    public override IEnumerable<T> Stream<T>(DbTransaction transaction, string sql, Func<DbDataReader, T> map)
    {
        var cursor = "c" + Guid.NewGuid().ToString("N");
        Execute(transaction, $"DECLARE {cursor} NO SCROLL CURSOR FOR {sql}");
        List<T> rows;
        do
        {
            rows = Fetch(transaction, cursor, map);
            foreach (var row in rows)
            {
                yield return row;
            }
        }
        while (rows.Count == FetchRows);
        Execute(transaction, $"CLOSE {cursor}");
    }

    protected override FaultKind ClassifyOwn(Exception fault) => fault switch
    {
        PostgresException
        {
            SqlState: PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable
        } => FaultKind.Conflict,
        PostgresException answer => Away.Contains(answer.SqlState)
            || answer.SqlState.StartsWith("08", StringComparison.Ordinal) ? FaultKind.Unreachable : FaultKind.Lasting,

        // Everything that is not the server's answer is about the connection.
        NpgsqlException => FaultKind.Unreachable,
        _ => FaultKind.Lasting,
    };

    private static void Execute(DbTransaction transaction, string sql)
    {
        using var command = Command(transaction, sql);
        command.ExecuteNonQuery();
    }

    private static List<T> Fetch<T>(DbTransaction transaction, string cursor, Func<DbDataReader, T> map)
    {
        using var command = Command(
            transaction, string.Create(CultureInfo.InvariantCulture, $"FETCH FORWARD {FetchRows} FROM {cursor}"));
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private static DbCommand Command(DbTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.CommandTimeout = LongestReadSeconds;
        return command;
    }
}
