using System.Data.Common;
using Microsoft.Data.SqlClient;
using Npgsql;
using Partner.Storage.Providers;

namespace Partner.Storage.Tests.Support;

/// <summary>A database of a test's own, with the schema and nothing in it. Disposing removes it.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    private const string PostgresVariable = "PARTNER_TEST_POSTGRES";
    private const string SqlServerVariable = "PARTNER_TEST_SQLSERVER";

    /// <summary>The databases that can be reached: SQLite, and those whose connection string the environment has.</summary>
    public static IEnumerable<StoreProvider> Reachable =>
        Enum.GetValues<StoreProvider>().Where(provider => provider == StoreProvider.Sqlite || Server(provider) is not null);

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

    /// <summary>A connection of the test's own.</summary>
    public DbConnection Connect() => Database.Of(Options).Open();

    /// <summary>Name of the variable that holds the connection string of a server.</summary>
    public static string VariableOf(StoreProvider provider) =>
        provider == StoreProvider.Postgres ? PostgresVariable : SqlServerVariable;

    /// <summary>The connection string of a server; null when the environment has none.</summary>
    public static string? Server(StoreProvider provider) =>
        Environment.GetEnvironmentVariable(VariableOf(provider)) is { Length: > 0 } text ? text : null;

    public abstract ValueTask DisposeAsync();

    private sealed class SqliteFile : TestDatabase
    {
        // Migrating takes longer than most tests, so that it is done once and the file copied.
        private static readonly Lazy<byte[]> Migrated = new(Migrate);

        private readonly string _folder = Directory.CreateTempSubdirectory("partner-storage-tests-").FullName;

        public SqliteFile(bool migrated)
        {
            var file = Path.Combine(_folder, "partner.db");
            Options = StoreOptions.Sqlite(file);
            if (migrated)
            {
                File.WriteAllBytes(file, Migrated.Value);
            }
        }

        public override StoreOptions Options { get; }

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
            var database = new ServerDatabase(provider);
            if (provider == StoreProvider.Postgres)
            {
                database.OnServer($"CREATE DATABASE {database._name} TEMPLATE {PostgresTemplate.Value._name}");
                return database;
            }

            database.Make();
            PartnerStore.Migrate(database.Options);
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
            using var connection = Database.Of(Options with { ConnectionString = Server(Options.Provider)! }).Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
