using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>A transfer as it is stored.</summary>
/// <param name="PartnerId">In whose books.</param>
/// <param name="Transfer">The transfer.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="ResolvedAt">When a pending one was posted or released (UTC); null while it is pending.</param>
public sealed record StoredTransfer(
    PartnerId PartnerId, Transfer Transfer, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt);

/// <summary>
/// The transfers of a top-up, of all who earn by it: they are named after it and its reversal, so that they are found
/// by their keys.
/// </summary>
public sealed class TopUpPostings
{
    private readonly Readers _readers;

    internal TopUpPostings(Readers readers) => _readers = readers;

    /// <summary>Reads the transfers of a top-up and its reversal: the seller's first, in order of making.</summary>
    /// <param name="topUp">The top-up.</param>
    public Task<List<StoredTransfer>> ReadAsync(TopUpRecord topUp, CancellationToken cancel) => _readers.ReadAsync(
        session => session.AtOneMoment(context =>
        {
            var (seller, id) = (topUp.PartnerId.Value, topUp.Id.Value);
            var above = context.Commissions
                .Where(row => row.SellerId == seller && row.TopUpId == id && row.PartnerId != seller)
                .OrderBy(row => row.LevelNumber).Select(row => row.PartnerId).ToList();
            string[] operations = topUp.ReversalId is { } reversal ? [id, reversal.Value] : [id];
            return above.Prepend(seller)
                .SelectMany(partner => operations.SelectMany(operation => Of(context, partner, operation)))
                .ToList();
        }),
        cancel);

    // What belongs to an operation is named after it: the id, a dot, and what it is. A slash is behind the dot.
    private static List<StoredTransfer> Of(PartnerDbContext context, string partnerId, string operation)
    {
        var (first, end) = ($"{operation}.", $"{operation}/");
        var legs = context.Set<LegRow>()
            .Where(row => row.PartnerId == partnerId
                && string.Compare(row.TransferId, first) >= 0 && string.Compare(row.TransferId, end) < 0)
            .OrderBy(row => row.TransferId).ThenBy(row => row.Number)
            .AsEnumerable()
            .ToLookup(
                row => row.TransferId,
                row => new Leg((Account)row.Account, new Money(row.Amount, Currency.Of(row.Currency))),
                StringComparer.Ordinal);
        return context.Set<TransferRow>()
            .Where(row => row.PartnerId == partnerId
                && string.Compare(row.Id, first) >= 0 && string.Compare(row.Id, end) < 0)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .AsEnumerable()
            .Select(row => new StoredTransfer(
                new PartnerId(row.PartnerId),
                new Transfer(
                    row.Id, (TransferKind)row.Kind, (TransferPhase)row.Phase, [.. legs[row.Id]],
                    TopUpId.Of(row.TopUpId), row.Reverses),
                Mapping.Instant(row.CreatedAt),
                Mapping.Instant(row.ResolvedAt)))
            .ToList();
    }
}
