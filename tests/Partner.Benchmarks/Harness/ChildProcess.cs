using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Partner.Benchmarks.Harness;

/// <summary>A process of ours: started by us, killed by us, and never one of somebody else's.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _name;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;
    private long _written;

    private ChildProcess(string name, Process process) => (_name, _process) = (name, process);

    /// <summary>The line that said that it is ready.</summary>
    public string ReadyLine { get; private set; } = "";

    /// <summary>What it wrote last, both streams, at most 200 lines.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>How many characters it wrote so far, both streams.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>How it is doing and what it wrote last, for the story of a failure.</summary>
    public string Describe() =>
        $"{_name}: {(_process.HasExited ? $"ended with {_process.ExitCode}" : "running")}\n{string.Join('\n', _lines)}";

    /// <summary>Processor time of the process so far, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory of the process that is in use now, in bytes.</summary>
    public long ResidentMemory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a program of ours and waits until it says that it is ready.</summary>
    /// <param name="assembly">File name of the program beside this one, such as Partner.Server.dll.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="ready">How the line begins that says so.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="environment">Variables of its own, beside those of this process.</param>
    /// <param name="openFiles">How many files it may have open at once; null for as many as this process.</param>
    /// <exception cref="InvalidOperationException">It ended before; the message has what it wrote.</exception>
    public static async Task<ChildProcess> StartAsync(
        string assembly,
        IReadOnlyList<string> arguments,
        string ready,
        CancellationToken cancel,
        IReadOnlyDictionary<string, string>? environment = null,
        int? openFiles = null)
    {
        var child = Launch(
            assembly, arguments, environment, openFiles, line => line.StartsWith(ready, StringComparison.Ordinal));
        try
        {
            child.ReadyLine = await child._ready.Task.WaitAsync(StartLimit, TimeProvider.System, cancel);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program of ours to its end.</summary>
    /// <param name="assembly">File name of the program beside this one.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancel">Gives up, and kills it.</param>
    /// <param name="environment">Variables of its own, beside those of this process.</param>
    /// <returns>Its exit status and what it wrote.</returns>
    public static async Task<(int Status, IReadOnlyCollection<string> Lines)> RunAsync(
        string assembly,
        IReadOnlyList<string> arguments,
        CancellationToken cancel,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var child = Launch(assembly, arguments, environment, openFiles: null, _ => false);
        await child._process.WaitForExitAsync(cancel);
        return (child._process.ExitCode, [.. child.Lines]);
    }

    /// <summary>Kills it with SIGKILL, so that it can clean nothing up, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, with SIGTERM, as an orchestrator does.</summary>
    public void Terminate() => Posix.Kill(_process.Id, Posix.Terminate);

    /// <summary>Makes it stand still, with SIGSTOP: it notices nothing until it is woken.</summary>
    public void Pause() => Posix.Kill(_process.Id, Posix.Stop);

    /// <summary>Wakes it, with SIGCONT.</summary>
    public void Resume() => Posix.Kill(_process.Id, Posix.Continue);

    /// <summary>Waits until it has ended by itself.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Its exit status.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A child that was ended on purpose is disposed again where its replacement could not be started.
        if (!_disposed)
        {
            _disposed = true;
            await KillAsync();
            _process.Dispose();
        }
    }

    private static ChildProcess Launch(
        string assembly,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment,
        int? openFiles,
        Func<string, bool> isReady)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(openFiles is null ? host : "/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (openFiles is { } files)
        {
            // The limit is inherited: a shell lowers its own and becomes the program.
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(
                string.Create(CultureInfo.InvariantCulture, $"ulimit -n {files}; exec \"$0\" \"$@\""));
            start.ArgumentList.Add(host);
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The collector that the server's own settings ask for; the echo program must not differ from it in that.
        start.Environment["DOTNET_gcServer"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess($"{assembly} {string.Join(' ', arguments)}", new Process { StartInfo = start });
        child._process.EnableRaisingEvents = true;
        child._process.OutputDataReceived += (_, line) => child.Note(line.Data, isReady);
        child._process.ErrorDataReceived += (_, line) => child.Note(line.Data, isReady);
        child._process.Exited += (_, _) => child.NoteEnd();
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    private void Note(string? line, Func<string, bool> isReady)
    {
        if (line is null)
        {
            return;
        }

        Interlocked.Add(ref _written, line.Length + 1);
        _lines.Enqueue(line);
        if (_lines.Count > LinesKept)
        {
            _lines.TryDequeue(out _);
        }

        if (isReady(line))
        {
            _ready.TrySetResult(line);
        }
    }

    private void NoteEnd() => _ready.TrySetException(
        new InvalidOperationException($"{_name} ended early:\n{string.Join('\n', _lines)}"));
}
