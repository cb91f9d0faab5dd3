using Partner.Core.TopUps;
using Partner.Server.Accounts;
using Partner.Server.Allowances;
using Partner.Server.Arrivals;
using Partner.Server.BackOffice;
using Partner.Server.Connections;
using Partner.Server.Issuer;
using Partner.Server.Notices;
using Partner.Server.Projections;
using Partner.Server.Receipts;
using Partner.Server.Reminders;
using Partner.Server.Renewals;
using Partner.Server.Settlements;
using Partner.Server.Signing;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Hosting;

/// <summary>All that a server is started with.</summary>
public record ServerSettings
{
    /// <summary>The address that is tried first.</summary>
    public static readonly KestrelAddress DefaultAddress = new("127.0.0.1", 7443);

    /// <summary>The operator's address that is tried first.</summary>
    public static readonly KestrelAddress DefaultOperator = new("127.0.0.1", 7445);

    /// <summary>The database.</summary>
    public required StoreOptions Store { get; init; }

    /// <summary>The server's own certificate and key, and the authority of the partners' certificates.</summary>
    public required KestrelTlsFiles Tls { get; init; }

    /// <summary>Where the issuer is and how it is reached.</summary>
    public required IssuerOptions Issuer { get; init; }

    /// <summary>Where to listen.</summary>
    public KestrelAddress Address { get; init; } = DefaultAddress;

    /// <summary>
    /// Where the back office listens, under the same mutual TLS, for certificates of operators; null for nowhere.
    /// </summary>
    public KestrelAddress? Operator { get; init; }

    /// <summary>
    /// Where probes may ask how the server is, in plain text and without a certificate; null for nowhere.
    /// </summary>
    public KestrelAddress? Health { get; init; }

    /// <summary>Where tills without a certificate may enrol with a code; null for nowhere.</summary>
    public KestrelAddress? Enrollment { get; init; }

    /// <summary>Whether and how partners' certificates are signed.</summary>
    public SigningOptions Signing { get; init; } = new();

    /// <summary>How partners' accounts are looked after.</summary>
    public AccountOptions Accounts { get; init; } = new();

    /// <summary>Which changes to partners' money need a second person.</summary>
    public ApprovalOptions Approvals { get; init; } = new();

    /// <summary>How much callers may hold of the server.</summary>
    public ConnectionLimits Connections { get; init; } = new();

    /// <summary>What limits calls and look-ups where the operator has set nothing else.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>When a connection is asked to end, 10 % more or less; zero for never.</summary>
    public TimeSpan ConnectionAge { get; init; } = Hosting.ConnectionAge.Usual;

    /// <summary>How operations are worked on.</summary>
    public WorkOptions Work { get; init; } = new();

    /// <summary>How cards are compared with what was promised of them.</summary>
    public CardCheckOptions CardChecks { get; init; } = new();

    /// <summary>How reports of sales that did not arrive are looked into.</summary>
    public ArrivalOptions Arrivals { get; init; } = new();

    /// <summary>How auto-renewals are worked through.</summary>
    public RenewalOptions Renewals { get; init; } = new();

    /// <summary>How customers' cards are followed and reminded of.</summary>
    public ReminderOptions Reminders { get; init; } = new();

    /// <summary>How receipts are signed, and what they say of the operator.</summary>
    public ReceiptOptions Receipts { get; init; } = new();

    /// <summary>Whether and how customers are told of their top-ups.</summary>
    public NoticeOptions Notices { get; init; } = new();

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

    /// <summary>Adds what writes the log; usually one JSON object a line, on standard output.</summary>
    public Action<ILoggingBuilder> Logging { get; init; } =
        logging => logging.AddJsonConsole(console => console.UseUtcTimestamp = true);

    /// <summary>File of the SQLite database in a data folder.</summary>
    public static string DatabaseIn(string dataFolder) => Path.Combine(dataFolder, "partner.db");
}
