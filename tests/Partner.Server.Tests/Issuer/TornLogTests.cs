using System.Text;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Issuer;

/// <summary>The log after a process died in the middle of a write, and after worse.</summary>
public sealed class TornLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("issuer-log-");
    private readonly ManualTimeProvider _clock = new();

    private string LogPath => Path.Combine(_folder.FullName, "issuer.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Wherever_the_log_is_cut_the_complete_lines_hold_and_the_rest_can_be_applied_again()
    {
        await WriteAsync("T1", "T2", "T3");
        var whole = await File.ReadAllBytesAsync(LogPath);

        for (var length = 0; length <= whole.Length; length++)
        {
            var kept = whole[..length].Count(b => b == '\n');
            await File.WriteAllBytesAsync(LogPath, whole[..length]);
            using (var orders = Open())
            {
                Assert.Equal(kept, orders.All().Length);
            }

            await WriteAsync("T1", "T2", "T3");
            Assert.Equal(whole, await File.ReadAllBytesAsync(LogPath));
        }
    }

    [Fact]
    public async Task A_line_torn_by_a_kill_is_forgotten_and_what_was_acknowledged_is_not()
    {
        await using var bench = await SandboxBench.StartAsync();
        await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success, "T1"), default);

        await bench.RestartAsync(log => File.AppendAllText(log, """{"id":"T2","kind":"TOP_UP","state":"APPL"""));

        Assert.Equal(IssuerVerdict.Accepted, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        Assert.Equal(IssuerVerdict.NotFound, (await bench.Gateway.QueryAsync("T2", default)).Verdict);
        var again = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success, "T2"), default);
        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000002"), again);
        await bench.RestartAsync();
        Assert.Equal(again, await bench.Gateway.QueryAsync("T2", default));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    [InlineData("""{"id":"T1","kind":"TOP_UP","state":"WITHDRAWN","at":"2026-03-01T08:00:00+00:00"}""")]
    [InlineData("""{"id":"X","kind":"TOP_UP","state":"RECEIVED","at":"2026-03-01T08:00:00+00:00"}""")]
    [InlineData("""{"id":"X","kind":"TOP_UP","state":"APPLIED","at":"2026-03-01T08:00:00+00:00"}""")]
    [InlineData("""{"id":"X","kind":"REVERSAL","state":"APPLIED","topUpId":"Y","at":"2026-03-01T08:00:00+00:00"}""")]
    [InlineData("""{"id":"X","kind":"NONE","state":"WITHDRAWN","at":"2026-03-01T08:00:00+00:00","extra":1}""")]
    public async Task A_damaged_line_before_the_end_is_refused_with_its_number(string line)
    {
        await WriteAsync("T1", "T2");
        var lines = await File.ReadAllLinesAsync(LogPath);
        await File.WriteAllTextAsync(LogPath, $"{lines[0]}\n{line}\n{lines[1]}\n");
        var before = await File.ReadAllBytesAsync(LogPath);

        var options = new SimulatedIssuerOptions { DataFolder = _folder.FullName, Clock = _clock };
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(
            () => SimulatedIssuer.StartAsync(options, default));

        Assert.StartsWith("line 2: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(LogPath));
    }

    [Fact]
    public async Task A_line_without_an_end_is_refused()
    {
        await File.WriteAllTextAsync(LogPath, new string('x', 300_000));
        Assert.Throws<InvalidDataException>(Open);
    }

    [Fact]
    public async Task Lines_of_many_callers_are_on_the_disk_when_their_tasks_complete_and_share_flushes()
    {
        var tasks = new List<Task>();
        using (var log = AppendLog.Open(LogPath, static _ => { }))
        {
            for (var n = 0; n < 5_000; n++)
            {
                tasks.Add(log.Append(Encoding.UTF8.GetBytes($"line {n}")));
            }

            await Task.WhenAll(tasks);
        }

        Assert.Equal(Enumerable.Range(0, 5_000).Select(n => $"line {n}"), await File.ReadAllLinesAsync(LogPath));
        Assert.True(tasks.Distinct().Count() < tasks.Count, "every line had a flush of its own");
    }

    [Fact]
    public void A_log_longer_than_the_reading_buffer_is_read_whole()
    {
        var written = Enumerable.Range(0, 9_000).Select(n => $"{n} {new string('x', n % 97)}").ToList();
        File.WriteAllText(LogPath, string.Join('\n', written) + "\ntorn");
        var read = new List<string>();

        using (AppendLog.Open(LogPath, line => read.Add(Encoding.UTF8.GetString(line))))
        {
            Assert.Equal(written, read);
        }

        Assert.EndsWith("x\n", File.ReadAllText(LogPath), StringComparison.Ordinal);
    }

    private IssuerOrders Open() => new(LogPath, _clock, new IssuerPlans(null));

    private async Task WriteAsync(params string[] ids)
    {
        using var orders = Open();
        foreach (var id in ids)
        {
            var receipt = orders.Receive(new IssuerRecord
            {
                Id = id,
                Kind = IssuerRecordKind.TopUp,
                State = IssuerRecordState.Received,
                At = _clock.GetUtcNow(),
                Card = SandboxCards.Success,
                Product = "phone-100",
                AmountMinor = 10_000,
                Currency = "CNY",
            });
            orders.Apply(receipt.Entry!);
            await orders.DurableAsync(receipt.Entry!);
        }
    }
}
