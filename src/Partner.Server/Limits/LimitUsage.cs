using Partner.Core.Limits;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Limits;

/// <summary>How far limits are used up.</summary>
/// <param name="limiting">Knows the periods that a partner's limits are counted in.</param>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
public sealed class LimitUsage(SaleLimiting limiting, PartnerStore store, TimeProvider clock)
{
    /// <summary>Reads what is used now.</summary>
    /// <param name="partnerId">Whose limits they are.</param>
    /// <param name="entries">Which.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Of each that is counted for one alone: what is used, and when that begins anew.</returns>
    public async Task<IReadOnlyDictionary<(LimitKind, LimitScope), (long Used, DateTimeOffset EndsAt)>> ReadAsync(
        PartnerId partnerId, IEnumerable<(LimitKind Kind, LimitScope Scope)> entries, CancellationToken cancel)
    {
        var counted = entries.Where(entry => LimitRules.IsCounted(entry.Kind) && !entry.Scope.IsAll).ToList();
        if (counted.Count == 0)
        {
            return new Dictionary<(LimitKind, LimitScope), (long, DateTimeOffset)>();
        }

        var periods = (await limiting.PeriodsAsync(partnerId, clock.GetUtcNow(), cancel)).OrThrow();
        var keys = counted.ToDictionary(
            entry => entry, entry => LimitUseKey.Of(partnerId, entry.Kind, entry.Scope, periods));
        var used = await store.Limits.UsedAsync([.. keys.Values.Select(key => key.Key)], cancel);
        return keys.ToDictionary(pair => pair.Key, pair => (used[pair.Value.Key], pair.Value.EndsAt));
    }
}
