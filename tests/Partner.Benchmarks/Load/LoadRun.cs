using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Load;

/// <summary>Keeps a fixed number of CreateTopUp calls under way and counts the answers.</summary>
/// <param name="name">What is measured.</param>
/// <param name="pool">The connections.</param>
/// <param name="server">The server's process, whose processor time is read.</param>
/// <param name="options">How much load.</param>
public sealed class LoadRun(string name, ClientPool pool, ChildProcess server, LoadOptions options)
{
    private readonly Calls _calls = new(pool, options.Cards, TimeSpan.FromSeconds(30));

    /// <summary>Sends calls for a while.</summary>
    /// <param name="length">
    /// How long, behind the lead-in; calls under way at the end are waited for and not counted.
    /// </param>
    /// <param name="cancel">Stops.</param>
    public async Task<LoadResult> RunAsync(TimeSpan length, CancellationToken cancel)
    {
        var leadIn = ClosedLoop.LeadIn(length);
        using var until = new CancellationTokenSource(leadIn + length, TimeProvider.System);
        return await RunUntilAsync(leadIn, until.Token, cancel);
    }

    /// <summary>Sends calls until it is told to stop.</summary>
    /// <param name="leadIn">What is not counted yet.</param>
    /// <param name="until">Ends the measurement.</param>
    /// <param name="cancel">Stops everything.</param>
    public async Task<LoadResult> RunUntilAsync(TimeSpan leadIn, CancellationToken until, CancellationToken cancel)
    {
        var before = server.ProcessorTime;
        var result = await ClosedLoop
            .RunUntilAsync(name, options.InFlight, worker => _calls.SellAsync(worker, cancel), leadIn, until, cancel);
        return result with { ServerProcessor = server.ProcessorTime - before };
    }
}
