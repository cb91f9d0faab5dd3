using System.CommandLine;
using Partner.Server.Verbs;

namespace Partner.Sandbox.Verbs;

/// <summary>The verbs of the program. Exit status: 0 done, 1 refused or failed, 2 wrong usage.</summary>
internal static class SandboxVerbs
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">The verb and its words.</param>
    /// <param name="output">Takes help; the process's standard output when null.</param>
    /// <param name="error">Takes what is wrong; the process's standard error when null.</param>
    /// <returns>The exit status.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter? output = null, TextWriter? error = null) =>
        VerbTable.RunAsync(Root(), args, output, error);

    private static RootCommand Root() => new("""
        Runs the top-up service for development and demonstrations, with a simulated issuer,
        certificates and partners of its own. Status: 0 done, 1 refused or failed, 2 wrong usage.

        Everything is in one folder, --data DIR. Partner.Server's verbs work beside it, with the same
        --data DIR, and `Partner.Cli operator …` at its operator's port.
        """)
    {
        DemoVerb.Create(),
        ServeVerb.Create(),
        SeedVerb.Create(),
        IssuerVerb.Create(),
        CertificateVerb.Create(),
    };
}
