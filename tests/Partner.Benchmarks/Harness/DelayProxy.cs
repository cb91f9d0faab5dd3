using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// A network between two processes of one machine: passes all bytes on, each a fixed time after it came. A program of
/// its own (verb delay-proxy), with threads of its own, since .NET's timers are coarser than the time.
/// </summary>
internal static class DelayProxy
{
    /// <summary>How the line begins that says that it is ready; its port follows.</summary>
    public const string ReadyPrefix = "Proxy on port ";

    private const int Chunk = 64 * 1024;
    private const int MostWaiting = 256;

    /// <summary>Runs until the process is killed.</summary>
    /// <param name="host">The server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="delay">Added each way.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<int> RunAsync(string host, int port, TimeSpan delay, CancellationToken cancel)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{ReadyPrefix}{((IPEndPoint)listener.LocalEndpoint).Port}"));
        while (true)
        {
            var client = await listener.AcceptSocketAsync(cancel);
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await server.ConnectAsync(host, port, cancel);
            (client.NoDelay, server.NoDelay) = (true, true);
            Pass(client, server, delay);
            Pass(server, client, delay);
        }
    }

    private static void Pass(Socket from, Socket to, TimeSpan delay)
    {
        var clock = TimeProvider.System;
        var waiting = new BlockingCollection<(byte[] Bytes, long Came)>(MostWaiting);
        Start(() =>
        {
            var buffer = new byte[Chunk];
            try
            {
                while (from.Receive(buffer) is var count and > 0)
                {
                    waiting.Add((buffer[..count], clock.GetTimestamp()));
                }
            }
            finally
            {
                waiting.CompleteAdding();
            }
        });
        Start(() =>
        {
            try
            {
                foreach (var (bytes, came) in waiting.GetConsumingEnumerable())
                {
                    Posix.Pause(delay - clock.GetElapsedTime(came));
                    to.Send(bytes);
                }
            }
            finally
            {
                // Each way closes what it wrote to and what it read from: a connection ends for both.
                to.Close();
                from.Close();
            }
        });
    }

    private static void Start(Action way) => new Thread(() =>
    {
        try
        {
            way();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two ends is gone, which is how connections end; the other was closed with it.
            _ = gone.Message;
        }
    })
    {
        IsBackground = true,
    }.Start();
}
