using System.CommandLine;
using System.Globalization;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Hosting;
using Partner.Server.Verbs;

namespace Partner.Sandbox.Verbs;

/// <summary>serve: runs the development server until it is told to stop.</summary>
internal static class ServeVerb
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var command = new Command("serve", """
            Runs a server for development until it is told to stop. It makes certificates, schema, demo data and,
            without --issuer, a simulated issuer
            """);
        return ServeOptions.AddTo(command, Loopback).WithSandbox().Runs(RunAsync);
    }

    /// <summary>Reads what the server is started with.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Names such as Partner:Health:Port.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static SandboxSettings Read(ParseResult parsed, IConfiguration environment)
    {
        var folder = SandboxOptions.Folder(parsed);
        var settings = new SandboxSettings(folder)
        {
            Store = SandboxOptions.Database(parsed, folder, environment),
            IssuerUrl = parsed.GetValue(VerbOptions.Issuer),
        };
        var applied = (SandboxSettings)ServeOptions.Apply(parsed, settings, environment, Loopback);

        // Whoever lets the system choose the one port wants no fixed other one either.
        return applied with
        {
            Operator = applied.Operator ?? (applied.Address.Port == 0
                ? applied.Address
                : ServerSettings.DefaultOperator),
        };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = Read(parsed, new ConfigurationBuilder().AddEnvironmentVariables().Build());
        return await ServeOptions.ExplainedAsync(async () =>
        {
            await using var server = await SandboxServer.StartAsync(settings, cancel);
            var address = ServeOptions.Announce(
                settings, server.Port, server.OperatorPort, server.IssuerUrl, server.HealthUrl);
            Suggest(address, Path.GetDirectoryName(Path.GetFullPath(server.Pki.AuthorityPath))!);
            await server.WaitForShutdownAsync();
        });
    }

    private static void Suggest(string address, string pki)
    {
        var cli = string.Create(
            CultureInfo.InvariantCulture,
            $"--address {address} --ca {pki}/ca.crt --cert {pki}/partners/demo.crt --key {pki}/partners/demo.key");
        const string card = SandboxCards.Success;
        Console.WriteLine($"""
            Certificates: {pki} (trust ca.crt; call with partners/demo.crt and partners/demo.key; the operator's port
            opens with partners/operator.crt and partners/operator.key)
            Try:
              dotnet run --project src/Partner.Cli -- plans {cli}
              dotnet run --project src/Partner.Cli -- topup --card {card} --plan phone-100 --channel pos {cli}
              dotnet run --project src/Partner.Cli -- balance {cli}
            """);
    }
}
