using Partner.Storage.Model;

namespace Partner.Storage;

/// <summary>A partner's sales and reversals that transfers belong to: where they were made, by which request.</summary>
internal sealed class EntryOrigins
{
    private readonly Dictionary<string, (string Outlet, string RequestId)> _sales;
    private readonly Dictionary<string, (string Outlet, string RequestId)> _reversals;

    private EntryOrigins(
        Dictionary<string, (string Outlet, string RequestId)> sales,
        Dictionary<string, (string Outlet, string RequestId)> reversals) => (_sales, _reversals) = (sales, reversals);

    /// <summary>Reads those of some transfers, by their keys.</summary>
    public static EntryOrigins Read(PartnerDbContext context, PartnerId partnerId, List<TransferRow> transfers)
    {
        var topUps = transfers.Select(transfer => transfer.TopUpId).OfType<string>().Distinct().ToList();
        var reversals = transfers.Where(transfer => transfer.Reverses is not null)
            .Select(ReversalOf).Distinct().ToList();
        return new EntryOrigins(
            topUps.Count == 0 ? [] : context.TopUps
                .Where(row => row.PartnerId == partnerId.Value && topUps.Contains(row.Id))
                .Select(row => new { row.Id, row.Outlet, row.RequestId })
                .ToDictionary(row => row.Id, row => (row.Outlet, row.RequestId), StringComparer.Ordinal),
            reversals.Count == 0 ? [] : context.Reversals
                .Where(row => row.PartnerId == partnerId.Value && reversals.Contains(row.Id))
                .Select(row => new { row.Id, row.Outlet, row.RequestId })
                .ToDictionary(row => row.Id, row => (row.Outlet, row.RequestId), StringComparer.Ordinal));
    }

    /// <summary>The outlet of the partner's own sale that a transfer is of; null where it is of none.</summary>
    public string? SaleOutletOf(TransferRow transfer) =>
        transfer.TopUpId is { } id && _sales.TryGetValue(id, out var sale) ? sale.Outlet : null;

    /// <summary>Where a transfer comes from; empty texts where it is of no sale of the partner's own.</summary>
    public (string Outlet, string RequestId) Of(TransferRow transfer)
    {
        var (rows, id) = transfer.Reverses is null ? (_sales, transfer.TopUpId) : (_reversals, ReversalOf(transfer));
        return id is not null && rows.TryGetValue(id, out var found) ? found : ("", "");
    }

    /// <summary>What takes a transfer back is named after its reversal: the id, a dot, and what it was.</summary>
    private static string ReversalOf(TransferRow transfer) =>
        transfer.Id.IndexOf('.', StringComparison.Ordinal) is var end and > 0 ? transfer.Id[..end] : transfer.Id;
}
