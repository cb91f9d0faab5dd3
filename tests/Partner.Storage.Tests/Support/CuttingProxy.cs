using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Partner.Storage.Tests.Support;

/// <summary>When a connection is cut, seen from the statement that is being waited for.</summary>
internal enum Cut
{
    /// <summary>Before the server gets it.</summary>
    BeforeItArrives,

    /// <summary>When the server has answered it, before the client gets the answer.</summary>
    BeforeTheAnswer,
}

/// <summary>
/// Stands between a client and a server, and cuts their connection at a word of the client's; or falls silent, as a
/// network does that loses every packet: connections stay open, are even accepted, and nothing is ever answered.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private Plan? _plan;
    private volatile bool _refuses;
    private volatile bool _silent;

    /// <summary>Starts it.</summary>
    /// <param name="server">The server.</param>
    public CuttingProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the next connection whose client says a word.</summary>
    /// <param name="word">The word, as bytes of a message.</param>
    /// <param name="when">When.</param>
    /// <param name="thenRefuse">Whether no further connection is let through until <see cref="Mend"/>.</param>
    /// <returns>Ends when it was cut.</returns>
    public Task CutAt(ReadOnlyMemory<byte> word, Cut when, bool thenRefuse = false)
    {
        var plan = new Plan(word, when, thenRefuse, Silently: false);
        _plan = plan;
        return plan.Done.Task;
    }

    /// <summary>Falls silent at a word of a client's, on every connection, until <see cref="Mend"/>.</summary>
    /// <param name="word">The word, as bytes of a message.</param>
    /// <param name="when">When.</param>
    /// <returns>Ends when it fell silent.</returns>
    public Task FallSilentAt(ReadOnlyMemory<byte> word, Cut when)
    {
        var plan = new Plan(word, when, ThenRefuse: false, Silently: true);
        _plan = plan;
        return plan.Done.Task;
    }

    /// <summary>
    /// Swallows whatever either side says, on every connection, until <see cref="Mend"/>. A connection that lost bytes
    /// so stays silent for ever.
    /// </summary>
    public void FallSilent() => _silent = true;

    /// <summary>Cuts every connection and lets none through until <see cref="Mend"/>.</summary>
    public void Sever()
    {
        _refuses = true;
        foreach (var connection in _open.Keys)
        {
            connection.Close();
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend() => _refuses = _silent = false;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var connection in _open.Keys)
        {
            connection.Dispose();
        }

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
            catch (Exception stopped) when (
                stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = _open[server] = true;
        try
        {
            if (_silent)
            {
                await SwallowAsync(client.GetStream());
            }
            else if (!_refuses)
            {
                await server.ConnectAsync(_server);
                (client.NoDelay, server.NoDelay) = (true, true);
                using var over = new CancellationTokenSource();
                var link = new Link(client.GetStream(), server.GetStream());
                await Task.WhenAny(ForwardAsync(link, over.Token), AnswerAsync(link, over.Token));
                await over.CancelAsync();
            }
        }
        catch (SocketException)
        {
            // The server is not there: the client finds out as it would without us.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);

            // Without a farewell, as when a machine goes away.
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
        }
    }

    private async Task ForwardAsync(Link link, CancellationToken over)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await link.Client.ReadAsync(buffer, over)) > 0;)
            {
                if (_plan is { } plan && buffer.AsSpan(0, read).IndexOf(plan.Word.Span) >= 0
                    && Interlocked.CompareExchange(ref _plan, null, plan) == plan)
                {
                    link.Cutting = plan;
                    _refuses |= plan.ThenRefuse;
                    if (plan.When == Cut.BeforeItArrives && IsCut(plan, link))
                    {
                        return;
                    }
                }

                if (!IsSilent(link))
                {
                    await link.Server.WriteAsync(buffer.AsMemory(0, read), over);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task AnswerAsync(Link link, CancellationToken over)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await link.Server.ReadAsync(buffer, over)) > 0;)
            {
                if (link.Cutting is { When: Cut.BeforeTheAnswer } plan && IsCut(plan, link))
                {
                    return;
                }

                if (!IsSilent(link))
                {
                    await link.Client.WriteAsync(buffer.AsMemory(0, read), over);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }

    /// <summary>Carries a plan out.</summary>
    /// <returns>Whether the connection is to be closed; otherwise it is silent.</returns>
    private bool IsCut(Plan plan, Link link)
    {
        link.IsSilent |= plan.Silently;
        _silent |= plan.Silently;
        plan.Done.TrySetResult();
        return !plan.Silently;
    }

    private bool IsSilent(Link link) => link.IsSilent |= _silent;

    private static async Task SwallowAsync(NetworkStream client)
    {
        var buffer = new byte[1024];
        try
        {
            while (await client.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            return;
        }
    }

    private sealed class Link(NetworkStream client, NetworkStream server)
    {
        public NetworkStream Client => client;

        public NetworkStream Server => server;

        public Plan? Cutting { get; set; }

        public bool IsSilent { get; set; }
    }

    private sealed record Plan(ReadOnlyMemory<byte> Word, Cut When, bool ThenRefuse, bool Silently)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
