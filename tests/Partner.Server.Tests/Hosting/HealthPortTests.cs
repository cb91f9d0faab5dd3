using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;
using Partner.Server.Verbs;
using SandboxVerb = Partner.Sandbox.Verbs.ServeVerb;

namespace Partner.Server.Tests.Hosting;

/// <summary>The port for probes that bring no client certificate.</summary>
public sealed class HealthPortTests
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData("live")]
    [InlineData("started")]
    [InlineData("ready")]
    public async Task A_healthy_server_says_yes_to_every_probe(string probe)
    {
        await using var server = await StartAsync();

        var (_, body) = await SeeOkAsync(server, $"/health/{probe}");

        Assert.True(body.GetProperty(probe).GetBoolean());
    }

    [Fact]
    public async Task A_ready_server_names_what_it_looked_at()
    {
        await using var server = await StartAsync();

        var (_, body) = await SeeOkAsync(server, "/health/ready");

        var checks = body.GetProperty("checks").EnumerateObject()
            .Select(check => (check.Name, check.Value.GetString()));
        Assert.Equal([("database", "ok"), ("migrations", "ok"), ("keys", "ok"), ("terms", "ok")], checks);
    }

    [Fact]
    public async Task Whoever_holds_connections_open_does_not_keep_probes_out()
    {
        const int many = 100;
        await using var server = await StartAsync();
        var url = server.Server.HealthUrl!;
        var held = new List<Socket>();
        for (var i = 0; i < many; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            held.Add(socket);
            await socket.ConnectAsync(url.Host, url.Port);
        }

        // Each probe comes over a connection of its own, as a kubelet's does.
        for (var i = 0; i < 3; i++)
        {
            using var probe = new HttpClient();
            Assert.Equal("OK", (await probe.GetAsync(new Uri(url, "/health/live"))).StatusCode.ToString());
        }

        held.ForEach(socket => socket.Dispose());
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/health/ready/")]
    [InlineData("GET", "/metrics")]
    [InlineData("POST", "/health/ready")]
    [InlineData("POST", "/leb.partner.v1.BalanceService/GetBalance")]
    [InlineData("POST", "/grpc.health.v1.Health/Check")]
    public async Task Nothing_else_is_found_there(string method, string path)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Server.HealthUrl!, path));

        using var response = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task It_does_not_speak_the_protocol_of_gRPC()
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.HealthUrl!, "/health/live"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => Http.SendAsync(request));
    }

    [Fact]
    public async Task The_port_of_the_services_knows_nothing_of_it()
    {
        await using var server = await StartAsync();
        var demo = await server.ConnectDemoAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(demo.Address, "/health/ready"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await demo.Http.SendAsync(request, CancellationToken.None);

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_server_without_the_option_has_no_such_port()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Null(server.Server.HealthUrl);
    }

    [Fact]
    public async Task A_schema_that_lacks_a_migration_is_not_ready_and_is_ready_again_when_it_has_it()
    {
        var clock = new ShiftedClock();
        await using var server = await StartAsync(clock);
        var file = ServerSettings.DatabaseIn(server.Folder);

        await ExecuteAsync(file, "CREATE TABLE kept AS SELECT * FROM __EFMigrationsHistory; "
            + "DELETE FROM __EFMigrationsHistory");
        await AssertMissingAsync(server, "migrations", "not applied");

        await ExecuteAsync(file, "INSERT INTO __EFMigrationsHistory SELECT * FROM kept");
        await SeeOkAsync(server, "/health/ready");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_not_ready_but_the_server_lives()
    {
        await using var server = await StartAsync();

        await server.Store.DisposeAsync();

        await AssertMissingAsync(server, "database", "does not answer");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "/health/started")).Status);
    }

    [Fact]
    public async Task An_expired_certificate_is_not_ready()
    {
        var clock = new ShiftedClock();
        await using var server = await StartAsync(clock);

        clock.MoveOn(TimeSpan.FromDays(40 * 365));

        await AssertMissingAsync(server, "keys", "certificate has expired");
    }

    [Fact]
    public async Task Two_servers_cannot_have_the_same_port_and_the_second_leaves_nothing_behind()
    {
        await using var first = await StartAsync();
        var taken = new KestrelAddress("127.0.0.1", first.Server.HealthUrl!.Port);

        await Assert.ThrowsAsync<HealthPortException>(
            () => RunningServer.StartAsync(settings => settings with { Health = taken }));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("--health-port 8081", "", "127.0.0.1:8081")]
    [InlineData("", "8082", "127.0.0.1:8082")]
    [InlineData("--health-port 8081", "8082", "127.0.0.1:8081")]
    [InlineData("--health-port 8081 --health-address 0.0.0.0", "", "0.0.0.0:8081")]
    public void The_port_is_an_option_or_a_variable_and_open_to_others_only_where_that_is_meant(
        string options, string variable, string? expected)
    {
        var configuration = Configuration(("Partner:Health:Port", variable));
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] needed = ["--cert", "a", "--key", "b", "--ca", "c", "--issuer", "http://127.0.0.1:9", "--data", "d"];

        var server = ServeVerb.Read(CommandLineReader.Parse(ServeVerb.Create(), [.. words, .. needed]), configuration);
        var sandbox = SandboxVerb.Read(CommandLineReader.Parse(SandboxVerb.Create(), words), configuration);

        Assert.Equal(expected, sandbox.Health?.ToString());
        Assert.Equal(
            words.Contains("--health-address") ? expected : expected?.Replace("127.0.0.1", "*",
                StringComparison.Ordinal),
            server.Health?.ToString());
    }

    [Theory]
    [InlineData("--health-port 70000")]
    [InlineData("--health-port eighty")]
    [InlineData("--health-address 127.0.0.1")]
    [InlineData("--health-port 8081 --health-address example.org")]
    public void A_wrong_port_is_refused(string options) => Assert.Throws<UsageException>(
        () => SandboxVerb.Read(CommandLineReader.Parse(SandboxVerb.Create(), options.Split(' ')), Configuration()));

    private static Microsoft.Extensions.Configuration.IConfiguration Configuration(
        params (string Key, string Value)[] values)
    {
        var builder = new Microsoft.Extensions.Configuration.ConfigurationBuilder();
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(
            builder, values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        return builder.Build();
    }

    private static Task<RunningServer> StartAsync(TimeProvider? clock = null) =>
        RunningServer.StartAsync(settings => settings with
        {
            Health = new KestrelAddress("127.0.0.1", 0),
            Clock = clock ?? TimeProvider.System,
        });

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(RunningServer server, string path)
    {
        using var response = await Http.GetAsync(new Uri(server.Server.HealthUrl!, path));
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    private static async Task AssertMissingAsync(RunningServer server, string check, string words)
    {
        var (status, body) = await Eventually.SeeAsync(
            () => AskAsync(server, "/health/ready"),
            seen => TextOf(seen.Body, check).Contains(words, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (status, body.GetProperty("ready").GetBoolean()));
    }

    // A look has 2 seconds, which a busy machine may need for other things: then it says so, and the next one counts.
    private static Task<(HttpStatusCode Status, JsonElement Body)> SeeOkAsync(RunningServer server, string path) =>
        Eventually.SeeAsync(() => AskAsync(server, path), seen => seen.Status == HttpStatusCode.OK);

    private static string TextOf(JsonElement body, string check) =>
        body.GetProperty("checks").GetProperty(check).GetString()!;

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
