using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Partner.Sandbox.Issuer;
using Partner.Server.Notices;

namespace Partner.Sandbox.Notices;

/// <summary>
/// A gateway of text messages for development, demonstrations and tests: a real HTTP service whose inbox anybody can
/// read (GET messages). It sends nothing to anybody.
/// </summary>
public sealed class SimulatedGateway : IAsyncDisposable
{
    private const int OptedOutStatus = 422;

    private readonly WebApplication _app;
    private readonly GatewayInbox _inbox;
    private readonly SimulatedGatewayOptions _options;
    private readonly CancellationTokenSource _stopping = new();

    private SimulatedGateway(WebApplication app, GatewayInbox inbox, SimulatedGatewayOptions options) =>
        (_app, _inbox, _options) = (app, inbox, options);

    /// <summary>Its address, with the real port.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What customers got, in the order in which it came.</summary>
    public IReadOnlyList<DeliveredMessage> Delivered => _inbox.Delivered;

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where and how slow.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="IOException">The inbox is in use, or the port is.</exception>
    public static async Task<SimulatedGateway> StartAsync(SimulatedGatewayOptions options, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.DataFolder);
        var app = Build(options);
        var inbox = new GatewayInbox(Path.Combine(options.DataFolder, "inbox.log"));
        var gateway = new SimulatedGateway(app, inbox, options);
        try
        {
            IApplicationBuilder pipeline = app;
            pipeline.Run(gateway.HandleAsync);
            await app.StartAsync(cancel);
            var server = app.Services.GetRequiredService<IServer>();
            gateway.Url = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>How often a message was handed over since the start.</summary>
    /// <param name="id">Its id.</param>
    public int TimesReceived(string id) => _inbox.TimesReceived(id);

    /// <summary>Drops what hangs, and closes the inbox.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _inbox.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(SimulatedGatewayOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        // It stands for a foreign system: in the same process as a server, it is still no part of its traces.
        builder.Services.AddSingleton(new ActivitySource("Partner.SimulatedGateway"));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = WireIo.BodyLimit;
            kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path != "/" + GatewayCodes.Path)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method))
        {
            await WireIo.WriteAsync(
                http.Response, StatusCodes.Status200OK, Delivered, InboxJson.Default.IReadOnlyListDeliveredMessage);
            return;
        }

        var message = await WireIo.ReadAsync(http.Request, GatewayJson.Default.GatewayMessage, http.RequestAborted);
        if (message is null || message.Id != http.Request.Headers[GatewayCodes.IdHeader])
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await AnswerAsync(http, message, _inbox.Receive(message.Id));
    }

    private async Task AnswerAsync(HttpContext http, GatewayMessage message, int times)
    {
        switch (message.To)
        {
            case SandboxNumbers.Fails:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            case SandboxNumbers.Unclear:
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            case SandboxNumbers.OptedOut:
                await RefuseAsync(http, GatewayCodes.OptedOut);
                return;
            case SandboxNumbers.Invalid:
                await RefuseAsync(http, GatewayCodes.InvalidNumber);
                return;
        }

        if (_options.AllSlow || message.To == SandboxNumbers.Slow)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
            await Task.Delay(_options.SlowFor, _options.Clock, either.Token);
        }

        _inbox.Deliver(message, _options.Clock.GetUtcNow());
        if (message.To == SandboxNumbers.LosesFirstAnswer && times == 1)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static Task RefuseAsync(HttpContext http, string code) => WireIo.WriteAsync(
        http.Response, OptedOutStatus, new GatewayRefusal(code), GatewayJson.Default.GatewayRefusal);
}
