namespace Partner.Benchmarks.Compare;

/// <summary>Two numbers of the same round, one divided by the other.</summary>
/// <param name="Name">What is divided by what.</param>
/// <param name="Of">The ratio of a round; null where a part of it was not measured.</param>
/// <param name="Least">What it should at least be; null where there is no such bar.</param>
/// <param name="Most">What it should at most be.</param>
internal sealed record Bar(
    string Name, Func<IReadOnlyDictionary<string, Sample>, double?> Of, double? Least = null, double? Most = null)
{
    /// <summary>All of them.</summary>
    /// <param name="floats">How many floats the second measurement of the store has.</param>
    public static IReadOnlyList<Bar> All(int floats) =>
    [
        new("b, one float / best of a", round => Rate(round, "b-1") / BestPlain(round), Least: 5),
        new($"b, one float / {floats} floats", round => Rate(round, "b-1") / Rate(round, $"b-{floats}"), Least: 0.8),
        new($"c, one float / {floats} floats", round => Rate(round, "c-1") / Rate(round, $"c-{floats}")),
        new("d / best of a", round => Rate(round, "d") / BestPlain(round), Least: 2.5),
        new("d / echo", round => Rate(round, "d") / Rate(round, "e")),
        new("f, p50 / two commits and an issuer call", OneCaller, Most: 2),
        new("g / d", round => Rate(round, "g") / Rate(round, "d"), Least: 0.6),
        new("h, as sets / by EF Core", round => Rate(round, "h-set") / Rate(round, "h-ef")),
    ];

    private static double? Rate(IReadOnlyDictionary<string, Sample> round, string name) =>
        round.TryGetValue(name, out var sample) ? sample.PerSecond : null;

    private static double? BestPlain(IReadOnlyDictionary<string, Sample> round) => round.Values
        .Where(sample => sample.Name.StartsWith("a-", StringComparison.Ordinal))
        .Max(sample => (double?)sample.PerSecond);

    private static double? OneCaller(IReadOnlyDictionary<string, Sample> round) => Half(round, "f")
        / ((2 * Half(round, "f-commit")) + Half(round, "f-issuer"));

    private static double? Half(IReadOnlyDictionary<string, Sample> round, string name) =>
        round.TryGetValue(name, out var sample) && sample.PerSecond > 0 ? sample.Latency.P50 : null;
}

/// <summary>A ratio over all rounds.</summary>
/// <param name="Name">What is divided by what.</param>
/// <param name="Median">Over the rounds.</param>
/// <param name="Min">Of the rounds.</param>
/// <param name="Max">Of the rounds.</param>
/// <param name="Bar">What it should be; null where nothing is asked.</param>
/// <param name="Met">Whether the median is.</param>
internal sealed record Ratio(string Name, double Median, double Min, double Max, string? Bar, bool? Met)
{
    /// <summary>Works it out.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="rounds">All rounds.</param>
    /// <returns>The ratio; null where it was not measured.</returns>
    public static Ratio? Of(Bar bar, IReadOnlyList<IReadOnlyDictionary<string, Sample>> rounds)
    {
        var values = rounds.Select(bar.Of).OfType<double>().ToList();
        if (values.Count == 0)
        {
            return null;
        }

        var median = Harness.Median.Of(values);
        var text = bar switch
        {
            { Least: { } least } => FormattableString.Invariant($"≥ {least}"),
            { Most: { } most } => FormattableString.Invariant($"≤ {most}"),
            _ => null,
        };
        return new Ratio(
            bar.Name,
            median,
            values.Min(),
            values.Max(),
            text,
            text is null ? null : !(median < bar.Least || median > bar.Most));
    }
}
