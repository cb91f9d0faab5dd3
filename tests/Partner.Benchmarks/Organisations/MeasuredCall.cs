using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Partner.Benchmarks.Organisations;

/// <summary>A call of which a service sees the HTTP request, and nothing else is asked.</summary>
/// <param name="http">The request.</param>
/// <param name="till">Where it comes from.</param>
internal sealed class MeasuredCall(HttpContext http, (string Outlet, string Terminal) till) : ServerCallContext
{
    // Where Grpc.AspNetCore looks for the request of a call that is not its own.
    private readonly Dictionary<object, object> _state = new() { ["__HttpContext"] = http };

    /// <summary>Where it comes from.</summary>
    public (string Outlet, string Terminal) Till { get; } = till;

    /// <summary>Whether it came as far as its service, and might sell there.</summary>
    public bool Served { get; set; }

    /// <inheritdoc/>
    protected override string MethodCore => "/leb.partner.v1.TopUpService/CreateTopUp";

    /// <inheritdoc/>
    protected override string HostCore => "localhost";

    /// <inheritdoc/>
    protected override string PeerCore => "ipv4:127.0.0.1";

    /// <inheritdoc/>
    protected override DateTime DeadlineCore => DateTime.MaxValue;

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore => [];

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore => [];

    /// <inheritdoc/>
    protected override Status StatusCore { get; set; }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore => new("", []);

    /// <inheritdoc/>
    protected override IDictionary<object, object> UserStateCore => _state;

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
