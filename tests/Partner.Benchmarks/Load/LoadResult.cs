namespace Partner.Benchmarks.Load;

/// <summary>What a measurement found.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Accepted">Calls answered with OK.</param>
/// <param name="Finished">Of these, the ones whose answer was final.</param>
/// <param name="Errors">Calls answered otherwise, by status and message.</param>
/// <param name="Latency">How long the calls answered with OK took.</param>
/// <param name="ServerProcessor">Processor time of the server's process.</param>
/// <param name="ClientProcessor">Processor time of this process.</param>
public sealed record LoadResult(
    string Name,
    double Seconds,
    long Accepted,
    long Finished,
    IReadOnlyDictionary<string, long> Errors,
    Latency Latency,
    TimeSpan ServerProcessor,
    TimeSpan ClientProcessor)
{
    /// <summary>All that cost something: also what was under way at the end, and what failed.</summary>
    public long Answered { get; init; } = Accepted;

    /// <summary>Calls answered with OK per second.</summary>
    public double AcceptedPerSecond => Accepted / Seconds;

    /// <summary>Finished calls per second.</summary>
    public double FinishedPerSecond => Finished / Seconds;

    /// <summary>Processor time of the server per accepted call, in microseconds.</summary>
    public double ServerMicroseconds => ServerProcessor.TotalMicroseconds / Math.Max(1, Accepted);

    /// <summary>Processor time of the clients per accepted call, in microseconds.</summary>
    public double ClientMicroseconds => ClientProcessor.TotalMicroseconds / Math.Max(1, Accepted);
}

/// <summary>Percentiles of a latency, in milliseconds.</summary>
/// <param name="P50">Half of the calls were as fast.</param>
/// <param name="P95">95 % were.</param>
/// <param name="P99">99 % were.</param>
/// <param name="Max">The slowest.</param>
public sealed record Latency(double P50, double P95, double P99, double Max)
{
    /// <summary>Finds the percentiles, by the nearest rank.</summary>
    /// <param name="times">All times, in any order; sorted on return.</param>
    public static Latency Of(List<TimeSpan> times)
    {
        times.Sort();
        return times.Count == 0
            ? new Latency(0, 0, 0, 0)
            : new Latency(At(50), At(95), At(99), times[^1].TotalMilliseconds);

        double At(int percent) => times[(((times.Count * percent) + 99) / 100) - 1].TotalMilliseconds;
    }
}
