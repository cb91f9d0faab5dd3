using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Seed;
using Partner.Server.Contract;
using Partner.Server.Hosting;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Tests.Support;

/// <summary>
/// A whole server in this process: a folder of its own, a free port, real mutual TLS, the simulated issuer with delays
/// that a test can wait for. Partners that do not know each other keep tests apart that share one.
/// </summary>
public sealed class RunningServer : IAsyncDisposable
{
    private const Permissions All = Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage;

    private readonly Func<SandboxSettings, SandboxSettings> _change;
    private readonly List<TestClient> _clients = [];
    private readonly ServerStore _store;
    private readonly bool _alone;
    private SandboxServer? _server;
    private SandboxServer? _twin;

    private RunningServer(Func<SandboxSettings, SandboxSettings> change, ServerStore store, bool alone) =>
        (_change, _store, _alone) = (change, store, alone);

    /// <summary>The data folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("leb-suite-").FullName;

    /// <summary>How a verb finds the folder and the database.</summary>
    public IReadOnlyList<string> DataArguments => _store.Options is { } options
        ? ["--data", Folder, "--provider", options.Provider.ToString(), "--connection", options.ConnectionString]
        : ["--data", Folder];

    /// <summary>What was logged since the first start.</summary>
    public LogOfServer Log { get; } = new();

    /// <summary>The server.</summary>
    public SandboxServer Server => _server ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>The store behind it.</summary>
    public PartnerStore Store => Server.Store;

    /// <summary>Opens the same database a second time, as another replica would.</summary>
    public PartnerStore OpenStore() => PartnerStore.Open(Settings().Store);

    /// <summary>Starts another server on the same database and issuer, as a second replica of this one.</summary>
    public Task<SandboxServer> StartReplicaAsync()
    {
        var settings = Settings();
        return SandboxServer.StartAsync(
            settings with
            {
                IssuerUrl = Server.IssuerUrl,
                Notices = settings.Notices with { Gateway = settings.Notices.Gateway ?? Server.Gateway?.Url },
            },
            CancellationToken.None);
    }

    /// <summary>Starts a server.</summary>
    /// <param name="change">Other settings than the usual ones of tests.</param>
    /// <param name="alone">
    /// Whether it is the only one also where two share a database: for tests that stop it, or are about its inside.
    /// </param>
    public static async Task<RunningServer> StartAsync(
        Func<SandboxSettings, SandboxSettings>? change = null, bool alone = false)
    {
        var running = new RunningServer(
            change ?? (settings => settings), await ServerStore.CreateAsync(), alone || !ServerStore.IsShared);
        await running.StartAgainAsync();
        return running;
    }

    /// <summary>Starts a server on the same folder after it was stopped.</summary>
    public async Task StartAgainAsync()
    {
        _server = await SandboxServer.StartAsync(Settings(), CancellationToken.None);
        _server.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        if (!_alone)
        {
            _twin = await StartReplicaAsync();
            _twin.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        }
    }

    /// <summary>Stops the server as the program does when it is told to end.</summary>
    public async Task StopAsync()
    {
        // The issuer is in the first one, so that it goes last.
        if (_twin is not null)
        {
            await _twin.DisposeAsync();
            _twin = null;
        }

        await Server.DisposeAsync();
        _server = null;
    }

    /// <summary>A connection of its own for the demo partner.</summary>
    public Task<TestClient> ConnectDemoAsync() => ConnectAsync(new PartnerCertificateOrder(DemoData.PartnerId, All));

    /// <summary>A connection of its own for the demo partner's outlet: it may sell and read.</summary>
    public Task<TestClient> ConnectDemoOutletAsync() => ConnectAsync(
        new PartnerCertificateOrder(DemoData.PartnerId, Permissions.Sell | Permissions.Read)
        {
            Outlet = DemoData.Outlet,
        });

    /// <summary>Adds a partner with a funded float, and connects as it.</summary>
    /// <param name="id">Its id; once per server.</param>
    /// <param name="deposit">What it pays in: "100.00 CNY"; null for an empty float in CNY.</param>
    public async Task<TestClient> AddPartnerAsync(string id, string? deposit = "10000.00 CNY")
    {
        var now = TimeProvider.System.GetUtcNow();
        var amount = Money.Parse(deposit ?? "0.00 CNY")!.Value;
        await Store.Partners.AddAsync(
            new PartnerAccount(new PartnerId(id), id, PartnerStatus.Active, amount.Currency), now);
        if (deposit is not null)
        {
            await Store.Partners.DepositAsync(
                new PartnerId(id), new RequestId($"opening-float-of-{id}"), Ids.New(now), amount, now);
        }

        return await ConnectAsync(new PartnerCertificateOrder(new PartnerId(id), All));
    }

    /// <summary>Issues and registers a certificate, unless its file is there, and opens a connection with it.</summary>
    /// <param name="order">For whom and for what.</param>
    public async Task<TestClient> ConnectAsync(PartnerCertificateOrder order)
    {
        var certificate = await Server.Pki.EnsureAsync(order, CancellationToken.None);
        await Store.Partners.RegisterAsync(
            certificate.ToRegistration(), "test", certificate.Issued.NotAfter, TimeProvider.System.GetUtcNow());
        return Connect(certificate);
    }

    /// <summary>Opens a connection with a certificate as it is.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="replica">Another server than this one.</param>
    public TestClient Connect(PartnerCertificate certificate, SandboxServer? replica = null)
    {
        IReadOnlyList<int> ports = (replica, _twin) switch
        {
            ({ } only, _) => [only.Port],
            (null, { } twin) => [Server.Port, twin.Port],
            _ => [Server.Port],
        };
        var client = new TestClient(ports, Server.Pki.AuthorityPath, certificate);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>Publishes a document that is in force at once, unchecked, and lets the server see it.</summary>
    /// <param name="json">The document.</param>
    public async Task PublishAsync(string json)
    {
        var parsed = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        await PublishAsync(parsed!.Document, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Publishes a document, read or not, and lets the server see it.</summary>
    public async Task PublishAsync(Document document, DateTimeOffset now)
    {
        Assert.True(await Store.Documents.PublishAsync([document], await Store.Documents.CountAsync(default), now));
        await RefreshTermsAsync();
    }

    /// <summary>Lets the server see what was published.</summary>
    public async Task RefreshTermsAsync()
    {
        foreach (var server in _twin is null ? [Server] : new[] { Server, _twin })
        {
            await server.Services.GetRequiredService<TermsSource>().RefreshAsync(CancellationToken.None);
        }
    }

    /// <summary>What the issuer knows, by our ids.</summary>
    public async Task<Dictionary<string, IssuerRecord>> IssuerRecordsAsync()
    {
        using var records = new IssuerRecordsClient(Server.IssuerUrl);
        var found = new Dictionary<string, IssuerRecord>(StringComparer.Ordinal);
        await foreach (var record in records.ReadAllAsync(CancellationToken.None))
        {
            found.Add(record.Id, record);
        }

        return found;
    }

    private SandboxSettings Settings() => _change(Timings.Quick(new SandboxSettings(Folder)
    {
        Address = new KestrelAddress("127.0.0.1", 0),
        Operator = new KestrelAddress("127.0.0.1", 0),
        Store = _store.Options ?? StoreOptions.Sqlite(ServerSettings.DatabaseIn(Folder)),
        Limits = Unlimited.Limits,
    }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        if (_server is not null)
        {
            await StopAsync();
        }

        await _store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
