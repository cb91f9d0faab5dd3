using Partner.Core.Documents;
using Partner.Core.TopUps;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Plans;

/// <summary>
/// The published documents in memory, the versions of the future included. Every replica looks for new ones every 5 s;
/// publishing needs more notice than that, so that all of them switch at the same instant.
/// </summary>
public sealed partial class TermsSource(PartnerStore store, TimeProvider clock, ILogger<TermsSource> logger)
    : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);

    // A sale in flight was decided moments ago; nothing is decided by older terms.
    private static readonly TimeSpan KeepPast = TimeSpan.FromDays(1);
    private volatile TermsTimeline _timeline = new([]);
    private TaskCompletionSource _changed = NewSignal();
    private int _known = -1;

    /// <summary>
    /// Whether the documents were read at least once. That none is in force yet is no hindrance: they may be about to
    /// be
    /// published, through this server.
    /// </summary>
    public bool Loaded => Volatile.Read(ref _known) >= 0;

    /// <summary>The terms in force; null when nothing is published yet.</summary>
    /// <param name="instant">The decision time.</param>
    public SellingTerms? At(DateTimeOffset instant) => _timeline.At(instant);

    /// <summary>All versions that matter now or later.</summary>
    public TermsTimeline Timeline => _timeline;

    /// <summary>
    /// Ends when the timeline is replaced, because something was published. Take it before <see cref="Timeline"/>, and
    /// anew after it has ended.
    /// </summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Reads the documents again if there are new ones.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var count = await store.Documents.CountAsync(cancel);
        if (count == _known)
        {
            return;
        }

        var parsed = new List<ParsedDocument>();
        foreach (var document in await store.Documents.ListAsync(cancel))
        {
            if (DocumentReader.Read(document.Json, out var findings) is { } good)
            {
                parsed.Add(good);
            }
            else
            {
                LogUnreadable(document.FullVersion, findings.Count);
            }
        }

        _timeline = new TermsTimeline(parsed, clock.GetUtcNow() - KeepPast);
        Volatile.Write(ref _known, count);
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollEvery, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException fault)
            {
                LogAway(fault.Message);
            }
            catch (Exception fault)
            {
                LogFailed(fault);
            }
        }
    }

    [LoggerMessage(121, LogLevel.Error, "Document {Document} is in the store but has {Findings} finding(s); ignored")]
    private partial void LogUnreadable(string document, int findings);

    [LoggerMessage(123, LogLevel.Warning, "The documents could not be read, the ones in memory stay in force: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(122, LogLevel.Error, "The documents could not be read; the ones in memory stay in force")]
    private partial void LogFailed(Exception fault);
}
