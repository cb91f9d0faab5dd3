using System.Data.Common;
using Partner.Core.Cards;
using Partner.Core.Reminders;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>The cards that partners have sold to.</summary>
internal static class CustomerCardTable
{
    /// <summary>All that is read of one, in the order of <see cref="CardIn"/>.</summary>
    public const string Columns =
        "partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, " +
        "plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, " +
        "asked_at, due_at, version";

    /// <summary>Those of the cards that are stored, whoever changes them.</summary>
    public static readonly RowSqlText Stored = RowSqlText.Select(
        "customer_cards.read-stored", "t.card", "customer_cards t", Key, Key.IsNamed());

    /// <summary>Cards as they are stored, locked; those that somebody else changes are missing.</summary>
    public static readonly RowSqlText Claim = RowSqlText.Claim(
        "customer_cards.claim-rows", Of("t"), "customer_cards", Key);

    /// <summary>Deletes cards.</summary>
    public static readonly RowSqlText Delete = RowSqlText.Delete("customer_cards", Key);

    private const string Change =
        "card_type int, valid_until long, standing int, region text, known_at long, source int, at_least bool, " +
        "outlet text, top_up_id text, plan_code text, channel int, face long, currency text, sold_at long, " +
        "contact_id text, told_day int, told_unit int, told_count int, told_at long, stale bool, asked_at long, " +
        "due_at long, version int, lease_until long";

    private static readonly RowSqlText InsertRow = RowSqlText.InsertIfAbsent(
        "customer_cards", 2, RowShape.Of("partner_id text, card text, " + Change));

    private static readonly RowSqlText UpdateRow = RowSqlText.Update(
        "customer_cards.update-rows",
        "customer_cards",
        2,
        RowShape.Of("partner_id text, card text, " + Change + ", was int"),
        RowShape.Of(Change).Assignments(0) + ", lease_owner = NULL",
        "t.version = k.was");

    private static RowShape Key => RowShape.Of("partner_id text, card text");

    /// <summary>Stores new cards and changed ones; one that is new and was stored meanwhile stays as it is.</summary>
    /// <param name="exchange">Where to.</param>
    /// <param name="changed">Each card before, null when it is new, and after.</param>
    public static void Store(Exchange exchange, IReadOnlyCollection<(CustomerCard? Before, CustomerCard After)> changed)
    {
        var (inserts, updates) = (new RowSet(InsertRow.Shape), new RowSet(UpdateRow.Shape));
        foreach (var (before, after) in changed)
        {
            if (before is null)
            {
                inserts.Add(Cells(after with { Version = 0 }));
            }
            else
            {
                updates.Add([.. Cells(after with { Version = before.Version + 1 }), before.Version]);
            }
        }

        exchange.Add(InsertRow, inserts);
        exchange.Add(UpdateRow, updates);
    }

    /// <summary>The keys of cards, in the order in which they are locked.</summary>
    public static RowSet Keys(PartnerId partnerId, IEnumerable<CardNumber> cards)
    {
        var keys = new RowSet(Key);
        foreach (var card in cards.Select(card => card.Value).Distinct().Order(StringComparer.Ordinal))
        {
            keys.Add(partnerId.Value, card);
        }

        return keys;
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static CustomerCard CardIn(DbDataReader row) => new CustomerCardRow
    {
        PartnerId = row.GetString(0),
        Card = row.GetString(1),
        CardType = row.GetInt32(2),
        ValidUntil = row.Int64OrNull(3),
        Standing = row.Int32OrNull(4),
        Region = row.TextOrNull(5),
        KnownAt = row.GetInt64(6),
        Source = row.GetInt32(7),
        AtLeast = row.GetBoolean(8),
        Outlet = row.GetString(9),
        TopUpId = row.GetString(10),
        PlanCode = row.GetString(11),
        Channel = row.GetInt32(12),
        Face = row.GetInt64(13),
        Currency = row.GetString(14),
        SoldAt = row.GetInt64(15),
        ContactId = row.TextOrNull(16),
        ToldDay = row.Int32OrNull(17),
        ToldUnit = row.Int32OrNull(18),
        ToldCount = row.Int32OrNull(19),
        ToldAt = row.Int64OrNull(20),
        Stale = row.GetBoolean(21),
        AskedAt = row.Int64OrNull(22),
        DueAt = row.GetInt64(23),
        Version = row.GetInt32(24),
    }.ToRecord();

    /// <summary>The facts of a card as a reminder keeps them: from the type to the last sale's time.</summary>
    public static Cell[] FactCells(CustomerCard card)
    {
        var (fact, sale) = (card.Fact, card.Sale);
        return
        [
            (int)card.CardType,
            fact.ValidUntil?.UtcTicks,
            (int?)fact.Standing,
            fact.Region,
            fact.KnownAt.UtcTicks,
            (int)fact.Source,
            fact.AtLeast,
            sale.Outlet,
            sale.TopUpId.Value,
            sale.PlanCode.Value,
            (int)sale.Channel,
            sale.Face.Minor,
            sale.Face.Currency.Code,
            sale.At.UtcTicks,
        ];
    }

    private static Cell[] Cells(CustomerCard card) =>
    [
        card.PartnerId.Value,
        card.Card.Value,
        .. FactCells(card),
        card.ContactId?.Value,
        card.Told?.EndDay.DayNumber,
        (int?)card.Told?.Window.Unit,
        card.Told?.Window.Count,
        card.Told?.At.UtcTicks,
        card.IsStale,
        card.AskedAt?.UtcTicks,
        card.DueAt.UtcTicks,
        card.Version,
        0L,
    ];

    private static string Of(string table) =>
        string.Join(", ", Columns.Split(", ").Select(column => $"{table}.{column}"));
}
