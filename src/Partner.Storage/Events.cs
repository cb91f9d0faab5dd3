using Partner.Storage.Abstractions;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>
/// The events of partners: each change of a top-up has the partner's next number, from 1 without a gap.
/// </summary>
public sealed class Events
{
    private readonly Readers _readers;

    internal Events(Readers readers) => _readers = readers;

    /// <summary>The numbers of partners' last events, by their counters alone.</summary>
    /// <param name="partnerIds">The partners.</param>
    /// <returns>By partner; those without any event may be missing.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<Dictionary<PartnerId, long>> LastNumbersAsync(
        IReadOnlyCollection<PartnerId> partnerIds, CancellationToken cancel)
    {
        var ids = partnerIds.Select(id => id.Value).ToList();
        return _readers.ReadAsync(
            session => session.Context.Counters
                .Where(row => ids.Contains(row.PartnerId))
                .Select(row => new { row.PartnerId, row.LastEvent })
                .ToDictionary(row => new PartnerId(row.PartnerId), row => row.LastEvent),
            cancel);
    }

    /// <summary>The top-ups that a partner's events are about.</summary>
    /// <param name="after">Number of the last event that is not asked about.</param>
    /// <param name="to">Number of the last one that is.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<TopUpId>> ChangedAsync(PartnerId partnerId, long after, long to, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Events
                .Where(row => row.PartnerId == partnerId.Value && row.Number > after && row.Number <= to)
                .Select(row => row.TopUpId)
                .Distinct()
                .AsEnumerable()
                .Select(id => new TopUpId(id))
                .ToList(),
            cancel);
}
