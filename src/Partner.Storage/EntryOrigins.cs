using Partner.Storage.Model;

namespace Partner.Storage;

/// <summary>A partner's sales and reversals that transfers belong to: where they were made, by which request.</summary>
internal sealed class EntryOrigins
{
    private readonly Dictionary<string, Origin> _sales;
    private readonly Dictionary<string, Origin> _reversals;

    private EntryOrigins(
        Dictionary<string, Origin> sales,
        Dictionary<string, Origin> reversals) => (_sales, _reversals) = (sales, reversals);

    /// <summary>Reads those of some transfers, by their keys.</summary>
    public static EntryOrigins Read(PartnerDbContext context, PartnerId partnerId, List<TransferRow> transfers)
    {
        var topUps = transfers.Select(transfer => transfer.TopUpId).OfType<string>().Distinct().ToList();
        var reversals = transfers.Where(transfer => transfer.Reverses is not null)
            .Select(ReversalOf).Distinct().ToList();
        return new EntryOrigins(
            topUps.Count == 0 ? [] : context.TopUps
                .Where(row => row.PartnerId == partnerId.Value && topUps.Contains(row.Id))
                .Select(row => new { row.Id, row.Outlet, row.Terminal, row.RequestId })
                .ToDictionary(
                    row => row.Id,
                    row => new Origin(row.Outlet, row.Terminal, row.RequestId),
                    StringComparer.Ordinal),
            reversals.Count == 0 ? [] : context.Reversals
                .Where(row => row.PartnerId == partnerId.Value && reversals.Contains(row.Id))
                .Select(row => new { row.Id, row.Outlet, row.Terminal, row.RequestId })
                .ToDictionary(
                    row => row.Id,
                    row => new Origin(row.Outlet, row.Terminal, row.RequestId),
                    StringComparer.Ordinal));
    }

    /// <summary>The partner's own sale that a transfer is of; null where it is of none.</summary>
    public Origin? SaleOf(TransferRow transfer) =>
        transfer.TopUpId is { } id ? _sales.GetValueOrDefault(id) : null;

    /// <summary>Where a transfer comes from; empty texts where it is of no sale of the partner's own.</summary>
    public Origin Of(TransferRow transfer)
    {
        var (rows, id) = transfer.Reverses is null ? (_sales, transfer.TopUpId) : (_reversals, ReversalOf(transfer));
        return id is not null && rows.TryGetValue(id, out var found) ? found : Origin.None;
    }

    /// <summary>What takes a transfer back is named after its reversal: the id, a dot, and what it was.</summary>
    private static string ReversalOf(TransferRow transfer) =>
        transfer.Id.IndexOf('.', StringComparison.Ordinal) is var end and > 0 ? transfer.Id[..end] : transfer.Id;

    /// <summary>Where something was done.</summary>
    /// <param name="Outlet">The outlet; empty for none.</param>
    /// <param name="Terminal">The terminal; empty for none.</param>
    /// <param name="RequestId">By which request; empty for none.</param>
    internal sealed record Origin(string Outlet, string Terminal, string RequestId)
    {
        /// <summary>Nowhere.</summary>
        public static readonly Origin None = new("", "", "");
    }
}
