using Partner.Cli.Hosting;

namespace Partner.Cli;

/// <summary>Where the process begins.</summary>
internal static class EntryPoint
{
    private static Task<int> Main(string[] args) => CliApp.RunAsync(args, CliHost.OfProcess());
}
