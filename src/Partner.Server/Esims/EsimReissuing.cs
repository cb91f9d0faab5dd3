using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Server.TopUps;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Esims;

/// <summary>
/// The route of a reissue: it is saved, as the rules decide on what nobody else can change any more, and asked of the
/// issuer through the same queue as sales. Whatever crashes, another replica goes on with it.
/// </summary>
public sealed class EsimReissuing(PartnerStore store, EsimCustomers customers, IssuerWork work, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Issues an eSIM anew, or finds what the request id stands for.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="timing">When to answer.</param>
    /// <param name="cancel">The call's end; stops nothing once it is saved.</param>
    internal async Task<Result<(EsimReissue Reissue, bool Replayed)>> ReissueAsync(
        Caller caller, ReissueOrder order, CallTiming timing, CancellationToken cancel)
    {
        var known = await store.Reissues.FindAsync(caller.PartnerId, order.RequestId, cancel);
        if (known is not null)
        {
            return known.Card == order.Card && caller.Sees(known.Origin.Outlet, known.Origin.Terminal)
                ? (await AwaitFinalAsync(known, timing, cancel), true)
                : new Refusal(Reason.RequestIdConflict);
        }

        var arrival = Arrival.Now(cancel);
        var now = clock.GetUtcNow();
        var found = await customers.FindAsync(caller, order.Card, now, cancel);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        if (order.IdCheck is not { } shown)
        {
            return new Refusal(Reason.IdCheckUnavailable);
        }

        var rules = found.Value;
        var draft = new EsimReissue
        {
            PartnerId = caller.PartnerId,
            Id = new ReissueId(Ids.New(now)),
            RequestId = order.RequestId,
            Card = order.Card,
            CardType = rules.CardType,
            Origin = order.Origin,
            IdCheck = shown.For(order.Card),
            CreatedAt = now,
        };
        var terms = new ReissueTerms(rules.Reissues, rules.Zone, now, work.AcceptsNew);
        var saved = await SaveAndSendAsync(draft, shown, terms, timing, arrival);
        return saved.Refusal is { } refused
            ? refused
            : (await AwaitFinalAsync(saved.Value.Reissue, timing, cancel), saved.Value.Replayed);
    }

    private async Task<Result<SavedReissue>> SaveAndSendAsync(
        EsimReissue draft, Core.Contacts.IdCheck shown, ReissueTerms terms, CallTiming timing, Arrival arrival)
    {
        var place = await work.EnterAsync(timing.Left(terms.Now), arrival.Caller);
        var dispatch = new Dispatch(place is null ? null : work.NewLease(), Spans.ContextToSave());
        Result<SavedReissue> saved = new Refusal(Reason.ServiceUnavailable);
        try
        {
            saved = await store.Reissues.SaveAsync(new ReissueCandidate(draft, shown, terms, dispatch), arrival);
        }
        finally
        {
            if (saved is not { Refusal: null, Value: { Replayed: false, Reissue.State: ReissueState.Processing } })
            {
                place?.Dispose();
            }
        }

        if (saved.Refusal is not null || saved.Value.Replayed)
        {
            return saved;
        }

        var reissue = saved.Value.Reissue;
        Metrics.Changed(reissue, terms.Now);
        if (reissue.State != ReissueState.Processing)
        {
            return saved;
        }

        if (place is not null)
        {
            _ = work.Start(
                place, dispatch.ToJob(reissue.PartnerId, reissue.Id.Value, JobKind.Reissue, reissue.CreatedAt));
        }
        else
        {
            work.NoteOneQueued();
        }

        return saved;
    }

    private async Task<EsimReissue> AwaitFinalAsync(EsimReissue reissue, CallTiming timing, CancellationToken cancel)
    {
        var current = reissue;
        while (current.State == ReissueState.Processing
            && timing.Left(clock.GetUtcNow()) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LookEvery ? left : LookEvery, clock, cancel);
            try
            {
                current = await store.Reissues.FindAsync(reissue.PartnerId, reissue.Id, cancel) ?? current;
            }
            catch (StoreUnavailableException)
            {
                // It is saved; the caller learns that much, and when to ask again.
                break;
            }
        }

        return current;
    }
}
