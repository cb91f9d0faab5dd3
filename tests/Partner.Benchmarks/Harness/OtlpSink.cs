using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Partner.Benchmarks.Harness;

/// <summary>One export of a signal.</summary>
/// <param name="Signal">traces, metrics or logs.</param>
/// <param name="Body">The request message in Protobuf.</param>
public sealed record OtlpExport(string Signal, byte[] Body);

/// <summary>
/// A receiver of the OpenTelemetry protocol that takes everything: over HTTP/1.1 on one port, over gRPC without TLS on
/// another.
/// </summary>
public sealed class OtlpSink : IAsyncDisposable
{
    private const int GrpcPrefix = 5;
    private readonly WebApplication _app;
    private readonly bool _keep;
    private readonly ConcurrentQueue<OtlpExport> _exports = new();
    private long _bytes;

    private OtlpSink(WebApplication app, bool keep) => (_app, _keep) = (app, keep);

    /// <summary>Base address for http/protobuf.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>Address for grpc.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>What came so far, where it is kept.</summary>
    public IReadOnlyCollection<OtlpExport> Exports => _exports;

    /// <summary>How much came so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Starts to listen on free ports of this machine.</summary>
    /// <param name="keep">Whether to keep what comes.</param>
    /// <param name="cancel">Gives the start up.</param>
    public static async Task<OtlpSink> StartAsync(bool keep, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var sink = new OtlpSink(builder.Build(), keep);
        IApplicationBuilder pipeline = sink._app;
        pipeline.Run(sink.TakeAsync);
        await sink._app.StartAsync(cancel);
        var addresses = sink._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.ToList();
        (sink.Http, sink.Grpc) = (new Uri(addresses[0]), new Uri(addresses[1]));
        return sink;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Interlocked.Add(ref _bytes, body.Length);
        var overGrpc = http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        if (_keep)
        {
            var path = http.Request.Path.Value!;
            var signal = path.Contains("race", StringComparison.Ordinal) ? "traces"
                : path.Contains("etrics", StringComparison.Ordinal) ? "metrics"
                : "logs";
            _exports.Enqueue(new OtlpExport(signal, body.ToArray()[(overGrpc ? GrpcPrefix : 0)..]));
        }

        if (!overGrpc)
        {
            http.Response.ContentType = "application/x-protobuf";
            return;
        }

        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.Body.WriteAsync(new byte[GrpcPrefix], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
