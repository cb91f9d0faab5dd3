using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers.Postgres;

/// <summary>
/// PostgreSQL. Writers of one partner queue at the partner's row locks, under READ COMMITTED; reads that belong
/// together run under REPEATABLE READ.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const int FetchRows = 1000;

    private static readonly SqlText IdleTime = new(
        "store.idle-time",
        dialect => dialect.Provider == StoreProvider.Postgres
            ? "SELECT setting FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'"
            : "");

    private static readonly SqlText Recovery = new(
        "store.is-standby",
        dialect => dialect.Provider == StoreProvider.Postgres ? "SELECT pg_is_in_recovery()" : "");

    private readonly PostgresSettings _settings;

    /// <summary>A database.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    public PostgresDatabase(string connectionString)
    {
        _settings = new PostgresSettings(connectionString);
        Dialect = new PostgresDialect(_settings.Pooled);
    }

    public override Dialect Dialect { get; }

    public override string Name => _settings.Name;

    public override string SystemName => "postgresql";

    public override DbConnection Open() => Connect(_settings.Usual);

    public override DbConnection OpenForRows() => Connect(_settings.ForRows);

    public override DbConnection OpenForLongWork() => Connect(_settings.LongWork);

    public override DbConnection Unopened() => new NpgsqlConnection(_settings.Usual);

    public override PartnerDbContext Context(DbConnection connection, bool ownsConnection) =>
        new PostgresPartnerDbContext(new DbContextOptionsBuilder<PostgresPartnerDbContext>()
            .UseNpgsql(connection, ownsConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    public override DbTransaction BeginWrite(DbConnection connection)
    {
        var transaction = base.BeginWrite(connection);
        if (_settings.OfTransactions is { } settings)
        {
            Execute(transaction, settings);
        }

        return transaction;
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override string? Obstacle()
    {
        if (_settings.Pooled || _settings.SaysIdleTime)
        {
            return null;
        }

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = IdleTime.For(Dialect);
        return command.ExecuteScalar() is StoreTimeouts.IdleInTransaction ? null : Pooler;
    }

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

    private string Pooler =>
        $"Between this program and {Name} is a pooler that keeps what a session asks for from the server. " +
        "Add 'Max Auto Prepare=0' to the connection string: then nothing is asked that outlives a transaction.";

    public override string? WhyNoWrites(Exception fault, DbConnection connection) =>
        (fault as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.DiskFull => "its disk is full",
            PostgresErrorCodes.IoError => "its disk fails",
            PostgresErrorCodes.ReadOnlySqlTransaction => IsStandby(connection)
                ? "it is a standby, which follows another server"
                : "it is read-only (default_transaction_read_only is on)",
            _ => null,
        };

    protected override FaultKind ClassifyOwn(Exception fault) => PostgresFaults.Of(fault);

    private NpgsqlConnection Connect(string connectionString)
    {
        try
        {
            return Connected(new NpgsqlConnection(connectionString));
        }
        catch (StoreUnavailableException fault) when (
            fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } answer
            && answer.MessageText.Contains("startup parameter", StringComparison.Ordinal))
        {
            throw new StoreNotReadyException(Pooler, fault);
        }
    }

    private bool IsStandby(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Recovery.For(Dialect);
        return command.ExecuteScalar() is true;
    }

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
