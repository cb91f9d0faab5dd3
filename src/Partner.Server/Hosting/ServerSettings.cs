using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Simulation;
using Partner.Server.Settlements;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Hosting;

/// <summary>All that a server is started with.</summary>
public sealed record ServerSettings
{
    /// <summary>The address that is tried first.</summary>
    public static readonly KestrelAddress DefaultAddress = new("127.0.0.1", 7443);

    /// <summary>
    /// Folder of the SQLite database, and in development of the certificates and the simulated issuer's record.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>Where to listen.</summary>
    public KestrelAddress Address { get; init; } = DefaultAddress;

    /// <summary>
    /// Where probes may ask how the server is, in plain text and without a certificate; null for nowhere.
    /// </summary>
    public KestrelAddress? Health { get; init; }

    /// <summary>
    /// Whether certificates, schema and demo data are made when they are absent. Never in production.
    /// </summary>
    public bool Development { get; init; } = true;

    /// <summary>The certificates in production; in development they are those of the data folder.</summary>
    public KestrelTlsFiles? Tls { get; init; }

    /// <summary>The issuer; null for a simulated one within this process, in development only.</summary>
    public Uri? IssuerUrl { get; init; }

    /// <summary>How the issuer is reached; the address in it is replaced by the real one.</summary>
    public IssuerOptions Issuer { get; init; } = new() { BaseUrl = new Uri("http://127.0.0.1") };

    /// <summary>How the simulated issuer behaves; the folder in it is replaced by the real one.</summary>
    public SimulatedIssuerOptions Simulation { get; init; } = new() { DataFolder = "" };

    /// <summary>How operations are worked on.</summary>
    public WorkOptions Work { get; init; } = new();

    /// <summary>How months are closed.</summary>
    public SettlementOptions Settlement { get; init; } = new();

    /// <summary>Settings of the rules.</summary>
    public TopUpPolicy Policy { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The variables of OpenTelemetry (OTEL_…) that say which signals are exported and where to; none are, without
    /// them.
    /// </summary>
    public IReadOnlyDictionary<string, string> TelemetryEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Partners whose float is a metric; at most 20, because each of them is a time series of its own.
    /// </summary>
    public IReadOnlyList<PartnerId> ObservedFloats { get; init; } = [];

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>The database; by default a SQLite file in the data folder.</summary>
    public StoreOptions Store
    {
        get => field ?? StoreOptions.Sqlite(DatabaseIn(DataFolder));
        init;
    }

    /// <summary>File of the SQLite database in a data folder.</summary>
    /// <param name="dataFolder">The data folder.</param>
    public static string DatabaseIn(string dataFolder) => Path.Combine(dataFolder, "partner.db");
}
