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

        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (true)
            {
                while (open.MustWait)
                {
                    await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                }

                var connection = await sockets.AcceptAsync(cancellationToken);
                if (connection is null)
                {
                    return null;
                }

                if (open.Admit(connection) is { } handshake)
                {
                    connection.Features.Set(handshake);
                    return connection;
                }

                // It was told to end; what is left of it goes on by itself.
                _ = connection.DisposeAsync().AsTask();
            }
        }

        public ValueTask DisposeAsync() => sockets.DisposeAsync();

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) =>
            sockets.UnbindAsync(cancellationToken);
    }
}
