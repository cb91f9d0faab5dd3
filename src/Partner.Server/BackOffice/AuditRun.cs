using Partner.Core.Auditing;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.BackOffice;

/// <summary>One audit of a store, and of the issuer's records where they can be had.</summary>
public static class AuditRun
{
    /// <summary>Opens a database beside whatever else uses it, and audits it.</summary>
    /// <param name="issuer">Address of the issuer's records; null to leave the issuer out.</param>
    /// <exception cref="StoreNotReadyException">There is no such database, or its schema is old.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="HttpRequestException">The issuer is not there.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is something else.</exception>
    public static async Task<AuditReport> CheckAsync(StoreOptions database, Uri? issuer, CancellationToken cancel)
    {
        await using var store = PartnerStore.Open(database);
        using var records = issuer is null ? null : new IssuerRecordsClient(issuer);
        return await RunAsync(store, records, TimeProvider.System.GetUtcNow(), cancel);
    }

    /// <summary>
    /// Audits. Both sides may go on working: see <see cref="IssuerComparison"/> for why the order matters.
    /// </summary>
    /// <param name="issuer">The issuer's records; null to leave the issuer out.</param>
    /// <param name="now">The time, for ages.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="watch">Looks on; null for nobody.</param>
    /// <exception cref="HttpRequestException">The issuer is not there.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is something else.</exception>
    public static async Task<AuditReport> RunAsync(
        PartnerStore store,
        IssuerRecordsClient? issuer,
        DateTimeOffset now,
        CancellationToken cancel,
        IAuditWatch? watch = null)
    {
        var comparison = issuer is null ? null : new IssuerComparison();
        if (issuer is not null)
        {
            watch?.Reached(AuditStage.Issuer, 0);
            await ReadAsync(issuer, comparison!.Add, cancel);
        }

        var report = await store.Audits
            .ReadAsync(source => Auditor.Run(source, comparison, now, cancel, watch), cancel);
        if (issuer is null)
        {
            return report;
        }

        if (comparison!.Suspects.Count > 0)
        {
            await ReadAsync(issuer, comparison.AddLater, cancel);
        }

        var further = comparison.Conclude();
        foreach (var finding in further)
        {
            watch?.Found(finding);
        }

        return report.With(further);
    }

    private static async Task ReadAsync(
        IssuerRecordsClient issuer, Action<IssuerFacts> take, CancellationToken cancel)
    {
        await foreach (var record in issuer.ReadAllAsync(cancel))
        {
            take(ToFacts(record));
        }
    }

    private static IssuerFacts ToFacts(IssuerRecord record) => new(
        record.Id, KindOf(record.Kind), StateOf(record.State))
    {
        Card = record.Card,
        Product = record.Product,
        Amount = record.AmountMinor,
        Currency = record.Currency,
        TopUpId = record.TopUpId,
        ReversalId = record.ReversalId,
        Bytes = record.Bytes ?? 0,
        Days = record.Days ?? 0,
        Points = record.Points ?? 0,
        GiftId = record.GiftId,
        TakesGrants = record.TakesGrants ?? false,
        Grants = [
            .. (record.Grants ?? []).Select(grant => new GrantFacts(
                grant.Bytes ?? 0, grant.Unit, grant.Count, grant.Region ?? "")),
        ],
        Reference = record.Reference,
    };

    private static IssuerFactKind KindOf(IssuerRecordKind kind) => kind switch
    {
        IssuerRecordKind.TopUp => IssuerFactKind.TopUp,
        IssuerRecordKind.Reversal => IssuerFactKind.Reversal,
        IssuerRecordKind.Gift => IssuerFactKind.Gift,
        IssuerRecordKind.GiftBack => IssuerFactKind.GiftBack,
        IssuerRecordKind.Reissue => IssuerFactKind.Reissue,
        _ => IssuerFactKind.None,
    };

    private static IssuerFactState StateOf(IssuerRecordState state) => state switch
    {
        IssuerRecordState.Applied => IssuerFactState.Applied,
        IssuerRecordState.Reversed => IssuerFactState.Reversed,
        _ => IssuerFactState.NotApplied,
    };
}
