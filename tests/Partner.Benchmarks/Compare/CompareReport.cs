using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Compare;

/// <summary>A contender over all rounds.</summary>
/// <param name="Name">The contender.</param>
/// <param name="What">What it does.</param>
/// <param name="Median">The median of each number by itself; operations and errors are sums.</param>
/// <param name="Rounds">What each round found.</param>
internal sealed record ContenderReport(string Name, string What, Sample Median, IReadOnlyList<Sample> Rounds);

/// <summary>Medians, ratios, and how they are told.</summary>
/// <param name="Contenders">All that was measured.</param>
/// <param name="Ratios">The ratios of what was.</param>
internal sealed record CompareReport(IReadOnlyList<ContenderReport> Contenders, IReadOnlyList<Ratio> Ratios)
{
    private const string Heads = "                 per s   p50 ms   p95 ms   p99 ms";
    private const string Counts = "stmts/op stmts/tx ops/tx commits/op";
    private static readonly string[] Roles = ["server", "issuer", "database", "here"];

    /// <summary>Whether nothing failed.</summary>
    public bool Ok => Contenders.All(contender => contender.Median.Errors.Count == 0);

    /// <summary>Works it out.</summary>
    /// <param name="contenders">What was compared.</param>
    /// <param name="rounds">What each round found, by contender.</param>
    /// <param name="floats">Floats of the store's second measurement.</param>
    public static CompareReport Of(
        IReadOnlyList<Contender> contenders,
        IReadOnlyList<IReadOnlyDictionary<string, Sample>> rounds,
        int floats) => new(
        [
            .. contenders.Select(contender =>
            {
                var samples = rounds.Select(round => round[contender.Name]).ToList();
                return new ContenderReport(contender.Name, contender.What, MedianOf(samples), samples);
            }),
        ],
        [.. Bar.All(floats).Select(bar => Ratio.Of(bar, rounds)).OfType<Ratio>()]);

    /// <summary>Prints it for people.</summary>
    public void Print()
    {
        Report.Line($"{Heads} {Counts}  µs of processor per operation: {string.Join(", ", Roles)}");
        foreach (var contender in Contenders)
        {
            var (name, median) = (contender.Name, contender.Median);
            var (p50, p95, p99, _) = median.Latency;
            var times = $"{Report.Cell(p50, 8, "F2")} {Report.Cell(p95, 8)} {Report.Cell(p99, 8)}";
            var counts = $"{Report.Cell(median.Statements, 8)} {Report.Cell(median.StatementsPerCommit, 8)} "
                + $"{Report.Cell(median.PerCommit, 6)} {Report.Cell(median.Transactions, 10, "F2")}";
            var costs = string.Join(' ', Roles.Select(role => Report.Cell(
                median.Processor.TryGetValue(role, out var cost) ? cost : null, 8, "F0")));
            Report.Line($"{name,-12} {Report.Cell(median.PerSecond, 9)} {times} {counts} {costs}  {contender.What}");
            foreach (var (error, count) in median.Errors)
            {
                Report.Line($"      {count} × {error}");
            }
        }

        foreach (var ratio in Ratios)
        {
            var bar = ratio.Met is { } met ? $"; asked {ratio.Bar}: {(met ? "met" : "not met")}" : "";
            Report.Line($"{ratio.Name}: median {ratio.Median:F3} (min {ratio.Min:F3}, max {ratio.Max:F3}){bar}");
        }
    }

    private static Sample MedianOf(List<Sample> samples)
    {
        return new Sample(
            samples[0].Name,
            Middle(sample => sample.PerSecond),
            new Latency(
                Middle(sample => sample.Latency.P50),
                Middle(sample => sample.Latency.P95),
                Middle(sample => sample.Latency.P99),
                Middle(sample => sample.Latency.Max)),
            samples.Sum(sample => sample.Finished),
            samples.SelectMany(sample => sample.Errors).GroupBy(pair => pair.Key)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
            Median.OfKnown(samples.Select(sample => sample.Statements)),
            Median.OfKnown(samples.Select(sample => sample.StatementsPerCommit)),
            Median.OfKnown(samples.Select(sample => sample.PerCommit)),
            Median.OfKnown(samples.Select(sample => sample.Transactions)),
            samples[0].Processor.Keys.ToDictionary(role => role, role => Middle(sample => sample.Processor[role])));

        double Middle(Func<Sample, double> number) => Median.Of(samples.Select(number));
    }
}
