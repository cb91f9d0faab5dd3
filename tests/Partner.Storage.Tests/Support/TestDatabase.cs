using System.Data.Common;
using Microsoft.Data.SqlClient;
using Npgsql;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>A database of a test's own, with the schema and nothing in it. Disposing removes it.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    private const string PostgresVariable = "PARTNER_TEST_POSTGRES";
    private const string SqlServerVariable = "PARTNER_TEST_SQLSERVER";

    /// <summary>A variable's value with which a server is left out, whatever else could start one.</summary>
    public const string None = "none";

    /// <summary>
    /// The databases that can be reached: SQLite, those whose connection string the environment has, and SQL Server
    /// where a Docker engine can start one.
    /// </summary>
    public static IEnumerable<StoreProvider> Reachable => Enum.GetValues<StoreProvider>().Where(IsReachable);

    /// <summary>How a store opens it.</summary>
    public abstract StoreOptions Options { get; }

    /// <summary>Creates one, with the schema.</summary>
    public static TestDatabase Create(StoreProvider provider) => provider switch
    {
        StoreProvider.Sqlite => new SqliteFile(migrated: true),
        _ => ServerDatabase.Copy(provider),
    };

    /// <summary>Creates one without the schema.</summary>
    public static TestDatabase CreateEmpty(StoreProvider provider) => provider switch
    {
        StoreProvider.Sqlite => new SqliteFile(migrated: false),
        _ => ServerDatabase.Empty(provider),
    };

    /// <summary>Creates one with what another holds, which nobody may use meanwhile.</summary>
    public static TestDatabase CopyOf(TestDatabase original) => original switch
    {
        SqliteFile file => new SqliteFile(file),
        ServerDatabase database => ServerDatabase.Copy(database),
        _ => throw new InvalidOperationException("There is no third kind."),
    };

    /// <summary>A connection of the test's own.</summary>
    public DbConnection Connect() => Databases.Of(Options).Open();

    /// <summary>Name of the variable that holds the connection string of a server.</summary>
    public static string VariableOf(StoreProvider provider) =>
        provider == StoreProvider.Postgres ? PostgresVariable : SqlServerVariable;

    /// <summary>Whether it can be reached. Starts nothing.</summary>
    public static bool IsReachable(StoreProvider provider) =>
        provider == StoreProvider.Sqlite || Named(provider) is not null || CanStart(provider);

    /// <summary>The connection string of a server, which is started where need be; null when there is none.</summary>
    public static string? Server(StoreProvider provider) =>
        Named(provider) ?? (CanStart(provider) ? SqlServerContainer.ConnectionString : null);

    public abstract ValueTask DisposeAsync();

    private static string? Named(StoreProvider provider) =>
        Variable(provider) is { Length: > 0 } text && text != None ? text : null;

    private static bool CanStart(StoreProvider provider) =>
        provider == StoreProvider.SqlServer && Variable(provider) != None && SqlServerContainer.IsPossible;

    private static string? Variable(StoreProvider provider) =>
        Environment.GetEnvironmentVariable(VariableOf(provider));

    private sealed class SqliteFile : TestDatabase
    {
        // Migrating takes longer than most tests, so that it is done once and the file copied.
        private static readonly Lazy<byte[]> Migrated = new(Migrate);

        private readonly string _folder = Directory.CreateTempSubdirectory("partner-storage-tests-").FullName;

        public SqliteFile(bool migrated)
        {
            Options = StoreOptions.Sqlite(FilePath);
            if (migrated)
            {
                File.WriteAllBytes(FilePath, Migrated.Value);
            }
        }

        public SqliteFile(SqliteFile original)
            : this(migrated: false) => File.Copy(original.FilePath, FilePath);

        public override StoreOptions Options { get; }

        private string FilePath => Path.Combine(_folder, "partner.db");

        public override ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        private static byte[] Migrate()
        {
            var folder = Directory.CreateTempSubdirectory("partner-storage-tests-").FullName;
            try
            {
                var file = Path.Combine(folder, "partner.db");
                PartnerStore.Migrate(StoreOptions.Sqlite(file));
                return File.ReadAllBytes(file);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private sealed class ServerDatabase : TestDatabase
    {
        private const int LongestSeconds = 300;

        private static readonly Lazy<ServerDatabase> PostgresTemplate = new(MigratedTemplate);

        private readonly string _name;

        private ServerDatabase(StoreProvider provider)
        {
            _name = "partner_" + Guid.NewGuid().ToString("N");
            var server = Server(provider)
                ?? throw new InvalidOperationException($"{VariableOf(provider)} holds no connection string.");
            Options = new StoreOptions(provider, provider == StoreProvider.Postgres
                ? new NpgsqlConnectionStringBuilder(server) { Database = _name }.ToString()
                : new SqlConnectionStringBuilder(server) { InitialCatalog = _name }.ToString());
        }

        public override StoreOptions Options { get; }

        /// <summary>A copy of a migrated database, where the server can make one.</summary>
        public static ServerDatabase Copy(StoreProvider provider)
        {
            if (provider == StoreProvider.Postgres)
            {
                return Copy(PostgresTemplate.Value);
            }

            var database = Empty(provider);
            PartnerStore.Migrate(database.Options);
            return database;
        }

        /// <summary>A copy of another; nobody may be connected to it.</summary>
        public static ServerDatabase Copy(ServerDatabase original)
        {
            var database = new ServerDatabase(original.Options.Provider);
            if (original.Options.Provider == StoreProvider.Postgres)
            {
                database.OnServer($"CREATE DATABASE {database._name} TEMPLATE {original._name}");
                return database;
            }

            // SQL Server copies nothing but by way of a backup, whose files it moves where its own are.
            database.OnServer($"BACKUP DATABASE {original._name} TO DISK = '{original._name}.bak' WITH INIT");
            database.OnServer(
                "DECLARE @data nvarchar(400) = CAST(SERVERPROPERTY('InstanceDefaultDataPath') AS nvarchar(300)); " +
                "DECLARE @sql nvarchar(max) = N'RESTORE DATABASE " + database._name + " FROM DISK = ''" +
                original._name + ".bak'' WITH MOVE ''" + original._name + "'' TO ''' + @data + N'" +
                database._name + ".mdf'', MOVE ''" +
                original._name + "_log'' TO ''' + @data + N'" + database._name + ".ldf'''; EXEC (@sql)");
            return database;
        }

        public static ServerDatabase Empty(StoreProvider provider)
        {
            var database = new ServerDatabase(provider);
            database.Make();
            return database;
        }

        public override ValueTask DisposeAsync()
        {
            if (Options.Provider == StoreProvider.SqlServer)
            {
                OnServer($"ALTER DATABASE {_name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            }

            OnServer($"DROP DATABASE {_name}" + (Options.Provider == StoreProvider.Postgres ? " WITH (FORCE)" : ""));
            return ValueTask.CompletedTask;
        }

        // Left to the server, which the tests are given for themselves.
        private static ServerDatabase MigratedTemplate()
        {
            var template = Empty(StoreProvider.Postgres);
            PartnerStore.Migrate(template.Options);
            return template;
        }

        private void Make()
        {
            OnServer($"CREATE DATABASE {_name}");
            if (Options.Provider == StoreProvider.SqlServer)
            {
                OnServer($"ALTER DATABASE {_name} SET READ_COMMITTED_SNAPSHOT ON");
                OnServer($"ALTER DATABASE {_name} SET ALLOW_SNAPSHOT_ISOLATION ON");
            }
        }

        private void OnServer(string sql)
        {
            using var connection = Databases.Of(Options with { ConnectionString = Server(Options.Provider)! }).Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;

            // A database is copied by every test, and takes its time where all processors are busy.
            command.CommandTimeout = LongestSeconds;
            command.ExecuteNonQuery();
        }
    }
}
