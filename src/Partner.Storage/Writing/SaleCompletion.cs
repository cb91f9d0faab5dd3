using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.Notices;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>Step 8 of a top-up's route: post, release, or stay in doubt.</summary>
internal static class SaleCompletion
{
    /// <summary>What an answer, a cancel or an operator's word is about.</summary>
    public static void Declare(Footprint footprint, TopUpRecord known, bool succeeds, DateTimeOffset now)
    {
        footprint.Add(known);
        footprint.AddReservation(known);
        if (succeeds)
        {
            Earnings.DeclareGrant(footprint, known, now);
        }
        else
        {
            Earnings.DeclareUses(footprint, known);
            footprint.LimitUses.UnionWith(WorkingSet.LimitUsesOf(known));
        }
    }

    /// <summary>Cancels what was certainly not sent.</summary>
    public static Result<TopUpRecord> Cancel(WorkingSet set, TopUpRecord known, DateTimeOffset now)
    {
        var current = set.Current(known);
        if (current.State == TopUpState.Cancelled)
        {
            return current;
        }

        return current.State == TopUpState.Processing && set.IsQueued(KeyOf(known))
            ? Apply(set, known, top => TopUpCompletion.Cancel(top, now), now)
            : new Refusal(Reason.TooLateToCancel)
                .With("top_up_state", EnumWord.Upper(current.State));
    }

    /// <summary>Decides on the top-up as it is, and stores what changes.</summary>
    /// <param name="traceParent">Trace context of the work, for what is left to do; null when it has none.</param>
    public static TopUpRecord Apply(
        WorkingSet set,
        TopUpRecord known,
        Func<TopUpRecord, Completion<TopUpRecord>> decide,
        DateTimeOffset now,
        string? traceParent = null)
    {
        var current = set.Current(known);
        switch (decide(current))
        {
            case Completion<TopUpRecord>.Change change:
                return Store(set, change, now, traceParent);
            case Completion<TopUpRecord>.Contradiction contradiction:
                AnomalyTable.Insert(set.Changes, current, contradiction.Detail, now);
                break;
            default:
                break;
        }

        if (current.State != TopUpState.Processing)
        {
            // Whoever asked about what is over was sent by a job: there should be none, and then there is none.
            JobTable.Delete(set.Changes, KeyOf(current));
        }

        return current;
    }

    private static TopUpRecord Store(
        WorkingSet set, Completion<TopUpRecord>.Change change, DateTimeOffset now, string? traceParent)
    {
        var entries = change.Resolves == TransferPhase.Posted ? Earnings.Of(set, change.Record, now) : [];
        var offer = change.Record.Offer;
        var price = Earnings.Granted(offer.Price, entries);
        var gifts = change.Resolves == TransferPhase.Posted ? CardGiftRecord.Of(change.Record, now) : null;
        var stored = set.Change(
            change.Record with { Offer = offer with { Price = price }, GiftState = gifts?.State }, now);
        if (change.Resolves is not { } phase)
        {
            return stored;
        }

        LedgerTable.Resolve(set, new ResourceKey(stored.PartnerId, Postings.SaleId(stored.Id)), phase, now);
        JobTable.Delete(set.Changes, KeyOf(stored));
        if (phase == TransferPhase.Posted)
        {
            Earnings.Grant(set, stored, entries, now);
            GiftSteps.Begin(set, gifts, now, traceParent);
        }
        else
        {
            Earnings.GiveBackUses(set, stored);
            set.GiveBack(stored, price.FaceInFloat.Minor);
        }

        if (NoticeRules.Of(stored) is { } notice)
        {
            NoticeTable.Append(set.Changes, notice);
        }

        return stored;
    }

    private static ResourceKey KeyOf(TopUpRecord topUp) => new(topUp.PartnerId, topUp.Id.Value);
}
