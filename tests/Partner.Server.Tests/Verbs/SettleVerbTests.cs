using Microsoft.Data.Sqlite;
using Partner.Server.Hosting;
using Partner.Server.Settlements;
using Partner.Server.Tests.Support;
using Partner.Storage;

namespace Partner.Server.Tests.Verbs;

public sealed class SettleVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partner-settle-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_month_that_goes_on_is_not_settled()
    {
        await SeedAsync();
        var month = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM", null);

        var outcome = await VerbOutcome.RunAsync("settle", "--period", month, "--data", _folder);

        Assert.Equal((1, ""), (outcome.Status, outcome.Out));
        Assert.Contains($"{month} still goes on", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("October")]
    public async Task What_is_no_month_is_refused(string period)
    {
        await SeedAsync();

        var outcome = await VerbOutcome.RunAsync("settle", "--period", period, "--data", _folder);

        Assert.Equal(1, outcome.Status);
        Assert.Contains($"'{period}' is not a month such as 2026-10", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_month_is_settled_once_and_writes_no_files()
    {
        await SeedAsync();
        var files = Path.Combine(_folder, "statements");

        var first = await VerbOutcome.RunAsync("settle", "--period", "2026-01", "--data", _folder, "--out", files);
        var second = await VerbOutcome.RunAsync("settle", "--period", "2026-01", "--data", _folder);

        Assert.Equal((0, 0), (first.Status, second.Status));
        Assert.StartsWith("Settled 2026-01: 0 statement(s).", first.Out, StringComparison.Ordinal);
        Assert.StartsWith("2026-01 was settled before; nothing changed.", second.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(files));
    }

    [Fact]
    public async Task A_month_that_another_process_settles_is_left_to_it()
    {
        await SeedAsync();
        var file = ServerSettings.DatabaseIn(_folder);
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT INTO closings (id, period, closer, until) VALUES (1, '2026-01', 'another', 9999999999999)";
            await command.ExecuteNonQueryAsync();
        }

        var outcome = await VerbOutcome.RunAsync("settle", "--period", "2026-01", "--data", _folder);

        Assert.Equal((1, ""), (outcome.Status, outcome.Out));
        Assert.Contains("a month is being settled at this moment", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demos_month_is_written_as_CSV_and_HTML_in_both_languages()
    {
        var demo = await VerbOutcome.OfSandboxAsync("demo", "--data", _folder);
        Assert.True(demo.Status == 0, demo.Error);
        var files = Path.Combine(_folder, "statements");
        await using (var store = PartnerStore.Open(StoreOptions.Sqlite(ServerSettings.DatabaseIn(_folder))))
        {
            var progress = await new SettlementClosing(store).ProgressAsync(CancellationToken.None);
            var outcome = await VerbOutcome.RunAsync(
                "settle", "--period", progress.Last!, "--data", _folder, "--out", files);
            Assert.True(outcome.Status == 0, outcome.Error);
        }

        var agents = Directory.GetFiles(files, "*-0002.*").Select(Path.GetFileName).Order().ToList();
        Assert.Equal(4, agents.Count);
        var page = await File.ReadAllTextAsync(Path.Combine(files, agents.Single(
            name => name!.EndsWith(".zh-CN.html", StringComparison.Ordinal))!));
        Assert.Contains("demo-agent", page, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-master", page, StringComparison.Ordinal);
    }

    private async Task SeedAsync()
    {
        var outcome = await VerbOutcome.OfSandboxAsync("seed", "--data", _folder);
        Assert.True(outcome.Status == 0, outcome.Error);
    }
}
