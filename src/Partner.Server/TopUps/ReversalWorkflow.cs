using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Core.Shifts;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Organisations;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <summary>A reversal as a call is answered with it.</summary>
/// <param name="Replayed">Whether the request id had been used before.</param>
public sealed record AnsweredReversal(ReversalRecord Reversal, TopUpRecord TopUp, bool Replayed);

/// <summary>
/// The route of a reversal: where its refund goes by what was used, the card is looked up; then it is saved, as the
/// sale's terms decide on what nobody else can change any more, and asked of the issuer, who takes off the card just
/// what was decided, or refuses. The float is credited when it confirms.
/// </summary>
public sealed class ReversalWorkflow(
    PartnerStore store, SaleIntake intake, IssuerWork work, TopUpChanges topUpChanges, PartnerZones zones,
    RefundWorkflow refunds, OrganisationCache organisations, TimeProvider clock)
{
    /// <summary>Asks for a top-up to be taken back.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="topUp">The top-up, visible to the caller.</param>
    /// <param name="order">What the partner says of it, at an outlet that the caller may name.</param>
    /// <param name="timing">When to answer.</param>
    /// <param name="cancel">The call's end; stops nothing once the reversal is saved.</param>
    public async Task<Result<AnsweredReversal>> ReverseAsync(
        Caller caller,
        TopUpRecord topUp,
        ReversalOrder order,
        CallTiming timing,
        CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();

        // The issuer may take its time: what must not wait for long is the saving.
        var usage = await refunds.UsageAsync(topUp, cancel);
        var arrival = Arrival.Now(cancel);
        var now = clock.GetUtcNow();
        using var place = intake.Enter();
        var today = order.BusinessDate ?? await zones.DayAsync(caller.PartnerId, now, cancel);
        var organisation = await organisations.GetAsync(caller.PartnerId, cancel);
        var version = organisation.Version;
        var till = Open(order.TillFor(topUp.Seller, today, now), order, organisation);
        var workPlace = await work.EnterAsync(timing.Left(now), cancel);
        var dispatch = new Dispatch(workPlace is null ? null : work.NewLease(), Spans.ContextToSave());
        Result<SavedReversal> saved = new Refusal(Reason.ServiceUnavailable);
        try
        {
            var candidate = new ReversalCandidate(
                caller.PartnerId, new ReversalId(Ids.New(now)), topUp.Id, order.RequestId, order.Comment, till,
                work.AcceptsNew, now, dispatch)
            {
                Usage = usage,
                Expected = order.Expected,
                IsDated = order.BusinessDate is not null,
                OrganisationVersion = version,
            };
            saved = await store.Reversals.SaveAsync(candidate, arrival);
        }
        finally
        {
            place.Dispose();
            if (saved is not { Refusal: null, Value.Replayed: false })
            {
                workPlace?.Dispose();
            }
        }

        if (saved.Refusal is { } refusal)
        {
            return refusal;
        }

        var (reversal, replayed) = saved.Value;
        Metrics.Changed(reversal, topUp, now);
        if (!replayed && workPlace is not null)
        {
            _ = work.Start(workPlace, dispatch.ToJob(reversal.PartnerId, reversal.Id.Value, JobKind.Reversal, now));
        }
        else if (!replayed)
        {
            work.NoteOneQueued();
        }

        return await AnswerAsync(new AnsweredReversal(reversal, topUp, replayed), timing, cancel);
    }

    private async Task<AnsweredReversal> AnswerAsync(
        AnsweredReversal known, CallTiming timing, CancellationToken cancel)
    {
        var (reversal, topUp, _) = known;
        try
        {
            reversal = await AwaitFinalAsync(reversal, timing, cancel);
            var after = await store.TopUps.FindAsync(topUp.PartnerId, topUp.Id, cancel);
            return known with { Reversal = reversal, TopUp = after ?? topUp };
        }
        catch (StoreUnavailableException)
        {
            // It is saved; the caller learns that much, and when to ask again.
            return known with { Reversal = reversal, TopUp = topUp with { ReversalId = reversal.Id } };
        }
    }

    /// <summary>The till, where it may refund, on a day that is open there.</summary>
    private static Result<Till> Open(Result<Till> till, ReversalOrder order, OrganisationView organisation)
    {
        if (till.Refusal is not null)
        {
            return till;
        }

        var (outlet, terminal, cashier, _) = till.Value;
        return organisation.RefuseTill(outlet, terminal, cashier) is { } refusal
            ? refusal
            : ShiftDecision.OpenDay(
                till.Value, order.BusinessDate is not null, organisation.ClosedThrough(outlet, terminal));
    }

    private async Task<ReversalRecord> AwaitFinalAsync(
        ReversalRecord reversal, CallTiming timing, CancellationToken cancel)
    {
        if (reversal.State != ReversalState.Processing)
        {
            return reversal;
        }

        using var changes = topUpChanges.Listen(reversal.PartnerId, reversal.TopUpId);
        var (current, look) = (reversal, true);
        while (current.State == ReversalState.Processing
            && timing.Left(clock.GetUtcNow()) is var left && left > TimeSpan.Zero)
        {
            current = !look ? current
                : await store.Reversals.FindAsync(reversal.PartnerId, reversal.Id, cancel)
                    ?? current;
            if (current.State == ReversalState.Processing)
            {
                look = await changes.WaitAsync(left, cancel);
            }
        }

        return current;
    }
}
