using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partner.Server.Accounts;
using Partner.Server.Connections;
using Partner.Server.Errors;
using Partner.Server.Security;

namespace Partner.Server.Hosting;

/// <summary>
/// Where tills without a certificate enrol with a code: TLS by the rules of the main door but without a client
/// certificate, and one service. It is a server of its own, so that nothing else can be reached through it, however
/// much of it strangers hold.
/// </summary>
internal sealed class EnrollmentPort : IAsyncDisposable
{
    private static readonly ConnectionLimits Limits = new()
    {
        Connections = 128,
        ConnectionsPerCertificate = 16,
        Handshakes = 32,
        StreamsPerConnection = 8,
        Calls = 64,
        CallsPerCertificate = 16,
        StreamsPerCertificate = 1,
        SalesWaiting = 1,
    };

    private readonly WebApplication _app;

    private EnrollmentPort(WebApplication app) => _app = app;

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Opens the port.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="main">The services of the server proper, which does the work.</param>
    /// <param name="cancel">Gives the start up.</param>
    /// <exception cref="IOException">The address is in use, or may not be used.</exception>
    public static async Task<EnrollmentPort> OpenAsync(
        KestrelAddress address, IServiceProvider main, CancellationToken cancel)
    {
        var port = new EnrollmentPort(Build(address, main));
        try
        {
            await port._app.StartAsync(cancel);
        }
        catch (Exception fault)
        {
            await port._app.DisposeAsync();
            if (fault is IOException or SocketException)
            {
                throw new EnrollmentPortException(
                    $"The port for enrolment, {address}, cannot be opened: {fault.Message}", fault);
            }

            throw;
        }

        var bound = port._app.Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        port.Port = new Uri(bound).Port;
        return port;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(KestrelAddress address, IServiceProvider main)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var clock = main.GetRequiredService<TimeProvider>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(listen => listen.EndAtAge(TimeSpan.FromMinutes(5), clock));
            kestrel.ListenToStrangers(address, main.GetRequiredService<KestrelTls>());
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(Limits);
        builder.Services.AddSingleton(main.GetRequiredService<EnrollmentGrpcService>());
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = PartnerGrpc.LargestRequest;
            options.EnableDetailedErrors = false;
            options.Interceptors.Add<ErrorInterceptor>();
        });
        StrictServiceMethods.ReplaceFrameworkProvider(builder.Services);
        builder.Services.AddConnectionBounds();
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddSingleton<SaleIntake>();
        builder.Services.AddSingleton<CallBounds>();

        // It speaks with the server's voice, and the signals that end the process are the server's business.
        builder.Services.Replace(ServiceDescriptor.Singleton(main.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton(new ActivitySource("Partner.Enrollment"));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        var app = builder.Build();
        app.UseMiddleware<FrameworkErrorMiddleware>();
        app.UseMiddleware<CallBoundsMiddleware>();
        app.MapGrpcService<EnrollmentGrpcService>();
        return app;
    }
}

/// <summary>The port for enrolment cannot be opened.</summary>
/// <param name="message">Which and why.</param>
/// <param name="cause">What the system says.</param>
public sealed class EnrollmentPortException(string message, Exception cause) : IOException(message, cause);
