namespace Partner.Server.Telemetry;

/// <summary>What kind of instrument a metric is.</summary>
public enum MetricKind
{
    /// <summary>Counts events; only grows.</summary>
    Counter,

    /// <summary>Distributes values over buckets.</summary>
    Histogram,

    /// <summary>A value as it is when it is looked at.</summary>
    Gauge,
}

/// <summary>One of our metrics.</summary>
/// <param name="Unit">Its unit, in the letters of UCUM; words in braces count things.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Labels">Its attributes, each of which has a closed set of values.</param>
public sealed record MetricFact(
    string Name, MetricKind Kind, string Unit, string Meaning, params IReadOnlyList<string> Labels);

/// <summary>
/// All of our metrics, in the one place where their names, units and meanings are written. src/README.md shows the same
/// table. No label ever has a card, a request or a person in it; partners only where an operator named them.
/// </summary>
public static class MetricTable
{
    /// <summary>Name of the meter, and of the source of our spans.</summary>
    public const string Source = "Partner";

    /// <summary>Top-ups that entered a state.</summary>
    public static MetricFact TopUps { get; } = new(
        "leb.top_ups", MetricKind.Counter, "{top_up}", "Top-ups that entered a state",
        "leb.state", "leb.card_type", "leb.reason");

    /// <summary>How long top-ups took.</summary>
    public static MetricFact TimeToFinal { get; } = new(
        "leb.top_up.time_to_final", MetricKind.Histogram, "s", "From saving a top-up to its first final state",
        "leb.state", "leb.card_type");

    /// <summary>Reversals that entered a state.</summary>
    public static MetricFact Reversals { get; } = new(
        "leb.reversals", MetricKind.Counter, "{reversal}", "Reversals that entered a state", "leb.state", "leb.reason");

    /// <summary>Gifts of promotions to cards that came to rest.</summary>
    public static MetricFact Gifts { get; } = new(
        "leb.gifts", MetricKind.Counter, "{gift}",
        "What sales give to their cards, by how it came to rest: granted, refused, taken_back, kept",
        "leb.state", "leb.reason");

    /// <summary>Cards that were compared with what was promised.</summary>
    public static MetricFact CardChecks { get; } = new(
        "leb.card_checks", MetricKind.Counter, "{card}",
        "Cards looked at after a sale, by what came of the comparison with the promise: as_promised, differs, "
        + "not_comparable, given_up", "leb.card_type", "leb.result");

    /// <summary>Cases of sales that were reported as not arrived.</summary>
    public static MetricFact Cases { get; } = new(
        "leb.cases", MetricKind.Counter, "{case}", "Reports of sales that did not arrive, by the state they entered",
        "leb.state", "leb.verdict");

    /// <summary>Cases that wait for an end.</summary>
    public static MetricFact UnresolvedCases { get; } = new(
        "leb.cases.unresolved", MetricKind.Gauge, "{case}",
        "Cases that are looked into (open), or that a person has to look into (escalated)", "leb.state");

    /// <summary>Attempts to send notices to customers.</summary>
    public static MetricFact Notices { get; } = new(
        "leb.notices", MetricKind.Counter, "{notice}",
        "Text messages to customers, by what came of an attempt: sent, expired, opted_out, refused, or due again",
        "leb.kind", "leb.result");

    /// <summary>Notices that wait.</summary>
    public static MetricFact NoticesDue { get; } = new(
        "leb.notices.due", MetricKind.Gauge, "{notice}", "Text messages to customers that are to be sent");

    /// <summary>What happened to auto-renewals.</summary>
    public static MetricFact AutoRenewals { get; } = new(
        "leb.auto_renewals", MetricKind.Counter, "{step}",
        "What happened to auto-renewals: renewed, low_float, given_up and so on", "leb.step");

    /// <summary>Auto-renewals that are due.</summary>
    public static MetricFact DueAutoRenewals { get; } = new(
        "leb.auto_renewals.due", MetricKind.Gauge, "{auto_renewal}",
        "Auto-renewals that are due now: to be renewed, tried again or looked at");

    /// <summary>How late auto-renewals are.</summary>
    public static MetricFact AutoRenewalsLate { get; } = new(
        "leb.auto_renewals.oldest_age", MetricKind.Gauge, "s",
        "For how long the first of them has been due; 0 when none is");

    /// <summary>Reminders that were made.</summary>
    public static MetricFact Reminders { get; } = new(
        "leb.reminders", MetricKind.Counter, "{reminder}",
        "Reminders of cards that end, by whether the issuer confirmed the end: confirmed, or unconfirmed",
        "leb.card_type", "leb.result");

    /// <summary>How late reminders are.</summary>
    public static MetricFact RemindersLate { get; } = new(
        "leb.reminders.oldest_age", MetricKind.Gauge, "s",
        "For how long the first card that is to be looked at has been due; 0 when none is");

    /// <summary>Reissues of eSIMs.</summary>
    public static MetricFact EsimReissues { get; } = new(
        "leb.esim_reissues", MetricKind.Counter, "{reissue}", "eSIMs issued anew, by the state they entered",
        "leb.state", "leb.reason");

    /// <summary>Calls that were refused.</summary>
    public static MetricFact Refusals { get; } = new(
        "leb.refusals", MetricKind.Counter, "{call}", "Calls refused with an error, by its reason", "leb.reason");

    /// <summary>What is in doubt.</summary>
    public static MetricFact InDoubt { get; } = new(
        "leb.in_doubt", MetricKind.Gauge, "{operation}", "Operations whose answer from the issuer is unknown",
        "leb.operation");

    /// <summary>How long something has been in doubt.</summary>
    public static MetricFact OldestInDoubt { get; } = new(
        "leb.in_doubt.oldest_age", MetricKind.Gauge, "s",
        "For how long the oldest of them has been unknown; 0 when there is none", "leb.operation");

    /// <summary>The dispatch queue.</summary>
    public static MetricFact QueueDepth { get; } = new(
        "leb.queue.depth", MetricKind.Gauge, "{operation}",
        "Unfinished operations: waiting to be sent, being worked on, "
        + "waiting to be asked about again", "leb.job_state");

    /// <summary>Members of a transaction; the store measures it.</summary>
    public static MetricFact GroupCommitSize { get; } = new(
        "leb.group_commit.size", MetricKind.Histogram, "{operation}", "Operations that one transaction carried");

    /// <summary>Waiting for a transaction; the store measures it.</summary>
    public static MetricFact GroupCommitWait { get; } = new(
        "leb.group_commit.wait", MetricKind.Histogram, "s",
        "From handing an operation over until its transaction began");

    /// <summary>Transactions that others were in the way of; the store measures it.</summary>
    public static MetricFact GroupCommitConflicts { get; } = new(
        "leb.group_commit.conflicts",
        MetricKind.Counter,
        "{transaction}",
        "Transactions repeated because another was in their way");

    /// <summary>Work that the store refused; the store measures it.</summary>
    public static MetricFact GroupCommitTurnedAway { get; } = new(
        "leb.group_commit.turned_away", MetricKind.Counter, "{operation}",
        "Operations refused because too many waited");

    /// <summary>Attempts at the issuer.</summary>
    public static MetricFact IssuerAttempts { get; } = new(
        "leb.issuer.attempts", MetricKind.Counter, "{attempt}", "Attempts at the issuer, by what came of them",
        "leb.operation", "leb.result");

    /// <summary>The circuit breakers.</summary>
    public static MetricFact IssuerBreaker { get; } = new(
        "leb.issuer.breaker", MetricKind.Gauge, "1",
        "State of a circuit breaker: 0 closed, 1 half open (a probe decides), 2 open", "leb.pipeline");

    /// <summary>Certificates that will end.</summary>
    public static MetricFact CertificateDays { get; } = new(
        "leb.certificate.days_left", MetricKind.Gauge, "d", "Days until a certificate ends: the server's own, the last "
        + "partner authority's, that of the first active partner or outlet to be left without one; below 0 when it has",
        "leb.certificate");

    /// <summary>Partners' certificates that will end soon.</summary>
    public static MetricFact CertificatesEnding { get; } = new(
        "leb.certificates.ending", MetricKind.Gauge, "{certificate}",
        "Certificates of active partners and the operator that are good, that nothing renews, and that end within a "
        + "day, week, fortnight or month (30 days)", "leb.within");

    /// <summary>Floats that an operator watches.</summary>
    public static MetricFact FloatAvailable { get; } = new(
        "leb.float.available", MetricKind.Gauge, "{minor_unit}",
        "What a watched partner can still sell, in minor units "
        + "of its currency; only of partners named with --observe-float", "leb.partner", "leb.currency");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MetricFact> All { get; } =
    [
        TopUps, TimeToFinal, Reversals, Gifts, CardChecks, Cases, UnresolvedCases, Notices, NoticesDue,
        AutoRenewals, DueAutoRenewals, AutoRenewalsLate, Reminders, RemindersLate, EsimReissues, Refusals, InDoubt,
        OldestInDoubt, QueueDepth, GroupCommitSize,
        GroupCommitWait, GroupCommitConflicts, GroupCommitTurnedAway,
        IssuerAttempts, IssuerBreaker, CertificateDays, CertificatesEnding, FloatAvailable,
    ];
}
