using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Compare;

/// <summary>The verb compare.</summary>
public static class CompareVerb
{
    /// <summary>Measures by turns and tells the medians and ratios.</summary>
    /// <param name="options">What is compared.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>0: nothing failed; 1: something did. Whether a bar is met is told, and is no failure.</returns>
    public static async Task<int> RunAsync(ComparisonOptions options, CancellationToken cancel)
    {
        await using var scene = await Scene.SetAsync(options, cancel);
        foreach (var contender in scene.Contenders)
        {
            await contender.RunAsync(options.Load.WarmUp, cancel);
        }

        var rounds = new List<IReadOnlyDictionary<string, Sample>>();
        for (var round = 0; round < options.Load.Rounds; round++)
        {
            // Who goes first changes: a machine that becomes busier or calmer favours nobody.
            var samples = new Dictionary<string, Sample>(StringComparer.Ordinal);
            foreach (var contender in round % 2 == 0 ? scene.Contenders : Enumerable.Reverse(scene.Contenders))
            {
                samples[contender.Name] = await Sample
                    .TakeAsync(contender, scene.Server, options.Load.Length, cancel);
            }

            rounds.Add(samples);
        }

        var report = CompareReport.Of(scene.Contenders, rounds, options.Floats);
        report.Print();
        await Report.WriteAsync(
            options.File,
            new { machine = Report.Machine, options, report.Contenders, report.Ratios },
            cancel);
        return report.Ok ? 0 : 1;
    }
}
