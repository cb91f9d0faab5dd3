using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Partner.Storage.Model;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>
/// SQL Server. Writers of one partner queue at the partner's row locks; readers read versions of rows and never wait,
/// for which the database must have READ_COMMITTED_SNAPSHOT and ALLOW_SNAPSHOT_ISOLATION on.
/// </summary>
internal sealed class SqlServerDatabase : Database
{
    private static readonly Statement RowVersions = new(
        "store.row-versions",
        dialect => dialect.Provider == StoreProvider.SqlServer
            ? "SELECT is_read_committed_snapshot_on, snapshot_isolation_state FROM sys.databases " +
                "WHERE database_id = DB_ID()"
            : "");

    private const int ConnectSeconds = 5;
    private const byte ConnectionIsLost = 20;

    // Deadlock victim, lock time-out, and the conflicts of snapshot isolation.
    private static readonly HashSet<int> Conflicts = [1205, 1222, 3960, 3961, 41302, 41305, 41325];

    // Time-outs, the network, a server that shuts down, fails over, or refuses for a while.
    private static readonly HashSet<int> Away =
    [
        -2, -1, 2, 53, 64, 121, 233, 258, 596, 615, 926, 978, 983, 988, 4060, 4221, 6005, 6006, 10053, 10054, 10060,
        10061, 10928, 10929, 17142, 17197, 40143, 40197, 40501, 40540, 40613, 49918, 49919, 49920,
    ];

    private readonly SqlConnectionStringBuilder _builder;

    /// <summary>A database.</summary>
    /// <param name="connectionString">As Microsoft.Data.SqlClient reads it.</param>
    public SqlServerDatabase(string connectionString)
    {
        _builder = new SqlConnectionStringBuilder(connectionString)
        {
            // The store keeps its connections itself and throws broken ones away; it also repeats what failed.
            Pooling = false,
            ConnectRetryCount = 0,
        };
        if (!_builder.ShouldSerialize("Connect Timeout"))
        {
            _builder.ConnectTimeout = ConnectSeconds;
        }

        if (!_builder.ShouldSerialize("Application Name"))
        {
            _builder.ApplicationName = "partner";
        }
    }

    public override Dialect Dialect { get; } = new SqlServerDialect();

    public override string Name => $"{_builder.InitialCatalog} at {_builder.DataSource}";

    public override string SystemName => "microsoft.sql_server";

    public override DbConnection Open() => Opened(new SqlConnection(_builder.ConnectionString));

    public override DbConnection OpenForAudit() => Opened(new SqlConnection(
        new SqlConnectionStringBuilder(_builder.ConnectionString) { MultipleActiveResultSets = true }.ConnectionString));

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

    protected override FaultKind ClassifyOwn(Exception fault) => fault switch
    {
        SqlException answer when Conflicts.Contains(answer.Number) => FaultKind.Conflict,
        SqlException answer when answer.Class >= ConnectionIsLost || Away.Contains(answer.Number) =>
            FaultKind.Unreachable,
        _ => FaultKind.Lasting,
    };
}
