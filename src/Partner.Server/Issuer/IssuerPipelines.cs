using Partner.Core.Texts;
using Partner.Server.Issuer.Wire;
using Partner.Server.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Partner.Server.Issuer;

/// <summary>
/// The Polly pipelines, from the outside in: concurrency limit with its queue, retry, circuit breaker, attempt
/// time-out.
/// </summary>
/// <remarks>
/// Orders have all four. Queries and withdrawals have a limit of their own and no breaker: they are what finds out
/// about orders in doubt, also while the breaker keeps new ones back, and the reconciler's schedule spaces them.
/// Look-ups have a limit and a breaker of their own, so that a broken look-up does not stop sales; so have gifts, which
/// are not repeated here: nobody waits for them, and the reconciler's schedule spaces them.
/// A failure is Unknown, a time-out or a refused connection; Declined is an answer. Repeating is always safe because
/// our id makes the issuer's operations idempotent.
/// </remarks>
internal sealed class IssuerPipelines : IDisposable
{
    private readonly IssuerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly BreakerWatch _orderBreaker;
    private readonly BreakerWatch _lookupBreaker;
    private readonly BreakerWatch _giftBreaker;
    private readonly Bulkhead _orderLimit;
    private readonly Bulkhead _queryLimit;
    private readonly Bulkhead _lookupLimit;
    private readonly Bulkhead _giftLimit;

    public IssuerPipelines(IssuerOptions options, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _orderBreaker = new BreakerWatch(clock);
        _lookupBreaker = new BreakerWatch(clock);
        _giftBreaker = new BreakerWatch(clock);
        _orderLimit = new Bulkhead(options.OrdersAtOnce, options.OrdersQueued, options.QueueWait, clock);
        _queryLimit = new Bulkhead(options.QueriesAtOnce, options.QueriesQueued, options.QueueWait, clock);
        _lookupLimit = new Bulkhead(options.LookupsAtOnce, options.LookupsQueued, options.LookupTimeout, clock);
        _giftLimit = new Bulkhead(options.GiftsAtOnce, options.GiftsQueued, options.QueueWait, clock);
        Orders = Build(_orderLimit, options.Attempts, _orderBreaker, "orders", options.AttemptTimeout);
        Queries = Build(_queryLimit, options.QueryAttempts, null, "queries", options.AttemptTimeout);
        Lookups = Build(_lookupLimit, options.LookupAttempts, _lookupBreaker, "look_ups", options.LookupTimeout);
        Gifts = Build(_giftLimit, 1, _giftBreaker, "gifts", options.AttemptTimeout);
    }

    /// <summary>For top-ups and reversals.</summary>
    public ResiliencePipeline<IssuerReply> Orders { get; }

    /// <summary>For queries and withdrawals.</summary>
    public ResiliencePipeline<IssuerReply> Queries { get; }

    /// <summary>For card look-ups.</summary>
    public ResiliencePipeline<IssuerReply> Lookups { get; }

    /// <summary>For gifts to cards, and taking them back.</summary>
    public ResiliencePipeline<IssuerReply> Gifts { get; }

    /// <summary>Whether an order would find room and a closed breaker.</summary>
    public bool AcceptOrders => _orderLimit.HasRoom && _orderBreaker.LetsThrough;

    /// <summary>The breakers' states now.</summary>
    public IEnumerable<(string Pipeline, int State)> Breakers() =>
    [
        ("orders", StateOf(_orderBreaker)), ("look_ups", StateOf(_lookupBreaker)), ("gifts", StateOf(_giftBreaker)),
    ];

    public void Dispose()
    {
        _orderLimit.Dispose();
        _queryLimit.Dispose();
        _lookupLimit.Dispose();
        _giftLimit.Dispose();
    }

    private static int StateOf(BreakerWatch watch) => watch.State.CircuitState switch
    {
        CircuitState.Closed => 0,
        CircuitState.HalfOpen => 1,
        _ => 2,
    };

    private static bool Failed(Outcome<IssuerReply> outcome) =>
        outcome.Exception is TimeoutRejectedException || (outcome.Exception is null && outcome.Result.IsFailure);

    private ResiliencePipeline<IssuerReply> Build(
        Bulkhead limit, int attempts, BreakerWatch? breaker, string name, TimeSpan attemptTimeout)
    {
        var builder = new ResiliencePipelineBuilder<IssuerReply> { Name = name, TimeProvider = _clock };
        builder.AddStrategy(_ => limit, new BulkheadOptions { Name = "limit" });
        if (attempts > 1)
        {
            builder.AddRetry(Retry(attempts, breaker));
        }

        if (breaker is not null)
        {
            builder.AddCircuitBreaker(Breaker(breaker, name));
        }

        return builder.AddTimeout(new TimeoutStrategyOptions
        {
            Timeout = attemptTimeout,
            OnTimeout = static arguments =>
            {
                Metrics.Attempted(arguments.Context.OperationKey, "timed_out");
                arguments.Context.Note(
                    "timeout", new KeyValuePair<string, object?>("leb.after_ms", Milliseconds(arguments.Timeout)));
                return default;
            },
        }).Build();
    }

    /// <summary>
    /// Besides failures, a call repeats that came while the breaker's probe was under way: it was not sent, and a
    /// moment later the breaker is closed or open for good.
    /// </summary>
    private RetryStrategyOptions<IssuerReply> Retry(int attempts, BreakerWatch? breaker) => new()
    {
        MaxRetryAttempts = attempts - 1,
        Delay = _options.RetryDelay,
        MaxDelay = _options.RetryDelayMax,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        OnRetry = static arguments =>
        {
            arguments.Context.Note(
                "retry",
                new("leb.attempt", arguments.AttemptNumber + 2),
                new("leb.pause_ms", Milliseconds(arguments.RetryDelay)),
                new("leb.because", Because(arguments.Outcome)));
            return default;
        },
        ShouldHandle = arguments => ValueTask.FromResult(
            Failed(arguments.Outcome)
            || (arguments.Outcome.Exception is BrokenCircuitException && breaker is { IsProbing: true })),
    };

    private CircuitBreakerStrategyOptions<IssuerReply> Breaker(BreakerWatch watch, string name) => new()
    {
        FailureRatio = _options.BreakerFailurePercent / 100.0,
        MinimumThroughput = _options.BreakerMinimumAttempts,
        SamplingDuration = _options.BreakerWindow,
        BreakDuration = _options.BreakDuration,
        StateProvider = watch.State,
        ShouldHandle = static arguments => ValueTask.FromResult(Failed(arguments.Outcome)),
        OnOpened = arguments =>
        {
            watch.Blocked(arguments.BreakDuration);
            arguments.Context.Note("breaker.opened", new KeyValuePair<string, object?>("leb.pipeline", name));
            IssuerLogs.BreakerOpened(_log, name, arguments.BreakDuration, Describe(arguments.Outcome));
            return default;
        },
        OnHalfOpened = arguments =>
        {
            watch.Blocked(_options.BreakDuration);
            arguments.Context.Note("breaker.half_opened", new KeyValuePair<string, object?>("leb.pipeline", name));
            return default;
        },
        OnClosed = arguments =>
        {
            watch.Closed();
            arguments.Context.Note("breaker.closed", new KeyValuePair<string, object?>("leb.pipeline", name));
            IssuerLogs.BreakerClosed(_log, name);
            return default;
        },
    };

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string Because(Outcome<IssuerReply> outcome) => outcome.Exception switch
    {
        null => EnumWord.Lower(outcome.Result.Answer.Verdict),
        TimeoutRejectedException => "timed_out",
        BrokenCircuitException => "breaker_open",
        _ => "fault",
    };

    private static string Describe(Outcome<IssuerReply> outcome) =>
        outcome.Exception is null ? outcome.Result.Answer.Detail ?? "no detail" : outcome.Exception.GetType().Name;
}

/// <summary>What this folder logs: changes of state, never single calls.</summary>
internal static partial class IssuerLogs
{
    [LoggerMessage(
        3001, LogLevel.Warning, "Issuer: breaker for {Pipeline} opened for {Duration}, last failure: {Failure}")]
    public static partial void BreakerOpened(ILogger log, string pipeline, TimeSpan duration, string failure);

    [LoggerMessage(3002, LogLevel.Information, "Issuer: breaker for {Pipeline} closed")]
    public static partial void BreakerClosed(ILogger log, string pipeline);
}
