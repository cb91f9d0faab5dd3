using System.Diagnostics;
using Partner.Server.Hosting;

namespace Partner.Server.Tests.Support;

/// <summary>What a run of the server's program printed and returned.</summary>
internal sealed record VerbOutcome(int Status, string Out, string Error)
{
    /// <summary>Runs a verb in a process of its own.</summary>
    public static async Task<VerbOutcome> RunAsync(params string[] args)
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
        start.ArgumentList.Add(typeof(PartnerServer).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Eventually.Longest, TimeProvider.System);
        return new VerbOutcome(process.ExitCode, await output, await error);
    }
}
