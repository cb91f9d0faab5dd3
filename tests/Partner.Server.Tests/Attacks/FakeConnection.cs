using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Partner.Server.Tests.Attacks;

/// <summary>A connection that nobody is at the other end of.</summary>
internal sealed class FakeConnection : ConnectionContext
{
    private readonly CancellationTokenSource _closed = new();

    public bool IsAborted { get; private set; }

    public override string ConnectionId { get; set; } = "";

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; } = null!;

    public override CancellationToken ConnectionClosed
    {
        get => _closed.Token;
        set => throw new NotSupportedException();
    }

    public override EndPoint? RemoteEndPoint { get; set; } = new IPEndPoint(IPAddress.Loopback, 1);

    public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;

    public void Close() => _closed.Cancel();
}
