using Partner.Core.Cards;
using Partner.Core.Reminders;
using Partner.Storage.Abstractions;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>The ends of a type's cards that are asked for.</summary>
/// <param name="CardType">The type.</param>
/// <param name="After">Later than this (UTC).</param>
/// <param name="To">Not later than this (UTC).</param>
public sealed record EndRange(CardType CardType, DateTimeOffset After, DateTimeOffset To);

/// <summary>Where a card stands in the list: by its end, then by its number.</summary>
/// <param name="End">The end, in ticks of UTC.</param>
/// <param name="Card">The number.</param>
public sealed record ExpiringPlace(long End, string Card);

/// <summary>
/// Lists the cards that are about to end. Each type has a stretch of an index of its own, in which a page is found by
/// its place: one that is far back costs the same as the first.
/// </summary>
public sealed class ExpiringCards
{
    private static readonly SqlText Behind = Page("behind", "", "valid_until > @p2 AND valid_until <= @p3", "@p4");

    private static readonly SqlText Beside = Page("beside", "", "valid_until = @p2 AND card > @p3", "@p4");

    // SQL Server overlooks blanks at the end of an outlet: what it finds is looked at again.
    private static readonly SqlText BehindOfOutlet = Page(
        "behind-of-outlet", " AND outlet = @p5", "valid_until > @p2 AND valid_until <= @p3", "@p4");

    private static readonly SqlText BesideOfOutlet = Page(
        "beside-of-outlet", " AND outlet = @p5", "valid_until = @p2 AND card > @p3", "@p4");

    private readonly Readers _readers;

    internal ExpiringCards(Readers readers) => _readers = readers;

    /// <summary>Lists cards, the earliest end first.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="ranges">Which ends of which types.</param>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    /// <param name="after">Only behind this place; null from the first.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<CustomerCard>> ListAsync(
        PartnerId partnerId, IReadOnlyCollection<EndRange> ranges, string? outlet, ExpiringPlace? after, int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session => ranges
            .SelectMany(range => Find(session, partnerId, range, outlet, after, most))
            .OrderBy(card => card.Fact.ValidUntil)
            .ThenBy(card => card.Card.Value, StringComparer.Ordinal)
            .Take(most)
            .ToList(),
        cancel);

    private static List<CustomerCard> Find(
        ReadSession session, PartnerId partnerId, EndRange range, string? outlet, ExpiringPlace? after, int most)
    {
        var (from, to) = (range.After.UtcTicks, range.To.UtcTicks);
        var found = new List<CustomerCard>();
        if (after is { } place && place.End >= from)
        {
            from = place.End;
            if (place.End > range.After.UtcTicks && place.End <= to)
            {
                found.AddRange(Read(session, outlet, (Beside, BesideOfOutlet),
                    [partnerId.Value, (int)range.CardType, place.End, place.Card, most]));
            }
        }

        if (found.Count < most)
        {
            found.AddRange(Read(session, outlet, (Behind, BehindOfOutlet),
                [partnerId.Value, (int)range.CardType, from, to, most - found.Count]));
        }

        return found;
    }

    private static IEnumerable<CustomerCard> Read(
        ReadSession session, string? outlet, (SqlText Any, SqlText OfOutlet) page, Arg[] arguments) => outlet is null
        ? session.Commands.All(page.Any, CustomerCardTable.CardIn, arguments)
        : session.Commands.All(page.OfOutlet, CustomerCardTable.CardIn, [.. arguments, outlet])
            .Where(card => card.Sale.Outlet == outlet);

    private static SqlText Page(string name, string outlet, string where, string most) => new(
        $"customer_cards.select-{name}",
        dialect => $"SELECT {CustomerCardTable.Columns} FROM customer_cards WHERE partner_id = @p0 " +
            $"AND card_type = @p1{outlet} AND {where} ORDER BY valid_until, card {dialect.Limit(most)}");
}
