using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>
/// Wakes calls that wait for a partner's account events, whichever replica makes them: one look at the partners' last
/// numbers serves all who wait.
/// </summary>
public sealed class AccountBell(PartnerStore store, TimeProvider clock)
{
    // Of each partner there is one thing to listen for, which stands under the partner's id.
    private readonly TopUpChanges _changes = new(
        partners => store.AccountEvents.LastNumbersAsync(partners, CancellationToken.None),
        (partner, _, _) => Task.FromResult(new List<TopUpId> { new(partner.Value) }),
        clock);

    /// <summary>Begins to listen for a partner's events. What is read after this misses none.</summary>
    /// <returns>To be disposed at the end.</returns>
    public ChangeListener Listen(PartnerId partnerId) => _changes.Listen(partnerId, new TopUpId(partnerId.Value));
}
