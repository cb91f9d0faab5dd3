using System.Diagnostics;
using System.Globalization;

namespace Partner.Storage.Tests.Support;

/// <summary>A process of <see cref="TestProgram"/>. Disposing kills it.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private OtherProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts one.</summary>
    /// <param name="what">What it does.</param>
    /// <param name="options">The database.</param>
    /// <param name="number">A number that no other process on the database has.</param>
    public static OtherProcess Start(string what, StoreOptions options, int number = 0) => new(Process.Start(
        new ProcessStartInfo(
            "dotnet",
            [
                "exec",
                typeof(TestProgram).Assembly.Location,
                what,
                options.Provider.ToString(),
                options.ConnectionString,
                number.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!);

    /// <summary>Its next line; null when it has ended.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Reads until it prints a line; fails when it ends before.</summary>
    /// <param name="line">The line.</param>
    public async Task ReadUntilAsync(string line)
    {
        string? read;
        do
        {
            read = await ReadLineAsync();
            Assert.True(read is not null, $"The process ended before it printed '{line}'.");
        }
        while (read != line);
    }

    /// <summary>Stops it where it is, until <see cref="GoOn"/>.</summary>
    public void Stop() => Signal("-STOP");

    /// <summary>Lets it go on, also where it waits to be told.</summary>
    public void GoOn()
    {
        Signal("-CONT");
        _process.StandardInput.WriteLine();
    }

    /// <summary>Kills it without a warning, and reads what it printed before.</summary>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();

        // A last line that lacks its end was not printed as a whole.
        return rest.Split('\n')[..^1];
    }

    /// <summary>Waits until it ends well, and reads what it printed.</summary>
    public async Task<string[]> EndAsync()
    {
        var lines = (await _process.StandardOutput.ReadToEndAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await _process.WaitForExitAsync();
        var errors = await _errors;
        Assert.True(_process.ExitCode == 0, $"It ended with {_process.ExitCode}: {errors}");
        return lines;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
