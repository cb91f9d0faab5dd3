using System.CommandLine;
using Partner.Sandbox.Hosting;
using Partner.Server.Verbs;

namespace Partner.Sandbox.Verbs;

/// <summary>seed: makes what the development server makes at its start, and ends.</summary>
internal static class SeedVerb
{
    /// <summary>The verb.</summary>
    public static Command Create() => new Command("seed", """
        Makes schema and certificates, publishes the demo catalogue, adds the demo partners with funded floats
        """).WithSandbox().Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var folder = SandboxOptions.Folder(parsed);
        var database = SandboxOptions.Database(parsed, folder);
        await SandboxServer.PrepareAsync(folder, database, TimeProvider.System, cancel);
        Console.WriteLine(
            $"The demo partner and catalogue are in {database.Describe()}, its certificates in {folder}.");
        return 0;
    }
}
