using System.Collections.Concurrent;

namespace Partner.Server.TopUps;

/// <summary>
/// Wakes calls that wait for an operation when this process changes it. Only a hint: a change by another replica is
/// found by looking at the store from time to time.
/// </summary>
public sealed class Completions(TimeProvider clock)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Wakes whoever waits for this operation.</summary>
    /// <param name="topUpId">The top-up.</param>
    public void Signal(string topUpId)
    {
        if (_waiting.TryRemove(topUpId, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Returns when the operation was changed here, or when it is time to look at the store.</summary>
    /// <param name="topUpId">The top-up.</param>
    /// <param name="atMost">The longest wait; above zero.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task WaitAsync(string topUpId, TimeSpan atMost, CancellationToken cancel)
    {
        var waiting = _waiting.GetOrAdd(
            topUpId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var pause = Task.Delay(atMost < LookAgainAfter ? atMost : LookAgainAfter, clock, cancel);
        await Task.WhenAny(waiting.Task, pause).ConfigureAwait(false);

        // Whoever else waits on it looks at the store soon; an entry that nobody wakes must not stay for ever.
        _waiting.TryRemove(KeyValuePair.Create(topUpId, waiting));
        cancel.ThrowIfCancellationRequested();
    }
}
