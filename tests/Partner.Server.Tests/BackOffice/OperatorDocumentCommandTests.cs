using System.Text.Json.Nodes;
using Partner.Server.BackOffice;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.BackOffice;

/// <summary>What operators type about documents, settlements and audits, at the operator's port.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class OperatorDocumentCommandTests(OperatorServer shared) : SharedServerTest(shared)
{
    [Fact]
    public async Task A_folder_of_documents_is_compared_checked_and_published_and_listed_in_both_languages()
    {
        var (folder, file) = (Directory.CreateTempSubdirectory("leb-documents-").FullName, DemoFile.Prices("9.90 CNY"));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "prices.json"), file.Json);
            var (name, id) = (DemoFile.NameOf(file), DemoFile.NameOf(file).Split('/')[^1]);

            var diff = await RunAsync("documents", "diff", folder);
            var chinese = await RunAsync("documents", "diff", folder, "--lang", "zh-CN");
            var json = JsonNode.Parse((await RunAsync("documents", "diff", folder, "--json")).Out)!;
            var check = await RunAsync("documents", "check", folder);
            var stale = await RunAsync("documents", "publish", folder, "--why", "x", "--etag", "0.0");
            var publish = await RunAsync(
                "documents", "publish", folder, "--why", "typed", "--etag", (string)json["etag"]!);
            var again = await RunAsync("documents", "publish", folder, "--why", "typed");
            var list = await RunAsync("documents", "list", "--kind", "price-list", "--all");
            var get = await RunAsync("documents", "get", name);

            Assert.Equal(
                (0, 0, 0, 1, 0, 0, 0, 0),
                (diff.Status, chinese.Status, check.Status, stale.Status, publish.Status, again.Status, list.Status,
                    get.Status));
            Assert.Contains("9.90 CNY, partner keeps 100.00 %", diff.Out, StringComparison.Ordinal);
            Assert.Contains("9.90 CNY，合作方留存 100.00 %", chinese.Out, StringComparison.Ordinal);
            Assert.Contains("can be published", check.Out, StringComparison.Ordinal);
            Assert.Contains("DOCUMENTS_CHANGED", stale.Error, StringComparison.Ordinal);
            Assert.StartsWith($"Published {name}, in force from ", publish.Out, StringComparison.Ordinal);
            Assert.Contains("was published before", again.Out, StringComparison.Ordinal);
            Assert.Contains(id, list.Out, StringComparison.Ordinal);
            Assert.Contains("typed", list.Out, StringComparison.Ordinal);
            Assert.Contains(file.Json, get.Out, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Findings_are_told_with_their_files_and_a_file_that_is_too_large_is_not_sent()
    {
        var (folder, file) = (Directory.CreateTempSubdirectory("leb-documents-").FullName, DemoFile.Prices());
        try
        {
            var (bad, huge) = (Path.Combine(folder, "bad.json"), Path.Combine(folder, "huge.txt"));
            await File.WriteAllTextAsync(bad, file.Json.Replace("price-list", "prices", StringComparison.Ordinal));
            await File.WriteAllTextAsync(huge, new string(' ', DocumentFiles.LargestFile + 1));

            var refused = await RunAsync("documents", "publish", bad, "--why", "x");
            var json = await RunAsync("documents", "check", bad, "--json");
            var chinese = await RunAsync("documents", "check", bad, "--lang", "zh-CN");
            var large = await RunAsync("documents", "check", huge);
            var missing = await RunAsync("documents", "check", Path.Combine(folder, "none.json"));

            Assert.Equal((1, 1, 2, 2), (refused.Status, json.Status, large.Status, missing.Status));
            Assert.StartsWith($"{bad}: $.kind: must be one of catalogue, ", refused.Error, StringComparison.Ordinal);
            Assert.StartsWith($"{bad}: $.kind: 必须是以下取值之一：catalogue、", chinese.Error, StringComparison.Ordinal);
            Assert.Equal(bad, (string?)JsonNode.Parse(json.Out)!["findings"]![0]!["file"]);
            Assert.Contains(huge, large.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_month_is_settled_and_everything_audited()
    {
        var early = await RunAsync("settle", "--period", "2099-01", "--why", "x");
        var settled = await RunAsync("settle", "--period", "2019-12", "--why", "x");
        var list = await RunAsync("settlements", "list", "--period", "2019-12", "--json");
        var unsaid = await RunAsync("settlements", "list");
        var audit = await RunAsync("audit", "--days", "--issuer", "--timeout", "2m");
        var json = await RunAsync("audit", "--json", "--timeout", "2m");

        Assert.Equal(
            (1, 0, 0, 2, 0, 0),
            (early.Status, settled.Status, list.Status, unsaid.Status, audit.Status, json.Status));
        Assert.Contains("PERIOD_NOT_OVER", early.Error, StringComparison.Ordinal);
        Assert.Contains("2019-12", settled.Out, StringComparison.Ordinal);
        Assert.Contains("audit ok: ", audit.Out, StringComparison.Ordinal);
        Assert.Contains("OPERATIONS ", audit.Error, StringComparison.Ordinal);
        var report = JsonNode.Parse(json.Out)!;
        Assert.True((bool)report["ok"]!);
        Assert.Contains(report["floats"]!.AsArray(), one => (string?)one!["partner"] == "demo");
    }

    private Task<CliOutcome> RunAsync(params string[] args) => OperatorSubjects.RunAsync(Shared.Running, args);
}
