using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>Quotes: prices that are held for one sale.</summary>
public sealed class Quotes
{
    private static readonly Statement InsertQuote = Statement.InsertIfAbsent(
        "quotes",
        2,
        "partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, " +
        "created_at, expires_at");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Quotes(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Saves a new quote.</summary>
    /// <param name="quote">The quote.</param>
    public Task<int> SaveAsync(QuoteRecord quote)
    {
        var row = quote.ToRow();
        return _writer.RunAsync(session => session.Statements.Execute(
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
            row.ExpiresAt));
    }

    /// <summary>Finds a quote of a partner.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<QuoteRecord?> FindAsync(string partnerId, string id, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Quotes.FirstOrDefault(row => row.PartnerId == partnerId && row.Id == id)?.ToRecord(),
        cancel);
}
