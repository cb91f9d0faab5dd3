using Partner.Core.Actions;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>
/// What sales give to their cards: rows that only such sales have, made with the success (<see cref="TopUps"/>) and
/// taken back with the refund (<see cref="Reversals"/>).
/// </summary>
public sealed class CardGifts
{
    // What was refused stays on the list for operators so long.
    private const int MostRefused = 500;
    private static readonly TimeSpan Told = TimeSpan.FromDays(30);

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal CardGifts(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Finds the gifts of a sale.</summary>
    /// <returns>The gifts and the sale; null where the sale gives nothing to its card, or has not succeeded.</returns>
    public Task<(CardGiftRecord Gifts, TopUpRecord TopUp)?> FindAsync(
        PartnerId partnerId, TopUpId topUpId, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var gifts = session.Context.CardGifts.FirstOrDefault(
                row => row.PartnerId == partnerId.Value && row.TopUpId == topUpId.Value)?.ToRecord();
            var topUp = gifts is null ? null : session.Context.TopUps.FirstOrDefault(
                row => row.PartnerId == partnerId.Value && row.Id == topUpId.Value)?.ToRecord();
            return topUp is null ? ((CardGiftRecord, TopUpRecord)?)null : (gifts!, topUp);
        },
        cancel);

    /// <summary>
    /// Applies the issuer's answer about the grant, its query or its withdrawal: a compare-and-set, as everywhere.
    /// </summary>
    /// <param name="known">The sale as the caller knows it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="askAgainAt">When to ask again if it stays open.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    /// <returns>The gifts and the sale as they are now.</returns>
    public Task<(CardGiftRecord Gifts, TopUpRecord TopUp)> SettleAsync(
        TopUpRecord known, IssuerAnswer answer, DateTimeOffset askAgainAt, DateTimeOffset now, JobClaim? claim) =>
        SettleAsync(
            known,
            CardGiftRecord.GrantIdOf(known.Id),
            gifts => GiftDecision.Decide(gifts, answer, now),
            askAgainAt,
            now,
            claim);

    /// <summary>The same of the answer about taking them back.</summary>
    /// <param name="known">The sale as the caller knows it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="askAgainAt">When to ask again if it stays open.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    public Task<(CardGiftRecord Gifts, TopUpRecord TopUp)> SettleBackAsync(
        TopUpRecord known, IssuerAnswer answer, DateTimeOffset askAgainAt, DateTimeOffset now, JobClaim? claim) =>
        SettleAsync(
            known,
            CardGiftRecord.BackIdOf(known.Id),
            gifts => GiftDecision.DecideBack(gifts, answer, now),
            askAgainAt,
            now,
            claim);

    /// <summary>Settles what is under way by an operator's word.</summary>
    /// <param name="topUpId">The sale.</param>
    /// <param name="word">The operator's word.</param>
    /// <param name="now">The time.</param>
    /// <returns>The gifts before and after it; null where the sale has none.</returns>
    public async Task<(CardGiftRecord Before, CardGiftRecord After)?> ResolveAsync(
        PartnerId partnerId, TopUpId topUpId, OperatorWord word, DateTimeOffset now, ActionBy? by = null)
    {
        if (await FindAsync(partnerId, topUpId, CancellationToken.None) is not { } known)
        {
            return null;
        }

        return await _writer.RunAsync(
            partnerId,
            footprint => Declare(footprint, known.TopUp),
            set =>
            {
                var before = set.Gifts(new ResourceKey(partnerId, topUpId.Value))!;
                var after = GiftSteps.Apply(
                    set, known.TopUp, gifts => GiftDecision.Resolve(gifts, word, now), now).Gifts;
                ResolveActions.Record(set, before, after, word, now, by);
                return (before, after);
            });
    }

    /// <summary>
    /// Every partner's gifts of the last 30 days that the issuer refused to grant or to take back: 500 at most, the
    /// oldest first.
    /// What is under way is in <see cref="Unfinished"/>.
    /// </summary>
    public Task<List<CardGiftRecord>> ListRefusedAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var since = (now - Told).UtcTicks;
        return _readers.ReadAsync(
            session => session.Context.CardGifts
                .Where(row => row.State != 2 && row.State != 5 && row.FinalAt >= since)
                .OrderBy(row => row.CreatedAt)
                .Take(MostRefused)
                .AsEnumerable()
                .Select(row => row.ToRecord())
                .ToList(),
            cancel);
    }

    private Task<(CardGiftRecord Gifts, TopUpRecord TopUp)> SettleAsync(
        TopUpRecord known,
        string asked,
        Func<CardGiftRecord, Completion<CardGiftRecord>> decide,
        DateTimeOffset askAgainAt,
        DateTimeOffset now,
        JobClaim? claim) => _writer.RunAsync(
        known.PartnerId,
        footprint => Declare(footprint, known),
        set =>
        {
            var settled = GiftSteps.Apply(set, known, decide, now);
            if (settled.Gifts.IsUnfinished && settled.Gifts.PresentId == asked)
            {
                JobTable.Postpone(set.Changes, new ResourceKey(known.PartnerId, asked), askAgainAt, claim);
            }

            return settled;
        });

    private static void Declare(Footprint footprint, TopUpRecord known)
    {
        footprint.Add(known);
        footprint.AddGifts(known);
    }
}
