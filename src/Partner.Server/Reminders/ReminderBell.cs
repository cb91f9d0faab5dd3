using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Reminders;

/// <summary>
/// Wakes calls that wait for a partner's reminders, whichever replica makes them: one look at the partners' last
/// numbers serves all who wait, as it does for those who wait for top-ups.
/// </summary>
public sealed class ReminderBell(PartnerStore store, TimeProvider clock)
{
    // Of each partner there is one thing to listen for, which stands under the partner's id.
    private readonly TopUpChanges _changes = new(
        partners => store.Reminders.LastNumbersAsync(partners, CancellationToken.None),
        (partner, _, _) => Task.FromResult(new List<TopUpId> { new(partner.Value) }),
        clock);

    /// <summary>Begins to listen for a partner's reminders. What is read after this misses none.</summary>
    /// <returns>To be disposed at the end.</returns>
    public ChangeListener Listen(PartnerId partnerId) => _changes.Listen(partnerId, new TopUpId(partnerId.Value));
}
