using System.Net;
using Partner.Server.Issuer.Simulation;

namespace Partner.Server.Tests.Issuer;

public sealed class IssuerCommandTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var options = IssuerCommand.Parse(
        [
            "--data", "d", "--port", "0", "--address", "0.0.0.0", "--short-delay", "1", "--long-delay", "2",
            "--late-after", "3", "--hang-for", "4",
        ]);
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
    [InlineData("--data is missing")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("--port takes a whole number from 0 to 65535", "--data", "d", "--port", "65536")]
    [InlineData("--late-after takes a whole number from 0 to 86400", "--data", "d", "--late-after", "-1")]
    [InlineData("--address takes an IP address", "--data", "d", "--address", "here")]
    [InlineData("--verbose is no option", "--verbose", "1")]
    public void A_wrong_argument_is_named(string expected, params string[] args) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => IssuerCommand.Parse(args)).Message);

    [Fact]
    public async Task It_runs_until_it_is_cancelled()
    {
        var folder = Directory.CreateTempSubdirectory("issuer-command-");
        using var stop = new CancellationTokenSource();

        var running = IssuerCommand.RunAsync(["--data", folder.FullName, "--port", "0"], stop.Token);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        folder.Delete(recursive: true);
    }
}
