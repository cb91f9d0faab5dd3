using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Partner.Server.Connections;

/// <summary>
/// Listens as Kestrel does, and counts connections where they are accepted: a connection costs a file descriptor from
/// then on, however busy the threads are that should look at it.
/// </summary>
/// <param name="options">The transport's settings.</param>
/// <param name="loggers">The transport's logs.</param>
/// <param name="open">The connections.</param>
internal sealed class BoundedListenerFactory(
    IOptions<SocketTransportOptions> options, ILoggerFactory loggers, OpenConnections open)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(options, loggers);

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _sockets.BindAsync(endpoint, cancellationToken), open);

    private sealed class Listener(IConnectionListener sockets, OpenConnections open) : IConnectionListener
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

        private readonly WaitingConnections _waiting = new();
        private readonly CancellationTokenSource _over = new();
        private Task? _accepting;

        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            _accepting ??= AcceptAllAsync();
            while (true)
            {
                await _waiting.WaitAsync(cancellationToken);
                if (_waiting.IsOver)
                {
                    await _accepting;
                    return null;
                }

                // Whoever comes while it waits for its turn goes first.
                while (!open.TryBegin())
                {
                    await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                }

                if (_waiting.Take() is { } connection)
                {
                    return connection;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await sockets.DisposeAsync();
            if (_accepting is not null)
            {
                await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            _waiting.Dispose();
            _over.Dispose();
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) =>
            sockets.UnbindAsync(cancellationToken);

        private async Task AcceptAllAsync()
        {
            try
            {
                while (true)
                {
                    while (!open.TryArrive())
                    {
                        await Task.Delay(Pause, TimeProvider.System, _over.Token);
                    }

                    if (await sockets.AcceptAsync(_over.Token) is not { } connection)
                    {
                        return;
                    }

                    if (open.Admit(connection) is { } handshake)
                    {
                        connection.Features.Set(handshake);
                        _waiting.Add(connection, handshake);
                    }
                    else
                    {
                        // It was told to end; what is left of it goes on by itself.
                        _ = connection.DisposeAsync().AsTask();
                    }
                }
            }
            finally
            {
                _waiting.End();
            }
        }
    }
}
