using System.Diagnostics.Metrics;
using Partner.Core.Accounts;
using Partner.Core.Ledger;
using Partner.Server.Issuer;
using Partner.Server.Telemetry;
using Partner.Storage;

namespace Partner.Server.Hosting;

/// <summary>
/// The gauges of <see cref="MetricTable"/>. What is in the database is read every 5 seconds, and only while somebody
/// listens; looking at a gauge never waits for the database. Where the last reading is too old to be true, because the
/// database is down, the gauge is silent rather than wrong.
/// </summary>
internal sealed partial class Gauges : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrueFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadCertificatesEvery = TimeSpan.FromMinutes(1);

    private readonly Meter _meter = new(MetricTable.Source);
    private readonly List<Instrument> _fromDatabase = [];
    private readonly PartnerStore _store;
    private readonly KestrelTls _tls;
    private readonly IReadOnlyList<PartnerId> _floats;
    private readonly TimeProvider _clock;
    private readonly ILogger<Gauges> _logger;
    private Reading? _last;
    private (DateTimeOffset? Ends, IReadOnlyDictionary<int, int> Ending, long At)? _certificates;

    /// <summary>Makes the gauges; they are gone when this is disposed.</summary>
    /// <param name="tls">The server's certificates.</param>
    /// <param name="issuer">The issuer, whose breakers are looked at.</param>
    /// <param name="settings">Names the partners whose floats are watched.</param>
    /// <param name="logger">Told when the database does not answer.</param>
    public Gauges(
        PartnerStore store, KestrelTls tls, IIssuerGateway issuer, ServerSettings settings, ILogger<Gauges> logger)
    {
        (_store, _tls, _floats, _clock, _logger) = (store, tls, settings.ObservedFloats, settings.Clock, logger);
        FromDatabase(MetricTable.InDoubt, InDoubt);
        FromDatabase(MetricTable.OldestInDoubt, OldestInDoubt);
        FromDatabase(MetricTable.QueueDepth, QueueDepth);
        FromDatabase(MetricTable.UnresolvedCases, UnresolvedCases);
        FromDatabase(MetricTable.NoticesDue, NoticesDue);
        FromDatabase(MetricTable.DueAutoRenewals, DueAutoRenewals);
        FromDatabase(MetricTable.AutoRenewalsLate, AutoRenewalsLate);
        FromDatabase(MetricTable.RemindersLate, RemindersLate);
        FromDatabase(MetricTable.FloatAvailable, Floats);
        Add(MetricTable.CertificateDays, CertificateDays);
        FromDatabase(MetricTable.CertificatesEnding, CertificatesEnding);
        Add(MetricTable.IssuerBreaker, () => (issuer as HttpIssuerGateway)?.Breakers()
            .Select(breaker => new Measurement<int>(
                breaker.State, new KeyValuePair<string, object?>("leb.pipeline", breaker.Pipeline))) ?? []);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReadEvery, _clock);
        try
        {
            do
            {
                if (_fromDatabase.Exists(instrument => instrument.Enabled))
                {
                    await ReadAsync(stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        try
        {
            var queue = await _store.Measurements.ReadQueueAsync(stopping);
            var cases = await _store.Cases.CountAsync(stopping);
            var notices = await _store.Notices.CountDueAsync(stopping);
            var renewals = await _store.Renewals.BacklogAsync(_clock.GetUtcNow(), stopping);
            var reminders = await _store.Reminders.OldestDueAsync(_clock.GetUtcNow(), stopping);
            var floats = new List<(PartnerId Partner, FloatPosition Position)>();
            foreach (var id in _floats)
            {
                if (await _store.Partners.FindAsync(id, stopping) is { } partner
                    && await _store.AccountStatements.BalanceAsync(id, partner.Currency, stopping)
                        is { } position)
                {
                    floats.Add((id, position));
                }
            }

            if (_certificates is not { } known || _clock.GetElapsedTime(known.At) >= ReadCertificatesEvery)
            {
                var ends = await _store.Measurements.FirstWithoutCertificateAsync(stopping);
                var ending = await _store.CertificateEnds.CountAsync(
                    _clock.GetUtcNow(), _clock.GetUtcNow(), CertificateWarnings.Days, stopping);
                _certificates = (ends, ending, _clock.GetTimestamp());
            }

            Volatile.Write(
                ref _last,
                new Reading(
                    queue, cases, notices, renewals, reminders, floats, _certificates?.Ends, _certificates?.Ending,
                    _clock.GetTimestamp()));
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogFailed(fault);
        }
    }

    private void FromDatabase<T>(MetricFact fact, Func<Reading, IEnumerable<Measurement<T>>> measure)
        where T : struct => _fromDatabase.Add(Add(
            fact,
            () => Volatile.Read(ref _last) is { } last && _clock.GetElapsedTime(last.At) < TrueFor
                ? measure(last)
                : []));

    private ObservableGauge<T> Add<T>(MetricFact fact, Func<IEnumerable<Measurement<T>>> measure)
        where T : struct => _meter.CreateObservableGauge(fact.Name, measure, fact.Unit, fact.Meaning);

    private static IEnumerable<Measurement<int>> InDoubt(Reading last) =>
    [
        Of(last.Queue.TopUpsInDoubt, "leb.operation", "top_up"),
        Of(last.Queue.ReversalsInDoubt, "leb.operation", "reversal"),
        Of(last.Queue.GiftsInDoubt, "leb.operation", "gift"),
        Of(last.Queue.ReissuesInDoubt, "leb.operation", "reissue"),
    ];

    private IEnumerable<Measurement<double>> OldestInDoubt(Reading last) =>
    [
        Of(Age(last.Queue.OldestTopUpInDoubt), "leb.operation", "top_up"),
        Of(Age(last.Queue.OldestReversalInDoubt), "leb.operation", "reversal"),
        Of(Age(last.Queue.OldestGiftInDoubt), "leb.operation", "gift"),
        Of(Age(last.Queue.OldestReissueInDoubt), "leb.operation", "reissue"),
    ];

    private double Age(DateTimeOffset? since) =>
        since is { } known ? Math.Max(0, (_clock.GetUtcNow() - known).TotalSeconds) : 0;

    private static IEnumerable<Measurement<int>> QueueDepth(Reading last) =>
    [
        Of(last.Queue.Queued, "leb.job_state", "queued"),
        Of(last.Queue.Claimed, "leb.job_state", "claimed"),
        Of(last.Queue.Waiting, "leb.job_state", "waiting"),
    ];

    private static IEnumerable<Measurement<int>> UnresolvedCases(Reading last) =>
    [
        Of(last.Cases.Open, "leb.state", "open"),
        Of(last.Cases.Escalated, "leb.state", "escalated"),
    ];

    private static IEnumerable<Measurement<int>> NoticesDue(Reading last) => [new(last.NoticesDue)];
    private static IEnumerable<Measurement<int>> DueAutoRenewals(Reading last) => [new(last.Renewals.Due)];

    private IEnumerable<Measurement<double>> AutoRenewalsLate(Reading last) =>
        [new(Age(last.Renewals.OldestAt))];

    private IEnumerable<Measurement<double>> RemindersLate(Reading last) => [new(Age(last.CardsDueSince))];

    private static IEnumerable<Measurement<long>> Floats(Reading last) =>
        last.Floats.Select(one => new Measurement<long>(
            one.Position.Available,
            new("leb.partner", one.Partner.Value),
            new KeyValuePair<string, object?>("leb.currency", one.Position.Currency.Code)));

    private IEnumerable<Measurement<double>> CertificateDays()
    {
        var now = _clock.GetUtcNow();
        yield return Of((_tls.CertificateEnds() - now).TotalDays, "leb.certificate", "server");
        yield return Of((_tls.AuthorityEnds() - now).TotalDays, "leb.certificate", "partner_authority");
        if (Volatile.Read(ref _last)?.CertificatesEnd is { } ends)
        {
            yield return Of((ends - now).TotalDays, "leb.certificate", "partners");
        }
    }

    private static IEnumerable<Measurement<int>> CertificatesEnding(Reading last) =>
        (last.CertificatesEnding ?? new Dictionary<int, int>())
        .OrderBy(one => one.Key)
        .Select(one => Of(one.Value, "leb.within", Within(one.Key)));

    private static string Within(int days) => days switch
    {
        1 => "day",
        7 => "week",
        14 => "fortnight",
        _ => "month",
    };

    private static Measurement<T> Of<T>(T value, string label, string word)
        where T : struct => new(value, new KeyValuePair<string, object?>(label, word));

    [LoggerMessage(131, LogLevel.Warning, "The figures for the metrics could not be read; their gauges fall silent")]
    private partial void LogFailed(Exception fault);

    private sealed record Reading(
        QueueMeasurement Queue,
        CaseCounts Cases,
        int NoticesDue,
        RenewalBacklog Renewals,
        DateTimeOffset? CardsDueSince,
        IReadOnlyList<(PartnerId Partner, FloatPosition Position)> Floats,
        DateTimeOffset? CertificatesEnd,
        IReadOnlyDictionary<int, int>? CertificatesEnding,
        long At);
}
