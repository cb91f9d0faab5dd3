using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Pricing;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>What is certain of a request id from now on.</summary>
/// <param name="TopUp">The top-up that it made; null when it made none and never will.</param>
public sealed record Abandonment(TopUpRecord? TopUp);

/// <summary>Top-ups: facts, saving and settling. Steps 4, 6 and 8 of the route.</summary>
public sealed class TopUps
{
    // What traces, and those who search them, know it by.
    private const string CompletionSpan = "Settle";

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal TopUps(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>
    /// Reads what concurrent sales can change, without locking anything, and makes the offer of this moment.
    /// </summary>
    /// <param name="sale">What is to be sold, or why it cannot be.</param>
    /// <param name="currency">Currency of the partner's float.</param>
    /// <param name="limits">The limits that hold for it; null where nothing limits it.</param>
    public Task<(SaleFacts Facts, Result<TopUpOffer> Offer)> ReadFactsAsync(
        PartnerId partnerId, TopUpOrder order, Result<SaleProposal> sale, Currency currency, SaleLimits? limits,
        CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var set = session.Load(
                    footprint => SaleReservation.Declare(
                        footprint, partnerId, order, sale, currency, looksAtSales: true, limits));
                return (
                    SaleReservation.Facts(set, partnerId, order, sale, currency, limits),
                    SaleReservation.Offer(set, partnerId, sale));
            },
            cancel);

    /// <summary>
    /// Makes the offer of this moment, without locking or saving anything, for quotes; and reads along with it what was
    /// sold to the card a short while ago.
    /// </summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="sale">What would be sold.</param>
    /// <param name="since">How far back sales to the card matter.</param>
    /// <param name="limits">The limits that hold for it; null where nothing limits it.</param>
    /// <returns>The offer, what was sold a short while ago, and what is used of the limits.</returns>
    public Task<(Result<TopUpOffer> Offer, IReadOnlyList<RecentSale> Recent, LimitStand? Limits)> OfferAsync(
        PartnerId partnerId, SaleProposal sale, DateTimeOffset since, SaleLimits? limits, CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var set = session.Load(footprint =>
                {
                    SaleReservation.DeclareCounts(footprint, partnerId, sale.Card, sale.Needs, sale.Volume);
                    footprint.Recent.Add(new RecentKey(partnerId, sale.Card.Value, since.UtcTicks));
                    footprint.LimitUses.UnionWith(limits?.Uses ?? []);
                });
                return (SaleReservation.Offer(set, partnerId, sale), set.Recent, set.Stand(limits));
            },
            cancel);

    /// <summary>Counts what promotions depend on, without locking anything: to tell which of them apply.</summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="card">The card; null while it is open, and then nothing is counted by card.</param>
    /// <param name="needs">What has to be counted.</param>
    public Task<PricingFacts> CountAsync(
        PartnerId partnerId, CardNumber? card, PricingNeeds needs, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Load(footprint => SaleReservation.DeclareCounts(footprint, partnerId, card, needs, null))
            .Count(partnerId, card, needs, null),
        cancel);

    /// <summary>
    /// Decides inside the transaction and saves the top-up, its request id, its reservation, its job and its event, or
    /// nothing. The offer is made there too, on locked counts of the promotions' uses.
    /// </summary>
    /// <param name="candidate">The top-up.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>
    /// What was decided, and the saved top-up where it was saved now. Where too much waits, or the call arrived too
    /// long ago, it is refused as <see cref="Reason.Overloaded"/>, and certainly not saved.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public async Task<(TopUpDecision Decision, TopUpRecord? Saved)> SaveAsync(
        TopUpCandidate candidate, Arrival? arrival = null)
    {
        // Whoever means a duplicate is not looked for one; only where the partner has cases, its sales are read too,
        // and closed days only where something changed since they were looked at in memory.
        var (decision, saved) = await SaveAsync(candidate, arrival, !candidate.Order.AllowDuplicate, looksAtDay: false)
            ?? (await SaveAsync(candidate, arrival, looksAtSales: true, looksAtDay: true))!.Value;
        if (decision is not TopUpDecision.Replay { TopUpId: var id } || id != candidate.Id)
        {
            return (decision, saved);
        }

        // It was carried out by an earlier call of this method.
        var found = await FindAsync(candidate.PartnerId, id, CancellationToken.None);
        return (new TopUpDecision.Reserve(found!.Offer), found);
    }

    /// <summary>
    /// Step 8: applies the issuer's answer to a top-up and its job. A compare-and-set: whoever settles it first wins,
    /// and later evidence that contradicts is kept as an anomaly.
    /// </summary>
    /// <param name="known">The top-up as the caller knows it; read again when it changed.</param>
    /// <param name="askAgainAt">When to ask again if it stays in doubt.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    /// <param name="traceParent">Trace context for what is left to do after it; null when there is none.</param>
    /// <returns>The top-up as it is now.</returns>
    public Task<TopUpRecord> SettleAsync(
        TopUpRecord known,
        IssuerAnswer answer,
        DateTimeOffset askAgainAt,
        DateTimeOffset now,
        JobClaim? claim = null,
        string? traceParent = null) =>
        _writer.RunAsync(
            known.PartnerId,
            footprint => SaleCompletion.Declare(footprint, known, answer.Verdict == IssuerVerdict.Accepted, now),
            set =>
            {
                var settled = SaleCompletion.Apply(
                    set, known, current => TopUpCompletion.Decide(current, answer, now), now, traceParent);
                if (settled.State == TopUpState.Processing)
                {
                    JobTable.Postpone(
                        set.Changes, new ResourceKey(settled.PartnerId, settled.Id.Value), askAgainAt, claim);
                }

                return settled;
            },
            method: CompletionSpan);

    /// <summary>Notes in what a card is another than its sale promised; once, and only while the sale stands.</summary>
    /// <param name="known">The top-up as the caller knows it.</param>
    /// <param name="differences">In what.</param>
    /// <returns>The top-up as it is now.</returns>
    public Task<TopUpRecord> NoteCardAsync(TopUpRecord known, CardDifferences differences, DateTimeOffset now) =>
        _writer.RunAsync(
            known.PartnerId,
            footprint => footprint.Add(known),
            set => set.Current(known) is { State: TopUpState.Succeeded, CardDifferences: CardDifferences.None } current
                ? set.Change(
                    current with { CardDifferences = differences, Version = current.Version + 1 }, now)
                : set.Current(known));

    /// <summary>Settles a top-up in doubt by an operator's word.</summary>
    /// <param name="id">The top-up.</param>
    /// <param name="word">The operator's word.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The top-up as it is now: still PROCESSING where it is not in doubt; null when there is none.
    /// </returns>
    public async Task<TopUpRecord?> ResolveAsync(
        PartnerId partnerId, TopUpId id, OperatorWord word, DateTimeOffset now, ActionBy? by = null)
    {
        var known = await FindAsync(partnerId, id, CancellationToken.None);
        return known is null
            ? null
            : await _writer.RunAsync(
                partnerId,
                footprint => SaleCompletion.Declare(footprint, known, word.Succeeded, now),
                set =>
                {
                    var before = set.Current(known);
                    var after = SaleCompletion.Apply(
                        set, known, top => TopUpCompletion.Resolve(top, word, now), now);
                    ResolveActions.Record(set, before, after, word, now, by);
                    return after;
                });
    }

    /// <summary>Cancels a top-up, if it has certainly not been sent.</summary>
    /// <param name="id">The top-up.</param>
    /// <returns>The cancelled top-up, or why it was not cancelled.</returns>
    public async Task<Result<TopUpRecord>> CancelAsync(PartnerId partnerId, TopUpId id, DateTimeOffset now)
    {
        var known = await FindAsync(partnerId, id, CancellationToken.None);
        return known is null
            ? new Refusal(Reason.TopUpNotFound)
            : await _writer.RunAsync(
                partnerId,
                footprint =>
                {
                    SaleCompletion.Declare(footprint, known, false, now);
                    footprint.Jobs.Add(new ResourceKey(partnerId, id.Value));
                },
                set => SaleCompletion.Cancel(set, known, now));
    }

    /// <summary>
    /// Makes sure of what became of a request id: finds the top-up that it made, or uses it up, so that none is made
    /// with it later. Decided under the lock that every save of the partner holds.
    /// </summary>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>
    /// What is certain, or <see cref="Reason.RequestIdConflict"/> where another method used the id. Where far too much
    /// waits, or the call arrived too long ago, it is <see cref="Reason.Overloaded"/>, and nothing is certain.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public async Task<Result<Abandonment>> AbandonAsync(
        PartnerId partnerId, RequestId requestId, DateTimeOffset now, Arrival? arrival = null)
    {
        // An id that is used stays so: that can be said again without a transaction.
        var used = await FindUseAsync(partnerId, requestId, arrival?.Caller ?? CancellationToken.None)
            ?? await _writer.RunAsync(
                partnerId,
                footprint => footprint.AddRequest(partnerId, requestId),
                set => SaleReservation.Abandon(set, partnerId, requestId, now),
                Arrival.Admit<UsedRequest?>(arrival, null, clears: true));
        return used switch
        {
            null => Arrival.Overloaded,
            { Method: RequestMethod.AbandonTopUp } => new Abandonment(null),
            { Method: RequestMethod.CreateTopUp, ResourceId: var id } => new Abandonment(
                await FindAsync(partnerId, new TopUpId(id), CancellationToken.None)
                ?? throw new InvalidOperationException("A request id names a top-up that does not exist.")),
            _ => new Refusal(Reason.RequestIdConflict),
        };
    }

    /// <summary>Finds a top-up of a partner.</summary>
    public Task<TopUpRecord?> FindAsync(PartnerId partnerId, TopUpId id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.TopUps
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)?.ToRecord(),
            cancel);

    /// <summary>Finds the id of what a request id created.</summary>
    /// <param name="method">The method it must have been used with.</param>
    /// <returns>The id; null when the request id was not used with that method.</returns>
    public async Task<string?> FindIdAsync(
        PartnerId partnerId, RequestId requestId, RequestMethod method, CancellationToken cancel) =>
        await FindUseAsync(partnerId, requestId, cancel) is { } used && used.Method == method
            ? used.ResourceId
            : null;

    private Task<(TopUpDecision Decision, TopUpRecord? Saved)?> SaveAsync(
        TopUpCandidate candidate, Arrival? arrival, bool looksAtSales, bool looksAtDay)
    {
        (TopUpDecision, TopUpRecord?)? attempted = null;
        return _writer.RunAsync<(TopUpDecision Decision, TopUpRecord? Saved)?>(
            candidate.PartnerId,
            footprint => SaleReservation.Declare(
                footprint, candidate.PartnerId, candidate.Order, candidate.Sale, candidate.Currency, looksAtSales,
                candidate.Limits,
                looksAtDay),
            set =>
            {
                var outcome = SaleReservation.Decide(set, candidate, looksAtSales, looksAtDay);
                if (outcome is { Decision: TopUpDecision.Replay { TopUpId: var own } } && own == candidate.Id)
                {
                    // An attempt whose end nobody saw was carried out after all: the last, because whoever decided
                    // after it held the partner's lock and had not found it.
                    return attempted ?? outcome;
                }

                attempted = outcome is { Saved: not null } ? outcome : null;
                return outcome;
            },
            Arrival.Admit<(TopUpDecision, TopUpRecord?)?>(
                arrival, (new TopUpDecision.Refuse(Arrival.Overloaded), null)));
    }

    private Task<UsedRequest?> FindUseAsync(PartnerId partnerId, RequestId requestId, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Load(footprint => footprint.AddRequest(partnerId, requestId)).Used(partnerId, requestId),
            cancel);
}
