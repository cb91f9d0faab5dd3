using System.CommandLine;
using Partner.Server.Hosting;
using Partner.Server.Issuer;

namespace Partner.Server.Verbs;

/// <summary>serve: runs the server until it is told to stop.</summary>
internal static class ServeVerb
{
    private const string AnyHost = "*";

    private static readonly Option<string?> Cert = VerbOptions.Text("--cert", "FILE", "The server's certificate, PEM");
    private static readonly Option<string?> Key = VerbOptions.Text("--key", "FILE", "Its private key, PEM");

    private static readonly Option<string?> Ca = VerbOptions.Text(
        "--ca", "FILE", "The authority of the partners' certificates, PEM");

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var command = new Command("serve", """
            Runs the server until it is told to stop. It needs --cert, --key, --ca and --issuer,
            and a database that migrate was run on; it makes none of them. Telemetry goes where
            OpenTelemetry's variables say (OTEL_EXPORTER_OTLP_ENDPOINT and so on), else nowhere
            """) { Cert, Key, Ca };
        return ServeOptions.AddTo(command, AnyHost).WithDatabase().Runs(RunAsync);
    }

    /// <summary>Reads what the server is started with. The command line goes before the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configuration">Names such as Partner:Health:Port, from the environment.</param>
    /// <exception cref="UsageException">A value is wrong, or settings are missing: each of them is named.</exception>
    public static ServerSettings Read(ParseResult parsed, IConfiguration configuration)
    {
        var (cert, key, ca) = (parsed.GetValue(Cert), parsed.GetValue(Key), parsed.GetValue(Ca));
        var issuer = parsed.GetValue(VerbOptions.Issuer);
        var missing = new List<string>();
        Need(missing, Cert, cert);
        Need(missing, Key, key);
        Need(missing, Ca, ca);
        Need(missing, VerbOptions.Issuer, issuer);
        if (!VerbOptions.NamesDatabase(parsed, configuration))
        {
            missing.Add("--data DIR  Where the SQLite database is; or --provider and --connection: which other one");
        }

        if (missing.Count > 0)
        {
            throw new UsageException(
                $"the server makes nothing by itself; give it what is missing:\n  {string.Join("\n  ", missing)}");
        }

        var settings = new ServerSettings
        {
            Store = VerbOptions.Database(parsed),
            Tls = new KestrelTlsFiles(cert!, key!, ca!),
            Issuer = new IssuerOptions { BaseUrl = issuer! },
        };
        return ServeOptions.Apply(parsed, settings, configuration, AnyHost);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = Read(parsed, new ConfigurationBuilder().AddEnvironmentVariables().Build());
        return await ServeOptions.ExplainedAsync(async () =>
        {
            await using var server = await PartnerServer.StartAsync(settings, cancel);
            ServeOptions.Announce(settings, server.Port, server.OperatorPort, server.IssuerUrl, server.HealthUrl);
            await server.WaitForShutdownAsync();
        });
    }

    private static void Need(List<string> missing, Option option, object? value)
    {
        if (value is null)
        {
            missing.Add($"{option.Name} {option.HelpName}  {option.Description}");
        }
    }
}
