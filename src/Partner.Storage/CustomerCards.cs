using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Reminders;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A sale that was taken back, as a whole or in part.</summary>
/// <param name="Card">Its card.</param>
/// <param name="Last">The partner's last sale to the card that stands; null when there is none.</param>
public sealed record TakenBackSale(CardNumber Card, LastSale? Last);

/// <summary>The next events of a partner, for whoever keeps what is known of its cards.</summary>
/// <param name="Last">Number of the last event that was read.</param>
/// <param name="Sold">The sales among them that succeeded and stand, the oldest first.</param>
/// <param name="TakenBack">Those that were taken back.</param>
public sealed record FollowedSales(
    long Last, IReadOnlyList<CardSale> Sold, IReadOnlyList<TakenBackSale> TakenBack);

/// <summary>
/// What is known of the cards that partners have sold to. It follows the events that sales write anyway, with one row
/// for each partner: a sale itself writes nothing for it. A step of following is one transaction, so that whoever ends
/// in between leaves it undone as a whole. Only a partner's row of progress is waited for; cards that somebody else
/// changes at the same moment are come to again.
/// </summary>
public sealed class CustomerCards
{
    private static readonly EventProgressSql Sql = EventProgressSql.Of("reminder_progress", "last_number");

    // It locks the row, and changes it only where it stands as this process left it.
    private static readonly SqlText Advance = new(
        "reminder_progress.advance",
        "UPDATE reminder_progress SET last_event = @p3 WHERE partner_id = @p0 AND lease_owner = @p1 " +
        "AND last_event = @p2");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;
    private readonly EventProgress<ReminderProgressRow> _progress;

    internal CustomerCards(GroupCommit writer, Readers readers) => (_writer, _readers, _progress) = (
        writer, readers,
        new EventProgress<ReminderProgressRow>(
            writer, readers, Sql, context => context.ReminderProgress, reach: null, 0L));

    /// <summary>The partners with events that nobody has followed, or that nobody else does.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<PartnerId>> BehindAsync(string owner, DateTimeOffset now, int most, CancellationToken cancel) =>
        _progress.BehindAsync(owner, now, most, cancel);

    /// <summary>
    /// Claims partners, so that no other process follows them. One that nobody followed yet begins with its first
    /// event: customers of long ago are customers too.
    /// </summary>
    /// <param name="partnerIds">The partners.</param>
    /// <param name="lease">For whom and how long.</param>
    /// <returns>By partner, the last event that is dealt with; those that others have are missing.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<Dictionary<PartnerId, long>> ClaimAsync(
        IReadOnlyCollection<PartnerId> partnerIds, Lease lease, DateTimeOffset now) =>
        _progress.ClaimAsync(partnerIds, lease, now);

    /// <summary>Reads a partner's next events, and what was sold and taken back by them.</summary>
    /// <param name="after">Number of the last event that is dealt with.</param>
    /// <param name="most">At most this many events.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<FollowedSales> ReadAsync(PartnerId partnerId, long after, int most, CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var events = new SaleEvents(session, partnerId, after, most);
                return events.Last == after
                    ? new FollowedSales(after, [], [])
                    : Followed(session, partnerId, events);
            },
            cancel);

    /// <summary>Does one step of following: changes cards, and notes how far it came, both or neither.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="owner">Who claimed it.</param>
    /// <param name="after">Number of the last event that was dealt with.</param>
    /// <param name="to">Number of the last event that is.</param>
    /// <param name="cards">The cards that it is about.</param>
    /// <param name="decide">
    /// Decides, purely, what becomes of a card: given it as it is known, null where it is not, it answers it as it is
    /// known then, null where it is no customer's any more.
    /// </param>
    /// <returns>Whether it was done; otherwise somebody else is at it.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> FollowAsync(
        PartnerId partnerId, string owner, long after, long to, IReadOnlyCollection<CardNumber> cards,
        Func<CardNumber, CustomerCard?, CustomerCard?> decide) => _writer.RunAloneAsync(session =>
        {
            if (session.Commands.Execute(Advance, partnerId.Value, owner, after, to) == 0)
            {
                return false;
            }

            if (Known(session, partnerId, cards) is not { } known)
            {
                session.Commands.Execute(Advance, partnerId.Value, owner, to, after);
                return false;
            }

            var (changed, gone) = (new List<(CustomerCard?, CustomerCard)>(), new List<CardNumber>());
            foreach (var card in cards.Distinct())
            {
                var before = known.GetValueOrDefault(card);
                switch (decide(card, before))
                {
                    case null when before is not null:
                        gone.Add(card);
                        break;
                    case { } next when next != before:
                        changed.Add((before, next));
                        break;
                }
            }

            var exchange = session.Exchange();
            CustomerCardTable.Store(exchange, changed);
            exchange.Add(CustomerCardTable.Delete, CustomerCardTable.Keys(partnerId, gone));
            exchange.Run();
            return true;
        });

    /// <summary>Notes what was learnt of cards, as far as they are customers' and nobody changes them.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="cards">The cards.</param>
    /// <param name="decide">Decides, purely, what becomes of a card as it is known.</param>
    /// <returns>Those of the cards that it met: the others are no customer's, or somebody changes them.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<HashSet<CardNumber>> LearnAsync(
        PartnerId partnerId, IReadOnlyCollection<CardNumber> cards, Func<CustomerCard, CustomerCard> decide) =>
        _writer.RunAloneAsync(session =>
        {
            var met = new HashSet<CardNumber>();
            var changed = new List<(CustomerCard? Before, CustomerCard After)>();
            var exchange = session.Exchange();
            exchange.Add(CustomerCardTable.Claim, CustomerCardTable.Keys(partnerId, cards), row =>
            {
                var before = CustomerCardTable.CardIn(row);
                met.Add(before.Card);
                if (decide(before) is { } after && after != before)
                {
                    changed.Add((before, after));
                }
            });
            exchange.Run();
            exchange = session.Exchange();
            CustomerCardTable.Store(exchange, changed);
            exchange.Run();
            return met;
        });

    /// <summary>Finds a card of a partner.</summary>
    /// <returns>What is known of it; null when it is not its customer's.</returns>
    public Task<CustomerCard?> FindAsync(PartnerId partnerId, CardNumber card, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.CustomerCards
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Card == card.Value)?.ToRecord(),
            cancel);

    /// <summary>The cards as they are known, locked; null where somebody else changes one.</summary>
    private static Dictionary<CardNumber, CustomerCard>? Known(
        SeparateSession session, PartnerId partnerId, IReadOnlyCollection<CardNumber> cards)
    {
        var known = new Dictionary<CardNumber, CustomerCard>();
        var there = 0;
        var keys = CustomerCardTable.Keys(partnerId, cards);
        var exchange = session.Exchange();
        exchange.Add(CustomerCardTable.Claim, keys, row =>
        {
            var card = CustomerCardTable.CardIn(row);
            known[card.Card] = card;
        });
        exchange.Add(CustomerCardTable.Stored, keys, _ => there++);
        exchange.Run();
        return there == known.Count ? known : null;
    }

    private static FollowedSales Followed(ReadSession session, PartnerId partnerId, SaleEvents events)
    {
        var sales = SalesIn(events.In(TopUpState.Succeeded, TopUpState.Reversed).Select(one => one.TopUp))
            .DistinctBy(sale => sale.Sale.TopUpId).ToList();
        var stand = sales.FindAll(sale => sale.State == TopUpState.Succeeded);
        var quoteIds = stand.Select(sale => sale.QuoteId).OfType<string>().ToList();
        var quotes = quoteIds.Count == 0 ? [] : session.Context.Quotes
            .Where(row => row.PartnerId == partnerId.Value && quoteIds.Contains(row.Id))
            .ToDictionary(row => row.Id, row => row.ToRecord(withPromise: true).Promise?.After);
        var back = sales.Where(sale => sale.IsTakenBack)
            .Select(sale => sale.Card).Distinct()
            .Select(card => new TakenBackSale(card, LastOf(session, partnerId, card)));
        return new FollowedSales(
            events.Last,
            [
                .. stand.OrderBy(sale => sale.AcceptedAt).Select(sale => new CardSale(
                    partnerId, sale.Card, sale.CardType, sale.Sale, sale.ContactId,
                    sale.QuoteId is { } id ? quotes.GetValueOrDefault(id) : null)),
            ],
            [.. back]);
    }

    private static LastSale? LastOf(ReadSession session, PartnerId partnerId, CardNumber card) => SalesIn(
        session.Context.TopUps
            .Where(row => row.PartnerId == partnerId.Value && row.Card == card.Value
                && row.State == (int)TopUpState.Succeeded)
            .OrderByDescending(row => row.Id).Take(1))
        .FirstOrDefault()?.Sale;

    /// <summary>What is followed of sales; not their prices, which are most of what a sale costs to read.</summary>
    private static IEnumerable<FollowedSale> SalesIn(IQueryable<TopUpRow> rows) => rows
        .Select(row => new
        {
            row.Id,
            row.State,
            row.Card,
            row.CardType,
            row.PlanCode,
            row.Channel,
            row.Outlet,
            row.Face,
            row.Currency,
            row.CreatedAt,
            row.AcceptedAt,
            row.FinalAt,
            row.ContactId,
            row.QuoteId,
            row.RefundPart,
        })
        .AsEnumerable()
        .Select(row => new FollowedSale(
            (TopUpState)row.State,
            row.State == (int)TopUpState.Reversed || row.RefundPart is not null,
            CardNumber.Stored(row.Card),
            (CardType)row.CardType,
            row.QuoteId,
            row.ContactId == ContactId.NotKept.Value ? null : ContactId.Of(row.ContactId),
            row.AcceptedAt,
            new LastSale(
                new TopUpId(row.Id),
                new PlanCode(row.PlanCode),
                (Channel)row.Channel,
                row.Outlet,
                new Money(row.Face, Currency.Of(row.Currency)),
                Mapping.Instant(row.AcceptedAt ?? row.FinalAt ?? row.CreatedAt))));

    private sealed record FollowedSale(
        TopUpState State, bool IsTakenBack, CardNumber Card, CardType CardType, string? QuoteId, ContactId? ContactId,
        long? AcceptedAt, LastSale Sale);
}
