using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Partner.Benchmarks.Prices;

/// <summary>The verb pricing: what pricing a top-up costs, in time and memory.</summary>
internal static class PricingVerb
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        pricing
            Time and memory of pricing one top-up with 10,000 rules published, at 100 and at 10,000 plans.
        """;

    public static int Run()
    {
        // In this process: the ordinary toolchain builds a project of its own, which needs a package source.
        // The number of iterations is fixed, since on a busy machine the usual search for a quiet stretch does not end.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(8).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(250));
        var config = DefaultConfig.Instance
            .AddJob(job)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "partner-pricing"));
        var summary = BenchmarkRunner.Run<PricingBenchmarks>(config);
        return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success) ? 1 : 0;
    }
}
