using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>Quotes: prices that are held for one sale.</summary>
public sealed class Quotes
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Quotes(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Saves a new quote.</summary>
    /// <param name="quote">The quote.</param>
    public Task<int> SaveAsync(QuoteRecord quote)
    {
        var row = quote.ToRow();
        return _writer.RunAsync(session => session.Statements.Execute(
            "INSERT INTO quotes (partner_id, id, card, card_type, plan, amount_currency, amount, channel, price, " +
            "reversal_window, created_at, expires_at) " +
            "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11) " +
            "ON CONFLICT (partner_id, id) DO NOTHING",
            row.PartnerId,
            row.Id,
            row.Card,
            row.CardType,
            row.Plan,
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
