using System.Globalization;
using System.Text.Json;

namespace Partner.Benchmarks.Load;

/// <summary>Prints measurements, as a table or as JSON.</summary>
internal static class LoadReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly string Costs = string.Join(' ', "server µs", "client µs", "errors");

    /// <summary>The ratio of each pair: finished calls per second of one divided by the other's, ascending.</summary>
    /// <param name="results">Both, in pairs.</param>
    /// <param name="above">Name of what is divided.</param>
    /// <param name="below">Name of what it is divided by.</param>
    public static IReadOnlyList<double> RatiosOf(IReadOnlyList<LoadResult> results, string above, string below) =>
    [
        .. results.Where(result => result.Name == below)
            .Zip(
                results.Where(result => result.Name == above),
                (divisor, dividend) => dividend.FinishedPerSecond / divisor.FinishedPerSecond)
            .Order(),
    ];

    public static void Print(
        LoadOptions options, IReadOnlyList<LoadResult> results, IReadOnlyList<double> ratios,
        string of = "finished/echo")
    {
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { options, results, ratio = Summary(ratios) }, Json));
            return;
        }

        Line($"{options.Connections} connection(s), {options.InFlight} calls in flight, {options.Partners} partner(s)");
        Line($"{"",-5} {"accepted/s",10} {"finished/s",10} {Heads("p50 ms", "p95 ms", "p99 ms", "max ms")} {Costs}");
        foreach (var result in results)
        {
            var (p50, p95, p99, max) = result.Latency;
            var rates = Text($"{result.AcceptedPerSecond,10:F0} {result.FinishedPerSecond,10:F0}");
            var times = Text($"{p50,8:F1} {p95,8:F1} {p99,8:F1} {max,8:F1}");
            var costs = Text($"{result.ServerMicroseconds,9:F0} {result.ClientMicroseconds,9:F0}");
            Line($"{result.Name,-5} {rates} {times} {costs} {result.Errors.Values.Sum(),6}");
            foreach (var (error, count) in result.Errors)
            {
                Line($"      {count} × {error}");
            }
        }

        if (Summary(ratios) is { } summary)
        {
            Line($"ratio {of}: median {summary.Median:F3} (min {summary.Min:F3}, max {summary.Max:F3})");
        }
    }

    private static string Heads(params IEnumerable<string> names) =>
        string.Join(' ', names.Select(name => name.PadLeft(8)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Ratio? Summary(IReadOnlyList<double> ratios) =>
        ratios.Count == 0 ? null : new Ratio(ratios[0], ratios[ratios.Count / 2], ratios[^1]);

    private static void Line(FormattableString text) => Console.WriteLine(Text(text));

    private sealed record Ratio(double Min, double Median, double Max);
}
