using System.Text.Json.Serialization;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Compare;

/// <summary>Something that is measured by turns with others.</summary>
/// <param name="Name">Short name; begins with the letter of its case.</param>
/// <param name="What">What it does, for people.</param>
/// <param name="RunAsync">Works for a while.</param>
internal sealed record Contender(
    string Name, string What, Func<TimeSpan, CancellationToken, Task<LoadResult>> RunAsync)
{
    /// <summary>Processes whose processor time is its cost, by what they are.</summary>
    public IReadOnlyDictionary<string, ChildProcess> Processes { get; init; } = new Dictionary<string, ChildProcess>();

    /// <summary>The PostgreSQL database that it works on; null where there is none.</summary>
    public string? Database { get; init; }
}

/// <summary>What one round found of one contender. Rates and latencies are timed, the rest is counted.</summary>
/// <param name="Name">The contender.</param>
/// <param name="PerSecond">Finished operations per second.</param>
/// <param name="Latency">How long they took.</param>
/// <param name="Finished">How many they were.</param>
/// <param name="Errors">Operations that failed, and how.</param>
/// <param name="Statements">SQL statements per operation, but for those that begin and end transactions.</param>
/// <param name="StatementsPerCommit">The same per transaction of several statements.</param>
/// <param name="PerCommit">Operations per transaction of several statements.</param>
/// <param name="Transactions">Committed transactions per operation, single statements too.</param>
/// <param name="Processor">Microseconds of processor time per operation, by process.</param>
internal sealed record Sample(
    string Name,
    double PerSecond,
    Latency Latency,
    long Finished,
    IReadOnlyDictionary<string, long> Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Statements,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? StatementsPerCommit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? PerCommit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Transactions,
    IReadOnlyDictionary<string, double> Processor)
{
    /// <summary>Measures a contender once.</summary>
    /// <param name="contender">The contender.</param>
    /// <param name="server">The PostgreSQL server, if there is one.</param>
    /// <param name="length">How long.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Sample> TakeAsync(
        Contender contender, PostgresServer? server, TimeSpan length, CancellationToken cancel)
    {
        var before = await CountersAsync(contender, server, cancel);
        var processes = contender.Processes.ToDictionary(pair => pair.Key, pair => pair.Value.ProcessorTime);
        var result = await contender.RunAsync(length, cancel);
        var processor = contender.Processes
            .ToDictionary(pair => pair.Key, pair => pair.Value.ProcessorTime - processes[pair.Key]);
        processor["here"] = result.ClientProcessor;
        var counted = await CountersAsync(contender, server, cancel) is { } after
            ? after - before!
            : null;
        if (counted is not null)
        {
            processor["database"] = counted.Processor;
        }

        var operations = Math.Max(1, result.Answered);
        var known = counted is { Statements: > 0 };
        var commits = counted is { Commits: > 0 };
        return new Sample(
            contender.Name,
            result.FinishedPerSecond,
            result.Latency,
            result.Finished,
            result.Errors,
            known ? (double)counted!.Statements / operations : null,
            commits ? (double)counted!.Statements / counted.Commits : null,
            commits ? (double)operations / counted!.Commits : null,
            counted is null ? null : (double)counted.Transactions / operations,
            processor.ToDictionary(pair => pair.Key, pair => pair.Value.TotalMicroseconds / operations));
    }

    private static async Task<DatabaseCounters?> CountersAsync(
        Contender contender, PostgresServer? server, CancellationToken cancel) =>
        server is null || contender.Database is null
            ? null
            : await DatabaseCounters.ReadAsync(server, contender.Database, cancel);
}
