using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>Quotes: prices that are held for one sale.</summary>
public sealed class Quotes
{
    private static readonly SqlText SelectExpired = new("quotes.select-expired", dialect => dialect.ClaimFirst(
        "partner_id, id", "quotes", "used_by IS NULL AND expires_at < @p0", "expires_at", "@p1"));

    private static readonly SqlText DeleteExpired = new(
        "quotes.delete-expired", "DELETE FROM quotes WHERE partner_id = @p0 AND id = @p1 AND used_by IS NULL");

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

    /// <summary>Finds a quote with what it promised of its card.</summary>
    public Task<QuoteRecord?> FindPromisedAsync(PartnerId partnerId, QuoteId id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Quotes
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)
                ?.ToRecord(withPromise: true),
            cancel);

    /// <summary>Deletes quotes that ended without being used; those that were used stay, for the audit.</summary>
    /// <param name="before">Only those that ended before this time (UTC).</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were deleted; fewer than the most when there are no more.</returns>
    public Task<int> DeleteExpiredAsync(DateTimeOffset before, int most) => _writer.RunAloneAsync(session =>
    {
        var expired = session.Commands.All(
            SelectExpired,
            row => new ResourceKey(new PartnerId(row.GetString(0)), row.GetString(1)),
            before.UtcTicks,
            most);
        return expired.Sum(key => session.Commands.Execute(DeleteExpired, key.PartnerId.Value, key.Id));
    });
}
