using System.Net.Sockets;
using System.Security.Authentication;
using Partner.Benchmarks.Harness;

namespace Partner.Server.Tests.Attacks;

/// <summary>Something done to a server again and again, by one attacker who does not wait between.</summary>
internal abstract class Attack : IAsyncDisposable
{
    // The least that a network takes. Without it half of a connection's cost is the attacker's, on this machine.
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(10);

    /// <summary>Whether all that belongs to it has been done once.</summary>
    public virtual bool IsWhole => true;

    /// <summary>Goes on with it: returns when it took effect, or was warded off.</summary>
    /// <param name="server">The server.</param>
    protected abstract Task StepAsync(BesiegedServer server);

    /// <summary>Takes back all that is held.</summary>
    protected abstract Task EndAsync();

    /// <summary>Attacks while something else is done, from the moment on when the first step is done.</summary>
    /// <param name="server">The server.</param>
    /// <param name="what">What is done meanwhile.</param>
    public async Task<T> DuringAsync<T>(BesiegedServer server, Func<Task<T>> what)
    {
        using var over = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attack = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await StepAsync(server);
                begun.TrySetResult();
            }
        });
        await Task.WhenAny(begun.Task, attack);
        try
        {
            return await what();
        }
        finally
        {
            await over.CancelAsync();
            await attack;
            await EndAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync();

    /// <summary>A connection of the attacker; null when the server does not want it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="how">How far it is opened.</param>
    internal static async Task<RawHttp2?> OpenAsync(BesiegedServer server, Opening how = Opening.Whole)
    {
        try
        {
            if (how == Opening.Whole)
            {
                return await RawHttp2.OpenAsync(server.Address, server.Attacker, window: 0);
            }

            var connection = await RawHttp2.ShakeHandsAsync(
                server.Address, server.Attacker, saysHttp2: how != Opening.Unsaid);
            if (how == Opening.Unread)
            {
                await connection.WriteAsync(RawHttp2.Preface);
            }
            else
            {
                connection.BeginReading();
            }

            return connection;
        }
        catch (Exception refusal) when (refusal is IOException or SocketException or AuthenticationException)
        {
            return null;
        }
    }

    /// <summary>How far a connection of the attacker is opened before it sends what it sends.</summary>
    internal enum Opening
    {
        /// <summary>Preface and settings are sent.</summary>
        Whole,

        /// <summary>The handshake, and nothing after it.</summary>
        Handshake,

        /// <summary>The handshake, without a word of what is spoken after it.</summary>
        Unsaid,

        /// <summary>As <see cref="Whole"/>, and what the server says is never read.</summary>
        Unread,
    }

    /// <summary>
    /// A connection that sends some bytes, until they are digested or it is closed, and then another one.
    /// </summary>
    /// <param name="turns">What each of them sends; after the last one it begins again.</param>
    /// <param name="how">How far it is opened before.</param>
    internal sealed class Burst(IReadOnlyList<byte[]> turns, Opening how = Opening.Whole) : Attack
    {
        private static readonly TimeSpan Stuck = TimeSpan.FromMilliseconds(500);
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

        private static readonly byte[] Question = RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]);
        private int _turn;

        public override bool IsWhole => _turn >= turns.Count;

        /// <summary>One that sends the same again and again.</summary>
        /// <param name="bytes">What it sends.</param>
        /// <param name="how">How far it is opened before.</param>
        public Burst(byte[] bytes, Opening how = Opening.Whole)
            : this([bytes], how)
        {
        }

        protected override async Task StepAsync(BesiegedServer server)
        {
            if (await OpenAsync(server, how) is not { } connection)
            {
                return;
            }

            // A server that has had enough may leave the rest unread, and the connection open.
            var sending = SendAsync(connection, turns[_turn++ % turns.Count]);
            await Task.WhenAny(sending, connection.Closed, Task.Delay(Stuck, TimeProvider.System));
            await Task.WhenAny(connection.Closed, connection.Ponged, Task.Delay(Patience, TimeProvider.System));
            await connection.DisposeAsync();
            await sending;
            await Task.Delay(Way, TimeProvider.System);
        }

        protected override Task EndAsync() => Task.CompletedTask;

        private static async Task SendAsync(RawHttp2 connection, byte[] bytes)
        {
            await connection.TryWriteAsync(bytes);
            await connection.TryWriteAsync(Question);
        }
    }

    /// <summary>Connections that are closed as soon as their handshake is done.</summary>
    internal sealed class Gone : Attack
    {
        protected override async Task StepAsync(BesiegedServer server)
        {
            if (await OpenAsync(server, Opening.Handshake) is { } connection)
            {
                await connection.DisposeAsync();
            }

            // TCP's handshake and TLS's take a way each.
            await Task.Delay(2 * Way, TimeProvider.System);
        }

        protected override Task EndAsync() => Task.CompletedTask;
    }

    /// <summary>Connections that send a byte at a time, and then the same few again and again.</summary>
    /// <param name="count">How many connections.</param>
    /// <param name="bytes">What each of them sends by the byte.</param>
    /// <param name="then">What each of them sends after it; null for nothing.</param>
    internal sealed class Trickle(int count, byte[] bytes, byte[]? then = null) : Attack
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
        private readonly List<RawHttp2> _open = [];
        private int _sent;

        protected override async Task StepAsync(BesiegedServer server)
        {
            while (_open.Count < count && await OpenAsync(server) is { } connection)
            {
                _open.Add(connection);
            }

            var next = _sent < bytes.Length ? bytes.AsMemory(_sent++, 1) : then ?? [];
            foreach (var connection in _open)
            {
                await connection.TryWriteAsync(next);
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        protected override async Task EndAsync()
        {
            foreach (var connection in _open)
            {
                await connection.DisposeAsync();
            }

            _open.Clear();
            _sent = 0;
        }
    }

    /// <summary>A connection that sends frames until it is closed, and then another one.</summary>
    /// <param name="frames">What it sends.</param>
    internal sealed class Flood(byte[] frames) : Attack
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        protected override async Task StepAsync(BesiegedServer server)
        {
            if (await OpenAsync(server) is not { } connection)
            {
                return;
            }

            await using (connection)
            {
                await connection.TryWriteAsync(frames);
                await Task.WhenAny(connection.Closed, Task.Delay(Patience, TimeProvider.System));
            }

            await Task.Delay(Way, TimeProvider.System);
        }

        protected override Task EndAsync() => Task.CompletedTask;
    }

    /// <summary>Connections with calls that never end; those that the server closes are opened again.</summary>
    /// <param name="count">How many connections.</param>
    /// <param name="calls">What each of them sends.</param>
    /// <param name="how">How far each of them is opened before.</param>
    internal sealed class Held(int count, byte[] calls, Opening how = Opening.Whole) : Attack
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
        private readonly List<RawHttp2> _open = [];
        private readonly List<Task> _sending = [];

        protected override async Task StepAsync(BesiegedServer server)
        {
            foreach (var closed in _open.Where(one => how != Opening.Unread && one.Closed.IsCompleted).ToList())
            {
                _open.Remove(closed);
                await closed.DisposeAsync();
            }

            while (_open.Count < count && await OpenAsync(server, how) is { } connection)
            {
                // A server that has had enough may leave the rest unread.
                _open.Add(connection);
                _sending.Add(connection.TryWriteAsync(calls));
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        protected override async Task EndAsync()
        {
            foreach (var connection in _open)
            {
                await connection.DisposeAsync();
            }

            await Task.WhenAll(_sending);
            _open.Clear();
            _sending.Clear();
        }
    }

    /// <summary>Strangers who begin to speak and fall silent; always new ones.</summary>
    /// <param name="count">How many there are at a time.</param>
    /// <param name="first">What each of them sends.</param>
    internal sealed class Silence(int count, Func<Task<byte[]>> first) : Attack
    {
        private const int AtOnce = 50;
        private SilentConnections? _connections;

        protected override async Task StepAsync(BesiegedServer server)
        {
            _connections ??= new SilentConnections(server.Address, await first());
            await _connections.OpenAsync(AtOnce, CancellationToken.None);
            _connections.Keep(count);
        }

        protected override Task EndAsync()
        {
            _connections?.Dispose();
            return Task.CompletedTask;
        }
    }
}
