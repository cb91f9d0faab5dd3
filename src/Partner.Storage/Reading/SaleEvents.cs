using Partner.Core.TopUps;
using Partner.Storage.Model;

namespace Partner.Storage.Reading;

/// <summary>An event of a sale.</summary>
internal sealed class SaleEvent
{
    /// <summary>The event.</summary>
    public required EventRow Event { get; init; }

    /// <summary>Its top-up.</summary>
    public required TopUpRow TopUp { get; init; }
}

/// <summary>
/// A stretch of a partner's events, for those that follow its sales. It is cut by number, not by count, and its top-ups
/// are found by their keys one by one: in a store without statistics a database reads all events, or all top-ups, of
/// the partner for what could also be sorted and cut off.
/// </summary>
internal sealed class SaleEvents
{
    private readonly ReadSession _session;
    private readonly string _partner;
    private readonly long _after;

    /// <summary>The stretch behind an event.</summary>
    /// <param name="session">Where it is read.</param>
    /// <param name="partnerId">Whose events.</param>
    /// <param name="after">Number of the last event that is dealt with.</param>
    /// <param name="most">At most this many events.</param>
    public SaleEvents(ReadSession session, PartnerId partnerId, long after, int most)
    {
        (_session, _partner, _after) = (session, partnerId.Value, after);
        var there = session.Context.Counters.Where(row => row.PartnerId == _partner)
            .Select(row => row.LastEvent).FirstOrDefault();
        Last = Math.Max(after, Math.Min(there, after + most));
    }

    /// <summary>Number of its last event, of whatever kind.</summary>
    public long Last { get; }

    /// <summary>Its events in some states, each with its top-up as it is now.</summary>
    public IQueryable<SaleEvent> In(params TopUpState[] states)
    {
        var (partner, after, last) = (_partner, _after, Last);
        var numbers = Array.ConvertAll(states, state => (int)state);
        return _session.Context.Events
            .Where(row => row.PartnerId == partner && row.Number > after && row.Number <= last
                && numbers.Contains(row.State))
            .Join(
                _session.Context.TopUps,
                row => new { row.PartnerId, Id = row.TopUpId },
                topUp => new { topUp.PartnerId, topUp.Id },
                (row, topUp) => new SaleEvent { Event = row, TopUp = topUp });
    }
}
