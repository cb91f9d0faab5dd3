using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <summary>
/// Wakes calls that wait for a top-up: at once when this process changes it, and within a quarter of a second when
/// another replica does. One look at the partners' event numbers serves all who wait; nothing is read while no call
/// waits.
/// </summary>
/// <param name="lastNumbers">The numbers of partners' last events.</param>
/// <param name="changed">The top-ups that a partner's events are about, from one number to another.</param>
public sealed class TopUpChanges(
    Func<IReadOnlyCollection<PartnerId>, Task<Dictionary<PartnerId, long>>> lastNumbers,
    Func<PartnerId, long, long, Task<List<TopUpId>>> changed,
    TimeProvider clock)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<TopUpId, HashSet<ChangeListener>> _listeners = [];
    private readonly Dictionary<PartnerId, Watched> _partners = [];
    private bool _looking;

    /// <summary>Looks at a store.</summary>
    public TopUpChanges(PartnerStore store, TimeProvider clock)
        : this(
            partners => store.Events.LastNumbersAsync(partners, CancellationToken.None),
            (partner, after, to) => store.Events.ChangedAsync(partner, after, to, CancellationToken.None),
            clock)
    {
    }

    /// <summary>Begins to listen for changes of a top-up. What is read after this misses none.</summary>
    /// <returns>To be disposed at the end.</returns>
    public ChangeListener Listen(PartnerId partnerId, TopUpId topUpId)
    {
        var listener = new ChangeListener(this, partnerId, topUpId, clock);
        lock (_lock)
        {
            (_listeners.TryGetValue(topUpId, out var others) ? others : _listeners[topUpId] = []).Add(listener);
            var partner = _partners.GetValueOrDefault(partnerId) ?? (_partners[partnerId] = new Watched());
            partner.Count++;
            if (!_looking)
            {
                _looking = true;
                _ = Task.Run(LookAsync);
            }
        }

        return listener;
    }

    /// <summary>Wakes the calls that wait for this top-up.</summary>
    public void Signal(TopUpId topUpId)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners.GetValueOrDefault(topUpId) ?? [])
            {
                listener.Wake();
            }
        }
    }

    internal void Leave(ChangeListener listener)
    {
        lock (_lock)
        {
            if (_listeners.TryGetValue(listener.TopUpId, out var others) && others.Remove(listener))
            {
                if (others.Count == 0)
                {
                    _listeners.Remove(listener.TopUpId);
                }

                if (--_partners[listener.PartnerId].Count == 0)
                {
                    _partners.Remove(listener.PartnerId);
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
                foreach (var (partner, last) in await lastNumbers(partners))
                {
                    await TellAsync(partner, last);
                }
            }
            catch (Exception fault)
            {
                if (fault is not StoreUnavailableException)
                {
                    Stop();
                    throw;
                }

                // The database is away: calls that wait read it themselves from time to time, and answer their callers.
            }

            await Task.Delay(LookAgainAfter, clock, CancellationToken.None);
        }
    }

    // The next call that waits begins anew.
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
            // What happened before this first look may have come after the reads of those who wait.
            WakeAll(partnerId);
            return;
        }

        foreach (var topUpId in await changed(partnerId, seen.Value, last))
        {
            Signal(topUpId);
        }
    }

    private void WakeAll(PartnerId partnerId)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners.Values.SelectMany(all => all).Where(one => one.PartnerId == partnerId))
            {
                listener.Wake();
            }
        }
    }

    private sealed class Watched
    {
        public int Count { get; set; }

        public long? Seen { get; set; }
    }
}
