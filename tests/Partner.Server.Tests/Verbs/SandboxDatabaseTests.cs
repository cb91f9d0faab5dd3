using Microsoft.Data.Sqlite;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Seed;
using Partner.Sandbox.Verbs;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Tests.Verbs;

/// <summary>
/// The sandbox makes partners and money of nothing, so it does that only where nobody else's money is.
/// </summary>
public sealed class SandboxDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-sandbox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StoreOptions Database => StoreOptions.Sqlite(ServerSettings.DatabaseIn(_folder));

    [Theory]
    [InlineData("seed")]
    [InlineData("serve")]
    [InlineData("demo")]
    [InlineData("certificate", "issue", "demo")]
    public async Task A_variable_that_names_a_servers_database_is_refused_in_words(params string[] verb)
    {
        foreach (var (name, value) in new[]
        {
            ("ConnectionStrings__Partner", "Host=127.0.0.1;Port=1;Database=partner"),
            ("Partner__Storage__Provider", "Postgres"),
        })
        {
            var outcome = await VerbOutcome.OfSandboxAsync(
                new Dictionary<string, string> { [name] = value }, [.. verb, "--data", _folder]);

            Assert.Equal((2, ""), (outcome.Status, outcome.Out));
            Assert.Contains($"{name} is set", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("Unset it, or name a database for the sandbox", outcome.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        }
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("serve", "--address", "127.0.0.1:0")]
    [InlineData("demo")]
    [InlineData("certificate", "issue", "demo")]
    public async Task The_database_of_a_server_is_neither_migrated_nor_seeded_nor_funded(params string[] verb)
    {
        PartnerStore.Migrate(Database);

        var outcome = await VerbOutcome.OfSandboxAsync([.. verb, "--data", _folder]);

        Assert.Equal((1, ""), (outcome.Status, outcome.Out));
        Assert.Contains("is not a database of the sandbox", outcome.Error, StringComparison.Ordinal);
        await using var store = PartnerStore.Open(Database);
        Assert.Null(await store.Partners.FindAsync(DemoData.PartnerId, CancellationToken.None));
        Assert.Equal(0, await store.Documents.CountAsync(CancellationToken.None));
        Assert.False(Directory.Exists(Path.Combine(_folder, "pki")));
    }

    [Fact]
    public async Task A_database_of_another_program_keeps_the_tables_that_it_has()
    {
        await RunAsync("CREATE TABLE customers (id INTEGER)");

        var refused = Assert.Throws<StoreNotReadyException>(() => SandboxMark.Claim(Database));

        Assert.Contains("Nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["customers"], await TablesAsync());
    }

    [Fact]
    public async Task What_the_sandbox_made_it_knows_again_and_a_server_works_on_it_too()
    {
        var (first, again) = (await SeedAsync(), await SeedAsync());

        Assert.Equal((0, 0), (first, again));
        SandboxMark.Require(Database);
        var audited = await VerbOutcome.RunAsync("audit", "--data", _folder);
        Assert.True(audited.Status == 0, audited.Out + audited.Error);
    }

    [Fact]
    public void A_database_that_is_not_there_is_not_the_sandboxs()
    {
        Assert.Throws<StoreNotReadyException>(() => SandboxMark.Require(Database));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("--provider", "Postgres")]
    [InlineData("--connection", "Host=127.0.0.1")]
    public async Task Half_of_a_name_is_no_name(params string[] half)
    {
        using var error = new StringWriter();

        var status = await SandboxVerbs.RunAsync(["seed", "--data", _folder, .. half], TextWriter.Null, error);

        Assert.Equal(2, status);
        Assert.Contains("--provider and --connection are given together", error.ToString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task An_empty_database_on_a_server_becomes_the_sandboxs_where_the_line_names_it()
    {
        await using var database = await ServerStore.OnPostgresAsync();
        var options = database.Options!;
        string[] seed =
            ["seed", "--data", _folder, "--provider", "postgres", "--connection", options.ConnectionString];

        var first = await VerbOutcome.OfSandboxAsync(seed);
        var beside = await VerbOutcome.OfSandboxAsync(database.Variables(), seed);

        Assert.True(first.Status == 0, first.Error);
        Assert.True(beside.Status == 0, beside.Error);
        SandboxMark.Require(options);
    }

    private Task<int> SeedAsync() =>
        SandboxVerbs.RunAsync(["seed", "--data", _folder], TextWriter.Null, TextWriter.Null);

    private async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={ServerSettings.DatabaseIn(_folder)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> TablesAsync()
    {
        await using var connection = new SqliteConnection(
            $"Data Source={ServerSettings.DatabaseIn(_folder)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
