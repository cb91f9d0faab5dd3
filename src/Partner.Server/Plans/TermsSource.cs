using System.Globalization;
using Partner.Core.Documents;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Plans;

/// <summary>
/// The published documents in memory, the versions of the future included. Every replica looks for new ones every 5 s;
/// publishing needs more notice than that, so that all of them switch at the same instant.
/// </summary>
public sealed partial class TermsSource(
    PartnerStore store, TopUpPolicy policy, TimeProvider clock, ILogger<TermsSource> logger) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);

    // A sale in flight was decided moments ago; nothing is decided by older terms.
    private static readonly TimeSpan KeepPast = TimeSpan.FromDays(1);

    // One reads at a time: of two, the slower one would put older terms over newer ones.
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile TermsTimeline _timeline = new([]);
    private TaskCompletionSource _changed = NewSignal();
    private int _known = -1;

    /// <summary>
    /// Whether the documents were read at least once. That none is in force yet is no hindrance: they may be about to
    /// be published, through this server.
    /// </summary>
    public bool Loaded => Volatile.Read(ref _known) >= 0;

    /// <summary>The terms in force; null when nothing is published yet.</summary>
    /// <param name="instant">The decision time.</param>
    /// <exception cref="RefusalException">As of <see cref="TimelineAt"/>.</exception>
    public SellingTerms? At(DateTimeOffset instant) => TimelineAt(instant).At(instant);

    /// <summary>All versions that matter now or later.</summary>
    /// <param name="instant">The decision time.</param>
    /// <exception cref="RefusalException">
    /// SERVICE_UNAVAILABLE: a version is in force then that this program cannot read. Another replica, of a later
    /// program, may answer.
    /// </exception>
    public TermsTimeline TimelineAt(DateTimeOffset instant)
    {
        var timeline = _timeline;
        return RefusalOf(timeline, instant) is { } refusal ? throw new RefusalException(refusal) : timeline;
    }

    /// <summary>Why nothing can be decided at an instant, for a caller; null when it can.</summary>
    /// <param name="instant">The decision time.</param>
    public Refusal? RefusalAt(DateTimeOffset instant) => RefusalOf(_timeline, instant);

    /// <summary>The catalogue of an instant; null where this program cannot read it, or none was in force.</summary>
    /// <param name="instant">The instant.</param>
    public PlanCatalogue? CatalogueAt(DateTimeOffset instant) =>
        RefusalAt(instant) is null ? At(instant)?.Catalogue : null;

    /// <summary>Why nothing can be sold at an instant, in words for an operator; null when it can.</summary>
    /// <param name="instant">The decision time.</param>
    public string? Missing(DateTimeOffset instant) => !Loaded
        ? "the published documents have not been read yet"
        : _timeline.UnreadableAt(instant) is { } unreadable
            ? $"{unreadable.FullVersion} is in force since {Text(unreadable.From)}, and this program cannot read it: "
                + "nothing is sold here until a program that can is installed"
            : null;

    /// <summary>
    /// Ends when the timeline is replaced, because something was published. Take it before <see cref="TimelineAt"/>,
    /// and anew after it has ended.
    /// </summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Reads the documents again if there are new ones.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            await ReadAsync(cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var count = await store.Documents.CountAsync(cancel);
        if (count == _known)
        {
            return;
        }

        var parsed = (await store.Documents.ListAsync(cancel))
            .ConvertAll(DocumentReader.ReadStored);
        foreach (var unreadable in parsed.Where(document => !document.IsReadable))
        {
            LogUnreadable(unreadable.Document.FullVersion, Text(unreadable.Document.From));
        }

        var now = clock.GetUtcNow();
        if (!policy.KeepsIdChecks && parsed.LastOrDefault(one =>
            one.Catalogue is { DemandsIdChecks: true } && (one.Document.To is not { } end || end > now)) is { } demands)
        {
            LogNoKey(demands.Document.FullVersion);
        }

        _timeline = new TermsTimeline(parsed, now - KeepPast);
        Volatile.Write(ref _known, count);
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    private static Refusal? RefusalOf(TermsTimeline timeline, DateTimeOffset instant) =>
        timeline.UnreadableAt(instant) is null
            ? null
            : new Refusal(Reason.ServiceUnavailable) { RetryAfter = PollEvery };

    private static string Text(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

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

    [LoggerMessage(
        121, LogLevel.Error, "Document {Document} cannot be read by this program; nothing is sold from {From} on")]
    private partial void LogUnreadable(string document, string from);

    [LoggerMessage(
        124,
        LogLevel.Warning,
        "{Document} demands identity checks, and this server has no key to keep them with: it refuses such sales. "
        + "Start it with --notice-key FILE")]
    private partial void LogNoKey(string document);

    [LoggerMessage(123, LogLevel.Warning, "The documents could not be read, the ones in memory stay in force: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(122, LogLevel.Error, "The documents could not be read; the ones in memory stay in force")]
    private partial void LogFailed(Exception fault);
}
