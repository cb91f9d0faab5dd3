using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <summary>
/// Wakes calls that wait for a top-up: at once when this process changes it, and within a quarter of a second when
/// another replica does. One look at the partners' event numbers serves all who wait; nobody looks while nobody waits.
/// </summary>
/// <param name="lastNumbers">The numbers of partners' last events.</param>
/// <param name="changed">The top-ups that a partner's events are about, from one number to another.</param>
/// <param name="clock">The clock.</param>
public sealed class Completions(
    Func<IReadOnlyCollection<PartnerId>, Task<Dictionary<PartnerId, long>>> lastNumbers,
    Func<PartnerId, long, long, Task<List<TopUpId>>> changed,
    TimeProvider clock)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<TopUpId, HashSet<Follower>> _followers = [];
    private readonly Dictionary<PartnerId, Watched> _partners = [];
    private bool _looking;

    /// <summary>Looks at a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="clock">The clock.</param>
    public Completions(PartnerStore store, TimeProvider clock)
        : this(
            partners => store.Events.LastNumbersAsync(partners, CancellationToken.None),
            (partner, after, to) => store.Events.ChangedAsync(partner, after, to, CancellationToken.None),
            clock)
    {
    }

    /// <summary>Begins to listen for changes of a top-up. What is read after this misses none.</summary>
    /// <param name="partnerId">Its partner.</param>
    /// <param name="topUpId">The top-up.</param>
    /// <returns>To be disposed at the end.</returns>
    public Follower Follow(PartnerId partnerId, TopUpId topUpId)
    {
        var follower = new Follower(this, partnerId, topUpId, clock);
        lock (_lock)
        {
            (_followers.TryGetValue(topUpId, out var others) ? others : _followers[topUpId] = []).Add(follower);
            var partner = _partners.GetValueOrDefault(partnerId) ?? (_partners[partnerId] = new Watched());
            partner.Count++;
            if (!_looking)
            {
                _looking = true;
                _ = Task.Run(LookAsync);
            }
        }

        return follower;
    }

    /// <summary>Wakes whoever waits for this top-up.</summary>
    /// <param name="topUpId">The top-up.</param>
    public void Signal(TopUpId topUpId)
    {
        lock (_lock)
        {
            foreach (var follower in _followers.GetValueOrDefault(topUpId) ?? [])
            {
                follower.Wake();
            }
        }
    }

    internal void Leave(Follower follower)
    {
        lock (_lock)
        {
            if (_followers.TryGetValue(follower.TopUpId, out var others) && others.Remove(follower))
            {
                if (others.Count == 0)
                {
                    _followers.Remove(follower.TopUpId);
                }

                if (--_partners[follower.PartnerId].Count == 0)
                {
                    _partners.Remove(follower.PartnerId);
                }
            }
        }
    }

    private async Task LookAsync()
    {
        while (Partners() is { Count: > 0 } partners)
        {
            try
            {
                foreach (var (partner, last) in await lastNumbers(partners).ConfigureAwait(false))
                {
                    await TellAsync(partner, last).ConfigureAwait(false);
                }
            }
            catch (Exception fault)
            {
                if (fault is not StoreUnavailableException)
                {
                    Stop();
                    throw;
                }

                // It is away: those who wait look at it themselves from time to time, and tell their callers.
            }

            await Task.Delay(LookAgainAfter, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Whoever comes next begins anew.
    private void Stop()
    {
        lock (_lock)
        {
            _looking = false;
        }
    }

    /// <summary>The partners to look at; when there are none, the looking has ended.</summary>
    private List<PartnerId> Partners()
    {
        lock (_lock)
        {
            _looking = _partners.Count > 0;
            return [.. _partners.Keys];
        }
    }

    private async Task TellAsync(PartnerId partnerId, long last)
    {
        long? seen;
        lock (_lock)
        {
            if (!_partners.TryGetValue(partnerId, out var partner) || partner.Seen == last)
            {
                return;
            }

            (seen, partner.Seen) = (partner.Seen, last);
        }

        if (seen is null)
        {
            // What happened before this first look was perhaps too late for those who read before it.
            WakeAll(partnerId);
            return;
        }

        foreach (var topUpId in await changed(partnerId, seen.Value, last).ConfigureAwait(false))
        {
            Signal(topUpId);
        }
    }

    private void WakeAll(PartnerId partnerId)
    {
        lock (_lock)
        {
            foreach (var follower in _followers.Values.SelectMany(all => all).Where(one => one.PartnerId == partnerId))
            {
                follower.Wake();
            }
        }
    }

    private sealed class Watched
    {
        public int Count { get; set; }

        public long? Seen { get; set; }
    }
}
