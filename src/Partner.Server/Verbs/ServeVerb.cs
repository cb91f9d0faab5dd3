using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Partner.Server.Hosting;
using Partner.Server.Issuer.Simulation;
using Partner.Server.Telemetry;

namespace Partner.Server.Verbs;

/// <summary>serve: runs the server until it is told to stop.</summary>
internal static class ServeVerb
{
    private static readonly Option<bool> Production = new("--production")
    {
        Description = "Needs --cert, --key and --ca and makes nothing: run migrate first. Without it the server is in\n"
            + "development: it makes certificates, schema, demo data and a simulated issuer",
    };

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Logs what happens, not only problems",
    };

    private static readonly Option<bool> NoSettlement = new("--no-settlement")
    {
        Description = "Leaves closing months to the verb settle",
    };

    private static readonly Option<KestrelAddress?> Address = VerbOptions.Parsed(
        "--address", "HOST:PORT", "Where to listen [127.0.0.1:7443]",
        "HOST:PORT, such as 127.0.0.1:7443 or 0.0.0.0:443", KestrelAddress.Parse);

    private static readonly Option<string?> Cert = VerbOptions.Text("--cert", "FILE", "The server's certificate, PEM");
    private static readonly Option<string?> Key = VerbOptions.Text("--key", "FILE", "Its private key, PEM");
    private static readonly Option<string?> Ca = VerbOptions.Text("--ca", "FILE", "The partner authority, PEM");

    private static readonly Option<string?> HealthPort = VerbOptions.Text(
        "--health-port", "N", "Live, ready and started for probes, plain HTTP [Partner__Health__Port, else none]");

    private static readonly Option<string?> HealthAddress = VerbOptions.Text(
        "--health-address", "HOST", "[Partner__Health__Address, else 127.0.0.1 in development, * in production]");

    private static readonly Option<string?> ObserveFloat = VerbOptions.Text(
        "--observe-float", "PARTNER,…", "Shows these floats as a metric, at most 20 [Partner__Telemetry__Floats]");

    private static readonly Option<TimeSpan?> Lease = VerbOptions.Seconds("--lease", "How long work is claimed [15]");

    private static readonly Option<TimeSpan?> AttemptTimeout = VerbOptions.Seconds(
        "--attempt-timeout", "For one attempt at the issuer [5]");

    private static readonly Option<TimeSpan?> Drain = VerbOptions.Seconds(
        "--drain", "How long calls may end after the stop [20]");

    private static readonly Option<TimeSpan?> WithdrawAfter = VerbOptions.Seconds(
        "--withdraw-after", "When to give up what the issuer has no trace of [600]");

    private static readonly Option<TimeSpan?> ReconcileEvery = VerbOptions.Seconds(
        "--reconcile-every", "Pause between questions to the issuer [2, 5, 10, 30, then 60]");

    private static readonly Option<TimeSpan?> SettleAfter = VerbOptions.Seconds(
        "--settle-after", "How long after its end a month is settled [21600]");

    private static readonly IConfiguration NoConfiguration = new ConfigurationBuilder().Build();

    /// <summary>The verb.</summary>
    public static Command Create() => new Command("serve", """
        Runs the server until it is told to stop. Telemetry goes where OpenTelemetry's variables say
        (OTEL_EXPORTER_OTLP_ENDPOINT and so on), else nowhere
        """)
    {
        Address, VerbOptions.Issuer, Production, Cert, Key, Ca, HealthPort, HealthAddress, ObserveFloat, Lease,
        AttemptTimeout, Drain, WithdrawAfter, ReconcileEvery, SettleAfter, NoSettlement, Verbose,
    }.WithDatabase().Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var settings = Read(parsed, new ConfigurationBuilder().AddEnvironmentVariables().Build());
        try
        {
            await using var server = await PartnerServer.StartAsync(settings, cancel).ConfigureAwait(false);
            Announce(settings, server);
            await server.WaitForShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or InvalidOperationException
            or Storage.Abstractions.StoreNotReadyException or Storage.Abstractions.StoreUnavailableException or UnauthorizedAccessException)
        {
            var hint = fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                ? " Give another one: --address 127.0.0.1:0 takes a free port."
                : "";
            await Console.Error.WriteLineAsync($"serve: {fault.Message}{hint}").ConfigureAwait(false);
            return 1;
        }

        Console.WriteLine("Stopped: every call was answered, nothing accepted was lost.");
        return 0;
    }

    /// <summary>Reads what the server is started with. The command line goes before the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configuration">Names such as Partner:Health:Port, from the environment.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static ServerSettings Read(ParseResult parsed, IConfiguration? configuration = null)
    {
        var production = parsed.GetValue(Production);
        var settings = new ServerSettings
        {
            DataFolder = VerbOptions.Folder(parsed),
            Store = VerbOptions.Database(parsed),
            Development = !production,
            LogLevel = parsed.GetValue(Verbose) ? LogLevel.Information : LogLevel.Warning,
            Address = parsed.GetValue(Address) ?? ServerSettings.DefaultAddress,
            Health = HealthOf(parsed, configuration ?? NoConfiguration, production),
            IssuerUrl = parsed.GetValue(VerbOptions.Issuer),
            Tls = production ? new KestrelTlsFiles(File(parsed, Cert), File(parsed, Key), File(parsed, Ca)) : null,
            TelemetryEnvironment = TelemetryVariables.OfProcess(),
            ObservedFloats = FloatsOf(parsed.GetValue(ObserveFloat) ?? configuration?["Partner:Telemetry:Floats"]),
        };
        return settings with
        {
            Issuer = settings.Issuer with
            {
                AttemptTimeout = parsed.GetValue(AttemptTimeout) ?? settings.Issuer.AttemptTimeout,
            },
            Settlement = settings.Settlement with
            {
                After = parsed.GetValue(NoSettlement)
                    ? null
                    : parsed.GetValue(SettleAfter) ?? settings.Settlement.After,
            },
            Policy = settings.Policy with
            {
                WithdrawAfter = parsed.GetValue(WithdrawAfter) ?? settings.Policy.WithdrawAfter,
            },
            Work = settings.Work with
            {
                Lease = parsed.GetValue(Lease) ?? settings.Work.Lease,
                Drain = parsed.GetValue(Drain) ?? settings.Work.Drain,
                ReconcileAfter = parsed.GetValue(ReconcileEvery) is { } every ? [every] : settings.Work.ReconcileAfter,
            },
        };
    }

    private static string File(ParseResult parsed, Option<string?> option) => parsed.GetValue(option)
        ?? throw new UsageException($"--production needs {option.Name} {option.HelpName}: {option.Description}");

    private static KestrelAddress? HealthOf(ParseResult parsed, IConfiguration configuration, bool production)
    {
        var port = parsed.GetValue(HealthPort) ?? configuration["Partner:Health:Port"];
        var host = parsed.GetValue(HealthAddress) ?? configuration["Partner:Health:Address"];
        if (string.IsNullOrEmpty(port))
        {
            return host is null
                ? null
                : throw new UsageException(
                    "--health-address needs --health-port too: without it there is no such port");
        }

        var text = $"{host ?? (production ? "*" : "127.0.0.1")}:{port}";
        return KestrelAddress.Parse(text)
            ?? throw new UsageException($"'{text}' is no place for probes: give --health-port 0 to 65535, "
                + "and --health-address an IP address, localhost or *");
    }

    private static PartnerId[] FloatsOf(string? text)
    {
        const int most = 20;
        var partners = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal).Select(id => new PartnerId(id)).ToArray();
        return partners.Length <= most
            ? partners
            : throw new UsageException(
                $"--observe-float takes at most {most} partners: each is a time series, and a busy one is seen by all "
                + "who may see the metrics");
    }

    private static void Announce(ServerSettings settings, PartnerServer server)
    {
        var host = settings.Address.Host is "*" or "0.0.0.0" or "::" ? "localhost" : settings.Address.Host;
        var address = $"https://{new KestrelAddress(host, server.Port)}";
        Console.WriteLine($"Ready: {address} (gRPC over mutual TLS); issuer {server.IssuerUrl}");
        if (server.HealthUrl is { } health)
        {
            Console.WriteLine($"Health: {health}health/live, /health/ready, /health/started (plain HTTP)");
        }

        if (server.Pki is not { } pki)
        {
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(pki.AuthorityPath))!;
        var cli = string.Create(
            CultureInfo.InvariantCulture,
            $"--address {address} --ca {folder}/ca.crt --cert {folder}/partners/demo.crt --key " +
            $"{folder}/partners/demo.key");
        const string card = SandboxCards.Success;
        Console.WriteLine($"""
            Certificates: {folder} (trust ca.crt; call with partners/demo.crt and partners/demo.key)
            Try:
              dotnet run --project src/Partner.Cli -- plans {cli}
              dotnet run --project src/Partner.Cli -- topup --card {card} --plan phone-100 --channel pos {cli}
              dotnet run --project src/Partner.Cli -- balance {cli}
            """);
    }
}
