using Microsoft.AspNetCore.Connections;

namespace Partner.Server.Connections;

/// <summary>
/// Connections that were accepted and whose handshake has not begun: until then they cost little. The newest goes
/// first, since whoever came behind a crowd that says nothing must not wait for it; whoever gave up, or had to go, is
/// let go without a handshake.
/// </summary>
internal sealed class WaitingConnections : IDisposable
{
    private const int Most = 1024;

    private readonly LinkedList<(ConnectionContext Connection, Handshake Handshake)> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Lock _lock = new();
    private bool _ended;

    /// <summary>Takes one in.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="handshake">Its handshake.</param>
    internal void Add(ConnectionContext connection, Handshake handshake)
    {
        var gone = new List<ConnectionContext>();
        lock (_lock)
        {
            _waiting.AddLast((connection, handshake));
            while (_waiting.First is { Value: var oldest } && (_waiting.Count > Most || IsGone(oldest)))
            {
                _waiting.RemoveFirst();
                gone.Add(oldest.Connection);
            }
        }

        gone.ForEach(LetGo);
        _arrived.Release();
    }

    /// <summary>No more will come.</summary>
    internal void End()
    {
        _ended = true;
        _arrived.Release();
    }

    /// <summary>Waits until there is one.</summary>
    /// <param name="cancel">Gives up.</param>
    internal async Task WaitAsync(CancellationToken cancel)
    {
        while (!_ended && Count == 0)
        {
            await _arrived.WaitAsync(cancel);
        }
    }

    /// <summary>The newest that is still there.</summary>
    /// <returns>The connection; null where there is none.</returns>
    internal ConnectionContext? Take()
    {
        while (true)
        {
            (ConnectionContext Connection, Handshake Handshake) newest;
            lock (_lock)
            {
                if (_waiting.Last is not { } last)
                {
                    return null;
                }

                newest = last.Value;
                _waiting.RemoveLast();
            }

            if (!IsGone(newest))
            {
                return newest.Connection;
            }

            LetGo(newest.Connection);
        }
    }

    /// <summary>Whether none is there and none will come.</summary>
    internal bool IsOver => _ended && Count == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        while (Take() is { } left)
        {
            left.Abort(new ConnectionAbortedException("the server stops"));
            LetGo(left);
        }

        _arrived.Dispose();
    }

    private int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    private static bool IsGone((ConnectionContext Connection, Handshake Handshake) one) =>
        one.Handshake.Reason is not null || one.Connection.ConnectionClosed.IsCancellationRequested;

    // What is left of it goes on by itself.
    private static void LetGo(ConnectionContext connection) => _ = connection.DisposeAsync().AsTask();
}
