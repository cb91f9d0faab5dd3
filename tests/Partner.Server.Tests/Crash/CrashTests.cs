using Partner.Benchmarks.Crash;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Crash;

/// <summary>
/// The harness of `Partner.Benchmarks crash`: issuer and server in processes of their own, killed by SIGKILL.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rounds = 5;
    private const int InFlight = 210;

    [Fact]
    public async Task Kill_9_under_load_loses_no_sale_and_carries_none_out_twice()
    {
        var seed = Seed.Next(output);
        var options = new CrashOptions(Rounds, InFlight, seed, Json: false);

        var report = await CrashRun.RunAsync(options, output.WriteLine, CancellationToken.None);

        Assert.Equal(Rounds, report.Rounds.Count);
        Assert.All(report.Rounds, round => Assert.Empty(round.Problems));
        Assert.All(report.Rounds, round => Assert.InRange(round.Evidence.Unfinished, 200, int.MaxValue));
        Assert.Contains(report.Rounds, round => round.IssuerKilled);

        // What a killed issuer received and did not apply, it has forgotten.
        Assert.All(report.Rounds.Where(round => !round.IssuerKilled), round => Assert.True(
            round.Evidence.QueuedNeverReceived + round.Evidence.ClaimedNeverReceived > 0,
            "none killed before sending"));
        Assert.All(report.Rounds.Where(round => !round.IssuerKilled), round => Assert.True(
            round.Evidence.AppliedStillProcessing > 0, "none killed between application and settlement"));
        Assert.Contains(report.Rounds, round => round.Evidence.Gifts > 0);
        Assert.Contains(report.Rounds, round => round.Reversals.ContainsKey("Succeeded"));
    }
}
