using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc;
using Partner.Core.Contacts;
using Partner.Server.Accounts;
using Partner.Server.Allowances;
using Partner.Server.Arrivals;
using Partner.Server.BackOffice;
using Partner.Server.Balances;
using Partner.Server.Cards;
using Partner.Server.Esims;
using Partner.Server.Issuer;
using Partner.Server.Limits;
using Partner.Server.Notices;
using Partner.Server.Organisations;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Receipts;
using Partner.Server.Reminders;
using Partner.Server.Renewals;
using Partner.Server.Security;
using Partner.Server.Settlements;
using Partner.Server.Telemetry;
using Partner.Server.TopUps;
using Partner.Server.WebConsole;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Hosting;

/// <summary>
/// A running server with all its parts: store, issuer, gRPC over mutual TLS. It makes nothing of what it needs.
/// </summary>
public sealed class PartnerServer : IAsyncDisposable
{
    private static readonly TimeSpan CallsAfterStop = TimeSpan.FromSeconds(10);
    private readonly WebApplication _app;
    private readonly HealthPort? _health;
    private readonly EnrollmentPort? _enrollment;

    private PartnerServer(WebApplication app, PartnerStore store, HealthPort? health, EnrollmentPort? enrollment)
    {
        (_app, Store, _health, _enrollment) = (app, store, health, enrollment);
        IssuerUrl = app.Services.GetRequiredService<IssuerOptions>().BaseUrl;
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(bound.First()).Port;
        OperatorPort = app.Services.GetRequiredService<ServerSettings>().Operator is null
            ? null
            : new Uri(bound.Last()).Port;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>The operator's port; null when there is none.</summary>
    public int? OperatorPort { get; }

    /// <summary>The port for probes; null when there is none.</summary>
    public Uri? HealthUrl => _health?.Url;

    /// <summary>The port where tills enrol with a code; null when there is none.</summary>
    public int? EnrollmentPort => _enrollment?.Port;

    /// <summary>The store.</summary>
    public PartnerStore Store { get; }

    /// <summary>The issuer.</summary>
    public Uri IssuerUrl { get; }

    /// <summary>The services, for tests.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="settings">What it is started with.</param>
    /// <param name="cancel">Gives the start up.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="StoreNotReadyException">There is no such database, or its schema is not up to date.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static async Task<PartnerServer> StartAsync(ServerSettings settings, CancellationToken cancel)
    {
        var health = settings.Health is { } address
            ? await HealthPort.OpenAsync(address, cancel)
            : null;
        try
        {
            return await StartAsync(settings, health, cancel);
        }
        catch
        {
            if (health is not null)
            {
                await health.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Returns when the process is told to stop and has stopped: calls answered, work drained.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops: no more calls, what is under way finishes within the drain time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_enrollment is not null)
        {
            await _enrollment.DisposeAsync();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();

        // Last of all: until the end it says that the server is draining.
        if (_health is not null)
        {
            await _health.DisposeAsync();
        }
    }

    private static async Task<PartnerServer> StartAsync(
        ServerSettings settings, HealthPort? health, CancellationToken cancel)
    {
        var store = PartnerStore.Open(settings.Store);
        try
        {
            var app = Build(settings, store);

            // A key that cannot be used is said now, not when somebody prints or sells.
            app.Services.GetRequiredService<ReceiptKeyFiles>();
            app.Services.GetRequiredService<ContactKeys>();
            SigningSetup.Check(app.Services);
            await OpenAsync(app, settings, cancel);
            var enrollment = settings.Enrollment is { } address
                ? await OpenEnrollmentAsync(address, app, cancel)
                : null;
            health?.Started(app.Services.GetRequiredService<ServerHealth>());
            return new PartnerServer(app, store, health, enrollment);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static async Task OpenAsync(WebApplication app, ServerSettings settings, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException fault) when (OperatorPortException.IsWhy(settings.Operator, fault))
        {
            throw new OperatorPortException(
                $"The operator's port, {settings.Operator}, cannot be opened: {fault.Message}", fault);
        }
    }

    private static async Task<EnrollmentPort> OpenEnrollmentAsync(
        KestrelAddress address, WebApplication app, CancellationToken cancel)
    {
        try
        {
            return await Hosting.EnrollmentPort.OpenAsync(address, app.Services, cancel);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(ServerSettings settings, PartnerStore store)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddLogging(builder, settings);
        var telemetry = builder.AddTelemetry(settings);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Work.Drain + CallsAfterStop);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(listen => listen.EndAtAge(settings.ConnectionAge, settings.Clock));
            kestrel.ListenWithMutualTls(
                settings.Address, kestrel.ApplicationServices.GetRequiredService<KestrelTls>());
            if (settings.Operator is { } address)
            {
                kestrel.ListenForOperators(address, kestrel.ApplicationServices.GetRequiredService<KestrelTls>());
            }
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(provider =>
            new KestrelTls(settings.Tls, settings.Clock, provider.GetRequiredService<ILogger<KestrelTls>>()));
        AddParts(builder.Services, settings, store);
        var app = builder.Build();
        if (telemetry.Traces is not null)
        {
            app.UseMiddleware<RpcSpanMiddleware>();
        }

        app.UseMiddleware<ConsoleMiddleware>();
        app.UsePartnerGrpc();
        app.MapGrpcService<TopUpGrpcService>();
        app.MapGrpcService<BalanceGrpcService>();
        app.MapGrpcService<PlanCatalogGrpcService>();
        app.MapGrpcService<CardGrpcService>();
        app.MapGrpcService<ReceiptGrpcService>();
        app.MapGrpcService<ArrivalGrpcService>();
        app.MapGrpcService<AutoRenewalGrpcService>();
        app.MapGrpcService<ReminderGrpcService>();
        app.MapGrpcService<EsimGrpcService>();
        app.MapGrpcService<AccountGrpcService>();
        app.MapGrpcService<OrganisationGrpcService>();
        app.MapGrpcService<LimitGrpcService>();
        app.MapGrpcService<PartnerGrpcService>();
        app.MapGrpcService<ActionGrpcService>();
        app.MapGrpcService<ApprovalGrpcService>();
        app.MapGrpcService<OperatorTopUpGrpcService>();
        app.MapGrpcService<OperatorCaseGrpcService>();
        app.MapGrpcService<OperatorNoticeGrpcService>();
        app.MapGrpcService<OperatorLimitGrpcService>();
        app.MapGrpcService<OperatorCertificateGrpcService>();
        app.MapGrpcService<DocumentGrpcService>().WithMetadata(
            new RequestSizeLimitAttribute(DocumentFiles.LargestBody));
        app.MapGrpcService<SettlementGrpcService>();
        app.MapGrpcService<AuditGrpcService>();
        app.MapPartnerGrpc();
        app.MapWebConsole();
        return app;
    }

    private static void AddParts(IServiceCollection services, ServerSettings settings, PartnerStore store)
    {
        services.AddSingleton(settings);
        services.AddSingleton(settings.Clock);
        services.AddSingleton(settings.Connections);
        services.AddSingleton(store);
        services.AddSingleton(settings.Work);
        services.AddSingleton(provider => settings.Policy with
        {
            KeepsIdChecks = provider.GetRequiredService<ContactKeys>().OwnId is not null,
        });
        services.AddAccounts(settings.Accounts, SigningSetup.AuthorityOf(settings.Signing));
        services.AddSingleton(provider =>
            SigningSetup.BundlesOf(settings.Signing, provider.GetRequiredService<KestrelTls>()));
        services.AddSingleton(settings.Limits);
        services.AddSingleton<LimitLookup>(store.Limits.ReadAsync);
        services.AddIssuerGateway(settings.Issuer);
        services.AddSingleton<RequestShape<Leb.Partner.V1.CreateTopUpRequest>>(TopUpRequests.Violations);
        services.AddPartnerGrpc();
        services.AddSingleton<PartnerDirectory>();
        services.AddSingleton(settings.Approvals);
        AddBackOffice(services);
        services.AddHealthChecks().AddReadiness();
        services.AddSingleton(provider => new TopUpChanges(
            provider.GetRequiredService<PartnerStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IssuerWork>();
        services.AddSingleton<TopUpWorkflow>();
        services.AddSingleton<ReversalWorkflow>();
        services.AddSingleton<QuoteWorkflow>();
        services.AddSingleton<RefundWorkflow>();
        services.AddSingleton<CardProjections>();
        services.AddSingleton<CardSightings>();
        services.AddSingleton<TopUpWatch>();
        services.AddSingleton<TopUpGrpcService>();
        services.AddSingleton<BalanceGrpcService>();
        services.AddSingleton<PlanCatalogGrpcService>();
        services.AddSingleton<CardGrpcService>();
        AddReceipts(services, settings.Receipts);
        AddArrivals(services, settings.Arrivals);
        services.AddNotices(settings.Notices);
        AddRenewals(services, settings.Renewals);
        services.AddReminders(settings.Reminders);
        services.AddLimits();
        services.AddWebConsole();
        services.AddSingleton<EsimCustomers>();
        services.AddSingleton<EsimReissuing>();
        services.AddSingleton<EsimGrpcService>();
        AddOrganisations(services);
        AddTerms(services);
        services.AddHostedService(provider => provider.GetRequiredService<TermsSource>());
        services.AddHostedService<Dispatcher>();
        services.AddHostedService<QuoteTidying>();
        services.AddSingleton(settings.CardChecks);
        services.AddSingleton<CardCheck>();
        services.AddHostedService<CardCheckJob>();
        services.AddSingleton(settings.Settlement);
        services.AddSingleton<SettlementClosing>();
        services.AddHostedService<SettlementJob>();
        services.AddHostedService<Gauges>();
        services.AddHostedService<LifecycleLog>();
        if (settings.Store.Provider == StoreProvider.Sqlite)
        {
            services.AddHostedService(provider => new WriteAheadLogMonitor(
                store.Measurements.LogLeftAsync,
                settings.Clock,
                provider.GetRequiredService<ILogger<WriteAheadLogMonitor>>()));
        }
    }

    private static void AddBackOffice(IServiceCollection services)
    {
        services.AddSingleton<PartnerAdministration>();
        services.AddSingleton<Settling>();
        services.AddSingleton<CaseClosing>();
        services.AddSingleton<CertificateRegistering>();
        services.AddSingleton<OperatorTopUpGrpcService>();
        services.AddSingleton<OperatorCaseGrpcService>();
        services.AddSingleton<OperatorNoticeGrpcService>();
        services.AddSingleton<OperatorLimitGrpcService>();
        services.AddSingleton<OperatorCertificateGrpcService>();
        services.AddSingleton<PartnerGrpcService>();
        services.AddSingleton<ActionGrpcService>();
        services.AddSingleton<NetworkAdministration>();
        services.AddSingleton<ApprovalAdministration>();
        services.AddSingleton<ApprovalGrpcService>();
        services.AddSingleton<CatalogPublisher>();
        services.AddSingleton<PublishedVersions>();
        services.AddSingleton<DocumentPublishing>();
        services.AddSingleton<DocumentGrpcService>();
        services.AddSingleton<SettlementGrpcService>();
        services.AddSingleton<AuditGrpcService>();

        // Who is no operator is refused before a message is read.
        services.PostConfigure<GrpcServiceOptions<DocumentGrpcService>>(
            options => options.MaxReceiveMessageSize = DocumentFiles.LargestMessage);
    }

    private static void AddOrganisations(IServiceCollection services)
    {
        services.AddSingleton<OrganisationCache>();
        services.AddSingleton<UnitCalls>();
        services.AddSingleton<OrganisationGrpcService>();
    }

    private static void AddTerms(IServiceCollection services)
    {
        services.AddSingleton<TermsSource>();
        services.AddSingleton<VisibleTopUps>();
        services.AddSingleton<SalePreparation>();
        services.AddSingleton<PartnerZones>();
        services.AddSingleton<SaleLimiting>();
        services.AddSingleton<PriceListing>();
        services.AddSingleton<PromotionInquiries>();
        services.AddSingleton<CatalogWatch>();
        services.AddSingleton<CommissionReports>();
    }

    private static void AddReceipts(IServiceCollection services, ReceiptOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ReceiptKeyFiles>();
        services.AddSingleton<ReceiptFacts>();
        services.AddSingleton<ReceiptPrinting>();
        services.AddSingleton<ReceiptVerification>();
        services.AddSingleton<ReceiptGrpcService>();
    }

    private static void AddArrivals(IServiceCollection services, ArrivalOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ArrivalInquiry>();
        services.AddSingleton<ArrivalReports>();
        services.AddSingleton<ArrivalGrpcService>();
        services.AddHostedService<ArrivalCaseJob>();
    }

    private static void AddRenewals(IServiceCollection services, RenewalOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RenewalPricing>();
        services.AddSingleton<RenewalSetup>();
        services.AddSingleton<RenewalRunner>();
        services.AddSingleton<AutoRenewalGrpcService>();
        services.AddHostedService<RenewalJob>();
    }

    private static void AddLogging(WebApplicationBuilder builder, ServerSettings settings)
    {
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // A failed start reaches the caller as an exception, with a message for people.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        builder.Logging.AddFilter("Grpc", LogLevel.Error);

        // Its errors are those that the contract's reasons and incidents tell of, and what callers send is among them.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical);

        // At the level below, it writes every request's path down, where a caller may have typed anything.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        settings.Logging(builder.Logging);
    }
}
