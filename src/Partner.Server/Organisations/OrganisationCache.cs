using System.Collections.Concurrent;
using Partner.Core.Organisations;
using Partner.Server.Connections;
using Partner.Storage;

namespace Partner.Server.Organisations;

/// <summary>
/// What is known of partners' outlets, terminals and cashiers, at most 2 seconds old, so that no sale asks the database
/// for it. One small query a second tells the versions of all organisations, while sales are made; of one that changed
/// only what is behind the version at hand is read. A partner that registered nothing has no row, and costs nothing.
/// Changes of this process show at its next call.
/// </summary>
public sealed partial class OrganisationCache
{
    /// <summary>The longest time for which an answer is used, counted from the start of its reading.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    // Read again before that, so that calls do not wait for it.
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<PartnerId, OrganisationView> _views = new();
    private readonly Lock _gate = new();
    private readonly PartnerStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<OrganisationCache> _logger;
    private readonly MinuteBound _said;
    private Versions? _known;
    private Task? _reading;
    private long _changes;

    /// <summary>Made once for the process.</summary>
    /// <param name="store">The store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told about readings that failed.</param>
    public OrganisationCache(PartnerStore store, TimeProvider time, ILogger<OrganisationCache> logger) =>
        (_store, _time, _logger, _said) = (store, time, logger, new MinuteBound(time));

    /// <summary>A partner's organisation. Whoever compares versions takes the version first.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="cancel">Ends the wait, not the reading.</param>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public ValueTask<OrganisationView> GetAsync(PartnerId partnerId, CancellationToken cancel)
    {
        var arrived = _time.GetTimestamp();
        return TryGet(partnerId, arrived) is { } view
            ? ValueTask.FromResult(view)
            : new ValueTask<OrganisationView>(ReadAsync(partnerId, arrived, cancel));
    }

    /// <summary>This process changed an organisation: nothing that was read before is used any more.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);

    private async Task<OrganisationView> ReadAsync(PartnerId partnerId, long arrived, CancellationToken cancel)
    {
        while (true)
        {
            await Begin().WaitAsync(cancel);
            if (TryGet(partnerId, arrived) is { } view)
            {
                return view;
            }
        }
    }

    /// <summary>The answer, if it is at hand: one that was read since the call arrived is new enough.</summary>
    private OrganisationView? TryGet(PartnerId partnerId, long arrived)
    {
        if (Volatile.Read(ref _known) is not { } known)
        {
            return null;
        }

        var age = _time.GetElapsedTime(known.StartedAt);
        var isNew = known.StartedAt >= arrived
            || (age < Lifetime && known.Changes == Interlocked.Read(ref _changes));
        if (!isNew)
        {
            return null;
        }

        if (age >= RefreshAfter && known.BeginRefresh())
        {
            _ = Begin();
        }

        if (!known.Of.TryGetValue(partnerId, out var version))
        {
            return OrganisationView.None;
        }

        // Whoever asks for it first has it read along from then on.
        var view = _views.GetOrAdd(partnerId, _ => new OrganisationView());
        return view.Version >= version.Version ? view : null;
    }

    private Task Begin()
    {
        lock (_gate)
        {
            // What is under way may have begun before a change: those whom it does not help begin another one.
            if (_reading is null or { IsCompleted: true })
            {
                _reading = Task.Run(BringForwardAsync);
            }

            return _reading;
        }
    }

    private async Task BringForwardAsync()
    {
        var (startedAt, changes) = (_time.GetTimestamp(), Interlocked.Read(ref _changes));
        try
        {
            var versions = await _store.Organisations.VersionsAsync(CancellationToken.None);
            foreach (var (partnerId, view) in _views)
            {
                var (version, registeredOnly) = versions.GetValueOrDefault(partnerId);
                if (version > view.Version)
                {
                    var (units, days) = await _store.Organisations.ChangesAsync(
                        partnerId, view.Version, CancellationToken.None);
                    view.Advance(version, registeredOnly, units, days);
                }
            }

            Volatile.Write(ref _known, new Versions(startedAt, changes, versions));
        }
        catch (Exception exception)
        {
            // Those who wait get the failure; the next call tries again.
            if (_said.MaySay("", out var left))
            {
                LogFailed(exception, left);
            }

            throw;
        }
    }

    [LoggerMessage(
        223, LogLevel.Warning, "Outlets, terminals and cashiers could not be read ({Left} more since the last line)")]
    private partial void LogFailed(Exception exception, int left);

    private sealed class Versions(
        long startedAt, long changes, Dictionary<PartnerId, (long Version, bool RegisteredOnly)> of)
    {
        private int _refreshing;

        internal long StartedAt => startedAt;

        internal long Changes => changes;

        internal Dictionary<PartnerId, (long Version, bool RegisteredOnly)> Of => of;

        internal bool BeginRefresh() => Interlocked.Exchange(ref _refreshing, 1) == 0;
    }
}
