using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>
/// What transactions do to the gifts of sales: made with the success, taken back with the refund, settled by answers.
/// Whatever is under way has exactly one job, under the id that the issuer knows it by.
/// </summary>
internal static class GiftSteps
{
    /// <summary>Saves the gifts of a sale that has just succeeded, and the job that carries them out.</summary>
    /// <param name="gifts">The gifts; null where it gives nothing to its card.</param>
    /// <param name="traceParent">Trace context of the work that saw the success; null when it has none.</param>
    public static void Begin(WorkingSet set, CardGiftRecord? gifts, DateTimeOffset now, string? traceParent)
    {
        if (gifts is not null)
        {
            GiftTable.Insert(set.Changes, gifts);
            Queue(set, gifts, JobKind.Gift, now, traceParent);
        }
    }

    /// <summary>Takes the gifts of a sale back with a refund that has succeeded.</summary>
    /// <param name="topUp">The sale after the refund, not stored yet.</param>
    /// <param name="reversal">The refund.</param>
    /// <returns>The sale with the state of its gifts.</returns>
    public static TopUpRecord TakeBack(
        WorkingSet set, TopUpRecord topUp, ReversalRecord reversal, DateTimeOffset now)
    {
        if (GiftTakeBack.Of(topUp, reversal.Partial) is not { } back
            || set.Gifts(KeyOf(topUp)) is not { } current
            || GiftDecision.TakeBack(current, back) is not Completion<CardGiftRecord>.Change { Record: var changed })
        {
            return topUp;
        }

        set.Set(changed);
        if (!current.IsUnfinished)
        {
            Queue(set, changed, JobKind.GiftBack, now);
        }

        return topUp with { GiftState = changed.State, GiftReason = changed.Reason };
    }

    /// <summary>Decides on the gifts as they are, and stores what changes: them, their sale and their job.</summary>
    /// <param name="known">The sale as the caller knows it.</param>
    /// <param name="decide">Decides.</param>
    /// <returns>The gifts and the sale as they are now.</returns>
    public static (CardGiftRecord Gifts, TopUpRecord TopUp) Apply(
        WorkingSet set, TopUpRecord known, Func<CardGiftRecord, Completion<CardGiftRecord>> decide, DateTimeOffset now)
    {
        var topUp = set.Current(known);
        var current = set.Gifts(KeyOf(known))
            ?? throw new InvalidOperationException($"Top-up {known.Id} gives nothing to its card.");
        switch (decide(current))
        {
            case Completion<CardGiftRecord>.Change { Record: var changed }:
                set.Set(changed);
                MoveJob(set, current, changed, now);
                return (changed, StoreSale(set, topUp, changed, now));
            case Completion<CardGiftRecord>.Contradiction contradiction:
                AnomalyTable.Insert(set.Changes, topUp, contradiction.Detail, now);
                return (current, topUp);
            default:
                return (current, topUp);
        }
    }

    /// <summary>Doubt is no state of the sale: it changes only where a partner would see it.</summary>
    private static TopUpRecord StoreSale(
        WorkingSet set, TopUpRecord topUp, CardGiftRecord gifts, DateTimeOffset now) =>
        (topUp.GiftState, topUp.GiftReason) == (gifts.State, gifts.Reason)
            ? topUp
            : set.Change(
                topUp with { GiftState = gifts.State, GiftReason = gifts.Reason, Version = topUp.Version + 1 }, now);

    private static void MoveJob(WorkingSet set, CardGiftRecord before, CardGiftRecord after, DateTimeOffset now)
    {
        if (after.IsUnfinished && after.PresentId == before.PresentId)
        {
            return;
        }

        JobTable.Delete(set.Changes, new ResourceKey(before.PartnerId, before.PresentId));
        if (after.IsUnfinished)
        {
            Queue(set, after, JobKind.GiftBack, now);
        }
    }

    private static void Queue(
        WorkingSet set, CardGiftRecord gifts, JobKind kind, DateTimeOffset now, string? traceParent = null) =>
        JobTable.Insert(
            set.Changes,
            new ResourceKey(gifts.PartnerId, gifts.PresentId),
            kind,
            new Dispatch(null, traceParent),
            now);

    private static ResourceKey KeyOf(TopUpRecord topUp) => new(topUp.PartnerId, topUp.Id.Value);
}
