using System.Diagnostics;
using Partner.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Cli;

/// <summary>The command in a process of its own, killed without warning.</summary>
public sealed class KillTests
{
    private const int Rows = 12;

    private static readonly TimeSpan Patience = Eventually.Longest;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 4)]
    public async Task A_run_that_is_killed_is_continued_and_no_row_is_sold_twice(int killAt, int parallel)
    {
        await using var server = await CliServer.StartAsync();
        var sales = BatchTests.WriteSales(server, BatchTests.Rows(Rows));
        var reached = new TaskCompletionSource();
        var killed = new TaskCompletionSource();
        var answers = 0;
        server.TopUps.After = async _ =>
        {
            // From this sale on everything is carried out, and no answer gets through before the kill.
            if (Interlocked.Increment(ref answers) >= killAt)
            {
                reached.TrySetResult();
                await killed.Task;
            }
        };
        using (var process = Start(server, "topup", "--file", sales, "--parallel", $"{parallel}"))
        {
            await reached.Task.WaitAsync(Patience);
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        killed.SetResult();
        var soldBefore = server.TopUps.Sales.Count;
        Assert.InRange(soldBefore, killAt, Rows - 1);

        var outcome = await server.RunAsync("topup", "--file", sales);
        Assert.Equal(0, outcome.Status);
        Assert.Equal(Rows, server.TopUps.Sales.Count);
        Assert.Equal(Rows, server.TopUps.Sales.Values.Select(topUp => topUp.Card.PhoneNumber).Distinct().Count());
        Assert.All(BatchTests.Results(server), row => Assert.Equal("SUCCEEDED", row.State));
        Assert.Equal(Rows, BatchTests.Results(server).Select(row => row.RequestId).Distinct().Count());
    }

    [Fact]
    public async Task The_request_id_is_printed_before_the_sale_is_sent()
    {
        await using var server = await CliServer.StartAsync();
        var reached = new TaskCompletionSource();
        var killed = new TaskCompletionSource();
        server.TopUps.After = async _ =>
        {
            reached.TrySetResult();
            await killed.Task;
        };
        using var process = Start(
            server, "topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos", "--json");
        await reached.Task.WaitAsync(Patience);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        killed.SetResult();
        var printed = (await process.StandardError.ReadToEndAsync()).Trim();
        Assert.Equal($"Request id: {Assert.Single(server.TopUps.Sales).Key}", printed);
    }

    [Fact]
    public async Task Redirected_output_is_UTF_8_without_escape_sequences()
    {
        await using var server = await CliServer.StartAsync();
        using var process = Start(
            server, "topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos");
        var text = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, errors);
        Assert.Contains("到账", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
        Assert.DoesNotContain('\uFEFF', text);
    }

    private static Process Start(CliServer server, params string[] args)
    {
        // The command lies beside the tests without the packages that the tests' shared framework has; so it uses that.
        var tests = Path.ChangeExtension(typeof(KillTests).Assembly.Location, null);
        string[] run = ["exec", "--runtimeconfig", tests + ".runtimeconfig.json", "--depsfile", tests + ".deps.json"];
        string[] all = [.. run, typeof(CliApp).Assembly.Location, .. args, .. server.Profile];
        var start = new ProcessStartInfo("dotnet", all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new System.Text.UTF8Encoding(false),
        };
        start.Environment["LANG"] = "en_US.UTF-8";
        start.Environment.Remove("LC_ALL");
        return Process.Start(start) ?? throw new InvalidOperationException("The command did not start.");
    }
}
