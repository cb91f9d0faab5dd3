using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>Quotes: prices that are held for one sale.</summary>
public sealed class Quotes
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Quotes(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Saves a new quote.</summary>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>Why it was not saved; null when it was.</returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Refusal?> SaveAsync(QuoteRecord quote, Arrival? arrival = null)
    {
        var row = quote.ToRow();
        return _writer.RunAsync<Refusal?>(
            quote.PartnerId,
            _ => { },
            set =>
            {
                QuoteTable.Insert(set.Changes, row);
                return null;
            },
            Arrival.Admit<Refusal?>(arrival, Arrival.Overloaded));
    }

    /// <summary>Finds a quote of a partner.</summary>
    public Task<QuoteRecord?> FindAsync(PartnerId partnerId, QuoteId id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Quotes
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)?.ToRecord(),
            cancel);
}
