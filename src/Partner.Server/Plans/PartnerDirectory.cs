using System.Collections.Concurrent;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>
/// The unchanging facts of partners: id and currency. What may change, the status, is read with the caller.
/// </summary>
public sealed class PartnerDirectory(PartnerStore store)
{
    private readonly ConcurrentDictionary<PartnerId, PartnerAccount> _partners = new();

    /// <summary>A partner that a registered certificate named.</summary>
    /// <param name="partnerId">Its id.</param>
    public async ValueTask<PartnerAccount> GetAsync(PartnerId partnerId, CancellationToken cancel)
    {
        if (_partners.TryGetValue(partnerId, out var known))
        {
            return known;
        }

        var found = await store.Partners.FindAsync(partnerId, cancel)
            ?? throw new InvalidOperationException(
                $"A certificate names the partner {partnerId}, which does not exist.");
        return _partners.GetOrAdd(partnerId, found);
    }
}
