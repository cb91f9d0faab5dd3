using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Partner.Benchmarks.Load;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// A PostgreSQL server to measure on: a throw-away one that keeps its promises (fsync, synchronous_commit), with
/// pg_stat_statements, or one that is there already.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Script = "eng/postgres/with-postgres.sh";
    private const string CrashScript = "eng/postgres/crash.sh";

    // Its settings are PostgreSQL's own but for those that the script makes unsafe and the counters.
    private const string Durable =
        "-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c shared_preload_libraries=pg_stat_statements";

    // Ends, and the server with it, when its input does: also when this process was killed.
    private const string Hold =
        "echo \"$PARTNER_TEST_POSTGRES\"; echo \"$PARTNER_TEST_POSTGRES_DATA\"; exec cat";

    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);
    private readonly Process? _script;
    private readonly List<string> _databases = [];
    private int _number;

    private PostgresServer(string connection, string? data, Process? script) =>
        (Connection, Data, _script) = (new NpgsqlConnectionStringBuilder(connection), data, script);

    /// <summary>Its database for administration.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>Folder of a server of ours; null of another one.</summary>
    public string? Data { get; }

    /// <summary>Whether pg_stat_statements counts.</summary>
    public bool Counts { get; private set; }

    /// <summary>The server that a verb's options ask for.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The server; null for SQLite.</returns>
    public static async Task<PostgresServer?> OfAsync(DatabaseOptions options, CancellationToken cancel) =>
        options.Provider == StoreProvider.Postgres
            ? await StartAsync(options.Connection, cancel)
            : null;

    /// <summary>Starts a server, or takes the one that is there.</summary>
    /// <param name="connection">The one that is there; null to start one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="more">Further settings of a server that is started: "-c name=value …".</param>
    public static async Task<PostgresServer> StartAsync(
        string? connection, CancellationToken cancel, string more = "")
    {
        var server = connection is null
            ? await LaunchAsync(more, cancel)
            : new PostgresServer(connection, null, null);
        try
        {
            var libraries = await server
                .ScalarAsync(null, "SHOW shared_preload_libraries", cancel) as string;
            if (libraries?.Contains("pg_stat_statements", StringComparison.Ordinal) == true)
            {
                await server.ExecuteAsync(null, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements", cancel);
                server.Counts = true;
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database; dropped at the end.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How to reach it.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref _number);
        var name = string.Create(CultureInfo.InvariantCulture, $"partner_bench_{Environment.ProcessId}_{number}");
        await ExecuteAsync(null, $"CREATE DATABASE {name}", cancel);
        _databases.Add(name);
        return new NpgsqlConnectionStringBuilder(Connection.ToString()) { Database = name }.ToString();
    }

    /// <summary>Runs a statement on a connection of its own, however long it takes.</summary>
    /// <param name="connection">The database; null for that of administration.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The first value of the first row.</returns>
    public async Task<object?> ScalarAsync(string? connection, string sql, CancellationToken cancel)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection ?? Connection.ToString()) { Pooling = false };
        await using var opened = new NpgsqlConnection(builder.ToString());
        await opened.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, opened) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancel);
    }

    /// <inheritdoc cref="ScalarAsync"/>
    public Task ExecuteAsync(string? connection, string sql, CancellationToken cancel) =>
        ScalarAsync(connection, sql, cancel);

    /// <summary>Kills a server of ours with SIGKILL, and starts it again.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It did not come back.</exception>
    public async Task CrashAsync(CancellationToken cancel)
    {
        using var script = Process.Start(Repository.File(CrashScript), [Data!, "0.2"]);
        await script.WaitForExitAsync(cancel);
        if (script.ExitCode != 0)
        {
            throw new InvalidOperationException($"{CrashScript} ended with {script.ExitCode}.");
        }
    }

    /// <summary>Puts a network between the server and its clients.</summary>
    /// <param name="delay">What it adds each way.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ChildProcess> ProxyAsync(TimeSpan delay, CancellationToken cancel) => ChildProcess.StartAsync(
        Measurements.Benchmarks,
        [
            "delay-proxy", Connection.Host!, Connection.Port.ToString(CultureInfo.InvariantCulture),
            delay.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        ],
        DelayProxy.ReadyPrefix,
        cancel);

    /// <summary>The same database, reached through the network.</summary>
    /// <param name="proxy">The network.</param>
    /// <param name="database">How to reach it directly.</param>
    public static string Through(ChildProcess proxy, string database) => new NpgsqlConnectionStringBuilder(database)
    {
        Host = "127.0.0.1",
        Port = int.Parse(proxy.ReadyLine[DelayProxy.ReadyPrefix.Length..], CultureInfo.InvariantCulture),
    }.ToString();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_script is null)
        {
            foreach (var name in _databases)
            {
                await ExecuteAsync(null, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
            }

            return;
        }

        _script.StandardInput.Close();
        await _script.WaitForExitAsync().WaitAsync(StopLimit);
        _script.Dispose();
    }

    private static async Task<PostgresServer> LaunchAsync(string more, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Repository.File(Script))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var word in (string[])["sh", "-c", Hold])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["PARTNER_POSTGRES_OPTIONS"] = $"{Durable} {more}";
        var script = Process.Start(start)!;
        var connection = await script.StandardOutput.ReadLineAsync(cancel);
        var data = await script.StandardOutput.ReadLineAsync(cancel);
        return connection is not null && data is not null
            ? new PostgresServer(connection, data, script)
            : throw new InvalidOperationException($"{Script} ended early; its own words are above.");
    }
}
