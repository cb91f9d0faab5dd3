using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Errors;
using Partner.Server.Plans;

namespace Partner.Server.BackOffice;

/// <summary>
/// Publishes documents through a running server, which takes them up at once. The services and the pages come through
/// here.
/// </summary>
/// <param name="publisher">Publishes.</param>
/// <param name="terms">What is in force here.</param>
internal sealed class DocumentPublishing(CatalogPublisher publisher, TermsSource terms) : IDisposable
{
    /// <summary>For so many partners files are compared at most.</summary>
    public const int MostCompared = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    // A comparison takes a processor for as long as it lasts.
    private readonly SemaphoreSlim _comparing = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _comparing.Dispose();

    /// <summary>Checks files, and publishes them if all are good.</summary>
    /// <param name="by">Who publishes them, and why.</param>
    /// <param name="etag">What was looked at; null to publish whatever else was published.</param>
    /// <param name="cancel">Gives up; what was handed over is carried out.</param>
    /// <returns>
    /// What became of them; <see cref="Reason.DocumentsChanged"/>, or <see cref="Reason.ServiceUnavailable"/> where a
    /// published version cannot be read.
    /// </returns>
    public async Task<Result<CatalogOutcome>> PublishAsync(
        IReadOnlyList<CatalogFile> files, ActionBy by, string? etag, CancellationToken cancel)
    {
        CatalogOutcome outcome;
        try
        {
            outcome = await publisher.PublishAsync(files, by, cancel, etag);
        }
        catch (UnreadableDocumentException)
        {
            return Unreadable;
        }

        if (outcome.IsStale)
        {
            return new Refusal(Reason.DocumentsChanged);
        }

        if (outcome is { Findings.Count: 0, Published.Count: > 0 })
        {
            // It is published, whatever becomes of the call; others take it up by themselves, and so would this one.
            await terms.RefreshAsync(CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>What would become of files, without publishing them.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>That, or <see cref="Reason.ServiceUnavailable"/> where a published version cannot be read.</returns>
    public async Task<Result<CatalogOutcome>> CheckAsync(IReadOnlyList<CatalogFile> files, CancellationToken cancel)
    {
        try
        {
            return await publisher.CheckAsync(files, cancel);
        }
        catch (UnreadableDocumentException)
        {
            return Unreadable;
        }
    }

    /// <summary>What files would change for whom.</summary>
    /// <param name="scope">For whom, and how it is told.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>
    /// That; <see cref="Reason.Overloaded"/> while others compare, or <see cref="Reason.ServiceUnavailable"/> where a
    /// published version cannot be read.
    /// </returns>
    public async Task<Result<CatalogComparison>> CompareAsync(
        IReadOnlyList<CatalogFile> files, ComparisonScope scope, CancellationToken cancel)
    {
        if (!await _comparing.WaitAsync(Patience, cancel))
        {
            return new Refusal(Reason.Overloaded) { RetryAfter = Again }.With("limit", "comparisons");
        }

        try
        {
            return await publisher.CompareAsync(files, cancel, scope);
        }
        catch (UnreadableDocumentException)
        {
            return Unreadable;
        }
        finally
        {
            _comparing.Release();
        }
    }

    private static Refusal Unreadable => new(Reason.ServiceUnavailable) { RetryAfter = Again };
}
