using System.Net;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Verbs;
using Partner.Server.Verbs;

namespace Partner.Server.Tests.Verbs;

public sealed class IssuerVerbTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var options = Read(
            "--data", "d", "--port", "0", "--address", "0.0.0.0", "--short-delay", "1", "--long-delay", "2",
            "--late-after", "3", "--hang-for", "4");
        Assert.Equal(
            new SimulatedIssuerOptions
            {
                DataFolder = "d",
                Port = 0,
                Address = IPAddress.Any,
                ShortDelay = TimeSpan.FromSeconds(1),
                LongDelay = TimeSpan.FromSeconds(2),
                LateAfter = TimeSpan.FromSeconds(3),
                HangFor = TimeSpan.FromSeconds(4),
            },
            options);
    }

    [Theory]
    [InlineData("Option '--data' is required.")]
    [InlineData("Required argument missing for option: '--data'.", "--data")]
    [InlineData("--port takes a whole number from 0 to 65535, not '65536'.", "--data", "d", "--port", "65536")]
    [InlineData("--late-after takes a whole number from 0 to 86400, not '-1'.", "--data", "d", "--late-after", "-1")]
    [InlineData("--address takes an IP address, not 'here'.", "--data", "d", "--address", "here")]
    [InlineData("--verbose is not an option here.", "--verbose", "1")]
    public void A_wrong_argument_is_named(string expected, params string[] args) =>
        Assert.Equal(expected, Assert.Throws<UsageException>(() => Read(args)).Message);

    [Fact]
    public async Task It_runs_until_it_is_cancelled()
    {
        var folder = Directory.CreateTempSubdirectory("issuer-command-");
        using var stop = new CancellationTokenSource();

        var running = IssuerVerb.RunAsync(Read("--data", folder.FullName, "--port", "0"), stop.Token);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        folder.Delete(recursive: true);
    }

    private static SimulatedIssuerOptions Read(params string[] args) =>
        IssuerVerb.Read(CommandLineReader.Parse(IssuerVerb.Create(), args));
}
