using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Microsoft.Data.Sqlite;
using Partner.Contracts.Client;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Hosting;
using Partner.Server.Verbs;

namespace Partner.Server.Tests.Verbs;

public sealed class AuditVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partner-audit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Audits_beside_a_server_that_sells_and_reverses_find_nothing()
    {
        await using var server = await StartAsync();
        using var connection = Connect(server);
        var tills = Enumerable.Range(0, 4).Select(_ => SellAsync(connection, 10)).ToList();
        var selling = Task.WhenAll(tills);
        do
        {
            var (status, output, _) = await AuditAsync("--issuer", server.IssuerUrl.ToString());
            Assert.True(status == 0, output);
        }
        while (!selling.IsCompleted);

        await selling;
        var last = await AuditAsync("--issuer", server.IssuerUrl.ToString());
        Assert.EndsWith("audit ok: 92 transfers, 40 top-ups\n", last.Output);
    }

    [Fact]
    public async Task The_issuer_is_compared_both_ways_and_each_finding_is_named()
    {
        await using var server = await StartAsync();
        using var connection = Connect(server);
        await SellAsync(connection, 3);
        var id = await ScalarAsync("SELECT MIN(id) FROM top_ups WHERE state = 2");
        var orphan = await ScalarAsync("SELECT MAX(id) FROM top_ups WHERE state = 2");
        await ScalarAsync($"UPDATE top_ups SET card = '8986030000000009999' WHERE id = '{id}'");
        await ScalarAsync($"UPDATE top_ups SET id = 'renamed' WHERE id = '{orphan}'");

        var (status, output, _) = await AuditAsync("--json", "--issuer", server.IssuerUrl.ToString());

        Assert.Equal(1, status);
        using var report = JsonDocument.Parse(output);
        Assert.False(report.RootElement.GetProperty("ok").GetBoolean());
        var found = report.RootElement.GetProperty("findings").EnumerateArray()
            .Select(one => $"{one.GetProperty("code").GetString()} {one.GetProperty("subject").GetString()}").ToList();
        Assert.Contains($"ISSUER_DETAILS_MISMATCH partners/demo/topUps/{id}", found);
        Assert.Contains("ISSUER_TOP_UP_MISSING partners/demo/topUps/renamed", found);
        Assert.Contains($"ISSUER_ORPHAN issuer/{orphan}", found);
        Assert.DoesNotContain("8986030000000009999", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_for_machines_lists_what_is_processing_with_its_age()
    {
        await using var server = await StartAsync();
        using var connection = Connect(server);
        var request = Order(SandboxCards.NeverAnswers);
        request.Wait = new Duration();
        var topUp = (await connection.TopUps.CreateTopUpAsync(request)).TopUp;

        var (status, output, _) = await AuditAsync("--json");

        Assert.Equal(0, status);
        using var report = JsonDocument.Parse(output);
        var root = report.RootElement;
        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal(5, root.GetProperty("transfers").GetInt64());
        Assert.Equal(1, root.GetProperty("top_ups").GetProperty("PROCESSING").GetInt64());
        Assert.Equal(0, root.GetProperty("top_ups").GetProperty("REVERSED").GetInt64());
        Assert.Empty(root.GetProperty("findings").EnumerateArray());
        var one = Assert.Single(root.GetProperty("processing").EnumerateArray());
        Assert.Equal($"partners/demo/{topUp.Name}", one.GetProperty("name").GetString());
        Assert.True(one.GetProperty("age_seconds").GetInt64() >= 0);
        Assert.Equal(JsonValueKind.Null, one.GetProperty("in_doubt_since").ValueKind);
    }

    [Fact]
    public async Task A_finding_is_printed_with_its_code_and_subject_before_the_last_line()
    {
        await using (await StartAsync())
        {
            await ScalarAsync("UPDATE balances SET posted = posted + 1 WHERE partner_id = 'demo'");
        }

        var (status, output, _) = await AuditAsync();

        Assert.Equal(1, status);
        Assert.Contains(
            "\nBALANCE_MISMATCH  partners/demo/floats/CNY: balance 10000.01 CNY", output, StringComparison.Ordinal);
        Assert.EndsWith("\naudit found 1 problem(s)\n", output);
        var chinese = (await AuditAsync("--lang", "zh-CN")).Output;
        Assert.Contains("\nBALANCE_MISMATCH  partners/demo/floats/CNY: 余额 10000.01 CNY", chinese);
        Assert.EndsWith("\n核对发现 1 个问题\n", chinese);
        ChineseText.Check(chinese);
    }

    [Theory]
    [InlineData("is not an option here", "--nonsense", "1")]
    [InlineData("--isuer is not an option here; did you mean --issuer?", "--isuer", "http://localhost")]
    [InlineData("Required argument missing for option: '--issuer'", "--issuer")]
    [InlineData("Required argument missing for option: '--issuer'", "--issuer", "--json")]
    [InlineData("expects a single argument", "--provider", "Sqlite", "--provider", "Postgres")]
    [InlineData("'word' is one word too many", "word")]
    [InlineData("--issuer takes an address", "--issuer", "somewhere")]
    [InlineData("There is no database")]
    public async Task What_cannot_be_understood_or_read_is_status_2(string said, params string[] args)
    {
        var (status, output, error) = await AuditAsync(args);

        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_issuer_that_is_not_there_is_status_2_and_no_finding()
    {
        Uri gone;
        await using (var server = await StartAsync())
        {
            gone = server.IssuerUrl;
        }

        var (status, output, error) = await AuditAsync("--issuer", gone.ToString());

        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.StartsWith("audit: cannot read:", error);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_status_2()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "partner.db"), new string('x', 4096));

        var (status, _, error) = await AuditAsync();

        Assert.Equal(2, status);
        Assert.StartsWith("audit: cannot read:", error);
    }

    private Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(
        new SandboxSettings(_folder) { Address = ServerSettings.DefaultAddress with { Port = 0 } },
        CancellationToken.None);

    private PartnerConnection Connect(SandboxServer server) => PartnerConnection.Open(new PartnerConnectionOptions
    {
        Address = new Uri($"https://localhost:{server.Port}"),
        CaFile = Path.Combine(_folder, "pki", "ca.crt"),
        CertificateFile = Path.Combine(_folder, "pki", "partners", "demo.crt"),
        KeyFile = Path.Combine(_folder, "pki", "partners", "demo.key"),
    });

    /// <summary>Of five: three succeed, one is reversed, one is declined.</summary>
    private static async Task SellAsync(PartnerConnection connection, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var card = i % 5 == 3 ? SandboxCards.CardBlocked : SandboxCards.Success;
            var topUp = (await connection.TopUps.CreateTopUpAsync(Order(card))).TopUp;
            Assert.Equal(i % 5 == 3 ? TopUpState.Failed : TopUpState.Succeeded, topUp.State);
            if (i % 5 == 4)
            {
                var reversed = await connection.TopUps.ReverseTopUpAsync(new ReverseTopUpRequest
                {
                    TopUp = topUp.Name, RequestId = Guid.NewGuid().ToString("N"),
                });
                Assert.Equal(ReversalState.Succeeded, reversed.Reversal.State);
            }
        }
    }

    private static CreateTopUpRequest Order(string card) => new()
    {
        RequestId = Guid.NewGuid().ToString("N"),
        Card = new CardRef { Iccid = card },
        Plan = "plans/phone-50",
        Channel = Channel.Pos,
        AllowDuplicate = true,
    };

    private async Task<(int Status, string Output, string Error)> AuditAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await VerbTable.RunAsync(["audit", "--data", _folder, .. args], output, error);
        return (status, output.ToString(), error.ToString());
    }

    private async Task<string?> ScalarAsync(string sql)
    {
        var path = Path.Combine(_folder, "partner.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
