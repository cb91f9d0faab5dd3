using System.CommandLine;

namespace Partner.Server.Verbs;

/// <summary>The verbs of the program. Exit status: 0 done, 1 refused or failed, 2 wrong usage.</summary>
internal static class VerbTable
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">The verb and its words.</param>
    /// <param name="output">Takes help and the audit's report; the process's standard output when null.</param>
    /// <param name="error">Takes what is wrong; the process's standard error when null.</param>
    /// <returns>The exit status.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter? output = null, TextWriter? error = null) =>
        RunAsync(Root(), args, output, error);

    /// <summary>Runs a command line of a program with other verbs.</summary>
    /// <param name="root">The program's verbs.</param>
    /// <param name="args">The verb and its words.</param>
    /// <param name="output">Takes help; the process's standard output when null.</param>
    /// <param name="error">Takes what is wrong; the process's standard error when null.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(
        RootCommand root, IReadOnlyList<string> args, TextWriter? output, TextWriter? error)
    {
        // Verbs that run for long end by signals of their own: with a drain, or an orderly last word.
        var invocation = new InvocationConfiguration
        {
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        string[] words = args is [] or ["help", ..] ? ["--help"] : [.. args];
        var place = root.Subcommands.Any(verb => verb.Name == words[0]) ? $"{words[0]}: " : "";
        try
        {
            var parsed = CommandLineReader.Parse(root, words);
            var status = await parsed.InvokeAsync(invocation);
            return args.Count == 0 ? 2 : status;
        }
        catch (UsageException wrong)
        {
            await invocation.Error.WriteLineAsync(
                $"{place}{wrong.Message}\nNothing was done. --help behind a verb tells what it takes.");
            return 2;
        }
        catch (Exception fault) when (
            fault is Storage.Abstractions.StoreNotReadyException or Storage.Abstractions.StoreUnavailableException
                or Core.Documents.UnreadableDocumentException)
        {
            await invocation.Error.WriteLineAsync(place + fault.Message);
            return 1;
        }
    }

    private static RootCommand Root() => new(
        "Runs the top-up service and administers its database. Status: 0 done, 1 refused or failed, 2 wrong usage.\n\n"
        + StoreChoice.Usage)
    {
        ServeVerb.Create(),
        MigrateVerb.Create(),
        CertificateVerb.Create(),
        AuditVerb.Create(),
    };
}
