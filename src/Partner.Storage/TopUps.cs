using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>A top-up that shall be saved, with all that is needed to decide again inside the transaction.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">
/// The new top-up's id; when the transaction is repeated it tells our own row from an earlier one.
/// </param>
/// <param name="Order">The order.</param>
/// <param name="Sale">What is to be sold, or why it cannot be.</param>
/// <param name="Currency">Currency of the partner's float.</param>
/// <param name="Now">The decision time.</param>
/// <param name="IssuerAccepts">Whether the issuer can be expected to take it.</param>
/// <param name="Policy">Settings of the rules.</param>
/// <param name="Dispatch">Whether the saver dispatches it at once.</param>
public sealed record TopUpCandidate(
    string PartnerId,
    string Id,
    TopUpOrder Order,
    Result<SaleProposal> Sale,
    Currency Currency,
    DateTimeOffset Now,
    bool IssuerAccepts,
    TopUpPolicy Policy,
    Dispatch Dispatch);

/// <summary>Top-ups: facts, saving and settling. Steps 4, 6 and 8 of the route.</summary>
public sealed class TopUps
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal TopUps(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>
    /// Reads what concurrent sales can change, without locking anything, and makes the offer of this moment.
    /// </summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="order">The order.</param>
    /// <param name="sale">What is to be sold, or why it cannot be.</param>
    /// <param name="currency">Currency of the partner's float.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<(SaleFacts Facts, Result<TopUpOffer> Offer)> ReadFactsAsync(
        string partnerId, TopUpOrder order, Result<SaleProposal> sale, Currency currency, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => (
                TopUpSql.Facts(
                    session.Statements,
                    partnerId,
                    order,
                    sale.Refusal is null ? sale.Value : null,
                    LedgerSql.ReadFloat(session.Statements, partnerId, currency) ?? FloatPosition.Empty(currency)),
                OfferOf(sale, proposal => PricingReads.Plain(session.Statements, partnerId, proposal))),
            cancel);

    /// <summary>
    /// Makes the offer of this moment, without locking or saving anything: for quotes and price lists.
    /// </summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="sale">What would be sold.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<Result<TopUpOffer>> OfferAsync(string partnerId, SaleProposal sale, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => sale.Offer(PricingReads.Plain(session.Statements, partnerId, sale)), cancel);

    /// <summary>Counts what promotions depend on, without locking anything: to tell which of them apply.</summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="card">The card; null while it is open, and then nothing is counted by card.</param>
    /// <param name="needs">What has to be counted.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<PricingFacts> CountAsync(
        string partnerId, CardNumber? card, PricingNeeds needs, CancellationToken cancel) => _readers.ReadAsync(
        session => PricingReads.Plain(session.Statements, partnerId, card, needs, null), cancel);

    /// <summary>
    /// Decides inside the transaction and saves the top-up, its request id, its reservation, its job and its event, or
    /// nothing. The offer is made there too, on locked counts of the promotions' uses.
    /// </summary>
    /// <param name="candidate">The top-up.</param>
    /// <returns>What was decided, and the saved top-up where it was saved now.</returns>
    public Task<(TopUpDecision Decision, TopUpRecord? Saved)> SaveAsync(TopUpCandidate candidate) =>
        _writer.RunAsync<(TopUpDecision, TopUpRecord?)>(candidate.PartnerId, session =>
        {
            var facts = TopUpSql.Facts(
                session.Statements,
                candidate.PartnerId,
                candidate.Order,
                candidate.Sale.Refusal is null ? candidate.Sale.Value : null,
                session.Float(candidate.PartnerId, candidate.Currency));
            if (facts.Used?.ResourceId == candidate.Id)
            {
                // The commit before was carried out after all.
                var saved = Find(session, candidate.PartnerId, candidate.Id)!;
                return (new TopUpDecision.Reserve(OfferOf(saved)), saved);
            }

            // A request id that is used decides alone: nothing else is read or locked for it.
            var offer = facts.Used is null
                ? OfferOf(candidate.Sale, sale => PricingReads.Locked(session, candidate.PartnerId, sale))
                : new Refusal(Reason.RequestIdConflict);
            var decision = TopUpDecision.Decide(
                candidate.Order, offer, facts, candidate.IssuerAccepts, candidate.Policy, candidate.Now);
            return decision is TopUpDecision.Reserve reserve
                ? (decision, Insert(session, candidate, reserve.Offer))
                : (decision, null);
        });

    /// <summary>
    /// Step 8: applies the issuer's answer to a top-up and its job. A compare-and-set: whoever settles it first wins,
    /// and later evidence that contradicts is kept as an anomaly.
    /// </summary>
    /// <param name="known">The top-up as the caller knows it; read again when it changed.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="askAgainAt">When to ask again if it stays in doubt.</param>
    /// <param name="now">The time.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    /// <returns>The top-up as it is now.</returns>
    public Task<TopUpRecord> SettleAsync(
        TopUpRecord known,
        IssuerAnswer answer,
        DateTimeOffset askAgainAt,
        DateTimeOffset now,
        JobClaim? claim = null) =>
        _writer.RunAsync(known.PartnerId, session =>
        {
            var settled = Apply(session, known, current => TopUpSettlement.Decide(current, answer, now), now);
            if (settled.State == TopUpState.Processing)
            {
                Jobs.Postpone(session, settled.PartnerId, settled.Id, askAgainAt, claim);
            }

            return settled;
        });

    /// <summary>Settles a top-up in doubt by an operator's word.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">The top-up.</param>
    /// <param name="succeeded">Whether the issuer applied it.</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="now">The time.</param>
    /// <returns>The top-up as it is now; null when there is none.</returns>
    public Task<TopUpRecord?> ResolveAsync(
        string partnerId, string id, bool succeeded, string evidence, DateTimeOffset now) =>
        _writer.RunAsync(partnerId, session => Find(session, partnerId, id) is { } current
            ? Apply(session, current, top => TopUpSettlement.Resolve(top, succeeded, evidence, now), now)
            : null);

    /// <summary>Cancels a top-up, if it has certainly not been sent.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">The top-up.</param>
    /// <param name="now">The time.</param>
    /// <returns>The cancelled top-up, or why it was not cancelled.</returns>
    public Task<Result<TopUpRecord>> CancelAsync(string partnerId, string id, DateTimeOffset now) =>
        _writer.RunAsync<Result<TopUpRecord>>(partnerId, session =>
        {
            if (Find(session, partnerId, id) is not { } current)
            {
                return new Refusal(Reason.TopUpNotFound);
            }

            if (current.State == TopUpState.Cancelled)
            {
                return current;
            }

            var cancellable = current.State == TopUpState.Processing && Jobs.LockIsQueued(session, partnerId, id);
            return cancellable
                ? Apply(session, current, top => TopUpSettlement.Cancel(top, now), now)
                : new Refusal(Reason.TooLateToCancel)
                    .With("top_up_state", current.State.ToString().ToUpperInvariant());
        });

    /// <summary>Finds a top-up of a partner.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<TopUpRecord?> FindAsync(string partnerId, string id, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.TopUps.FirstOrDefault(row => row.PartnerId == partnerId && row.Id == id)?.ToRecord(),
        cancel);

    /// <summary>Finds the id of what a request id created.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="requestId">The request id.</param>
    /// <param name="method">The method it must have been used with.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The id; null when the request id was not used with that method.</returns>
    public Task<string?> FindIdAsync(
        string partnerId, string requestId, RequestMethod method, CancellationToken cancel) => _readers.ReadAsync(
        session => TopUpSql.Used(session.Statements, partnerId, requestId) is { } used && used.Method == method
            ? used.ResourceId
            : null,
        cancel);

    internal static TopUpRecord? Find(WriteSession session, string partnerId, string id) =>
        session.Context.TopUps.FirstOrDefault(row => row.PartnerId == partnerId && row.Id == id)?.ToRecord();

    /// <summary>Stores a change of a top-up that was read within this transaction, and its event.</summary>
    internal static TopUpRecord Update(WriteSession session, TopUpRecord changed, DateTimeOffset now) =>
        TryUpdate(session, changed, now)
            ?? throw new InvalidOperationException($"Top-up {changed.Id} changed within one transaction.");

    private static TopUpRecord? TryUpdate(
        WriteSession session, TopUpRecord changed, DateTimeOffset now, bool withPrice = false)
    {
        var numbered = changed with { EventNumber = session.NextEventNumber(changed.PartnerId) };
        if (!TopUpSql.TryUpdate(session.Statements, numbered, withPrice))
        {
            return null;
        }

        session.AppendEvent(numbered, now);
        return numbered;
    }

    /// <summary>
    /// Decides on the top-up as the caller knows it; when somebody else changed it meanwhile, which the compare-and-set
    /// tells, on the top-up as it is stored.
    /// </summary>
    private static TopUpRecord Apply(
        WriteSession session, TopUpRecord known, Func<TopUpRecord, Settlement<TopUpRecord>> decide, DateTimeOffset now) =>
        decide(known) is Settlement<TopUpRecord>.Change change && Store(session, change, now) is { } stored
            ? stored
            : ApplyToStored(session, known, decide, now);

    private static TopUpRecord ApplyToStored(
        WriteSession session, TopUpRecord known, Func<TopUpRecord, Settlement<TopUpRecord>> decide, DateTimeOffset now)
    {
        var current = Find(session, known.PartnerId, known.Id)
            ?? throw new InvalidOperationException($"Top-up {known.Id} does not exist.");
        switch (decide(current))
        {
            case Settlement<TopUpRecord>.Change change:
                return Store(session, change, now)
                    ?? throw new InvalidOperationException($"Top-up {known.Id} changed within one transaction.");
            case Settlement<TopUpRecord>.Contradiction contradiction:
                AnomalySql.Insert(session, current, contradiction.Detail, now);
                return current;
            default:
                return current;
        }
    }

    private static TopUpRecord? Store(
        WriteSession session, Settlement<TopUpRecord>.Change change, DateTimeOffset now)
    {
        var entries = change.Resolves == TransferPhase.Posted ? Earnings.Of(session, change.Record, now) : [];
        var price = Earnings.Granted(change.Record.Price, entries);
        var withPrice = !ReferenceEquals(price, change.Record.Price);
        if (TryUpdate(session, change.Record with { Price = price }, now, withPrice) is not { } stored)
        {
            return null;
        }

        if (change.Resolves is not { } phase)
        {
            return stored;
        }

        LedgerSql.Resolve(session, stored.PartnerId, Postings.Reserve(stored.Id, stored.Price), phase, now);
        Jobs.Delete(session, stored.PartnerId, stored.Id);
        if (phase == TransferPhase.Posted)
        {
            Earnings.Grant(session, stored, entries, now);
        }
        else
        {
            Earnings.GiveBackUses(session, stored);
        }

        return stored;
    }

    private static Result<TopUpOffer> OfferOf(Result<SaleProposal> sale, Func<SaleProposal, PricingFacts> count) =>
        sale.Refusal is { } refusal ? refusal : sale.Value.Offer(count(sale.Value));

    private static TopUpOffer OfferOf(TopUpRecord saved) => new(
        saved.Card, saved.CardType, saved.PlanCode, saved.Channel, saved.Price, saved.ReversalWindow);

    private static TopUpRecord Insert(WriteSession session, TopUpCandidate candidate, TopUpOffer offer)
    {
        var (order, now) = (candidate.Order, candidate.Now);
        var draft = new TopUpRecord
        {
            PartnerId = candidate.PartnerId,
            Id = candidate.Id,
            RequestId = order.RequestId,
            Card = offer.Card,
            CardType = offer.CardType,
            PlanCode = offer.PlanCode,
            Price = offer.Price,
            Channel = offer.Channel,
            Seller = order.Seller,
            QuoteId = order.QuoteId,
            ReversalWindow = offer.ReversalWindow,
            CreatedAt = now,
            ReceiptCounter = session.NextReceipt(candidate.PartnerId),
        };
        var saved = draft with { EventNumber = session.NextEventNumber(candidate.PartnerId) };
        session.AppendEvent(saved, now);
        TopUpSql.Insert(session.Statements, saved);
        TopUpSql.InsertRequest(
            session.Statements,
            saved.PartnerId,
            saved.RequestId,
            new UsedRequest(RequestMethod.CreateTopUp, order.Hash, saved.Id),
            now);
        LedgerSql.Insert(
            session, saved.PartnerId, Postings.Reserve(saved.Id, offer.Price), now);
        Earnings.CountUses(session, saved);
        Jobs.Insert(session, saved.PartnerId, saved.Id, JobKind.TopUp, candidate.Dispatch, now);
        if (order.QuoteId is { } quoteId)
        {
            TopUpSql.UseQuote(session.Statements, saved.PartnerId, quoteId, saved.Id);
        }

        return saved;
    }
}
