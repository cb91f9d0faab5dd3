using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// HTTP/2 by hand over mutual TLS (RFC 9113): sends whatever frames it is told to, also those that no client would.
/// </summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    public const byte EndStream = 0x1;
    public const byte Acknowledged = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte HasPriority = 0x20;

    /// <summary>What a client says first, with settings that ask for nothing.</summary>
    public static readonly byte[] Preface =
        [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    private const int HeaderLength = 9;
    private readonly TcpClient _socket;
    private readonly SslStream _stream;
    private readonly byte[] _header = new byte[HeaderLength];
    private Task _reading = Task.CompletedTask;

    private RawHttp2(TcpClient socket, SslStream stream) => (_socket, _stream) = (socket, stream);

    /// <summary>Kinds of frames.</summary>
    public enum Kind : byte
    {
        Data = 0,
        Headers = 1,
        Priority = 2,
        Reset = 3,
        Settings = 4,
        Promise = 5,
        Ping = 6,
        GoAway = 7,
        WindowUpdate = 8,
        Continuation = 9,
    }

    /// <summary>How many answers ended, well or not.</summary>
    public int Ended => Volatile.Read(ref _ended);

    private int _ended;

    /// <summary>Answers of calls, settings and goodbyes, as they came; the first hundred.</summary>
    public IReadOnlyCollection<(Kind Kind, int Stream, byte[] Payload)> Told => _told;

    /// <summary>Ends when the server has acknowledged a ping.</summary>
    public Task Ponged => _ponged.Task;

    private readonly ConcurrentQueue<(Kind Kind, int Stream, byte[] Payload)> _told = new();
    private readonly TaskCompletionSource _ponged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the server has closed the connection.</summary>
    public Task Closed => _reading;

    /// <summary>The handshake, and nothing after it.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="certificate">Whose certificate; with its key.</param>
    /// <param name="saysHttp2">Whether it says that it speaks HTTP/2.</param>
    public static async Task<RawHttp2> ShakeHandsAsync(
        Uri server, X509Certificate2 certificate, bool saysHttp2 = true)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var stream = new SslStream(socket.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = saysHttp2 ? [SslApplicationProtocol.Http2] : null,
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        var raw = new RawHttp2(socket, stream);
        return raw;
    }

    /// <summary>The handshake, the preface and settings.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="certificate">Whose certificate; with its key.</param>
    /// <param name="window">What the server may send on a stream before it is told to go on.</param>
    public static async Task<RawHttp2> OpenAsync(Uri server, X509Certificate2 certificate, uint window = 65_535)
    {
        var raw = await ShakeHandsAsync(server, certificate);
        await raw.WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Setting(4, window)]);
        raw.BeginReading();
        return raw;
    }

    /// <summary>Why the server ended calls or the connection, in its frames' numbers (RFC 9113, 7).</summary>
    public string Reasons() => string.Join(
        ", ",
        _told.Where(told => told.Kind is Kind.Reset or Kind.GoAway).Select(told => string.Create(
            CultureInfo.InvariantCulture,
            $"{told.Kind} {BinaryPrimitives.ReadInt32BigEndian(told.Payload.AsSpan(told.Payload.Length - 4))}")));

    /// <summary>Reads and forgets what the server sends.</summary>
    public void BeginReading() => _reading = ReadAsync();

    /// <summary>A frame.</summary>
    public static byte[] Frame(Kind kind, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = (byte)kind;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>Sends bytes.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>A frame with the number that its kind carries: an error's code, or a window's growth.</summary>
    public static byte[] Frame(Kind kind, int stream, uint number)
    {
        var payload = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, number);
        return Frame(kind, 0, stream, payload);
    }

    /// <summary>Settings of one value.</summary>
    public static byte[] Setting(ushort name, uint value) => Settings((name, value));

    /// <summary>Settings, in their order.</summary>
    public static byte[] Settings(params (ushort Name, uint Value)[] settings)
    {
        const int length = sizeof(ushort) + sizeof(uint);
        var payload = new byte[settings.Length * length];
        for (var i = 0; i < settings.Length; i++)
        {
            var place = payload.AsSpan(i * length);
            BinaryPrimitives.WriteUInt16BigEndian(place, settings[i].Name);
            BinaryPrimitives.WriteUInt32BigEndian(place[sizeof(ushort)..], settings[i].Value);
        }

        return Frame(Kind.Settings, 0, 0, payload);
    }

    /// <summary>Sends bytes until they are sent or the server closes the connection.</summary>
    /// <returns>Whether they were sent.</returns>
    public async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await WriteAsync(bytes);
            return true;
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        await _stream.DisposeAsync();
    }

    private void Note(Kind kind, byte[] payload)
    {
        const int most = 100;
        if (kind is Kind.Headers or Kind.Data or Kind.Reset or Kind.Settings or Kind.GoAway && _told.Count < most)
        {
            _told.Enqueue((kind, BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(5)), payload));
        }

        if (kind == Kind.Ping && (_header[4] & Acknowledged) != 0)
        {
            _ponged.TrySetResult();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                await _stream.ReadExactlyAsync(_header);
                var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(_header) >>> 8];
                await _stream.ReadExactlyAsync(payload);
                var kind = (Kind)_header[3];
                Note(kind, payload);
                if (kind == Kind.Reset || (kind is Kind.Headers or Kind.Data && (_header[4] & EndStream) != 0))
                {
                    Interlocked.Increment(ref _ended);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The server closed it, or the test is over.
        }
    }
}
