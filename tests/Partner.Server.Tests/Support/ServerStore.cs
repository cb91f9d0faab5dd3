using Npgsql;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Tests.Support;

/// <summary>
/// The database that servers of tests use: SQLite in their own folder, or, where PARTNER_TEST_SERVER_STORE is
/// "postgres", one of their own on the PostgreSQL that PARTNER_TEST_POSTGRES names. There, two servers share it, and
/// each call goes to either.
/// </summary>
public sealed class ServerStore : IAsyncDisposable
{
    private const string KindVariable = "PARTNER_TEST_SERVER_STORE";
    private const string PostgresVariable = "PARTNER_TEST_POSTGRES";

    private readonly string? _name;

    private ServerStore(string? name, StoreOptions? options) => (_name, Options) = (name, options);

    /// <summary>Whether two servers share PostgreSQL.</summary>
    public static bool IsShared =>
        string.Equals(Environment.GetEnvironmentVariable(KindVariable), "postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>A connection string of a superuser of PostgreSQL; null where there is none.</summary>
    public static string? PostgresServer =>
        Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } text ? text : null;

    /// <summary>The database; null for SQLite in the server's folder.</summary>
    public StoreOptions? Options { get; }

    /// <summary>The database that the environment asks for.</summary>
    public static Task<ServerStore> CreateAsync() =>
        IsShared ? OnPostgresAsync() : Task.FromResult(new ServerStore(null, null));

    /// <summary>An empty database on PostgreSQL.</summary>
    public static async Task<ServerStore> OnPostgresAsync()
    {
        var name = $"server_{Guid.NewGuid():N}";
        await OnServerAsync($"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(PostgresServer) { Database = name };
        return new ServerStore(name, new StoreOptions(StoreProvider.Postgres, connection.ConnectionString));
    }

    /// <summary>The variables by which the program finds the database.</summary>
    public Dictionary<string, string> Variables() => new()
    {
        ["Partner__Storage__Provider"] = Options!.Provider.ToString(),
        ["ConnectionStrings__Partner"] = Options.ConnectionString,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_name is not null)
        {
            await OnServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
        }
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(PostgresServer
            ?? throw new InvalidOperationException($"{PostgresVariable} names no PostgreSQL."));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
