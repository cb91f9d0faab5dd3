using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Partner.Sandbox.Hosting;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Verbs;

/// <summary>The server starts in one way only: with all that it needs, which it is given.</summary>
public sealed class ServeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leb-serve-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_setting_that_is_missing_is_named_at_once()
    {
        var nothing = await VerbOutcome.RunAsync("serve");
        var most = await VerbOutcome.RunAsync("serve", "--data", _folder, "--cert", "c", "--key", "k", "--ca", "a");

        Assert.Equal((2, ""), (nothing.Status, nothing.Out));
        foreach (var setting in new[] { "--cert FILE", "--key FILE", "--ca FILE", "--issuer URL", "--data DIR" })
        {
            Assert.Contains($"\n  {setting}  ", nothing.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, most.Status);
        Assert.Contains("\n  --issuer URL  ", most.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--cert", most.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_made_where_nothing_is()
    {
        var outcome = await VerbOutcome.RunAsync(
            "serve", "--data", _folder, "--cert", "c", "--key", "k", "--ca", "a", "--issuer", "http://127.0.0.1:9",
            "--address", "127.0.0.1:0");

        Assert.Equal((1, ""), (outcome.Status, outcome.Out));
        Assert.Contains("run the verb 'migrate' first", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("--health-port", "")]
    [InlineData("--operator", "127.0.0.1:")]
    [InlineData("--enrollment", "127.0.0.1:")]
    [InlineData("--address", "127.0.0.1:")]
    public async Task A_port_that_is_in_use_names_its_own_option_and_no_other(string option, string host)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var outcome = await VerbOutcome.OfSandboxAsync(
            [
                "serve", "--data", _folder, option, host + port,
                .. option == "--address" ? Array.Empty<string>() : ["--address", "127.0.0.1:0"],
            ]);

        Assert.Equal(1, outcome.Status);
        Assert.Contains(port, outcome.Error, StringComparison.Ordinal);
        foreach (var other in new[] { "--health-port", "--operator", "--enrollment", "--address" })
        {
            Assert.Equal(other == option, outcome.Error.Contains($"{other} ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_program_has_no_type_of_the_sandbox_and_does_not_know_it()
    {
        var server = typeof(PartnerServer).Assembly;
        var types = server.GetTypes().Select(type => type.FullName!).ToList();
        string[] sandboxOnly = ["Sandbox", "Simulat", "Demo", "Development", "Seed"];

        Assert.DoesNotContain(
            server.GetReferencedAssemblies(), name => name.Name == typeof(SandboxServer).Assembly.GetName().Name);
        Assert.DoesNotContain(
            types, type => sandboxOnly.Any(word => type.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains(
            typeof(SandboxServer).Assembly.GetTypes(),
            type => type.FullName!.Contains("Simulat", StringComparison.Ordinal));
    }
}
