using System.Diagnostics;
using Partner.Sandbox.Hosting;
using Partner.Server.Hosting;

namespace Partner.Server.Tests.Support;

/// <summary>What a run of a program printed and returned.</summary>
internal sealed record VerbOutcome(int Status, string Out, string Error)
{
    /// <summary>Runs a verb of the server in a process of its own.</summary>
    public static Task<VerbOutcome> RunAsync(params string[] args) =>
        RunAsync(typeof(PartnerServer), new Dictionary<string, string>(), args);

    /// <summary>Runs a verb of the sandbox in a process of its own.</summary>
    public static Task<VerbOutcome> OfSandboxAsync(params string[] args) =>
        OfSandboxAsync(new Dictionary<string, string>(), args);

    /// <summary>Runs a verb of the sandbox in a process with variables of its own.</summary>
    public static Task<VerbOutcome> OfSandboxAsync(
        IReadOnlyDictionary<string, string> variables, params string[] args) =>
        RunAsync(typeof(SandboxServer), variables, args);

    private static async Task<VerbOutcome> RunAsync(
        Type program, IReadOnlyDictionary<string, string> variables, string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("exec");

        // The program lies beside the tests without its own settings of the runtime, which are those of the tests.
        start.ArgumentList.Add("--runtimeconfig");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Partner.Server.Tests.runtimeconfig.json"));
        start.ArgumentList.Add("--depsfile");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Partner.Server.Tests.deps.json"));
        start.ArgumentList.Add(program.Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Eventually.Longest, TimeProvider.System);
        return new VerbOutcome(process.ExitCode, await output, await error);
    }
}
