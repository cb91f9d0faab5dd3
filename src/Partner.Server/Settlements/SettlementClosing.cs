using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Settlements;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Settlements;

/// <summary>Closes months; the job, the back office and the demo all come through here.</summary>
public sealed class SettlementClosing(PartnerStore store)
{
    /// <summary>Closes a period for all partners, or goes on with closing it.</summary>
    /// <param name="period">"2026-10".</param>
    /// <param name="by">Who closes it, and why.</param>
    /// <param name="cancel">Stops it between two steps; it can be gone on with.</param>
    /// <exception cref="UnreadableDocumentException">A schedule cannot be read; nothing was closed.</exception>
    public async Task<ClosedPeriod> CloseAsync(
        string period, DateTimeOffset now, ActionBy by, CancellationToken cancel) =>
        await store.Settlements.CloseAsync(
            period, await ZonesAsync(cancel), now, by, cancel);

    /// <summary>How far closing has come.</summary>
    public Task<SettlementProgress> ProgressAsync(CancellationToken cancel) => store.Settlements.ProgressAsync(cancel);

    /// <summary>The period to close next, if it is over everywhere.</summary>
    /// <returns>"2026-10"; null when there is none.</returns>
    public async Task<string?> NextAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var progress = await store.Settlements.ProgressAsync(cancel);
        return progress.Next is { } period
            && SettlementPeriod.IsOver(period, await ZonesAsync(cancel), now)
            ? period
            : null;
    }

    /// <summary>The zones of every schedule that was ever published: a month must be over in all of them.</summary>
    /// <exception cref="UnreadableDocumentException">A schedule cannot be read, and with it its zone.</exception>
    private async Task<IReadOnlyCollection<string>> ZonesAsync(CancellationToken cancel)
    {
        var documents = await store.Documents.ListAsync(cancel);
        return
        [
            .. documents
                .Where(document => document.Kind == DocumentKind.CommissionSchedule)
                .Select(document => DocumentReader.ReadStored(document).Schedule?.Zone.Id
                    ?? throw new UnreadableDocumentException(document))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
