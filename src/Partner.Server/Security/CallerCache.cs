using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Partner.Server.Connections;

namespace Partner.Server.Security;

/// <summary>
/// Remembers for at most 2 seconds what certificates are registered for, so that a busy caller costs one lookup a
/// second and not one for each call. Changes show within 2 seconds, and those that this process makes at once.
/// </summary>
public sealed partial class CallerCache
{
    /// <summary>The longest time for which an answer is used, counted from the start of its lookup.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    // An answer in use is looked up again before it ends, so that calls do not wait for it. What asks again and again
    // during a long call takes no older one.
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(5);
    private const int SweepAbove = 4096;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly RegistrationLookup _lookup;
    private readonly TimeProvider _time;
    private readonly ILogger<CallerCache> _logger;
    private readonly MinuteBound _said;
    private long _sweptAt;

    /// <summary>Made once for the process.</summary>
    /// <param name="lookup">Reads the store.</param>
    /// <param name="logger">Told about lookups that failed.</param>
    public CallerCache(RegistrationLookup lookup, TimeProvider time, ILogger<CallerCache> logger) =>
        (_lookup, _time, _logger, _said) = (lookup, time, logger, new MinuteBound(time));

    /// <summary>The answer if it is at hand.</summary>
    /// <param name="thumbprint">The certificate.</param>
    /// <param name="verdict">The answer; null when it has to be looked up.</param>
    internal bool TryGet(string thumbprint, [NotNullWhen(true)] out CallerVerdict? verdict)
    {
        verdict = null;
        if (!_entries.TryGetValue(thumbprint, out var entry))
        {
            return false;
        }

        var age = _time.GetElapsedTime(entry.StartedAt);
        verdict = age < Lifetime ? entry.Verdict : null;
        if (verdict is not null && age >= RefreshAfter)
        {
            entry.Refresh(() => RefreshAsync(thumbprint, entry), again: false);
        }

        return verdict is not null;
    }

    /// <summary>
    /// The answer, looked up where the one at hand is a second old: whoever asks for this every second learns of a
    /// change within two, wherever it was made.
    /// </summary>
    /// <param name="thumbprint">The certificate.</param>
    /// <param name="cancellationToken">Ends the wait, not the lookup.</param>
    /// <returns>The answer; null where nobody can tell, which was logged.</returns>
    internal async ValueTask<CallerVerdict?> GetRecentAsync(string thumbprint, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(thumbprint, out var entry) && entry.Verdict is { } verdict)
        {
            var age = _time.GetElapsedTime(entry.StartedAt);
            if (age < RefreshAfter)
            {
                return verdict;
            }

            if (age < Lifetime)
            {
                return await entry.Refresh(() => RefreshAsync(thumbprint, entry), again: true)
                    .WaitAsync(cancellationToken);
            }
        }

        try
        {
            return await GetAsync(thumbprint, cancellationToken);
        }
        catch (Exception exception) when (
            exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The answer, looked up when it is not at hand. Concurrent calls share one lookup.</summary>
    /// <param name="thumbprint">The certificate.</param>
    /// <param name="cancellationToken">Ends the wait, not the lookup.</param>
    internal async ValueTask<CallerVerdict> GetAsync(string thumbprint, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryGet(thumbprint, out var verdict))
            {
                return verdict;
            }

            var present = _entries.GetValueOrDefault(thumbprint);
            if (present is not null && _time.GetElapsedTime(present.StartedAt) < Lifetime)
            {
                return await present.Loaded.WaitAsync(cancellationToken);
            }

            var fresh = new Entry(_time.GetTimestamp());
            var won = present is null
                ? _entries.TryAdd(thumbprint, fresh)
                : _entries.TryUpdate(thumbprint, fresh, present);
            if (won)
            {
                _ = LoadAsync(thumbprint, fresh);
                return await fresh.Loaded.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// This process changed what a certificate is registered for: the next call looks it up again. Whoever looked it up
    /// before keeps the old answer to itself.
    /// </summary>
    /// <param name="thumbprint">The certificate.</param>
    internal void Forget(string thumbprint) => _entries.TryRemove(thumbprint, out _);

    /// <summary>
    /// This process changed what all certificates of a partner may do. Whatever is being looked up may be of it, too.
    /// </summary>
    /// <param name="partnerId">The partner.</param>
    internal void Forget(PartnerId partnerId)
    {
        foreach (var pair in _entries)
        {
            if (pair.Value.Verdict is not { } verdict || verdict.Caller?.PartnerId == partnerId)
            {
                _entries.TryRemove(pair);
            }
        }
    }

    private async Task LoadAsync(string thumbprint, Entry entry)
    {
        Sweep();
        try
        {
            entry.Complete(await LookUpAsync(thumbprint));
        }
        catch (Exception exception)
        {
            // Those who wait get the failure; the next call tries again.
            _entries.TryRemove(KeyValuePair.Create(thumbprint, entry));
            NoteFailure(exception);
            entry.Fail(exception);
        }
    }

    private async Task<CallerVerdict?> RefreshAsync(string thumbprint, Entry old)
    {
        var fresh = new Entry(_time.GetTimestamp());
        try
        {
            var verdict = await LookUpAsync(thumbprint);
            fresh.Complete(verdict);

            // Not when the old answer ended meanwhile and a call looked up: this one may be older.
            _entries.TryUpdate(thumbprint, fresh, old);
            return verdict;
        }
        catch (Exception exception)
        {
            // The old answer serves calls until it ends; then a call looks up and learns of the failure.
            NoteFailure(exception);
            return null;
        }
    }

    private async Task<CallerVerdict> LookUpAsync(string thumbprint)
    {
        using var timeout = new CancellationTokenSource(LookupTimeout, _time);
        return CallerVerdict.On(await _lookup(thumbprint, timeout.Token));
    }

    // Only certificates of our own authority get this far, so this is about years of them, not about attacks. Once in a
    // lifetime: tens of thousands of tills would have each look-up go through all of them otherwise.
    private void Sweep()
    {
        var last = Volatile.Read(ref _sweptAt);
        if (_time.GetElapsedTime(last) < Lifetime
            || Interlocked.CompareExchange(ref _sweptAt, _time.GetTimestamp(), last) != last
            || _entries.Count <= SweepAbove)
        {
            return;
        }

        foreach (var pair in _entries)
        {
            if (_time.GetElapsedTime(pair.Value.StartedAt) >= Lifetime)
            {
                _entries.TryRemove(pair);
            }
        }
    }

    // While the database is away each call looks up, and callers decide how many there are.
    private void NoteFailure(Exception exception)
    {
        if (_said.MaySay("", out var left))
        {
            LogFailed(exception, left);
        }
    }

    [LoggerMessage(221, LogLevel.Warning, "A certificate could not be looked up ({Left} more since the last line)")]
    private partial void LogFailed(Exception exception, int left);

    private sealed class Entry(long startedAt)
    {
        private readonly TaskCompletionSource<CallerVerdict> _loaded =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly Lock _gate = new();
        private CallerVerdict? _verdict;
        private Task<CallerVerdict?>? _refresh;
        private bool _failed;

        internal long StartedAt { get; } = startedAt;

        internal CallerVerdict? Verdict => Volatile.Read(ref _verdict);

        internal Task<CallerVerdict> Loaded => _loaded.Task;

        /// <summary>Begins the lookup that replaces this answer, unless it has begun.</summary>
        /// <param name="begin">Looks up; null where that failed.</param>
        /// <param name="again">Whether to look up again where the lookup before failed.</param>
        internal Task<CallerVerdict?> Refresh(Func<Task<CallerVerdict?>> begin, bool again)
        {
            lock (_gate)
            {
                if (_refresh is null || (again && _refresh.IsCompleted && Volatile.Read(ref _failed)))
                {
                    _refresh = Task.Run(() => NoteAsync(begin));
                }

                return _refresh;
            }
        }

        private async Task<CallerVerdict?> NoteAsync(Func<Task<CallerVerdict?>> begin)
        {
            var verdict = await begin();
            Volatile.Write(ref _failed, verdict is null);
            return verdict;
        }

        internal void Complete(CallerVerdict verdict)
        {
            Volatile.Write(ref _verdict, verdict);
            _loaded.SetResult(verdict);
        }

        internal void Fail(Exception exception)
        {
            _loaded.SetException(exception);

            // Those who waited may all be gone; then nobody else looks at the exception, which is logged.
            _ = _loaded.Task.Exception;
        }
    }
}
