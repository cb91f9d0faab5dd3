using System.Globalization;
using System.Security.Cryptography;
using Partner.Core.TopUps;
using Partner.Server.Hosting;
using Partner.Server.Telemetry;
using Partner.Server.TopUps;

namespace Partner.Server.Verbs;

/// <summary>serve: runs the server until it is told to stop.</summary>
internal static class ServeVerb
{
    public const string Usage = """
        serve [--data DIR] [--address HOST:PORT] [--issuer URL] [--production --cert F --key F --ca F]
            Runs the server. In development (the default) it makes certificates, schema, demo data and a simulated
            issuer in DIR (default .partner). In production it makes nothing: run migrate first.
            --health-port N: live, ready and started for probes, plain HTTP; --health-address HOST: 127.0.0.1 in
            development, * in production. Also as Partner__Health__Port and Partner__Health__Address.
            --observe-float PARTNER[,…]: shows these floats as a metric, at most 20 (Partner__Telemetry__Floats).
            Telemetry goes where OpenTelemetry's variables say (OTEL_EXPORTER_OTLP_ENDPOINT and so on), else nowhere.
            Timing, in seconds: --lease 15 --attempt-timeout 5 --drain 20 --withdraw-after 600 --reconcile-every S
            --settle-after 21600: how long after its end a month is settled; --no-settlement leaves it to the verb settle
        """;

    private static readonly IConfiguration NoConfiguration = new ConfigurationBuilder().Build();

    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var settings = Read(new Arguments(args, "--production", "--verbose", "--no-settlement"), environment);
        try
        {
            await using var server = await PartnerServer.StartAsync(settings, cancel).ConfigureAwait(false);
            Announce(settings, server);
            await server.WaitForShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or InvalidOperationException
            or Storage.StoreNotReadyException or Storage.StoreUnavailableException or UnauthorizedAccessException)
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
    /// <param name="arguments">The command line.</param>
    /// <param name="configuration">Names such as Partner:Health:Port, from the environment.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static ServerSettings Read(Arguments arguments, IConfiguration? configuration = null)
    {
        var folder = AdministrationVerbs.FolderOf(arguments);
        var settings = new ServerSettings { DataFolder = folder, Store = StoreChoice.Of(arguments, folder) };
        var production = arguments.Has("--production");
        settings = settings with
        {
            Development = !production,
            LogLevel = arguments.Has("--verbose") ? LogLevel.Information : LogLevel.Warning,
            Address = AddressOf(arguments.Option("--address")),
            Health = HealthOf(arguments, configuration ?? NoConfiguration, production),
            IssuerUrl = IssuerOf(arguments.Option("--issuer")),
            Tls = production
                ? new KestrelTlsFiles(
                    arguments.Required("--cert", "FILE (the server's certificate, PEM)"),
                    arguments.Required("--key", "FILE (its private key, PEM)"),
                    arguments.Required("--ca", "FILE (the partner authority, PEM)"))
                : null,
            Issuer = settings.Issuer with
            {
                AttemptTimeout = arguments.Seconds("--attempt-timeout", settings.Issuer.AttemptTimeout),
            },
            Settlement = settings.Settlement with
            {
                After = arguments.Has("--no-settlement")
                    ? null
                    : arguments.Seconds("--settle-after", settings.Settlement.After!.Value),
            },
            Policy = new TopUpPolicy
            {
                WithdrawAfter = arguments.Seconds("--withdraw-after", settings.Policy.WithdrawAfter),
            },
            Work = WorkOf(arguments, settings.Work),
            TelemetryEnvironment = TelemetryVariables.OfProcess(),
            ObservedFloats = FloatsOf(
                arguments.Option("--observe-float") ?? configuration?["Partner:Telemetry:Floats"]),
        };
        arguments.End();
        return settings;
    }

    private static KestrelAddress? HealthOf(Arguments arguments, IConfiguration configuration, bool production)
    {
        var port = arguments.Option("--health-port") ?? configuration["Partner:Health:Port"];
        var host = arguments.Option("--health-address") ?? configuration["Partner:Health:Address"];
        if (string.IsNullOrEmpty(port))
        {
            return host is null
                ? null
                : throw new UsageException("--health-address needs --health-port too: without it there is no such port");
        }

        var text = $"{host ?? (production ? "*" : "127.0.0.1")}:{port}";
        return KestrelAddress.Parse(text)
            ?? throw new UsageException($"'{text}' is no place for probes: give --health-port 0 to 65535, "
                + "and --health-address an IP address, localhost or *");
    }

    private static string[] FloatsOf(string? text)
    {
        const int most = 20;
        var partners = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal).ToArray();
        return partners.Length <= most
            ? partners
            : throw new UsageException(
                $"--observe-float takes at most {most} partners: each is a time series, and a busy one is seen by all "
                + "who may see the metrics");
    }

    private static WorkOptions WorkOf(Arguments arguments, WorkOptions usual)
    {
        var every = arguments.Seconds("--reconcile-every", TimeSpan.Zero);
        return usual with
        {
            Lease = arguments.Seconds("--lease", usual.Lease),
            Drain = arguments.Seconds("--drain", usual.Drain),
            ReconcileAfter = every == TimeSpan.Zero ? usual.ReconcileAfter : [every],
        };
    }

    private static KestrelAddress AddressOf(string? text) => text is null
        ? ServerSettings.DefaultAddress
        : KestrelAddress.Parse(text)
            ?? throw new UsageException("--address takes HOST:PORT, such as 127.0.0.1:7443 or 0.0.0.0:443");

    private static Uri? IssuerOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException("--issuer takes an address such as http://127.0.0.1:7070");
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
            $"--address {address} --ca {folder}/ca.crt --cert {folder}/partners/demo.crt --key {folder}/partners/demo.key");
        Console.WriteLine($"""
            Certificates: {folder} (trust ca.crt; call with partners/demo.crt and partners/demo.key)
            Try:
              dotnet run --project src/Partner.Cli -- plans {cli}
              dotnet run --project src/Partner.Cli -- topup --card 8986030000000000014 --plan phone-100 --channel pos {cli}
              dotnet run --project src/Partner.Cli -- balance {cli}
            """);
    }
}
