using System.Text.Json;
using Partner.Benchmarks.Compare;

namespace Partner.Server.Tests.Benchmarks;

/// <summary>The benchmarks are not run by the tests; that they run at all is seen here, by one tiny round.</summary>
public sealed class CompareTests
{
    [Fact]
    public async Task Compare_measures_the_store_and_the_service_by_turns_and_writes_what_it_found()
    {
        var folder = Directory.CreateTempSubdirectory("partner-compare-");
        try
        {
            var file = Path.Combine(folder.FullName, "compare.json");
            var options = ComparisonOptions.Read(
            [
                "--provider", "sqlite", "--cases", "c,d,e", "--rounds", "1", "--seconds", "1", "--warm-up", "1",
                "--floats", "2", "--in-flight", "4", "--connections", "2", "--json", file,
            ]);

            var status = await CompareVerb.RunAsync(options, CancellationToken.None);

            using var found = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var contenders = found.RootElement.GetProperty("contenders").EnumerateArray().ToList();
            Assert.Equal(0, status);
            Assert.Equal(["c-1", "c-2", "d", "e"], contenders.Select(one => one.GetProperty("name").GetString()));
            Assert.All(contenders, one => Assert.True(
                one.GetProperty("median").GetProperty("perSecond").GetDouble() > 0, one.ToString()));
            Assert.Equal(
                ["c, one float / 2 floats", "d / echo"],
                found.RootElement.GetProperty("ratios").EnumerateArray()
                    .Select(one => one.GetProperty("name").GetString()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
