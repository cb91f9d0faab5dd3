using System.Net.Sockets;

namespace Partner.Benchmarks.Harness;

/// <summary>Connections of nobody: each sends the same few bytes, or none, and then nothing more.</summary>
/// <param name="server">Where to.</param>
/// <param name="first">What each of them sends.</param>
public sealed class SilentConnections(Uri server, byte[] first) : IDisposable
{
    private readonly Queue<Socket> _sockets = new();

    /// <summary>Opens further ones, as fast as the server takes them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task OpenAsync(int count, CancellationToken cancel)
    {
        for (var i = 0; i < count; i++)
        {
            // Reset at the end, so that they use up none of the ports of whoever goes on for minutes.
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
            _sockets.Enqueue(socket);
            try
            {
                await socket.ConnectAsync(server.Host, server.Port, cancel);
                await socket.SendAsync(first, cancel);
            }
            catch (SocketException)
            {
                // The server had enough of it: that is its right.
            }
        }
    }

    /// <summary>Closes all but the newest.</summary>
    /// <param name="count">How many are kept.</param>
    public void Keep(int count)
    {
        while (_sockets.Count > count)
        {
            _sockets.Dequeue().Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Keep(0);
}
