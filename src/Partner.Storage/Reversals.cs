using Partner.Core.Actions;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A reversal that shall be saved.</summary>
/// <param name="Id">The new reversal's id.</param>
/// <param name="TopUpId">The top-up to reverse.</param>
/// <param name="RequestId">The partner's id of the reversal.</param>
/// <param name="Comment">Why, in the partner's words.</param>
/// <param name="Till">Where and on which day it counts, or why nowhere; a used request id decides alone.</param>
/// <param name="IssuerAccepts">Whether the issuer can be expected to take it.</param>
/// <param name="Dispatch">Whether the saver dispatches it at once.</param>
public sealed record ReversalCandidate(
    PartnerId PartnerId,
    ReversalId Id,
    TopUpId TopUpId,
    RequestId RequestId,
    string Comment,
    Result<Till> Till,
    bool IssuerAccepts,
    DateTimeOffset Now,
    Dispatch Dispatch)
{
    /// <summary>
    /// What is left of the sale on its card, or why that is not known; null where the refund does not depend on it.
    /// </summary>
    public Result<RefundUsage?> Usage { get; init; }

    /// <summary>The refund that the customer was told; null where it may be whatever it is.</summary>
    public ExpectedRefund? Expected { get; init; }
}

/// <summary>What is stored around a sale that says how much of it is left on its card.</summary>
/// <param name="EndBefore">The card's end before it; null where nobody looked.</param>
/// <param name="Later">What was put onto the same card since, and stands.</param>
/// <param name="Gifts">What the promotions of all of these, and of the sale itself, put onto the card.</param>
public sealed record SoldBefore(
    DateTimeOffset? EndBefore, IReadOnlyList<TopUpOffer> Later, IReadOnlyList<CardGrant> Gifts);

/// <summary>What became of a request for a reversal.</summary>
/// <param name="Replayed">Whether the request id had been used before.</param>
public sealed record SavedReversal(ReversalRecord Reversal, bool Replayed);

/// <summary>Reversals: saving and settling.</summary>
public sealed class Reversals
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Reversals(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Saves a reversal, or finds the one that its request id stands for.</summary>
    /// <param name="candidate">The reversal.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>
    /// The reversal, or why it was not saved: <see cref="Reason.Overloaded"/> where too much waits, or the call arrived
    /// too long ago.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public async Task<Result<SavedReversal>> SaveAsync(ReversalCandidate candidate, Arrival? arrival = null)
    {
        var (partnerId, hash) = (candidate.PartnerId, InputHash.OfReversal(candidate.TopUpId));
        var topUp = await _readers.ReadAsync(
            session => session.Context.TopUps
                .FirstOrDefault(
                    row => row.PartnerId == partnerId.Value && row.Id == candidate.TopUpId.Value)?.ToRecord(),
            arrival?.Caller ?? CancellationToken.None);
        var outcome = await _writer.RunAsync(
            partnerId,
            footprint =>
            {
                footprint.AddRequest(partnerId, candidate.RequestId);
                if (topUp is not null)
                {
                    footprint.Add(topUp);
                    footprint.LatestReversals.Add(new ResourceKey(partnerId, topUp.Id.Value));
                }
            },
            set => Decide(set, candidate, topUp, hash),
            Arrival.Admit(arrival, new Decision(Arrival.Overloaded, null, null)));
        return outcome switch
        {
            { Refusal: { } refusal } => refusal,
            { Saved: { } saved } => new SavedReversal(saved, false),
            { Replays: var id } => new SavedReversal(
                (await FindAsync(partnerId, id!.Value, CancellationToken.None))!,
                id != candidate.Id),
        };
    }

    /// <summary>Applies the issuer's answer to a reversal, its top-up and its job.</summary>
    /// <param name="id">The reversal.</param>
    /// <param name="askAgainAt">When to ask again if it stays in doubt.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    /// <returns>The reversal and its top-up as they are now.</returns>
    public Task<(ReversalRecord Reversal, TopUpRecord TopUp)> SettleAsync(
        PartnerId partnerId,
        ReversalId id,
        IssuerAnswer answer,
        DateTimeOffset askAgainAt,
        DateTimeOffset now,
        JobClaim? claim = null) => EndAsync(
        partnerId,
        id,
        reversal => ReversalDecision.Decide(reversal, answer, now),
        now,
        (set, reversal) =>
            JobTable.Postpone(set.Changes, new ResourceKey(partnerId, reversal.Id.Value), askAgainAt, claim));

    /// <summary>Settles a reversal in doubt by an operator's word.</summary>
    /// <param name="id">The reversal.</param>
    /// <param name="word">The operator's word.</param>
    /// <param name="now">The time.</param>
    /// <returns>Both as they are now: the reversal still PROCESSING where it is not in doubt.</returns>
    public Task<(ReversalRecord Reversal, TopUpRecord TopUp)> ResolveAsync(
        PartnerId partnerId, ReversalId id, OperatorWord word, DateTimeOffset now, ActionBy? by = null) => EndAsync(
        partnerId,
        id,
        reversal => ReversalDecision.Resolve(reversal, word, now),
        now,
        null,
        (set, before, after) => ResolveActions.Record(set, before, after, word, now, by));

    /// <summary>Finds a reversal of a partner.</summary>
    public Task<ReversalRecord?> FindAsync(PartnerId partnerId, ReversalId id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Reversals
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)?.ToRecord(),
            cancel);

    /// <summary>
    /// What is stored that says how much of a sale is left on its card: the card's end before it, as its quote saw it,
    /// and what came onto the card since, from whichever partner.
    /// </summary>
    /// <param name="topUp">The sale, SUCCEEDED.</param>
    public Task<SoldBefore> ReadBeforeAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        var (card, id, partnerId, quoteId) =
            (topUp.Offer.Card.Value, topUp.Id.Value, topUp.PartnerId.Value, topUp.QuoteId?.Value);
        var ticks = (topUp.AcceptedAt ?? topUp.CreatedAt).UtcTicks;
        return _readers.ReadAsync(
            session =>
            {
                var promise = quoteId is null ? null : session.Context.Quotes
                    .FirstOrDefault(row => row.PartnerId == partnerId && row.Id == quoteId)
                    ?.ToRecord(withPromise: true).Promise;

                // What was refunded in part has nothing left to be used.
                var later = session.Context.TopUps
                    .Where(row => row.Card == card && row.State <= 2 && row.Id != id && row.RefundGround == null
                        && (row.AcceptedAt == null || row.AcceptedAt >= ticks))
                    .AsEnumerable()
                    .Select(row => row.ToRecord())
                    .ToList();
                var own = session.Context.TopUps
                    .FirstOrDefault(row => row.PartnerId == partnerId && row.Id == id)?.ToRecord();
                return new SoldBefore(
                    promise?.Before.ValidUntil,
                    later.ConvertAll(sale => sale.Offer),
                    [
                        .. later.Append(own ?? topUp).Where(sale => sale.GiftState == GiftState.Granted)
                            .SelectMany(sale => sale.Offer.Price.CardGifts?.Grants ?? []),
                    ]);
            },
            cancel);
    }

    private async Task<(ReversalRecord Reversal, TopUpRecord TopUp)> EndAsync(
        PartnerId partnerId,
        ReversalId id,
        Func<ReversalRecord, Completion<ReversalRecord>> decide,
        DateTimeOffset now,
        Action<WorkingSet, ReversalRecord>? whileProcessing,
        Action<WorkingSet, ReversalRecord, ReversalRecord>? record = null)
    {
        var (reversal, topUp, entries) = await ReadAsync(partnerId, id);
        return await _writer.RunAsync(
            partnerId,
            footprint =>
            {
                footprint.Add(reversal);
                footprint.Add(topUp);
                footprint.AddGifts(topUp);
                Earnings.DeclareTakeBack(footprint, reversal, topUp, entries);
            },
            set =>
            {
                var before = set.Current(reversal);
                var ended = Apply(set, reversal, topUp, entries, decide, now);
                record?.Invoke(set, before, ended.Reversal);
                if (ended.Reversal.State == ReversalState.Processing)
                {
                    whileProcessing?.Invoke(set, ended.Reversal);
                }

                return ended;
            });
    }

    /// <summary>
    /// What ending a reversal is about. A top-up that has one has succeeded, so that its entries stay as they are.
    /// </summary>
    private Task<(ReversalRecord Reversal, TopUpRecord TopUp, List<CommissionEntry> Entries)> ReadAsync(
        PartnerId partnerId, ReversalId id) => _readers.ReadAsync(
        session =>
        {
            var reversal = session.Context.Reversals
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)?.ToRecord()
                ?? throw new InvalidOperationException($"Reversal {id} does not exist.");
            var topUp = session.Context.TopUps
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == reversal.TopUpId.Value)?.ToRecord()
                ?? throw new InvalidOperationException($"Top-up {reversal.TopUpId} does not exist.");
            var levels = topUp.Offer.Price.Levels;
            return (reversal, topUp, CommissionTable.Of(session.Commands, partnerId, topUp.Id, levels));
        },
        CancellationToken.None);

    private static Decision Decide(
        WorkingSet set, ReversalCandidate candidate, TopUpRecord? known, InputHash hash)
    {
        if (set.Used(candidate.PartnerId, candidate.RequestId) is { } used)
        {
            return used.Method == RequestMethod.ReverseTopUp && used.Hash == hash
                ? new Decision(null, null, new ReversalId(used.ResourceId))
                : new Decision(new Refusal(Reason.RequestIdConflict), null, null);
        }

        if (known is null)
        {
            return new Decision(new Refusal(Reason.TopUpNotFound), null, null);
        }

        if (candidate.Till.Refusal is { } nowhere)
        {
            return new Decision(nowhere, null, null);
        }

        var topUp = set.Current(known);
        var refund = Judge(topUp, set.LatestReversal(topUp), candidate);
        return refund.Refusal is { } refusal
            ? new Decision(refusal, null, null)
            : new Decision(null, Insert(set, candidate, topUp, refund.Value, hash), null);
    }

    private static Result<Refund> Judge(TopUpRecord topUp, ReversalRecord? latest, ReversalCandidate candidate)
    {
        if ((ReversalDecision.Refuse(topUp, latest, candidate.IssuerAccepts, candidate.Now)
            ?? candidate.Usage.Refusal) is { } refusal)
        {
            return refusal;
        }

        var refund = Refund.Of(topUp, candidate.Usage.Value);
        return refund.Refusal is null && refund.Value.Refuse(candidate.Expected) is { } changed ? changed : refund;
    }

    private static (ReversalRecord Reversal, TopUpRecord TopUp) Apply(
        WorkingSet set,
        ReversalRecord known,
        TopUpRecord knownTopUp,
        IReadOnlyList<CommissionEntry> entries,
        Func<ReversalRecord, Completion<ReversalRecord>> decide,
        DateTimeOffset now)
    {
        var (current, topUp) = (set.Current(known), set.Current(knownTopUp));
        switch (decide(current))
        {
            case Completion<ReversalRecord>.Change change:
                return (change.Record, Store(set, change.Record, topUp, entries, now));
            case Completion<ReversalRecord>.Contradiction contradiction:
                AnomalyTable.Insert(set.Changes, topUp, contradiction.Detail, now);
                break;
            default:
                break;
        }

        if (current.State != ReversalState.Processing)
        {
            JobTable.Delete(set.Changes, new ResourceKey(current.PartnerId, current.Id.Value));
        }

        return (current, topUp);
    }

    private static TopUpRecord Store(
        WorkingSet set,
        ReversalRecord changed,
        TopUpRecord topUp,
        IReadOnlyList<CommissionEntry> entries,
        DateTimeOffset now)
    {
        set.Change(changed);
        if (changed.State == ReversalState.Processing)
        {
            return topUp;
        }

        JobTable.Delete(set.Changes, new ResourceKey(changed.PartnerId, changed.Id.Value));
        if (changed.State != ReversalState.Succeeded)
        {
            return set.Change(topUp with { Version = topUp.Version + 1 }, now);
        }

        Earnings.TakeBack(set, changed, topUp, entries, now);
        return set.Change(GiftSteps.TakeBack(set, ReversalDecision.After(topUp, changed, now), changed, now), now);
    }

    private static ReversalRecord Insert(
        WorkingSet set, ReversalCandidate candidate, TopUpRecord topUp, Refund refund, InputHash hash)
    {
        var now = candidate.Now;
        var reversal = new ReversalRecord
        {
            PartnerId = candidate.PartnerId,
            Id = candidate.Id,
            TopUpId = topUp.Id,
            RequestId = candidate.RequestId,
            Partial = PartialRefund.Of(refund),
            Sums = RefundSums.Of(refund),
            Amount = refund.Part.NetDebit,
            Clawback = refund.Part.Commission.Credit,
            Comment = candidate.Comment,
            Till = candidate.Till.Value,
            CreatedAt = now,
        };
        set.Insert(reversal);
        set.Use(
            candidate.PartnerId,
            candidate.RequestId,
            new UsedRequest(RequestMethod.ReverseTopUp, hash, reversal.Id.Value),
            now);
        JobTable.Insert(
            set.Changes,
            new ResourceKey(candidate.PartnerId, reversal.Id.Value),
            JobKind.Reversal,
            candidate.Dispatch,
            now);
        set.Change(topUp with { ReversalId = reversal.Id, Version = topUp.Version + 1 }, now);
        return reversal;
    }

    /// <summary>
    /// What becomes of a request: a refusal, a new reversal, or the id of the one that it stands for.
    /// </summary>
    private sealed record Decision(Refusal? Refusal, ReversalRecord? Saved, ReversalId? Replays);
}
