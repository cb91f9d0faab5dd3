using Partner.Core.Cards;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>The hot path's statements on top-ups and request ids.</summary>
internal static class TopUpSql
{
    private const int LiveStates = 2;

    private static readonly Statement SelectRequest = new(
        "requests.read",
        "SELECT method, input_hash, resource_id FROM requests WHERE partner_id = @p0 AND request_id = @p1");

    private static readonly Statement AddRequest = Statement.Insert(
        "requests", "partner_id, request_id, method, input_hash, resource_id, created_at");

    private static readonly Statement InsertTopUp = Statement.Insert(
        "top_ups",
        "partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, " +
        "handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, " +
        "client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, " +
        "event_number, debit_currency");

    private const string Change =
        "UPDATE top_ups SET state = @p3, version = @p4, reason = @p5, issuer_reference = @p6, accepted_at = @p7, " +
        "final_at = @p8, in_doubt_since = @p9, reversal_id = @p10, evidence = @p11, event_number = @p12";

    private const string AtItsVersion = " WHERE partner_id = @p0 AND id = @p1 AND version = @p2";

    private static readonly Statement UpdateTopUp = new("top_ups.update", Change + AtItsVersion);

    private static readonly Statement UpdateWithPrice = new(
        "top_ups.update-with-price", Change + ", price = @p13, commission = @p14" + AtItsVersion);

    private static readonly Statement SelectLiveOfCard = new(
        "top_ups.read-live-of-card",
        dialect => $"SELECT 1 FROM top_ups WHERE card = @p0 AND state <= 2 ORDER BY card {dialect.Limit("1")}");

    private static readonly Statement ConsumeQuote = new(
        "quotes.use", "UPDATE quotes SET used_by = @p2 WHERE partner_id = @p0 AND id = @p1 AND used_by IS NULL");

    private static readonly Statement SelectQuoteUse = new(
        "quotes.read-use", "SELECT used_by FROM quotes WHERE partner_id = @p0 AND id = @p1");

    private static readonly Statement SelectEarlier = new(
        "top_ups.read-earlier",
        dialect => "SELECT id, state, created_at FROM top_ups WHERE partner_id = @p0 AND card = @p1 " +
            $"AND plan_code = @p2 AND state <= @p3 ORDER BY id DESC {dialect.Limit("1")}");

    /// <summary>What concurrent sales can change, as the connection sees it now.</summary>
    public static SaleFacts Facts(
        StatementCache statements, string partnerId, TopUpOrder order, SaleProposal? sale, FloatPosition position) =>
        new(
            Used(statements, partnerId, order.RequestId),
            position,
            order.QuoteId is null ? null : QuoteUsedBy(statements, partnerId, order.QuoteId),
            sale is null || order.AllowDuplicate ? null : Earlier(statements, partnerId, sale.Card, sale.PlanCode));

    /// <summary>Whether a card has a PROCESSING or SUCCEEDED top-up at any partner.</summary>
    public static bool HasLive(StatementCache statements, CardNumber card) =>
        statements.First(SelectLiveOfCard, row => row.GetInt32(0), card.Value) == 1;

    public static UsedRequest? Used(StatementCache statements, string partnerId, string requestId) => statements.First(
        SelectRequest,
        row => new UsedRequest((RequestMethod)row.GetInt32(0), new InputHash(row.GetString(1)), row.GetString(2)),
        partnerId,
        requestId);

    public static void InsertRequest(
        StatementCache statements, string partnerId, string requestId, UsedRequest use, DateTimeOffset now) =>
        statements.Execute(
            AddRequest,
            partnerId,
            requestId,
            (int)use.Method,
            use.Hash.Value,
            use.ResourceId,
            now.UtcTicks);

    public static void Insert(StatementCache statements, TopUpRecord topUp)
    {
        var price = topUp.Price;
        statements.Execute(
            InsertTopUp,
            topUp.PartnerId,
            topUp.Id,
            topUp.RequestId,
            (int)topUp.State,
            topUp.Version,
            (int)topUp.Reason,
            topUp.Card.Value,
            (int)topUp.CardType,
            topUp.PlanCode,
            price.Face.Currency.Code,
            price.Face.Minor,
            price.HandlingFee.Minor,
            price.CustomerPays.Minor,
            price.NetDebit.Minor,
            PriceJson.Write(price),
            price.Commission.Amount.Minor,
            (int)topUp.Channel,
            topUp.Seller.Outlet,
            topUp.Seller.Terminal,
            topUp.Seller.Cashier,
            topUp.Seller.ClientReference,
            topUp.Seller.BusinessDate?.DayNumber,
            topUp.QuoteId,
            (int)topUp.Origin,
            topUp.ReversalWindow.Ticks,
            topUp.ReceiptCounter,
            topUp.CreatedAt.UtcTicks,
            topUp.EventNumber,
            price.NetDebit.Currency.Code);
    }

    /// <summary>Stores a change of a top-up: a compare-and-set on its version.</summary>
    /// <param name="statements">The connection's commands.</param>
    /// <param name="changed">The top-up after the change.</param>
    /// <param name="withPrice">Whether its price changed: the commission as granted in place of the indicative one.</param>
    /// <returns>Whether the stored version was the one before; false: somebody else changed it first.</returns>
    public static bool TryUpdate(StatementCache statements, TopUpRecord changed, bool withPrice)
    {
        ReadOnlySpan<Arg> change =
        [
            changed.PartnerId,
            changed.Id,
            changed.Version - 1,
            (int)changed.State,
            changed.Version,
            (int)changed.Reason,
            changed.IssuerReference,
            changed.AcceptedAt?.UtcTicks,
            changed.FinalAt?.UtcTicks,
            changed.InDoubtSince?.UtcTicks,
            changed.ReversalId,
            changed.Evidence,
            changed.EventNumber,
        ];
        return withPrice
            ? statements.Execute(
                UpdateWithPrice, [.. change, PriceJson.Write(changed.Price), changed.Price.Commission.Amount.Minor]) == 1
            : statements.Execute(UpdateTopUp, change) == 1;
    }

    /// <summary>Marks a quote as consumed.</summary>
    /// <exception cref="InvalidOperationException">It was consumed before; the caller should have looked.</exception>
    public static void UseQuote(StatementCache statements, string partnerId, string quoteId, string topUpId)
    {
        var changed = statements.Execute(
            ConsumeQuote,
            partnerId,
            quoteId,
            topUpId);
        if (changed != 1)
        {
            throw new InvalidOperationException($"Quote {quoteId} is used already.");
        }
    }

    private static string? QuoteUsedBy(StatementCache statements, string partnerId, string quoteId) => statements.First(
        SelectQuoteUse,
        row => row.IsDBNull(0) ? null : row.GetString(0),
        partnerId,
        quoteId);

    private static EarlierSale? Earlier(
        StatementCache statements, string partnerId, CardNumber card, string planCode) =>
        statements.First(
            SelectEarlier,
            row => new EarlierSale(
                row.GetString(0), (TopUpState)row.GetInt32(1), Mapping.Instant(row.GetInt64(2))),
            partnerId,
            card.Value,
            planCode,
            LiveStates);
}
