using Partner.Core.Actions;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A reissue that shall be saved.</summary>
/// <param name="Draft">It.</param>
/// <param name="Shown">The document that was shown.</param>
/// <param name="Terms">By what it is judged.</param>
/// <param name="Dispatch">Whether the saver dispatches it at once.</param>
public sealed record ReissueCandidate(EsimReissue Draft, IdCheck Shown, ReissueTerms Terms, Dispatch Dispatch);

/// <summary>What became of a request for a reissue.</summary>
/// <param name="Replayed">Whether the request id had been used before.</param>
public sealed record SavedReissue(EsimReissue Reissue, bool Replayed);

/// <summary>
/// eSIMs that are issued anew: saved under the locks of partner and card, so that no card has more than it may, at
/// however many partners and replicas; finished by the dispatch queue like sales.
/// </summary>
public sealed class EsimReissues
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal EsimReissues(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Saves a reissue, or finds the one that its request id stands for.</summary>
    /// <param name="candidate">The reissue.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>The reissue, or why it was not saved.</returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public async Task<Result<SavedReissue>> SaveAsync(ReissueCandidate candidate, Arrival? arrival = null)
    {
        var draft = candidate.Draft;
        var card = new CardKey(draft.PartnerId, draft.Card.Value);
        var outcome = await _writer.RunAsync<Result<(ReissueId Id, EsimReissue? Saved)>>(
            draft.PartnerId,
            footprint =>
            {
                footprint.Add(draft.PartnerId);
                footprint.ReissueRequests.Add(new RequestKey(draft.PartnerId, draft.RequestId));
                footprint.Usages.Add(new UsageKey(UsageScope.Card, "", draft.Card.Value));
                footprint.ReissuedCards[card] = Math.Min(
                    footprint.ReissuedCards.GetValueOrDefault(card, long.MaxValue), candidate.Terms.Since.UtcTicks);
            },
            set => Decide(set, candidate, card),
            Arrival.Admit<Result<(ReissueId Id, EsimReissue? Saved)>>(arrival, Arrival.Overloaded));
        if (outcome.Refusal is { } refusal)
        {
            return refusal;
        }

        var (id, saved) = outcome.Value;
        return saved is not null
            ? new SavedReissue(saved, false)
            : new SavedReissue(
                (await FindAsync(draft.PartnerId, id, CancellationToken.None))!, id != draft.Id);
    }

    /// <summary>Applies the issuer's answer to a reissue and its job.</summary>
    /// <param name="known">The reissue as the caller knows it.</param>
    /// <param name="askAgainAt">When to ask again if it stays in doubt.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    /// <returns>The reissue as it is now.</returns>
    public Task<EsimReissue> SettleAsync(
        EsimReissue known, IssuerAnswer answer, DateTimeOffset askAgainAt, DateTimeOffset now,
        JobClaim? claim = null) => EndAsync(
        known,
        current => ReissueDecision.Decide(current, answer, now),
        (set, key) => JobTable.Postpone(set.Changes, key, askAgainAt, claim));

    /// <summary>Settles a reissue in doubt by an operator's word.</summary>
    /// <param name="known">The reissue.</param>
    /// <param name="word">The operator's word.</param>
    /// <returns>The reissue as it is now: still PROCESSING where it is not in doubt.</returns>
    public Task<EsimReissue> ResolveAsync(
        EsimReissue known, OperatorWord word, DateTimeOffset now, ActionBy? by = null) => EndAsync(
        known,
        current => ReissueDecision.Resolve(current, word, now),
        null,
        (set, before, after) => ResolveActions.Record(set, before, after, word, now, by));

    /// <summary>Finds a reissue of a partner.</summary>
    public Task<EsimReissue?> FindAsync(PartnerId partnerId, ReissueId id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Reissues
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)?.ToRecord(),
            cancel);

    /// <summary>Finds the reissue that a request id created.</summary>
    public Task<EsimReissue?> FindAsync(PartnerId partnerId, RequestId requestId, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Reissues
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.RequestId == requestId.Value)
                ?.ToRecord(),
            cancel);

    /// <summary>Whether a partner sold something to a card that stands, or is under way.</summary>
    /// <param name="scope">Only there.</param>
    public Task<bool> IsCustomerAsync(
        PartnerId partnerId, CardNumber card, CertificateScope scope, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var sold = session.Context.TopUps.Where(row =>
                row.PartnerId == partnerId.Value && row.Card == card.Value && row.State <= 2);
            if (scope.Outlet is { } outlet)
            {
                // SQL Server overlooks blanks at the end: a mark behind it tells them apart.
                var marked = outlet + ".";
                sold = sold.Where(row => row.Outlet == outlet && row.Outlet + "." == marked);
            }

            if (scope.Terminal is { } terminal)
            {
                var marked = terminal + ".";
                sold = sold.Where(row => row.Terminal == terminal && row.Terminal + "." == marked);
            }

            return sold.Any();
        },
        cancel);

    private Task<EsimReissue> EndAsync(
        EsimReissue known,
        Func<EsimReissue, Completion<EsimReissue>> decide,
        Action<WorkingSet, ResourceKey>? whileProcessing,
        Action<WorkingSet, EsimReissue, EsimReissue>? record = null)
    {
        var key = new ResourceKey(known.PartnerId, known.Id.Value);
        return _writer.RunAsync(
            known.PartnerId,
            footprint =>
            {
                footprint.Add(known.PartnerId);
                footprint.Reissues.Add(key);
            },
            set =>
            {
                var current = set.Reissue(key)
                    ?? throw new InvalidOperationException($"Reissue {known.Id} does not exist.");
                if (decide(current) is Completion<EsimReissue>.Change change)
                {
                    record?.Invoke(set, current, change.Record);
                    current = change.Record;
                    set.Change(current);
                }

                if (current.State == ReissueState.Processing)
                {
                    whileProcessing?.Invoke(set, key);
                }
                else
                {
                    JobTable.Delete(set.Changes, key);
                }

                return current;
            });
    }

    private static Result<(ReissueId Id, EsimReissue? Saved)> Decide(
        WorkingSet set, ReissueCandidate candidate, CardKey card)
    {
        var draft = candidate.Draft;
        if (set.ReissueOf(draft.PartnerId, draft.RequestId) is { } used)
        {
            return used.Card == card.Card ? (used.Id, null) : new Refusal(Reason.RequestIdConflict);
        }

        var decided = ReissueDecision.Decide(draft, candidate.Shown, set.ReissueFacts(card), candidate.Terms);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var saved = decided.Value;
        set.Insert(saved);
        if (saved.State == ReissueState.Processing)
        {
            JobTable.Insert(
                set.Changes, new ResourceKey(saved.PartnerId, saved.Id.Value), JobKind.Reissue, candidate.Dispatch,
                saved.CreatedAt);
        }

        return (saved.Id, saved);
    }
}
