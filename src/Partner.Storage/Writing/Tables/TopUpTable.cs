using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Top-ups: the statements that save and change them, and those that a new sale asks about others.</summary>
internal static class TopUpTable
{
    /// <summary>
    /// Of the sales x to a card, the partner's. Wrapped, so that they are found by the card: in a small table
    /// PostgreSQL would go along the key otherwise, through all that the partner ever sold.
    /// </summary>
    internal const string OfPartner = "COALESCE(x.partner_id, '') = k.partner_id";

    private const string Change =
        "partner_id text, id text, was int, state int, version int, reason int, issuer_reference text, " +
        "accepted_at long, final_at long, in_doubt_since long, reversal_id text, evidence text, event_number long, " +
        "card_differences int, final_event long";

    private const string Set =
        "state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, " +
        "accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, " +
        "reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, " +
        "card_differences = k.card_differences, final_event = k.final_event";

    /// <summary>The partner's top-ups that are stored in another version than the caller knows.</summary>
    public static readonly RowSqlText Changed = RowSqlText.Select(
        "top_ups.read-changed",
        "t.partner_id, t.id, t.request_id, t.state, t.version, t.reason, t.card, t.card_type, t.plan_code, t.price, " +
        "t.channel, t.outlet, t.terminal, t.cashier, t.client_reference, t.business_date, t.quote_id, t.origin, " +
        "t.reversal_window, t.receipt_counter, t.created_at, t.issuer_reference, t.accepted_at, t.final_at, " +
        "t.in_doubt_since, t.reversal_id, t.evidence, t.event_number, t.start_now, t.card_differences, " +
        "t.refund_terms, t.refund_ground, t.refund_part, t.refund_whole, t.refund_points, t.contact_id, " +
        "t.gift_state, t.gift_reason, t.id_document, t.id_hash, t.final_event, t.counted_day, t.counted_in",
        "top_ups t",
        RowShape.Of("partner_id text, id text, known int"),
        "t.partner_id = k.partner_id AND t.id = k.id AND t.version <> k.known");

    /// <summary>
    /// The latest live sale of a plan to a card, and the one whose case is not closed: while a case is not, its sale is
    /// live, or has ended and the case is about to follow.
    /// </summary>
    public static readonly RowSqlText Latest = RowSqlText.Select(
        "top_ups.read-latest-live",
        "t.partner_id, t.card, t.plan_code, t.id, t.state, t.created_at, (SELECT MAX(c.top_up_id) " +
        "FROM arrival_cases c WHERE c.partner_id = t.partner_id AND c.card = t.card AND c.plan_code = t.plan_code " +
        "AND c.closed_at IS NULL) AS under_case",
        "top_ups t",
        RowShape.Of("partner_id text, card text, plan_code text"),
        "t.partner_id = k.partner_id AND t.id = (SELECT MAX(x.id) FROM top_ups x " +
        $"WHERE x.card = k.card AND {OfPartner} AND x.plan_code = k.plan_code AND x.state <= 2)");

    /// <summary>The live sales to a card, of any plan, since a time.</summary>
    public static readonly RowSqlText Recent = RowSqlText.Select(
        "top_ups.read-recent",
        "t.id, t.plan_code, t.created_at, t.outlet, t.terminal",
        "top_ups t",
        RowShape.Of("partner_id text, card text, since long"),
        "t.partner_id = k.partner_id AND t.card = k.card AND t.state <= 2 AND t.created_at > k.since");

    /// <summary>A plan's live sales to a card since a time, at any partner.</summary>
    public static readonly RowSqlText Stretch = RowSqlText.Select(
        "top_ups.read-stretch",
        "t.partner_id, t.id, t.card, t.plan_code, t.created_at",
        "top_ups t",
        RowShape.Of("card text, plan_code text, since long"),
        "t.card = k.card AND t.plan_code = k.plan_code AND t.state <= 2 AND t.created_at > k.since");

    /// <summary>Those of the cards that have a PROCESSING or SUCCEEDED top-up at any partner.</summary>
    public static readonly RowSqlText LiveCards = RowSqlText.ThoseWith(
        "top_ups.read-live-cards", "top_ups", RowShape.Of("card text"), "t.card = k.card AND t.state <= 2");

    private const string New =
        "partner_id text, id text, request_id text, state int, version int, reason int, card text, card_type int, " +
        "plan_code text, currency text, face long, handling_fee long, customer_pays long, net_debit long, " +
        "price text, commission long, channel int, outlet text, terminal text, cashier text, client_reference text, " +
        "business_date int, quote_id text, origin int, reversal_window long, receipt_counter long, created_at long, " +
        "event_number long, debit_currency text, start_now bool, refund_terms text";

    private static readonly RowSqlText InsertTopUp = RowSqlText.Insert("top_ups", RowShape.Of(New))
        .In(SqlGroups.Sales);

    private static readonly RowSqlText InsertWithCustomer = RowSqlText.Insert(
        "top_ups", RowShape.Of(New + ", contact_id text, id_document int, id_hash text"), "-with-customer");

    // Only sales that a limit counts have these, whoever their customer is.
    private static readonly RowSqlText InsertWithLimits = RowSqlText.Insert(
        "top_ups",
        RowShape.Of(New + ", contact_id text, id_document int, id_hash text, counted_day int, counted_in int"),
        "-with-limits");

    private static readonly RowSqlText Update = RowSqlText.Update(
        "top_ups.update-rows", "top_ups", 2, RowShape.Of(Change), Set, "t.version = k.was").In(SqlGroups.Completions);

    private static readonly RowSqlText UpdateWithPrice = RowSqlText.Update(
        "top_ups.update-rows-with-price",
        "top_ups",
        2,
        RowShape.Of(Change + ", price text, commission long"),
        Set + ", price = k.price, commission = k.commission",
        "t.version = k.was").In(SqlGroups.Completions);

    private static readonly RowSqlText UpdateWithRefund = RowSqlText.Update(
        "top_ups.update-rows-with-refund",
        "top_ups",
        2,
        RowShape.Of(Change + ", refund_ground int, refund_part long, refund_whole long, refund_points long"),
        Set + ", refund_ground = k.refund_ground, refund_part = k.refund_part, refund_whole = k.refund_whole, " +
        "refund_points = k.refund_points",
        "t.version = k.was");

    // Only sales that give something to their card are ever changed by it.
    private static readonly RowSqlText UpdateWithGifts = RowSqlText.Update(
        "top_ups.update-rows-with-gifts",
        "top_ups",
        2,
        RowShape.Of(Change + ", gift_state int, gift_reason int, price text, commission long, refund_ground int, " +
            "refund_part long, refund_whole long, refund_points long"),
        Set + ", gift_state = k.gift_state, gift_reason = k.gift_reason, price = k.price, " +
        "commission = k.commission, refund_ground = k.refund_ground, refund_part = k.refund_part, " +
        "refund_whole = k.refund_whole, refund_points = k.refund_points",
        "t.version = k.was");

    /// <summary>Saves a new top-up.</summary>
    public static void Insert(Changes changes, TopUpRecord topUp)
    {
        var (offer, price) = (topUp.Offer, topUp.Offer.Price);
        ReadOnlySpan<Cell> row =
        [
            topUp.PartnerId.Value,
            topUp.Id.Value,
            topUp.RequestId.Value,
            (int)topUp.State,
            topUp.Version,
            (int)topUp.Reason,
            offer.Card.Value,
            (int)offer.CardType,
            offer.PlanCode.Value,
            price.Face.Currency.Code,
            price.Face.Minor,
            price.HandlingFee.Minor,
            price.CustomerPays.Minor,
            price.NetDebit.Minor,
            PriceJson.Write(price),
            price.Commission.Amount.Minor,
            (int)offer.Channel,
            topUp.Seller.Outlet,
            topUp.Seller.Terminal,
            topUp.Seller.Cashier,
            topUp.Seller.ClientReference,
            topUp.Seller.BusinessDate?.DayNumber,
            topUp.QuoteId?.Value,
            (int)topUp.Origin,
            offer.ReversalWindow.Ticks,
            topUp.ReceiptCounter,
            topUp.CreatedAt.UtcTicks,
            topUp.EventNumber,
            price.NetDebit.Currency.Code,
            offer.StartNow,
            RefundJson.Write(offer.Refund),
        ];
        if (topUp.ContactId is null && topUp.IdCheck is null && topUp.Counted is null)
        {
            changes.Add(InsertTopUp, row);
            return;
        }

        ReadOnlySpan<Cell> beside =
            [.. row, topUp.ContactId?.Value, (int?)topUp.IdCheck?.Document, topUp.IdCheck?.Hash];
        if (topUp.Counted is { } counted)
        {
            changes.Add(InsertWithLimits, [.. beside, counted.Day.DayNumber, counted.In]);
            return;
        }

        changes.Add(InsertWithCustomer, beside);
    }

    /// <summary>Stores a changed top-up: a compare-and-set on the version that was read.</summary>
    public static void Store(Changes changes, TrackedRow<TopUpRecord> topUp)
    {
        var now = topUp.Now;
        ReadOnlySpan<Cell> row =
        [
            now.PartnerId.Value,
            now.Id.Value,
            topUp.Stored.Version,
            (int)now.State,
            now.Version,
            (int)now.Reason,
            now.IssuerReference,
            now.AcceptedAt?.UtcTicks,
            now.FinalAt?.UtcTicks,
            now.InDoubtSince?.UtcTicks,
            now.ReversalId?.Value,
            now.Evidence,
            now.EventNumber,
            now.CardDifferences == CardDifferences.None ? null : (int?)now.CardDifferences,
            now.FinalEvent,
        ];
        if ((now.GiftState, now.GiftReason) != (topUp.Stored.GiftState, topUp.Stored.GiftReason))
        {
            StoreGifts(changes, now, row);
            return;
        }

        if (now.Refunded is { } refund && topUp.Stored.Refunded is null)
        {
            changes.Add(
                UpdateWithRefund,
                [
                    .. row,
                    (int)refund.Decision.Ground,
                    refund.Decision.Share.Part,
                    refund.Decision.Share.Whole,
                    ReversalTable.PointsOf(refund),
                ]);
            return;
        }

        var price = now.Offer.Price;
        if (ReferenceEquals(price, topUp.Stored.Offer.Price))
        {
            changes.Add(Update, row);
            return;
        }

        changes.Add(UpdateWithPrice, [.. row, PriceJson.Write(price), price.Commission.Amount.Minor]);
    }

    private static void StoreGifts(Changes changes, TopUpRecord now, ReadOnlySpan<Cell> row) => changes.Add(
        UpdateWithGifts,
        [
            .. row,
            (int?)now.GiftState,
            now.GiftReason == Reason.None ? null : (int?)now.GiftReason,
            PriceJson.Write(now.Offer.Price),
            now.Offer.Price.Commission.Amount.Minor,
            (int?)now.Refunded?.Decision.Ground,
            now.Refunded?.Decision.Share.Part,
            now.Refunded?.Decision.Share.Whole,
            now.Refunded is { } refund ? ReversalTable.PointsOf(refund) : null,
        ]);

    /// <summary>Reads a row of <see cref="Changed"/>.</summary>
    public static TopUpRecord Read(System.Data.Common.DbDataReader row) => new TopUpRow
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        RequestId = row.GetString(2),
        State = row.GetInt32(3),
        Version = row.GetInt32(4),
        Reason = row.GetInt32(5),
        Card = row.GetString(6),
        CardType = row.GetInt32(7),
        PlanCode = row.GetString(8),
        Currency = "",
        DebitCurrency = "",
        Price = row.GetString(9),
        Channel = row.GetInt32(10),
        Outlet = row.GetString(11),
        Terminal = row.GetString(12),
        Cashier = row.GetString(13),
        ClientReference = row.GetString(14),
        BusinessDate = row.Int32OrNull(15),
        QuoteId = row.TextOrNull(16),
        Origin = row.GetInt32(17),
        ReversalWindow = row.GetInt64(18),
        ReceiptCounter = row.GetInt64(19),
        CreatedAt = row.GetInt64(20),
        IssuerReference = row.TextOrNull(21),
        AcceptedAt = row.Int64OrNull(22),
        FinalAt = row.Int64OrNull(23),
        InDoubtSince = row.Int64OrNull(24),
        ReversalId = row.TextOrNull(25),
        Evidence = row.TextOrNull(26),
        EventNumber = row.GetInt64(27),
        StartNow = row.IsDBNull(28) ? null : row.GetBoolean(28),
        CardDifferences = row.Int32OrNull(29),
        RefundTerms = row.TextOrNull(30),
        RefundGround = row.Int32OrNull(31),
        RefundPart = row.Int64OrNull(32),
        RefundWhole = row.Int64OrNull(33),
        RefundPoints = row.Int64OrNull(34),
        ContactId = row.TextOrNull(35),
        GiftState = row.Int32OrNull(36),
        GiftReason = row.Int32OrNull(37),
        IdDocument = row.Int32OrNull(38),
        IdHash = row.TextOrNull(39),
        FinalEvent = row.Int64OrNull(40),
        CountedDay = row.Int32OrNull(41),
        CountedIn = row.Int32OrNull(42),
    }.ToRecord();
}
