using Partner.Core.Actions;
using Partner.Core.Arrivals;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>Cases that people close by a word; the pages and the back office come through here.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
internal sealed class CaseClosing(PartnerStore store, TimeProvider clock)
{
    /// <summary>The longest evidence.</summary>
    public const int LongestEvidence = Settling.LongestEvidence;

    /// <summary>Finds a case with its top-up.</summary>
    /// <returns>Both; <see cref="Reason.TopUpNotFound"/> or <see cref="Reason.CaseNotFound"/>.</returns>
    public async Task<Result<(ArrivalCase Case, TopUpRecord TopUp)>> FindAsync(
        PartnerId partnerId, TopUpId id, CancellationToken cancel) =>
        await store.TopUps.FindAsync(partnerId, id, cancel) is not { } topUp ? new Refusal(Reason.TopUpNotFound)
        : await store.Cases.FindAsync(partnerId, id, cancel) is not { } known ? new Refusal(Reason.CaseNotFound)
        : (known, topUp);

    /// <summary>Closes a case. Decided once: the first word counts, or what the sale itself says.</summary>
    /// <param name="outcome">ARRIVED or REPAIRED.</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="by">Who closes it.</param>
    /// <param name="cancel">Stops looking; what was handed over is carried out.</param>
    /// <returns>
    /// The case after it, also where the same word closed it before; <see cref="Reason.TopUpNotFound"/>,
    /// <see cref="Reason.CaseNotFound"/>, <see cref="Reason.CaseTopUpUnfinished"/> or
    /// <see cref="Reason.AlreadySettled"/>.
    /// </returns>
    public async Task<Result<ArrivalCase>> CloseAsync(
        PartnerId partnerId, TopUpId id, CaseState outcome, string evidence, ActionBy by, CancellationToken cancel)
    {
        if (await store.TopUps.FindAsync(partnerId, id, cancel) is not { } topUp)
        {
            return new Refusal(Reason.TopUpNotFound);
        }

        var closed = await store.Cases.CloseAsync(topUp, outcome, evidence, clock.GetUtcNow(), by);
        return closed switch
        {
            null => new Refusal(Reason.CaseNotFound),
            { Case.ClosedAt: null } => new Refusal(Reason.CaseTopUpUnfinished),
            { Before: CaseState.Open or CaseState.Escalated } => closed.Case,
            _ when IsSaid(closed.Case, outcome, evidence) => closed.Case,
            _ => new Refusal(Reason.AlreadySettled).With("state", EnumWord.Upper(closed.Case.State)),
        };
    }

    // Where the money is back, the case is REFUNDED whatever was said.
    private static bool IsSaid(ArrivalCase known, CaseState outcome, string evidence) =>
        known.OperatorEvidence == evidence && (known.State == outcome || known.State == CaseState.Refunded);
}
