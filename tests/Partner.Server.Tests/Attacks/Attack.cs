using System.Net.Sockets;
using System.Security.Authentication;
using Partner.Benchmarks.Harness;

namespace Partner.Server.Tests.Attacks;

/// <summary>Something done to a server again and again, by one attacker who does not wait between.</summary>
internal abstract class Attack : IAsyncDisposable
{
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
    internal static async Task<RawHttp2?> OpenAsync(BesiegedServer server)
    {
        try
        {
            return await RawHttp2.OpenAsync(server.Address, server.Attacker, window: 0);
        }
        catch (Exception refusal) when (refusal is IOException or SocketException or AuthenticationException)
        {
            return null;
        }
    }

    /// <summary>
    /// A connection that sends some bytes, until they are digested or it is closed, and then another one.
    /// </summary>
    /// <param name="turns">What each of them sends; after the last one it begins again.</param>
    internal sealed class Burst(IReadOnlyList<byte[]> turns) : Attack
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
        private static readonly byte[] Question = RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]);
        private int _turn;

        protected override async Task StepAsync(BesiegedServer server)
        {
            if (await OpenAsync(server) is not { } connection)
            {
                return;
            }

            await using (connection)
            {
                await connection.TryWriteAsync(turns[_turn++ % turns.Count]);
                await connection.TryWriteAsync(Question);
                await Task.WhenAny(connection.Closed, connection.Ponged, Task.Delay(Patience, TimeProvider.System));
            }
        }

        protected override Task EndAsync() => Task.CompletedTask;
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
        }

        protected override Task EndAsync() => Task.CompletedTask;
    }

    /// <summary>Connections with calls that never end; those that the server closes are opened again.</summary>
    /// <param name="count">How many connections.</param>
    /// <param name="calls">What each of them sends.</param>
    internal sealed class Held(int count, byte[] calls) : Attack
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
        private readonly List<RawHttp2> _open = [];

        protected override async Task StepAsync(BesiegedServer server)
        {
            foreach (var closed in _open.Where(one => one.Closed.IsCompleted).ToList())
            {
                _open.Remove(closed);
                await closed.DisposeAsync();
            }

            while (_open.Count < count && await OpenAsync(server) is { } connection)
            {
                _open.Add(connection);
                await connection.TryWriteAsync(calls);
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
