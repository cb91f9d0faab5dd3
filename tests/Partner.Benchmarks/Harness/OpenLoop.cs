using System.Collections.Concurrent;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// Begins operations at a fixed rate, whether or not those before were answered, as customers come into shops. A
/// latency counts from the moment at which the operation was due.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    /// <summary>Works for a while, and waits for what is under way at the end.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="perSecond">The rate.</param>
    /// <param name="length">How long operations begin.</param>
    /// <param name="operation">One operation, by its number.</param>
    /// <param name="ended">Called when no more begin, while answers are still missing.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The rate counts what was answered in time, the latency all that was accepted.</returns>
    public static async Task<LoadResult> RunAsync(
        string name,
        double perSecond,
        TimeSpan length,
        Func<int, Task<Answer>> operation,
        Action ended,
        CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var answers = new ConcurrentBag<(Answer Answer, TimeSpan Took, bool InTime)>();
        var running = new List<Task>();
        for (var elapsed = TimeSpan.Zero; elapsed < length; elapsed = clock.GetElapsedTime(start))
        {
            var due = (int)(elapsed.TotalSeconds * perSecond);
            while (running.Count < due)
            {
                running.Add(OneAsync(running.Count));
            }

            await Task.Delay(Tick, clock, cancel);
        }

        ended();
        await Task.WhenAll(running);
        return Sum(name, length, answers);

        async Task OneAsync(int number)
        {
            var at = TimeSpan.FromSeconds(number / perSecond);
            var answer = await Task.Run(() => operation(number), cancel);
            var elapsed = clock.GetElapsedTime(start);
            answers.Add((answer, elapsed - at, elapsed < length));
        }
    }

    private static LoadResult Sum(
        string name, TimeSpan length, IReadOnlyCollection<(Answer Answer, TimeSpan Took, bool InTime)> answers)
    {
        var accepted = answers.Where(one => one.Answer.Error is null).ToList();
        return new LoadResult(
            name,
            length.TotalSeconds,
            accepted.Count(one => one.InTime),
            accepted.Count(one => one is { InTime: true, Answer.Finished: true }),
            answers.Select(one => one.Answer.Error).OfType<string>().GroupBy(error => error)
                .ToDictionary(group => group.Key, group => (long)group.Count()),
            Latency.Of([.. accepted.Select(one => one.Took)]),
            TimeSpan.Zero,
            TimeSpan.Zero)
        {
            Answered = answers.Count,
        };
    }
}
