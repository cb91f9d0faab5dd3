using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>
/// SQL Server. Writers of one partner queue at the partner's row locks; readers read versions of rows and never wait,
/// for which the database must have READ_COMMITTED_SNAPSHOT and ALLOW_SNAPSHOT_ISOLATION on.
/// </summary>
internal sealed class SqlServerDatabase : Database
{
    private static readonly SqlText RowVersions = new(
        "store.row-versions",
        dialect => dialect.Provider == StoreProvider.SqlServer
            ? "SELECT is_read_committed_snapshot_on, snapshot_isolation_state FROM sys.databases " +
                "WHERE database_id = DB_ID()"
            : "");

    private readonly SqlConnectionStringBuilder _builder;

    /// <summary>A database.</summary>
    /// <param name="connectionString">As Microsoft.Data.SqlClient reads it.</param>
    public SqlServerDatabase(string connectionString)
    {
        // The store keeps its connections itself and throws broken ones away; it also repeats what failed.
        _builder = new SqlConnectionStringBuilder(connectionString) { Pooling = false };
        var given = new GivenSettings(connectionString);
        if (!given.Has("Connect Timeout", "Connection Timeout", "Timeout"))
        {
            _builder.ConnectTimeout = StoreTimeouts.ConnectSeconds;
        }

        if (!given.Has("Command Timeout"))
        {
            _builder.CommandTimeout = StoreTimeouts.CommandSeconds;
        }

        // Otherwise the driver repeats a lost connection by itself, for as long as both allow together.
        if (!given.Has("Connect Retry Count"))
        {
            _builder.ConnectRetryCount = 0;
        }

        if (!given.Has("Connect Retry Interval"))
        {
            _builder.ConnectRetryInterval = 1;
        }

        if (!given.Has("Application Name", "App"))
        {
            _builder.ApplicationName = "partner";
        }
    }

    public override Dialect Dialect { get; } = new SqlServerDialect();

    public override string Name => $"{_builder.InitialCatalog} at {_builder.DataSource}";

    public override string SystemName => "microsoft.sql_server";

    public override DbConnection Open() => Connected(new SqlConnection(_builder.ConnectionString));

    public override DbConnection OpenForLongWork() => Connected(new SqlConnection(LongWork().ConnectionString));

    public override DbConnection OpenForAudit()
    {
        var builder = LongWork();
        builder.MultipleActiveResultSets = true;
        return Connected(new SqlConnection(builder.ConnectionString));
    }

    public override DbConnection Unopened() => new SqlConnection(_builder.ConnectionString);

    public override PartnerDbContext Context(DbConnection connection, bool ownsConnection) =>
        new SqlServerPartnerDbContext(new DbContextOptionsBuilder<SqlServerPartnerDbContext>()
            .UseSqlServer(connection, ownsConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options);

    public override DbTransaction BeginSnapshot(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.Snapshot);

    public override string? Obstacle()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = RowVersions.For(Dialect);
        using var reader = command.ExecuteReader();
        if (!reader.Read() || (reader.GetBoolean(0) && reader.GetByte(1) == 1))
        {
            return null;
        }

        return $"The database {Name} must have row versions: ALTER DATABASE [{_builder.InitialCatalog}] SET " +
            "READ_COMMITTED_SNAPSHOT ON; and likewise SET ALLOW_SNAPSHOT_ISOLATION ON.";
    }

    public override string? WhyNoWrites(Exception fault, DbConnection connection) =>
        (fault as SqlException)?.Number switch
        {
            1101 or 1105 => "its files are full",
            9002 => "its log is full",
            3906 => "it is read-only",
            3908 => "it is in emergency mode",
            _ => null,
        };

    protected override FaultKind ClassifyOwn(Exception fault) => SqlServerFaults.Of(fault);

    private SqlConnectionStringBuilder LongWork() => new(_builder.ConnectionString)
    {
        CommandTimeout = StoreTimeouts.LongCommandSeconds,
    };
}
