using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>What operators decide on: the calls and the pages come through here.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
internal sealed class ApprovalAdministration(PartnerStore store, TimeProvider clock)
{
    /// <summary>Finds an approval.</summary>
    /// <returns>The approval, or <see cref="Reason.ApprovalNotFound"/>.</returns>
    public async Task<Result<Approval>> FindAsync(PartnerId partnerId, string id, CancellationToken cancel) =>
        await store.Approvals.FindAsync(partnerId, id, cancel) is { } known
            ? known
            : new Refusal(Reason.ApprovalNotFound);

    /// <summary>Approves or rejects a change.</summary>
    /// <param name="state">Approved or rejected.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="why">Why.</param>
    /// <param name="cancel">Stops looking; what was handed over is carried out.</param>
    /// <returns>The approval after it, or why it was not decided: see <see cref="Approvals.DecideAsync"/>.</returns>
    public async Task<Result<Approval>> DecideAsync(
        PartnerId partnerId,
        string id,
        ApprovalState state,
        ApprovalParty by,
        string why,
        CancellationToken cancel)
    {
        var known = await FindAsync(partnerId, id, cancel);
        return known.Refusal is null
            ? await store.Approvals.DecideAsync(known.Value, state, by, why, clock.GetUtcNow())
            : known;
    }
}
