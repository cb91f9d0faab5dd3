using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Quotes.</summary>
internal static class QuoteTable
{
    /// <summary>Which top-ups used quotes.</summary>
    public static readonly RowSqlText ReadUses = RowSqlText.Select(
        "quotes.read-uses",
        "t.partner_id, t.id, t.used_by",
        "quotes t",
        RowShape.Of("partner_id text, id text"),
        "t.partner_id = k.partner_id AND t.id = k.id");

    private static readonly RowSqlText InsertQuote = RowSqlText.InsertIfAbsent("quotes", 2, RowShape.Of(
        "partner_id text, id text, card text, card_type int, plan_code text, amount_currency text, amount long, " +
        "channel int, price text, reversal_window long, created_at long, expires_at long, outlet text, " +
        "start_now bool, promise text, refund_terms text"));

    private static readonly RowSqlText UseQuote = RowSqlText.Update(
        "quotes.use-rows",
        "quotes",
        2,
        RowShape.Of("partner_id text, id text, used_by text"),
        condition: "t.used_by IS NULL");

    /// <summary>Saves a new quote.</summary>
    public static void Insert(Changes changes, QuoteRow row) => changes.Add(
        InsertQuote,
        row.PartnerId,
        row.Id,
        row.Card,
        row.CardType,
        row.PlanCode,
        row.AmountCurrency,
        row.Amount,
        row.Channel,
        row.Price,
        row.ReversalWindow,
        row.CreatedAt,
        row.ExpiresAt,
        row.Outlet,
        row.StartNow ?? false,
        row.Promise,
        row.RefundTerms);

    /// <summary>Marks a quote as consumed; the transaction fails where it was consumed before.</summary>
    public static void Use(Changes changes, ResourceKey quote, TopUpId topUpId) =>
        changes.Add(UseQuote, quote.PartnerId.Value, quote.Id, topUpId.Value);
}
