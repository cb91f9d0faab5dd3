using System.Collections.Concurrent;
using Partner.Core.Esims;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <summary>
/// Steps 7 and 8 of the route, for the process that holds a job's claim: ask the issuer, settle by its answer. Work
/// that was started is finished or left to its lease; the call that started it may be gone long before.
/// </summary>
public sealed partial class IssuerWork(
    PartnerStore store,
    IIssuerGateway issuer,
    TopUpChanges topUpChanges,
    DeclinedSales declined,
    TopUpPolicy policy,
    WorkOptions options,
    TimeProvider clock,
    ILogger<IssuerWork> logger) : IDisposable
{
    private readonly ConcurrentDictionary<long, (IssuerJob Job, Task Work)> _underWay = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _ofCalls = new(options.AtOnce, options.AtOnce);
    private long _lastNumber;
    private int _ofQueue;
    private int _queued;

    /// <summary>
    /// Places for work out of the queue; 0 or more. Calls that wait for a place leave it an eighth of all places.
    /// </summary>
    public int FreePlaces =>
        Math.Max(0, Math.Max(_ofCalls.CurrentCount, options.AtOnce / 8) - Volatile.Read(ref _ofQueue));

    /// <summary>
    /// Whether a new operation can be expected to reach the issuer soon. Asked before anything is saved.
    /// </summary>
    public bool AcceptsNew => issuer.AcceptsWork && Volatile.Read(ref _queued) < options.MostQueued;

    /// <summary>The jobs that this process works on.</summary>
    public IReadOnlyCollection<IssuerJob> UnderWay => [.. _underWay.Values.Select(entry => entry.Job)];

    /// <summary>Returns when there is an unsent operation, a place became free, or the time is over.</summary>
    /// <param name="atMost">The longest rest.</param>
    /// <param name="stopping">Ends the rest early; that is no error.</param>
    public async Task RestAsync(TimeSpan atMost, CancellationToken stopping)
    {
        try
        {
            await _wake.WaitAsync(atMost, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>A lease of this process that begins now.</summary>
    public Lease NewLease() => new(options.Owner, clock.GetUtcNow() + options.Lease);

    /// <summary>Takes a place, so that an operation can be dispatched by the call that saves it.</summary>
    /// <param name="left">How long the caller waits for its answer at most; half of it may pass here.</param>
    /// <param name="cancel">The caller's end.</param>
    /// <returns>The place; null when none became free, so that the operation waits in the queue.</returns>
    public async Task<WorkPlace?> EnterAsync(TimeSpan left, CancellationToken cancel)
    {
        var patience = left / 2 < options.PlacePatience ? left / 2 : options.PlacePatience;
        return await _ofCalls.WaitAsync(patience, cancel) ? new WorkPlace(LeaveCall) : null;
    }

    /// <summary>Takes places for work out of the queue.</summary>
    /// <returns>Those that are free now.</returns>
    public IReadOnlyList<WorkPlace> EnterFree()
    {
        var places = new WorkPlace[FreePlaces];
        Interlocked.Add(ref _ofQueue, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = new WorkPlace(LeaveQueue);
        }

        return places;
    }

    /// <summary>Notes how many unsent operations wait in the queue.</summary>
    /// <param name="count">0 or more.</param>
    public void NoteQueued(int count) => Volatile.Write(ref _queued, count);

    /// <summary>Notes one more unsent operation, and wakes the dispatcher.</summary>
    public void NoteOneQueued()
    {
        Interlocked.Increment(ref _queued);
        WakeDispatcher();
    }

    /// <summary>Works on a claimed job.</summary>
    /// <param name="place">Its place, which is given back in the end.</param>
    /// <param name="known">The top-up, where the caller has it at hand.</param>
    /// <returns>
    /// The top-up after this round, or null where it is not known; it never fails.
    /// </returns>
    public Task<TopUpRecord?> Start(WorkPlace place, IssuerJob job, TopUpRecord? known = null)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var done = new TaskCompletionSource<TopUpRecord?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay[number] = (job, done.Task);
        _ = Task.Run(async () =>
        {
            var after = await WorkAsync(job, known);
            place.Dispose();
            _underWay.TryRemove(number, out _);
            done.SetResult(after);
        });
        return done.Task;
    }

    /// <summary>
    /// Lets work under way finish; what is not finished in time stays in doubt and is taken up again later.
    /// </summary>
    /// <param name="atMost">The longest wait.</param>
    public async Task DrainAsync(TimeSpan atMost)
    {
        _abandon.CancelAfter(atMost);
        await Task.WhenAll(_underWay.Values.Select(entry => entry.Work));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _abandon.Dispose();
        _wake.Dispose();
        _ofCalls.Dispose();
    }

    private void LeaveCall()
    {
        _ofCalls.Release();
        WakeForQueued();
    }

    private void LeaveQueue()
    {
        Interlocked.Decrement(ref _ofQueue);
        WakeForQueued();
    }

    private void WakeForQueued()
    {
        if (Volatile.Read(ref _queued) > 0)
        {
            WakeDispatcher();
        }
    }

    private void WakeDispatcher()
    {
        // One pending wake-up is enough: the dispatcher takes up all that there is.
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    private async Task<TopUpRecord?> WorkAsync(IssuerJob job, TopUpRecord? known)
    {
        try
        {
            using var span = Spans.Continue("issuer.work", job.TraceParent);
            span?.SetTag("leb.operation", EnumWord.Lower(job.Kind)).SetTag("leb.operation.id", job.OperationId)
                .SetTag("leb.round", job.Attempts).SetTag("leb.possibly_sent", job.PossiblySent);
            return job.Kind switch
            {
                JobKind.TopUp => await FinishTopUpAsync(job, known),
                JobKind.Reversal => await FinishReversalAsync(job),
                JobKind.Reissue => await FinishReissueAsync(job),
                _ => await FinishGiftsAsync(job),
            };
        }
        catch (StoreUnavailableException fault)
        {
            // The dispatcher tells of the outage; the job is taken up again after it.
            LogAway(job.OperationId, fault.Message);
            return null;
        }
        catch (Exception fault)
        {
            // The job keeps its claim until the lease ends; then this or another replica takes it up again.
            LogFailed(fault, job.OperationId);
            return null;
        }
    }

    private async Task<TopUpRecord?> FinishTopUpAsync(IssuerJob job, TopUpRecord? known)
    {
        var topUp = known
            ?? await store.TopUps.FindAsync(job.PartnerId, new TopUpId(job.OperationId), _abandon.Token)
            ?? throw new InvalidOperationException("The job's top-up does not exist.");
        var (offer, face) = (topUp.Offer, topUp.Offer.Price.Face);
        var order = new IssuerTopUp(
            topUp.Id, offer.Card, offer.PlanCode.Value, face.Minor, face.Currency.Code, offer.StartNow);
        var answer = await AskAsync(job, cancel => issuer.TopUpAsync(order, cancel));
        if (await PutBackAsync(job, answer))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var settled = await store.TopUps
            .SettleAsync(topUp, answer, AskAgainAt(job, now), now, ClaimOf(job, answer, now), Spans.ContextToSave());
        declined.Settled(settled);
        topUpChanges.Signal(settled.Id);
        Metrics.Changed(settled, now);
        NoteGifts(settled);
        if (settled.State == TopUpState.Processing)
        {
            LogInDoubt(settled.Id.Value, answer.Verdict, answer.Detail, job.Attempts);
        }

        return settled;
    }

    private async Task<TopUpRecord?> FinishReversalAsync(IssuerJob job)
    {
        var reversal = await store.Reversals.FindAsync(job.PartnerId, new ReversalId(job.OperationId), _abandon.Token)
            ?? throw new InvalidOperationException("The job's reversal does not exist.");
        var (refund, points) = (reversal.Partial?.Decision, reversal.Partial?.Points ?? 0);
        var order = new IssuerReversal(
            reversal.Id, reversal.TopUpId, refund?.Bytes ?? 0, refund?.Days ?? 0, points);
        var answer = await AskAsync(job, cancel => issuer.ReverseAsync(order, cancel));
        if (await PutBackAsync(job, answer))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var settled = await store.Reversals
            .SettleAsync(job.PartnerId, reversal.Id, answer, AskAgainAt(job, now), now, ClaimOf(job, answer, now));
        topUpChanges.Signal(settled.TopUp.Id);
        Metrics.Changed(settled.Reversal, settled.TopUp, now);
        NoteGifts(settled.TopUp);
        if (settled.Reversal.State == ReversalState.Processing)
        {
            LogInDoubt(reversal.Id.Value, answer.Verdict, answer.Detail, job.Attempts);
        }

        return settled.TopUp;
    }

    private async Task<TopUpRecord?> FinishReissueAsync(IssuerJob job)
    {
        var reissue = await store.Reissues.FindAsync(job.PartnerId, new ReissueId(job.OperationId), _abandon.Token)
            ?? throw new InvalidOperationException("The job's reissue does not exist.");
        var answer = await AskAsync(job, cancel => issuer.ReissueAsync(reissue.Id, reissue.Card, cancel));
        if (await PutBackAsync(job, answer))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var settled = await store.Reissues
            .SettleAsync(reissue, answer, AskAgainAt(job, now), now, ClaimOf(job, answer, now));
        Metrics.Changed(settled, now);
        if (settled.State == ReissueState.Processing)
        {
            LogInDoubt(settled.Id.Value, answer.Verdict, answer.Detail, job.Attempts);
        }

        return null;
    }

    /// <summary>
    /// Sends what was certainly never sent. Anything else is asked about first; what the issuer has no trace of is sent
    /// again under the same id, because the first request may still be on its way. Once it is too old for that, the
    /// issuer is asked to refuse the id for ever, and only its acknowledgement ends the operation.
    /// </summary>
    private async Task<IssuerAnswer> AskAsync(IssuerJob job, Func<CancellationToken, Task<IssuerAnswer>> send)
    {
        var cancel = _abandon.Token;
        if (!job.PossiblySent)
        {
            return await send(cancel);
        }

        var found = await issuer.QueryAsync(job.OperationId, cancel);
        if (found.Verdict is IssuerVerdict.Accepted or IssuerVerdict.Declined or IssuerVerdict.Withdrawn)
        {
            return found;
        }

        // What promotions promised is never given up for silence: it goes on until the issuer says something.
        var giveUp = job.Kind is JobKind.TopUp or JobKind.Reversal
            && clock.GetUtcNow() - job.CreatedAt >= policy.WithdrawAfter;
        return (found.Verdict, giveUp) switch
        {
            (_, true) => await issuer.WithdrawAsync(job.OperationId, cancel),
            (IssuerVerdict.NotFound, false) => await send(cancel),
            _ => found,
        };
    }

    /// <summary>Puts an operation back into the queue that was certainly not sent, now or before.</summary>
    private async Task<bool> PutBackAsync(IssuerJob job, IssuerAnswer answer)
    {
        if (job.PossiblySent || answer.Verdict != IssuerVerdict.NotSent)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        await store.Jobs.RequeueAsync(job, ClaimOf(job, answer, now), now + options.ReconcileAfter[0]);
        LogNotSent(job.OperationId, answer.Detail);
        return true;
    }

    private JobClaim ClaimOf(IssuerJob job, IssuerAnswer answer, DateTimeOffset now) => new(
        options.Owner, job.Attempts, InconclusiveAnswer.Keep(job.Answers, job.Attempts, answer, now));

    private DateTimeOffset AskAgainAt(IssuerJob job, DateTimeOffset now) =>
        now + options.ReconcileAfter[Math.Min(job.Attempts, options.ReconcileAfter.Count) - 1];

    [LoggerMessage(101, LogLevel.Error, "Work on {Operation} failed; its lease will end and it is taken up again")]
    private partial void LogFailed(Exception fault, string operation);

    [LoggerMessage(104, LogLevel.Warning, "Work on {Operation} was given up, it is taken up again later: {Why}")]
    private partial void LogAway(string operation, string why);

    [LoggerMessage(102, LogLevel.Warning, "{Operation} is in doubt: {Verdict} ({Detail}), attempt {Attempt}")]
    private partial void LogInDoubt(string operation, IssuerVerdict verdict, string? detail, int attempt);

    [LoggerMessage(103, LogLevel.Warning, "{Operation} was not sent ({Detail}); it waits in the queue")]
    private partial void LogNotSent(string operation, string? detail);
}
