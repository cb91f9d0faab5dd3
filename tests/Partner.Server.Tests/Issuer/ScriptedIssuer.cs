using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Cards;
using Partner.Server.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Issuer;

/// <summary>A server on a real socket that answers whatever a test wants, and remembers what it was asked.</summary>
internal sealed class ScriptedIssuer : IAsyncDisposable
{
    public const string Id = "01JTOPUP000000000000000001";

    private readonly WebApplication _app;
    private int _requests;

    private ScriptedIssuer(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Method, path and body of each request.</summary>
    public ConcurrentQueue<string> Seen { get; } = [];

    /// <summary>Starts one whose answer depends on the number of the request, counted from 1.</summary>
    public static async Task<ScriptedIssuer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var issuer = new ScriptedIssuer(app);
        IApplicationBuilder pipeline = app;
        pipeline.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync(CancellationToken.None);
            issuer.Seen.Enqueue($"{http.Request.Method} {http.Request.Path} {body}");
            await answer(http, Interlocked.Increment(ref issuer._requests));
        });
        await app.StartAsync();
        var features = app.Services.GetRequiredService<IServer>().Features;
        issuer.Url = new Uri(features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return issuer;
    }

    /// <summary>Starts one that gives the same answer always.</summary>
    public static Task<ScriptedIssuer> StartAsync(int status, string body) =>
        StartAsync((http, _) => AnswerAsync(http, status, body));

    /// <summary>An address on which nobody listens.</summary>
    public static Uri NobodyThere()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return new Uri($"http://{socket.LocalEndpoint}/");
    }

    public static Task AnswerAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>Answers that the order of the request was applied.</summary>
    public static Task AcceptAsync(HttpContext http) => AnswerAsync(http, 201, Completed);

    /// <summary>Does not answer until the caller is gone.</summary>
    public static async Task HangAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public static string Completed => $$"""{"id":"{{Id}}","status":"completed","reference":"R1"}""";

    public static IssuerTopUp Order => new(
        new TopUpId(Id), CardNumber.Iccid("8986030000000000014")!, "phone-100", 10_000, "CNY");

    /// <summary>A gateway to some address; one attempt unless options say otherwise.</summary>
    public static HttpIssuerGateway Gateway(
        Uri url, TimeProvider? clock = null, Func<IssuerOptions, IssuerOptions>? options = null)
    {
        var basic = new IssuerOptions { BaseUrl = url, Attempts = 1 };
        return new HttpIssuerGateway(
            options?.Invoke(basic) ?? basic,
            clock ?? TimeProvider.System,
            NullLogger<HttpIssuerGateway>.Instance);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Waits until so many requests have come.</summary>
    public Task ReceivedAsync(int requests) =>
        Eventually.SeeAsync(() => Task.FromResult(Requests), seen => seen >= requests);
}
