using System.Globalization;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Support;

/// <summary>
/// What a random test begins with. A failure is repeated with the seed that it prints, in the environment variable
/// LEB_TEST_SEED.
/// </summary>
internal static class Seed
{
    private const string Variable = "LEB_TEST_SEED";

    /// <summary>A seed, which it prints.</summary>
    public static int Next(ITestOutputHelper output)
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next(1, 1_000_000);
        output.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
