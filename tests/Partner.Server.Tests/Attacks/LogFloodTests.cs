using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Partner.Benchmarks.Harness;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>What strangers can make us write down is bounded for each address and minute.</summary>
public sealed class LogFloodTests
{
    private const int Many = 50;

    [Fact]
    public async Task Refused_handshakes_of_one_address_are_one_line_with_the_reason()
    {
        await using var running = await RunningServer.StartAsync(
            settings => settings with { LogLevel = LogLevel.Information }, alone: true);
        using var other = new TlsTestAuthority();
        using var foreign = other.Client().Load();
        var before = running.Log.Lines.Count;
        for (var i = 0; i < Many; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await using var raw = await RawHttp2.OpenAsync(AddressOf(running), foreign);
                await raw.Closed;
                throw new IOException("Closed.");
            });
        }

        var line = Assert.Single(running.Log.Lines.Skip(before), line => Tells(line));
        Assert.Contains("127.0.0.1", line.Text, StringComparison.Ordinal);
        Assert.Contains(
            "is not accepted: it was not issued by a partner authority", line.Text, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Information, line.Level);
    }

    [Fact]
    public async Task What_is_no_TLS_at_all_is_one_line_too()
    {
        await using var running = await RunningServer.StartAsync(
            settings => settings with { LogLevel = LogLevel.Information }, alone: true);
        var before = running.Log.Lines.Count;
        for (var i = 0; i < Many; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", running.Server.Port);
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            await Assert.ThrowsAnyAsync<Exception>(
                async () => await client.GetStream().ReadExactlyAsync(new byte[1000]));
        }

        await Eventually.SeeAsync(
            () => Task.FromResult(running.Log.Lines.Skip(before).Count(Tells)), count => count == 1);
        Assert.True(running.Log.Lines.Skip(before).Sum(line => line.Text.Length) < 2000);
    }

    [Fact]
    public async Task A_handshake_that_is_begun_and_not_ended_is_closed_in_time_and_the_line_says_so()
    {
        await using var running = await RunningServer.StartAsync(
            settings => settings with
            {
                LogLevel = LogLevel.Information,
                Connections = settings.Connections with { Handshake = TimeSpan.FromMilliseconds(200) },
            },
            alone: true);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", running.Server.Port);
        await client.GetStream().WriteAsync(await ClientHello.RecordAsync(CancellationToken.None));

        await Eventually.SeeAsync(
            () => Task.FromResult(running.Log.Lines.Where(Tells).ToList()),
            lines => lines.Exists(
                line => line.Text.Contains("the handshake took longer than 0.2 s", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Malformed_frames_of_one_address_do_not_fill_the_log()
    {
        await using var running = await RunningServer.StartAsync(alone: true);
        var demo = await running.ConnectDemoAsync();
        using var certificate = demo.Certificate.Issued.Load();
        var before = running.Log.Lines.Count;

        // All are open before the first one is sent away: those that come after it would have to wait.
        var open = new List<RawHttp2>();
        for (var i = 0; i < Many; i++)
        {
            open.Add(await RawHttp2.OpenAsync(AddressOf(running), certificate));
            await open[i].TryWriteAsync(RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]));
            await open[i].Ponged.WaitAsync(Eventually.Longest, TimeProvider.System);
        }

        for (var i = 0; i < Many; i++)
        {
            await using var raw = open[i];

            // A header block that refers to what was never said; and data of a stream that was never opened.
            await raw.TryWriteAsync(i % 2 == 0
                ? RawHttp2.Frame(RawHttp2.Kind.Headers, RawHttp2.EndHeaders, 1, Hpack.Latest(3))
                : RawHttp2.Frame(RawHttp2.Kind.Data, 0, 7, [1]));
            await raw.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
        }

        Assert.True(running.Log.Lines.Skip(before).Sum(line => line.Text.Length) < 4000);
        Assert.DoesNotContain(
            running.Log.Lines.Skip(before), line => line.Text.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_that_do_not_say_HTTP_2_are_no_error_of_ours()
    {
        await using var running = await RunningServer.StartAsync(alone: true);
        var demo = await running.ConnectDemoAsync();
        using var certificate = demo.Certificate.Issued.Load();
        var before = running.Log.Lines.Count;
        for (var i = 0; i < Many; i++)
        {
            await using var raw = await RawHttp2.ShakeHandsAsync(AddressOf(running), certificate, saysHttp2: false);
            raw.BeginReading();
            await raw.TryWriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            await raw.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
        }

        Assert.All(running.Log.Lines.Skip(before), line => Assert.True(line.Level <= LogLevel.Warning, line.Text));
        Assert.True(running.Log.Lines.Skip(before).Sum(line => line.Text.Length) < 2000);
    }

    private static bool Tells(LogLine line) =>
        line.Text.StartsWith("Refused a connection", StringComparison.Ordinal);

    private static Uri AddressOf(RunningServer running) => new($"https://127.0.0.1:{running.Server.Port}");
}
