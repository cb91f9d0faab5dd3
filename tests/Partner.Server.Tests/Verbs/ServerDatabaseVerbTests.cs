using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Verbs;

/// <summary>What an operator types before the first server is started on a server database.</summary>
public sealed class ServerDatabaseVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-verbs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task PostgreSQL_is_previewed_migrated_and_audited_and_no_sandbox_touches_it()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        string[] where =
            ["--data", _folder, "--provider", "postgres", "--connection", database.Options!.ConnectionString];

        var early = await VerbOutcome.RunAsync(["audit", .. where]);
        var preview = await VerbOutcome.RunAsync(["migrate", "--dry-run", .. where]);
        var still = await VerbOutcome.RunAsync(["audit", .. where]);
        var migrated = await VerbOutcome.RunAsync(["migrate", .. where]);
        var again = await VerbOutcome.RunAsync(["migrate", .. where]);
        var nothing = await VerbOutcome.RunAsync(["migrate", "--dry-run", .. where]);
        var seeded = await VerbOutcome.OfSandboxAsync(["seed", .. where]);
        var audited = await VerbOutcome.RunAsync(["audit", .. where]);

        Assert.Equal((2, 2), (early.Status, still.Status));
        Assert.Contains("run the verb 'migrate' first", still.Error, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE top_ups", preview.Out, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0), (preview.Status, migrated.Status, again.Status, nothing.Status));
        Assert.Contains("applied", migrated.Out, StringComparison.Ordinal);
        Assert.Contains("is up to date", again.Out, StringComparison.Ordinal);
        Assert.Equal("", nothing.Out);
        Assert.Equal((1, ""), (seeded.Status, seeded.Out));
        Assert.Contains("is not a database of the sandbox", seeded.Error, StringComparison.Ordinal);
        Assert.True(audited.Status == 0, audited.Out + audited.Error);
    }
}
