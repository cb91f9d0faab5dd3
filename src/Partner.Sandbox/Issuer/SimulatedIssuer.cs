using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Partner.Server.Issuer;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// An issuer for development, demonstrations and tests: a real HTTP service with a durable log of what it applied,
/// which shows after a crash of ours what was delivered. Never for production; it has no authentication.
/// </summary>
public sealed class SimulatedIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IssuerOrders _orders;
    private readonly CancellationTokenSource _stopping;

    private SimulatedIssuer(WebApplication app, IssuerOrders orders, CancellationTokenSource stopping, Uri url)
    {
        _app = app;
        _orders = orders;
        _stopping = stopping;
        Url = url;
    }

    /// <summary>Its address, with the real port; for <see cref="IssuerOptions.BaseUrl"/>.</summary>
    public Uri Url { get; }

    /// <summary>Reads the log and starts to listen.</summary>
    /// <param name="options">Where and how slow.</param>
    /// <param name="ct">Stops the start.</param>
    /// <exception cref="InvalidDataException">The log is damaged in other ways than by a torn last line.</exception>
    /// <exception cref="IOException">The log is in use, or the port is.</exception>
    public static async Task<SimulatedIssuer> StartAsync(SimulatedIssuerOptions options, CancellationToken ct)
    {
        Directory.CreateDirectory(options.DataFolder);
        var plans = new IssuerPlans(options.Catalogue);
        var orders = new IssuerOrders(Path.Combine(options.DataFolder, "issuer.log"), options.Clock, plans);
        var stopping = new CancellationTokenSource();
        WebApplication? app = null;
        try
        {
            app = Build(options);
            IApplicationBuilder pipeline = app;
            pipeline.Run(new IssuerEndpoints(orders, options, stopping.Token).HandleAsync);
            await app.StartAsync(ct);
            var server = app.Services.GetRequiredService<IServer>();
            var bound = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
            return new SimulatedIssuer(app, orders, stopping, ReachableUrl(bound));
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            stopping.Dispose();
            orders.Dispose();
            throw;
        }
    }

    /// <summary>Drops what hangs, finishes what is under way, flushes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _orders.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(SimulatedIssuerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        // It stands for a foreign system: in the same process as a server, it is still no part of its traces.
        builder.Services.AddSingleton(new ActivitySource("Partner.SimulatedIssuer"));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = WireIo.BodyLimit;
            kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    /// <summary>A caller on this machine reaches "any address" by loopback.</summary>
    private static Uri ReachableUrl(string bound)
    {
        var url = new Uri(bound);
        return IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri
            : url;
    }
}
