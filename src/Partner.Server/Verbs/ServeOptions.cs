using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Partner.Server.Connections;
using Partner.Server.Hosting;
using Partner.Server.Telemetry;
using Partner.Storage.Abstractions;

namespace Partner.Server.Verbs;

/// <summary>What serving takes, wherever certificates, issuer and database come from.</summary>
internal static class ServeOptions
{
    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Logs what happens, not only problems",
    };

    private static readonly Option<bool> NoSettlement = new("--no-settlement")
    {
        Description = "Leaves closing months to the operator",
    };

    private static readonly Option<KestrelAddress?> Address = VerbOptions.Parsed(
        "--address", "HOST:PORT", "Where to listen [127.0.0.1:7443]",
        "HOST:PORT, such as 127.0.0.1:7443 or 0.0.0.0:443", KestrelAddress.Parse);

    private static readonly Option<KestrelAddress?> Operator = VerbOptions.Parsed(
        "--operator", "HOST:PORT", "Where the back office listens [Partner__Operator__Address, else nowhere]",
        "HOST:PORT, such as 127.0.0.1:7445", KestrelAddress.Parse);

    private static readonly Option<string?> HealthPort = VerbOptions.Text(
        "--health-port", "N", "Live, ready and started for probes, plain HTTP [Partner__Health__Port, else none]");

    private static readonly Option<string?> ObserveFloat = VerbOptions.Text(
        "--observe-float", "PARTNER,…", "Shows these floats as a metric, at most 20 [Partner__Telemetry__Floats]");

    private static readonly Option<TimeSpan?> Lease = VerbOptions.Seconds("--lease", "How long work is claimed [15]");

    private static readonly Option<TimeSpan?> AttemptTimeout = VerbOptions.Seconds(
        "--attempt-timeout", "For one attempt at the issuer [5]");

    private static readonly Option<TimeSpan?> Drain = VerbOptions.Seconds(
        "--drain", "How long calls may end after the stop [20]");

    private static readonly Option<TimeSpan?> ConnectionAge = VerbOptions.Parsed<TimeSpan?>(
        "--connection-age", "SECONDS", "When a connection is asked to end, ±10 %; 0: never [1800]",
        "a whole number of seconds up to 86400, or 0", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86_400
                ? TimeSpan.FromSeconds(seconds)
                : null);

    private static readonly Option<TimeSpan?> WithdrawAfter = VerbOptions.Seconds(
        "--withdraw-after", "When to give up what the issuer has no trace of [600]");

    private static readonly Option<TimeSpan?> ReconcileEvery = VerbOptions.Seconds(
        "--reconcile-every", "Pause between questions to the issuer [2, 5, 10, 30, then 60]");

    private static readonly Option<TimeSpan?> SettleAfter = VerbOptions.Seconds(
        "--settle-after", "How long after its end a month is settled [21600]");

    private static readonly Option<int?> Connections = VerbOptions.WholeNumber(
        "--connections", "N", "Connections in all, below the limit of open files [2000]", 16, 100_000);

    private static readonly Option<int?> ConnectionsPerCertificate = VerbOptions.WholeNumber(
        "--connections-per-certificate", "N", "Connections of one certificate [64]", 1, 100_000);

    private static readonly Option<int?> StreamsPerConnection = VerbOptions.WholeNumber(
        "--streams-per-connection", "N", "Calls at once on one connection [256]", 1, 10_000);

    private static readonly Option<int?> CallsPerCertificate = VerbOptions.WholeNumber(
        "--calls-per-certificate", "N", "Calls of one certificate under way, a quarter of them streams [1024]",
        4, 100_000);

    private static readonly Option<int?> SalesWaiting = VerbOptions.WholeNumber(
        "--sales-waiting", "N", "Sales and reversals that wait to be saved; more are refused [256]", 16, 100_000);

    private static readonly Option<int?> HeaderBytes = VerbOptions.WholeNumber(
        "--header-bytes", "N", "Headers of one call, names and values [8192]", 1024, 65_536);

    private const string HealthAddress = "--health-address";

    /// <summary>Adds these options.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="healthHost">Where probes are answered unless the line says otherwise.</param>
    public static Command AddTo(Command command, string healthHost)
    {
        Option[] options =
        [
            Address, Operator, VerbOptions.Issuer, HealthPort,
            VerbOptions.Text(HealthAddress, "HOST", $"[Partner__Health__Address, else {healthHost}]"),
            ObserveFloat, Lease, AttemptTimeout, Drain, ConnectionAge, WithdrawAfter, ReconcileEvery, SettleAfter,
            NoSettlement, Connections, ConnectionsPerCertificate, StreamsPerConnection, CallsPerCertificate,
            SalesWaiting, HeaderBytes, .. ReceiptServeOptions.All, .. NoticeServeOptions.All,
            .. RenewalServeOptions.All, .. SigningServeOptions.All, .. LimitServeOptions.All,
            .. ApprovalSetting.All, Verbose,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }

        return command;
    }

    /// <summary>The settings as a line has them. The command line goes before the configuration.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="settings">What the settings are where it says nothing.</param>
    /// <param name="configuration">Names such as Partner:Health:Port, from the environment.</param>
    /// <param name="healthHost">Where probes are answered unless either says otherwise.</param>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public static ServerSettings Apply(
        ParseResult parsed, ServerSettings settings, IConfiguration configuration, string healthHost) =>
        SigningServeOptions.Apply(parsed, settings, configuration) with
        {
            LogLevel = parsed.GetValue(Verbose) ? LogLevel.Information : LogLevel.Warning,
            Address = parsed.GetValue(Address) ?? settings.Address,
            Operator = OperatorOf(parsed, configuration) ?? settings.Operator,
            Approvals = ApprovalSetting.Apply(parsed, configuration, settings.Approvals),
            Health = HealthOf(parsed, configuration, healthHost),
            ConnectionAge = parsed.GetValue(ConnectionAge) ?? settings.ConnectionAge,
            TelemetryEnvironment = TelemetryVariables.OfProcess(),
            ObservedFloats = FloatsOf(parsed.GetValue(ObserveFloat) ?? configuration["Partner:Telemetry:Floats"]),
            Connections = ConnectionsOf(parsed, settings.Connections),
            Limits = LimitServeOptions.Apply(parsed, settings.Limits),
            Receipts = ReceiptServeOptions.Apply(parsed, settings.Receipts, configuration),
            Notices = NoticeServeOptions.Apply(parsed, settings.Notices, configuration),
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
            Renewals = RenewalServeOptions.Apply(parsed, settings.Renewals) with
            {
                Lease = parsed.GetValue(Lease) ?? settings.Renewals.Lease,
            },
            Work = settings.Work with
            {
                Lease = parsed.GetValue(Lease) ?? settings.Work.Lease,
                Drain = parsed.GetValue(Drain) ?? settings.Work.Drain,
                ReconcileAfter = parsed.GetValue(ReconcileEvery) is { } every ? [every] : settings.Work.ReconcileAfter,
            },
        };

    /// <summary>Runs a server to its end, and says what keeps it from starting.</summary>
    /// <param name="run">Starts it, and returns when it has stopped.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExplainedAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or InvalidOperationException
            or StoreNotReadyException or StoreUnavailableException or UnauthorizedAccessException or SocketException)
        {
            var hint = fault switch
            {
                HealthPortException => " Give another one for probes: --health-port 0 takes a free port.",
                OperatorPortException => " Give another one: --operator 127.0.0.1:0 takes a free port.",
                EnrollmentPortException => " Give another one: --enrollment 127.0.0.1:0 takes a free port.",
                SocketException or { InnerException: AddressInUseException } =>
                    " Give another one: --address 127.0.0.1:0 takes a free port.",
                _ => "",
            };
            await Console.Error.WriteLineAsync($"serve: {fault.Message}{hint}");
            return 1;
        }

        Console.WriteLine("Stopped: every call was answered, nothing accepted was lost.");
        return 0;
    }

    /// <summary>Says where a started server is.</summary>
    /// <param name="settings">What it was started with.</param>
    /// <param name="port">The partners' port.</param>
    /// <param name="operatorPort">The operator's port; null when there is none.</param>
    /// <param name="issuer">The issuer.</param>
    /// <param name="health">The port for probes; null when there is none.</param>
    /// <param name="enrollment">The port where tills enrol; null when there is none.</param>
    /// <returns>Its address, for clients.</returns>
    public static string Announce(
        ServerSettings settings, int port, int? operatorPort, Uri issuer, Uri? health, int? enrollment)
    {
        var address = UrlOf(settings.Address, port);
        Console.WriteLine($"Ready: {address} (gRPC over mutual TLS); issuer {issuer}");
        if (operatorPort is { } other)
        {
            Console.WriteLine($"Operator: {UrlOf(settings.Operator!, other)} (gRPC and pages over mutual TLS)");
        }

        if (health is not null)
        {
            Console.WriteLine($"Health: {health}health/live, /health/ready, /health/started (plain HTTP)");
        }

        if (enrollment is { } door)
        {
            Console.WriteLine($"Enrolment: {UrlOf(settings.Enrollment!, door)} (gRPC over TLS, with a code)");
        }

        return address;
    }

    /// <summary>Where clients on this machine find a listener.</summary>
    /// <param name="listens">Where it listens.</param>
    /// <param name="port">At which port.</param>
    public static string UrlOf(KestrelAddress listens, int port)
    {
        var host = listens.Host is "*" or "0.0.0.0" or "::" ? "localhost" : listens.Host;
        return $"https://{new KestrelAddress(host, port)}";
    }

    private static ConnectionLimits ConnectionsOf(ParseResult parsed, ConnectionLimits usual)
    {
        const int streamsOfCalls = 4;
        var calls = parsed.GetValue(CallsPerCertificate) ?? usual.CallsPerCertificate;
        return usual with
        {
            Connections = parsed.GetValue(Connections) ?? usual.Connections,
            ConnectionsPerCertificate = parsed.GetValue(ConnectionsPerCertificate) ?? usual.ConnectionsPerCertificate,
            StreamsPerConnection = parsed.GetValue(StreamsPerConnection) ?? usual.StreamsPerConnection,
            CallsPerCertificate = calls,
            StreamsPerCertificate = calls / streamsOfCalls,
            SalesWaiting = parsed.GetValue(SalesWaiting) ?? usual.SalesWaiting,
            HeaderBytes = parsed.GetValue(HeaderBytes) ?? usual.HeaderBytes,
        };
    }

    private static KestrelAddress? OperatorOf(ParseResult parsed, IConfiguration configuration) =>
        parsed.GetValue(Operator) ?? (configuration["Partner:Operator:Address"] is { Length: > 0 } text
            ? KestrelAddress.Parse(text)
                ?? throw new UsageException($"Partner__Operator__Address takes HOST:PORT, not '{text}'")
            : null);

    private static KestrelAddress? HealthOf(ParseResult parsed, IConfiguration configuration, string usualHost)
    {
        var port = parsed.GetValue(HealthPort) ?? configuration["Partner:Health:Port"];
        var host = parsed.GetValue<string?>(HealthAddress) ?? configuration["Partner:Health:Address"];
        if (string.IsNullOrEmpty(port))
        {
            return host is null
                ? null
                : throw new UsageException(
                    "--health-address needs --health-port too: without it there is no such port");
        }

        var text = $"{host ?? usualHost}:{port}";
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
}
