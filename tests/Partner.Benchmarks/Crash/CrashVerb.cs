using System.Text.Json;

namespace Partner.Benchmarks.Crash;

/// <summary>The verb crash.</summary>
public static class CrashVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs it.</summary>
    /// <param name="options">How often and under how much work.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>0: all is well, and each kind of moment was caught at least once; 1: not so.</returns>
    public static async Task<int> RunAsync(CrashOptions options, CancellationToken cancel)
    {
        var report = await CrashRun.RunAsync(options, Console.WriteLine, cancel);
        var caughtBoth = report is { SavedNeverReceived: > 0, AppliedStillProcessing: > 0 };
        var verdict = report.Ok
            ? caughtBoth ? "all is well" : "all is well, but not each moment was caught"
            : "PROBLEMS";
        Console.WriteLine(
            $"{report.Rounds.Count} kills, {report.Rounds.Sum(round => round.Sales)} sales; caught " +
            $"{report.SavedNeverReceived} between saving and sending, {report.AppliedStillProcessing} between " +
            $"application and settlement: {verdict}");
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        }

        return report.Ok && caughtBoth ? 0 : 1;
    }
}
