using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partner.Server.Connections;

namespace Partner.Server.Hosting;

/// <summary>
/// A port for probes that bring no client certificate: plain HTTP/1.1, three paths and nothing else. It is a server of
/// its own, so that no service can be reached through it, and so that it still says "draining" when the server proper
/// has closed its door.
/// </summary>
public sealed class HealthPort : IAsyncDisposable
{
    // Of more than half of them the oldest has to go: whoever holds many open must not keep probes out.
    private const int MostConnections = 64;
    private readonly WebApplication _app;
    private volatile ServerHealth? _server;

    private HealthPort(WebApplication app) => _app = app;

    /// <summary>Where it listens: "http://127.0.0.1:8081".</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Opens the port. Until <see cref="Started"/> the server is alive and nothing more.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="cancel">Gives the start up.</param>
    /// <exception cref="HealthPortException">The address is in use, or may not be used.</exception>
    public static async Task<HealthPort> OpenAsync(KestrelAddress address, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.ListenPlainly(address, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(new OpenConnections(MostConnections, MostConnections, TimeProvider.System));
        builder.Services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory, BoundedListenerFactory>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));

        // Probes are no part of anybody's trace, and the signals that end the process are the server's business.
        builder.Services.AddSingleton(new ActivitySource("Partner.Health"));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var port = new HealthPort(builder.Build());
        IApplicationBuilder pipeline = port._app;
        pipeline.Run(port.AnswerAsync);
        try
        {
            await port._app.StartAsync(cancel);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await port._app.DisposeAsync();
            throw new HealthPortException(
                $"The port for probes, {address}, cannot be opened: {fault.Message}", fault);
        }
        catch
        {
            await port._app.DisposeAsync();
            throw;
        }

        var server = port._app.Services.GetRequiredService<IServer>();
        port.Url = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
        return port;
    }

    /// <summary>The server has started; from now on it can be ready.</summary>
    /// <param name="server">Tells whether it is.</param>
    public void Started(ServerHealth server) => _server = server;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        http.Features.Get<IHttpMetricsTagsFeature>()?.MetricsDisabled = true;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        switch (http.Request.Path.Value)
        {
            case "/health/live":
                return WriteAsync(http, "live", []);
            case "/health/started":
                return WriteAsync(http, "started", _server is null ? [Starting] : []);
            case "/health/ready":
                return AnswerReadyAsync(http);
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private static (string Name, string? Wrong) Starting => ("started", "the server is starting");

    private async Task AnswerReadyAsync(HttpContext http)
    {
        var checks = _server is { } server
            ? ServerHealth.Missing(await server.CheckAsync(http.RequestAborted))
            : [Starting];
        await WriteAsync(http, "ready", [.. checks]);
    }

    private static async Task WriteAsync(
        HttpContext http, string asked, IReadOnlyList<(string Name, string? Wrong)> checks)
    {
        var missing = checks.Any(check => check.Wrong is not null);
        http.Response.StatusCode = missing ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteBoolean(asked, !missing);
            json.WriteStartObject("checks");
            foreach (var check in checks)
            {
                json.WriteString(check.Name, check.Wrong ?? "ok");
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
        }
    }
}

/// <summary>The port for probes cannot be opened.</summary>
/// <param name="message">Which and why.</param>
/// <param name="cause">What the system says.</param>
public sealed class HealthPortException(string message, Exception cause) : IOException(message, cause);
