using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Telemetry;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <content>
/// What sales give to their cards: an operation after the sale, with an id of its own, which no sale waits for.
/// </content>
public sealed partial class IssuerWork
{
    private async Task<TopUpRecord?> FinishGiftsAsync(IssuerJob job)
    {
        var topUpId = CardGiftRecord.SaleOf(job.OperationId)
            ?? throw new InvalidOperationException("The job is about no gifts.");
        var (gifts, topUp) = await store.Gifts.FindAsync(job.PartnerId, topUpId, _abandon.Token)
            ?? throw new InvalidOperationException("The job's gifts do not exist.");
        var answer = job.Kind == JobKind.GiftBack
            ? await TakeBackAsync(job, gifts)
            : await GrantAsync(job, gifts, topUp);
        if (await PutBackAsync(job, answer))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var settled = job.Kind == JobKind.GiftBack
            ? await store.Gifts.SettleBackAsync(topUp, answer, AskAgainAt(job, now), now, ClaimOf(job, answer, now))
            : await store.Gifts.SettleAsync(topUp, answer, AskAgainAt(job, now), now, ClaimOf(job, answer, now));
        topUpChanges.Signal(topUpId);
        Metrics.Changed(settled.Gifts, now);
        if (settled.Gifts.IsUnfinished && settled.Gifts.PresentId == job.OperationId)
        {
            LogInDoubt(job.OperationId, answer.Verdict, answer.Detail, job.Attempts);
        }
        else if (settled.Gifts.State is GiftState.Refused or GiftState.Kept)
        {
            LogGiftsRefused(job.OperationId, settled.Gifts.State, settled.Gifts.Reason);
        }
        else if (settled.Gifts.IsUnfinished)
        {
            WakeDispatcher();
        }

        return settled.TopUp;
    }

    /// <summary>
    /// Gives, or asks what became of giving. Once all of it is to be taken back the id is withdrawn instead: the issuer
    /// then never grants it, or says that it has.
    /// </summary>
    private Task<IssuerAnswer> GrantAsync(IssuerJob job, CardGiftRecord gifts, TopUpRecord topUp)
    {
        if (GiftDecision.IsToBeWithdrawn(gifts))
        {
            return issuer.WithdrawAsync(job.OperationId, _abandon.Token);
        }

        var order = new IssuerGift(gifts.GrantId, topUp.Id, topUp.Offer.Card, topUp.Offer.Price.CardGifts!);
        return AskAsync(job, cancel => issuer.GiveAsync(order, cancel));
    }

    private Task<IssuerAnswer> TakeBackAsync(IssuerJob job, CardGiftRecord gifts)
    {
        var order = new IssuerGiftBack(gifts.BackId, gifts.GrantId, gifts.Back!);
        return AskAsync(job, cancel => issuer.TakeBackAsync(order, cancel));
    }

    /// <summary>A sale or refund that was just settled has left something to do.</summary>
    private void NoteGifts(TopUpRecord topUp)
    {
        if (topUp.GiftState is GiftState.Processing or GiftState.TakingBack)
        {
            WakeDispatcher();
        }
    }

    [LoggerMessage(105, LogLevel.Warning, "{Operation} was refused by the issuer: gifts are {State} ({Reason})")]
    private partial void LogGiftsRefused(string operation, GiftState state, Core.Errors.Reason reason);
}
