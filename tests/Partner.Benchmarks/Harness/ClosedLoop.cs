using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Harness;

/// <summary>How one operation ended.</summary>
/// <param name="Finished">Whether its answer was final.</param>
/// <param name="Error">Why it was refused or failed; null when it was not.</param>
internal readonly record struct Answer(bool Finished, string? Error = null)
{
    /// <summary>Done.</summary>
    public static readonly Answer Done = new(true);
}

/// <summary>
/// Keeps a fixed number of operations under way and counts their answers. Each worker begins its next operation when
/// the one before was answered, so the latency is that at this number of callers.
/// </summary>
internal static class ClosedLoop
{
    private static readonly TimeSpan LeastLeadIn = TimeSpan.FromSeconds(2);

    /// <summary>How long the work goes on already when counting begins: everybody started at the same moment.</summary>
    /// <param name="length">Length of the measurement.</param>
    public static TimeSpan LeadIn(TimeSpan length) => length / 4 > LeastLeadIn ? length / 4 : LeastLeadIn;

    /// <summary>Works for a while.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="workers">How many operations are under way.</param>
    /// <param name="length">
    /// How long, behind the lead-in; what is under way at the end is waited for and not counted.
    /// </param>
    /// <param name="operation">One operation of a worker, by its number.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<LoadResult> RunAsync(
        string name, int workers, TimeSpan length, Func<int, Task<Answer>> operation, CancellationToken cancel)
    {
        var leadIn = LeadIn(length);
        using var until = new CancellationTokenSource(leadIn + length, TimeProvider.System);
        return await RunUntilAsync(name, workers, operation, leadIn, until.Token, cancel);
    }

    /// <summary>Works until it is told to stop.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="workers">How many operations are under way.</param>
    /// <param name="operation">One operation of a worker, by its number.</param>
    /// <param name="leadIn">What is not counted yet.</param>
    /// <param name="until">Ends the measurement.</param>
    /// <param name="cancel">Stops everything.</param>
    public static async Task<LoadResult> RunUntilAsync(
        string name,
        int workers,
        Func<int, Task<Answer>> operation,
        TimeSpan leadIn,
        CancellationToken until,
        CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var length = new TaskCompletionSource<TimeSpan>();
        await using var registration = until.Register(() => length.SetResult(clock.GetElapsedTime(start) - leadIn));
        var processor = Environment.CpuUsage.TotalTime;
        var tallies = Enumerable.Range(0, workers).Select(_ => new Tally()).ToArray();
        await Task.WhenAll(tallies.Select((tally, worker) => Task.Run(
            async () =>
            {
                while (!until.IsCancellationRequested)
                {
                    cancel.ThrowIfCancellationRequested();
                    var begun = clock.GetTimestamp();
                    var answer = await operation(worker);
                    tally.Answered++;
                    if (!until.IsCancellationRequested && clock.GetElapsedTime(start) >= leadIn)
                    {
                        tally.Add(answer, clock.GetElapsedTime(begun));
                    }
                }
            },
            cancel)));
        var spent = Environment.CpuUsage.TotalTime - processor;
        return Sum(name, await length.Task, tallies) with { ClientProcessor = spent };
    }

    private static LoadResult Sum(string name, TimeSpan length, Tally[] tallies) => new(
        name,
        length.TotalSeconds,
        tallies.Sum(tally => tally.Times.Count),
        tallies.Sum(tally => tally.Finished),
        tallies.SelectMany(tally => tally.Errors).GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
        Latency.Of([.. tallies.SelectMany(tally => tally.Times)]),
        TimeSpan.Zero,
        TimeSpan.Zero)
    {
        Answered = tallies.Sum(tally => tally.Answered),
    };

    private sealed class Tally
    {
        public List<TimeSpan> Times { get; } = new(1024);

        public Dictionary<string, long> Errors { get; } = new(StringComparer.Ordinal);

        public long Finished { get; private set; }

        public long Answered { get; set; }

        public void Add(Answer answer, TimeSpan time)
        {
            if (answer.Error is { } error)
            {
                Errors[error] = Errors.GetValueOrDefault(error) + 1;
                return;
            }

            Times.Add(time);
            Finished += answer.Finished ? 1 : 0;
        }
    }
}
