using System.Diagnostics;
using System.Globalization;

namespace Partner.Server.Tests.Support;

/// <summary>A PostgreSQL of one test's own, which it may kill. Disposing ends and removes it.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly Process _shell;
    private readonly string _data;

    private OwnPostgres(Process shell, string connection, string data) =>
        (_shell, Connection, _data) = (shell, connection, data);

    /// <summary>A connection string of a superuser.</summary>
    public string Connection { get; }

    /// <summary>The variables by which the server's program finds it.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["Partner__Storage__Provider"] = "Postgres",
        ["ConnectionStrings__Partner"] = Connection,
    };

    /// <summary>Starts one.</summary>
    public static async Task<OwnPostgres> StartAsync()
    {
        // It lives until the shell behind it has nothing more to read.
        var shell = Start(
            "with-postgres.sh",
            ["bash", "-c", "echo $PARTNER_TEST_POSTGRES; echo $PARTNER_TEST_POSTGRES_DATA; cat"]);
        var connection = await shell.StandardOutput.ReadLineAsync();
        var data = await shell.StandardOutput.ReadLineAsync();
        Assert.True(connection is not null && data is not null, "PostgreSQL did not start.");
        return new OwnPostgres(shell, connection, data);
    }

    /// <summary>Kills it with SIGKILL, and starts it again after a while.</summary>
    /// <param name="away">How long it is away at the least, in whole seconds.</param>
    public async Task CrashAsync(int away)
    {
        using var crash = Start("crash.sh", [_data, away.ToString(CultureInfo.InvariantCulture)]);
        await crash.WaitForExitAsync();
        Assert.Equal(0, crash.ExitCode);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private static Process Start(string script, string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "postgres", script), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
