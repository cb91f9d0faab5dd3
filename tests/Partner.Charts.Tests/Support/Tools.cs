using System.Diagnostics;

namespace Partner.Charts.Tests.Support;

/// <summary>
/// The programs that the chart is tested with: those that the environment names (PARTNER_TEST_HELM, several parted as
/// in PATH; PARTNER_TEST_PROMTOOL), else those of eng/chart/tools.sh, else none.
/// </summary>
internal static class Tools
{
    public const string HowToGet = "run eng/chart/tools.sh, or name the programs in PARTNER_TEST_HELM "
        + "and PARTNER_TEST_PROMTOOL";

    /// <summary>Helm, the newest last.</summary>
    public static IReadOnlyList<string> Helms { get; } = Find("PARTNER_TEST_HELM", "helm3/helm", "helm4/helm");

    public static string? Promtool { get; } = Find("PARTNER_TEST_PROMTOOL", "promtool/promtool").FirstOrDefault();

    /// <summary>On a build machine nothing may be left out: there an absent program is a failure.</summary>
    public static bool MustHaveAll { get; } = Environment.GetEnvironmentVariable("CI") == "true";

    public static string NewestHelm =>
        Helms.Count > 0 ? Helms[^1] : throw new InvalidOperationException($"Helm is missing: {HowToGet}");

    public static async Task<(int Status, string Output, string Error)> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static string[] Find(string variable, params string[] fetched)
    {
        var named = Environment.GetEnvironmentVariable(variable);
        var candidates = string.IsNullOrEmpty(named)
            ? fetched.Select(path => Path.Combine(Repository.Root, "eng", "chart", ".tools", path))
            : named.Split(Path.PathSeparator);
        return [.. candidates.Where(File.Exists)];
    }
}
