using Partner.Core.Cards;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>A successful sale whose card is to be looked at.</summary>
/// <param name="EventNumber">The partner's event of its success; once its gifts are on the card, of these.</param>
/// <param name="TopUp">The sale, as it is now.</param>
/// <param name="Quote">The quote that it consumed; null when none.</param>
/// <param name="At">When that happened (UTC).</param>
public sealed record SoldCard(long EventNumber, TopUpRecord TopUp, QuoteRecord? Quote, DateTimeOffset At);

/// <summary>The next events of a partner, for whoever looks at cards.</summary>
/// <param name="Last">Number of the last event that was read.</param>
/// <param name="Sold">The sales among them that succeeded and are in force; by number.</param>
public sealed record SoldCards(long Last, IReadOnlyList<SoldCard> Sold);

/// <summary>
/// How far sales were compared with what became of their cards. It follows the events that sales write anyway, with one
/// row for each partner: a sale itself writes nothing more for it. Whoever ends in between is gone on for by another
/// process once its lease is over; what it had compared but not noted is compared again.
/// </summary>
public sealed class CardChecks
{
    private const int FirstReach = 1000;

    private static readonly EventProgressSql Sql = EventProgressSql.Of("card_checks");

    private static readonly SqlText Advance = new(
        "card_checks.advance",
        "UPDATE card_checks SET last_event = @p2 WHERE partner_id = @p0 AND lease_owner = @p1 AND last_event < @p3");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;
    private readonly EventProgress<CardCheckRow> _progress;

    internal CardChecks(GroupCommit writer, Readers readers) => (_writer, _readers, _progress) = (
        writer, readers,
        new EventProgress<CardCheckRow>(writer, readers, Sql, context => context.CardChecks, FirstReach));

    /// <summary>The partners with events that nobody has dealt with, or that nobody else does.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<PartnerId>> BehindAsync(string owner, DateTimeOffset now, int most, CancellationToken cancel) =>
        _progress.BehindAsync(owner, now, most, cancel);

    /// <summary>
    /// Claims partners, so that no other process looks at the same cards. One that nobody ever looked at begins with
    /// its latest events: what was sold long ago is not asked about.
    /// </summary>
    /// <param name="partnerIds">The partners.</param>
    /// <param name="lease">For whom and how long.</param>
    /// <returns>By partner, the last event that is dealt with; those that others have are missing.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<Dictionary<PartnerId, long>> ClaimAsync(
        IReadOnlyCollection<PartnerId> partnerIds, Lease lease, DateTimeOffset now) =>
        _progress.ClaimAsync(partnerIds, lease, now);

    /// <summary>Notes how far partners were dealt with; nothing where somebody else has claimed one.</summary>
    /// <param name="dealt">By partner, the last event that is dealt with.</param>
    /// <param name="owner">Who dealt with them.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> AdvanceAsync(IReadOnlyDictionary<PartnerId, long> dealt, string owner) =>
        _writer.RunAloneAsync(session => dealt.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal)
            .Sum(entry => session.Commands.Execute(
                Advance, entry.Key.Value, owner, entry.Value, entry.Value)));

    /// <summary>Reads a partner's next events, and what was sold with success by them.</summary>
    /// <param name="after">Number of the last event that is dealt with.</param>
    /// <param name="most">At most this many events.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<SoldCards> ReadAsync(PartnerId partnerId, long after, int most, CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var events = new SaleEvents(session, partnerId, after, most);
                return new SoldCards(events.Last, events.Last == after ? [] : Sold(session, partnerId, events));
            },
            cancel);

    /// <summary>
    /// Whether other sales, their gifts or their reversals may have changed a card meanwhile: of any partner while they
    /// stand, and of the partner's own also where they were taken back. When a part was refunded is not looked at.
    /// </summary>
    /// <param name="card">The card.</param>
    /// <param name="beside">The sale that is not meant.</param>
    /// <param name="since">From when on.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> IsTouchedAsync(
        CardNumber card, TopUpRecord beside, DateTimeOffset since, CancellationToken cancel)
    {
        var (number, own, partnerId, ticks) =
            (card.Value, beside.Id.Value, beside.PartnerId.Value, since.UtcTicks);
        return _readers.ReadAsync(
            session => session.Context.TopUps.Any(row => row.Card == number && row.State <= 2 && row.Id != own
                    && (row.FinalAt == null || row.FinalAt >= ticks || row.RefundGround != null))
                || session.Context.TopUps.Any(row => row.PartnerId == partnerId && row.Card == number && row.Id != own
                    && row.State == 5 && row.FinalAt >= ticks)
                || GiftsOf(
                    session.Context,
                    session.Context.TopUps.Where(row => row.Card == number && row.State <= 2 && row.Id != own), ticks)
                || GiftsOf(
                    session.Context,
                    session.Context.TopUps.Where(row => row.PartnerId == partnerId && row.Card == number
                        && row.Id != own && row.State == 5),
                    ticks),
            cancel);
    }

    /// <summary>Whether gifts of some sales are under way, or came to rest since a time.</summary>
    private static bool GiftsOf(PartnerDbContext context, IQueryable<TopUpRow> sales, long since) => sales
        .Where(row => row.GiftState != null)
        .Join(
            context.CardGifts,
            row => new { row.PartnerId, TopUpId = row.Id },
            gifts => new { gifts.PartnerId, gifts.TopUpId },
            (_, gifts) => gifts.FinalAt)
        .Any(final => final == null || final >= since);

    private static List<SoldCard> Sold(ReadSession session, PartnerId partnerId, SaleEvents events)
    {
        var successes = events.In(TopUpState.Succeeded)
            .Where(one => one.TopUp.State == (int)TopUpState.Succeeded && one.TopUp.CardDifferences == null)
            .OrderBy(one => one.Event.Number)
            .AsEnumerable()
            .Select(one => (one.Event, TopUp: one.TopUp.ToRecord()))
            .ToList();
        var quoteIds = successes.Select(one => one.TopUp.QuoteId?.Value).OfType<string>().Distinct().ToList();
        var quotes = quoteIds.Count == 0 ? [] : session.Context.Quotes
            .Where(row => row.PartnerId == partnerId.Value && quoteIds.Contains(row.Id))
            .ToDictionary(row => row.Id, row => row.ToRecord(withPromise: true));
        var granted = successes.Where(one => one.TopUp.GiftState == GiftState.Granted)
            .Select(one => one.TopUp.Id.Value).Distinct().ToList();
        var grantedAt = granted.Count == 0 ? [] : session.Context.CardGifts
            .Where(row => row.PartnerId == partnerId.Value && granted.Contains(row.TopUpId))
            .ToDictionary(row => row.TopUpId, row => row.GrantedAt);

        // Later events in the same state are of reversals that were asked for, or of what was found before. Gifts that
        // are on the card are compared with it at the event at which they came there.
        return
        [
            .. from one in successes
               let at = grantedAt.TryGetValue(one.TopUp.Id.Value, out var gifted) ? gifted
                   : one.TopUp.AcceptedAt?.UtcTicks
               where at == one.Event.At
               select new SoldCard(
                   one.Event.Number,
                   one.TopUp,
                   one.TopUp.QuoteId is { } id ? quotes.GetValueOrDefault(id.Value) : null,
                   Mapping.Instant(one.Event.At)),
        ];
    }
}
