using Partner.Sandbox.Certificates;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Sandbox.Seed;
using Partner.Server.Hosting;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Sandbox.Hosting;

/// <summary>
/// The server with all comforts of development: it makes schema, certificates, demo partners and an issuer by itself,
/// on a database that is its own. The verbs, the tests and the benchmarks start the same one.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly PartnerServer _server;
    private readonly SimulatedIssuer? _simulation;

    private SandboxServer(
        PartnerServer server, SimulatedIssuer? simulation, SimulatedGateway? gateway, DevelopmentPki pki) =>
        (_server, _simulation, Gateway, Pki) = (server, simulation, gateway, pki);

    /// <summary>The port that it listens on.</summary>
    public int Port => _server.Port;

    /// <summary>The operator's port; null when there is none.</summary>
    public int? OperatorPort => _server.OperatorPort;

    /// <summary>The port for probes; null when there is none.</summary>
    public Uri? HealthUrl => _server.HealthUrl;

    /// <summary>The store.</summary>
    public PartnerStore Store => _server.Store;

    /// <summary>The issuer.</summary>
    public Uri IssuerUrl => _server.IssuerUrl;

    /// <summary>The simulated gateway of text messages; null when there is another one or none.</summary>
    public SimulatedGateway? Gateway { get; }

    /// <summary>The certificates of the data folder.</summary>
    public DevelopmentPki Pki { get; }

    /// <summary>The services, for tests.</summary>
    public IServiceProvider Services => _server.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="settings">What it is started with.</param>
    /// <param name="cancel">Gives the start up.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="Storage.Abstractions.StoreNotReadyException">
    /// The database is somebody else's (see <see cref="SandboxMark"/>) or cannot be used as it is.
    /// </exception>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxSettings settings, CancellationToken cancel)
    {
        var pki = await PrepareAsync(settings.DataFolder, settings.Store, settings.Clock, cancel);
        TermsSource? terms = null;
        var simulation = settings.IssuerUrl is null
            ? await SimulatedIssuer.StartAsync(
                settings.Simulation with
                {
                    DataFolder = Path.Combine(settings.DataFolder, "issuer"),
                    Catalogue = settings.Simulation.Catalogue ?? (at => Volatile.Read(ref terms)?.At(at)?.Catalogue),
                },
                cancel)
            : null;
        SimulatedGateway? gateway = null;
        try
        {
            gateway = settings is { IssuerUrl: null, Gateway: { } own, Notices.Gateway: null }
                ? await SimulatedGateway.StartAsync(
                    own with { DataFolder = Path.Combine(settings.DataFolder, "notices") }, cancel)
                : null;
            var issuer = settings.Issuer with { BaseUrl = settings.IssuerUrl ?? simulation!.Url };
            var notices = settings.Notices with { Gateway = settings.Notices.Gateway ?? gateway?.Url };
            var server = await PartnerServer.StartAsync(
                settings with { Issuer = issuer, Notices = notices }, cancel);
            Volatile.Write(ref terms, server.Services.GetRequiredService<TermsSource>());
            return new SandboxServer(server, simulation, gateway, pki);
        }
        catch
        {
            if (gateway is not null)
            {
                await gateway.DisposeAsync();
            }

            if (simulation is not null)
            {
                await simulation.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Makes what is absent: schema, certificates, demo partners with funded floats, documents.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The certificates.</returns>
    /// <exception cref="Storage.Abstractions.StoreNotReadyException">The database is not the sandbox's.</exception>
    public static async Task<DevelopmentPki> PrepareAsync(
        string dataFolder, StoreOptions database, TimeProvider clock, CancellationToken cancel)
    {
        SandboxMark.Claim(database);
        PartnerStore.Migrate(database);
        var pki = await DevelopmentPki.OpenAsync(dataFolder, [], PkiCreation.WhenAbsent, clock, cancel);
        await using var store = PartnerStore.Open(database);
        await DemoData.SeedAsync(store, pki, clock, cancel);
        return pki;
    }

    /// <summary>Returns when the process is told to stop and has stopped: calls answered, work drained.</summary>
    public Task WaitForShutdownAsync() => _server.WaitForShutdownAsync();

    /// <summary>Stops: no more calls, what is under way finishes within the drain time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        if (_simulation is not null)
        {
            await _simulation.DisposeAsync();
        }
    }
}
