using System.Collections.Concurrent;
using Grpc.Net.Client;
using Leb.Partner.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Identity;
using Partner.Core.Limits;
using Partner.Sandbox.Certificates;
using Partner.Server.Allowances;
using Partner.Server.Hosting;
using Partner.Server.Security;

namespace Partner.Server.Tests.Support;

/// <summary>
/// The server's pipeline over real mutual TLS on a free port, with fake services and a list of registrations for a
/// store. A test that logs an error without saying so fails when the host is disposed of.
/// </summary>
internal sealed class GrpcTestHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Registration> _registrations = new();
    private readonly List<GrpcChannel> _channels = [];
    private WebApplication? _app;
    private int _lookups;

    private GrpcTestHost()
    {
    }

    public TlsTestAuthority Authority { get; } = new();

    public GrpcTestLog Log { get; } = new();

    public GrpcTestClock Clock { get; } = new();

    public GrpcFakeTopUps TopUps { get; } = new();

    public IServiceProvider Services => _app!.Services;

    public Uri Address { get; private set; } = new("https://localhost");

    public int Lookups => Volatile.Read(ref _lookups);

    /// <summary>When set, the store cannot be reached.</summary>
    public Exception? LookupFailure { get; set; }

    /// <summary>How many errors the test expects in the log.</summary>
    public int ExpectedErrors { get; set; }

    public static async Task<GrpcTestHost> StartAsync(
        Action<IServiceCollection>? services = null, Action<WebApplication>? map = null,
        Action<TlsTestAuthority>? prepare = null)
    {
        var host = new GrpcTestHost();
        prepare?.Invoke(host.Authority);
        try
        {
            await host.RunAsync(services, map);
            return host;
        }
        catch
        {
            await host.StopAsync();
            throw;
        }
    }

    /// <summary>Registers a new client certificate.</summary>
    public IssuedCertificate Register(Permissions permissions, string? outlet = null, string partner = "acme")
    {
        var certificate = Authority.Client();
        Set(new Registration(
            certificate.Thumbprint, new PartnerId(partner), PartnerStatus.Active, outlet, permissions,
                RevokedAt: null));
        return certificate;
    }

    /// <summary>Changes a registration as another process would: this one is not told.</summary>
    public void Set(Registration registration) => _registrations[registration.Thumbprint] = registration;

    public Registration Registered(IssuedCertificate certificate) => _registrations[certificate.Thumbprint];

    public void Unregister(IssuedCertificate certificate) => _registrations.TryRemove(certificate.Thumbprint, out _);

    /// <summary>A channel with connections of its own.</summary>
    public GrpcChannel Channel(IssuedCertificate? certificate)
    {
        var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = TlsTestClient.Handler(Authority, certificate),
            DisposeHttpClient = true,
        });
        _channels.Add(channel);
        return channel;
    }

    public TopUpService.TopUpServiceClient Client(IssuedCertificate? certificate) => new(Channel(certificate));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Assert.True(Log.Errors.Count == ExpectedErrors, string.Join('\n', Log.Errors));
    }

    private async Task StopAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Authority.Dispose();
    }

    private async Task RunAsync(Action<IServiceCollection>? services, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenWithMutualTls(
            new KestrelAddress("localhost", 0),
            new KestrelTls(Authority.Files, Clock, NullLogger<KestrelTls>.Instance)));
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<RegistrationLookup>(LookUp);
        builder.Services.AddSingleton<LimitLookup>((_, _) => Task.FromResult(LimitBook.Empty));
        builder.Services.AddSingleton(Unlimited.Limits);
        builder.Services.AddPartnerGrpc();
        builder.Services.AddSingleton(TopUps);
        services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UsePartnerGrpc();
        _app.MapGrpcService<GrpcFakeTopUps>();
        _app.MapGrpcService<GrpcFakeBalances>();
        _app.MapGrpcService<GrpcFakePlans>();
        _app.MapGrpcService<GrpcFakeCards>();
        _app.MapGrpcService<GrpcFakeReceipts>();
        _app.MapGrpcService<GrpcFakeArrivals>();
        _app.MapGrpcService<GrpcFakeRenewals>();
        _app.MapGrpcService<GrpcFakeReminders>();
        _app.MapGrpcService<GrpcFakeEsims>();
        _app.MapGrpcService<GrpcFakeAccounts>();
        _app.MapGrpcService<GrpcFakeLimits>();
        _app.MapGrpcService<GrpcFakeOrganisations>();
        _app.MapPartnerGrpc();
        map?.Invoke(_app);
        await _app.StartAsync();
        var bound = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri($"https://127.0.0.1:{new Uri(bound.Single()).Port}");
    }

    private ValueTask<Registration?> LookUp(string thumbprint, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lookups);
        return LookupFailure is { } failure
            ? ValueTask.FromException<Registration?>(failure)
            : ValueTask.FromResult(_registrations.GetValueOrDefault(thumbprint));
    }
}
