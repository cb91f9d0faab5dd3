using System.Runtime.InteropServices;
using Partner.Server.Hosting;
using Partner.Server.Issuer.Simulation;

namespace Partner.Server.Verbs;

/// <summary>The verbs of the program. Exit status: 0 done, 1 refused or failed, 2 wrong usage.</summary>
internal static class VerbTable
{
    private static readonly Dictionary<string, (string Usage, Func<string[], CancellationToken, Task<int>> Run)> Verbs =
        new(StringComparer.Ordinal)
        {
            ["serve"] = (ServeVerb.Usage, ServeVerb.RunAsync),
            ["migrate"] = (AdministrationVerbs.MigrateUsage, AdministrationVerbs.MigrateAsync),
            ["seed"] = (AdministrationVerbs.SeedUsage, AdministrationVerbs.SeedAsync),
            ["demo"] = (DemoVerb.Usage, DemoVerb.RunAsync),
            ["issuer"] = (IssuerCommand.Usage, StoppableIssuerAsync),
            ["partner"] = (AdministrationVerbs.PartnerUsage, AdministrationVerbs.PartnerAsync),
            ["credit-limit"] = (AdministrationVerbs.CreditLimitUsage, AdministrationVerbs.CreditLimitAsync),
            ["deposit"] = (AdministrationVerbs.DepositUsage, AdministrationVerbs.DepositAsync),
            ["certificate"] = (CertificateVerb.Usage, CertificateVerb.RunAsync),
            ["catalog"] = (CatalogVerb.Usage, CatalogVerb.RunAsync),
            ["in-doubt"] = (InDoubtVerb.Usage, InDoubtVerb.RunAsync),
            ["settle"] = (SettleVerb.Usage, SettleVerb.RunAsync),
            ["audit"] = (AuditVerb.Usage, (args, cancel) =>
                AuditVerb.RunAsync(args, Console.Out, Console.Error, cancel)),
        };

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The verb and its words.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args[0] is "help" or "--help" or "-h")
        {
            await Console.Out.WriteLineAsync(Help()).ConfigureAwait(false);
            return args.Length == 0 ? 2 : 0;
        }

        if (!Verbs.TryGetValue(args[0], out var verb))
        {
            await Console.Error.WriteLineAsync($"'{args[0]}' is not a verb.\n\n{Help()}").ConfigureAwait(false);
            return 2;
        }

        if (args.Length > 1 && args[1] is "--help" or "-h")
        {
            await Console.Out.WriteLineAsync(verb.Usage).ConfigureAwait(false);
            return 0;
        }

        try
        {
            return await verb.Run(args[1..], CancellationToken.None).ConfigureAwait(false);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"{args[0]}: {wrong.Message}\n\n{verb.Usage}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception fault) when (fault is Storage.StoreNotReadyException or Storage.StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"{args[0]}: {fault.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static string Help() =>
        "usage: dotnet run --project src/Partner.Server -- VERB …\n\n" +
        string.Join("\n\n", Verbs.Values.Select(verb => verb.Usage)) + "\n\n" + StoreChoice.Usage;

    private static async Task<int> StoppableIssuerAsync(string[] args, CancellationToken cancel)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await IssuerCommand.RunAsync(args, stopping.Token).ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }
}
