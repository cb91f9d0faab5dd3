using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// Stands between clients and PostgreSQL and counts round trips: the messages that a client waits for an answer to,
/// Query and Sync (PostgreSQL's manual, "Frontend/Backend Protocol"). The driver sends BEGIN with what comes next, and
/// waits for both at once.
/// </summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const int Header = 5;
    private const int Ssl = 80877103;
    private const int Gss = 80877104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private int _trips;

    /// <summary>Starts it.</summary>
    /// <param name="server">The server.</param>
    public CountingProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Round trips so far.</summary>
    public int Trips => Volatile.Read(ref _trips);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (SocketException)
            {
                return;
            }

            _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(_server);
            (client.NoDelay, server.NoDelay) = (true, true);
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), new Messages(this)),
                CopyAsync(server.GetStream(), client.GetStream(), null));
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Messages? counted)
    {
        var buffer = new byte[65536];
        while (await from.ReadAsync(buffer) is var length and > 0)
        {
            counted?.Read(buffer.AsSpan(0, length));
            await to.WriteAsync(buffer.AsMemory(0, length));
        }
    }

    /// <summary>Follows the messages of one client.</summary>
    private sealed class Messages(CountingProxy proxy)
    {
        private readonly byte[] _header = new byte[8];
        private bool _started;
        private bool _query;
        private int _have;
        private int _skip;

        public void Read(ReadOnlySpan<byte> bytes)
        {
            foreach (var one in bytes)
            {
                if (_skip > 0)
                {
                    Count(one);
                    _skip--;
                    continue;
                }

                _header[_have++] = one;
                if (_have == (_started ? Header : _header.Length))
                {
                    Take();
                    _have = 0;
                }
            }
        }

        private void Count(byte firstOfText)
        {
            if (_query && firstOfText != (byte)'B')
            {
                Interlocked.Increment(ref proxy._trips);
            }

            _query = false;
        }

        private void Take()
        {
            if (_started)
            {
                _skip = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - 4;
                _query = _header[0] == (byte)'Q';
                if (_header[0] == (byte)'S')
                {
                    Interlocked.Increment(ref proxy._trips);
                }

                return;
            }

            // Before the first message that has a type: requests for encryption, then the start-up message.
            _skip = BinaryPrimitives.ReadInt32BigEndian(_header) - 8;
            _started = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4)) is not (Ssl or Gss);
        }
    }
}
