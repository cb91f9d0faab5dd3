namespace Partner.Benchmarks.Harness;

/// <summary>The middle of several measurements.</summary>
public static class Median
{
    /// <summary>The middle value; of an even number the mean of the two in the middle.</summary>
    /// <param name="values">One or more, in any order.</param>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The middle of the values that are there.</summary>
    /// <param name="values">In any order.</param>
    /// <returns>Null when none is.</returns>
    public static double? OfKnown(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : Of(known);
    }
}
