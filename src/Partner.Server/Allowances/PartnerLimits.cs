using Partner.Core.Limits;
using Partner.Server.Connections;

namespace Partner.Server.Allowances;

/// <summary>What this server knows of one partner's limits, and how fast the partner's calls come.</summary>
internal sealed class PartnerLimits
{
    private readonly Lock _lock = new();
    private Known? _known;
    private Task<LimitBook>? _loading;
    private long _loads;
    private int _refreshing;

    /// <summary>How fast the calls of all its certificates may come.</summary>
    internal CallPace Pace { get; } = new();

    /// <summary>The limits as they were last read, however long ago; none while nobody read them.</summary>
    internal LimitBook Latest => Volatile.Read(ref _known)?.Book ?? LimitBook.Empty;

    /// <summary>When they were last read, by the clock's timestamps; null while nobody read them.</summary>
    internal long? ReadAt => Volatile.Read(ref _known)?.StartedAt;

    /// <summary>Whether the caller is the one to read them anew in good time.</summary>
    internal bool BeginRefresh() => Interlocked.Exchange(ref _refreshing, 1) == 0;

    /// <summary>The refresh is over, whatever came of it.</summary>
    internal void EndRefresh() => Volatile.Write(ref _refreshing, 0);

    /// <summary>A reading that those who come meanwhile share.</summary>
    /// <param name="load">Reads.</param>
    internal Task<LimitBook> Shared(Func<Task<LimitBook>> load)
    {
        lock (_lock)
        {
            return _loading is { IsCompleted: false } ? _loading : _loading = load();
        }
    }

    /// <summary>Numbers a reading: one that began earlier never replaces one that began later.</summary>
    internal long NextLoad() => Interlocked.Increment(ref _loads);

    /// <summary>Takes what was read.</summary>
    /// <param name="book">The limits.</param>
    /// <param name="load">Number of the reading.</param>
    /// <param name="startedAt">When it began, by the clock's timestamps.</param>
    internal void Take(LimitBook book, long load, long startedAt)
    {
        lock (_lock)
        {
            if (_known is null || _known.Load < load)
            {
                Volatile.Write(ref _known, new Known(book, load, startedAt));
            }
        }
    }

    private sealed record Known(LimitBook Book, long Load, long StartedAt);
}
