using Microsoft.Extensions.DependencyInjection.Extensions;
using Partner.Server.Allowances;
using Partner.Server.Errors;
using Partner.Server.Security;

namespace Partner.Server.Hosting;

/// <summary>Sets gRPC up for this service: callers, permissions, errors, limits, health, reflection.</summary>
public static class PartnerGrpc
{
    /// <summary>The largest request message in bytes: 64 KiB. The largest real one has about 2.</summary>
    public const int LargestRequest = 64 * 1024;

    /// <summary>
    /// Adds gRPC with what all services share. The host also has to register a <see cref="RegistrationLookup"/>; it may
    /// register <see cref="RequestShape{TRequest}"/> for request types.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddPartnerGrpc(this IServiceCollection services)
    {
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestRequest;
            options.EnableDetailedErrors = false;
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<PolicyInterceptor>();
            options.Interceptors.Add<CardLookupInterceptor>();
        });
        StrictServiceMethods.ReplaceFrameworkProvider(services);
        services.AddConnectionBounds();
        services.TryAddSingleton(CallPolicy.Standard);
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton<PolicyInterceptor>();
        services.AddSingleton<CardLookupInterceptor>();
        services.AddSingleton<CardLookupGuard>();
        services.AddSingleton<DeclinedSales>();
        services.AddSingleton<SaleIntake>();
        services.AddSingleton<CallBounds>();
        services.AddSingleton<CallerCache>();
        services.AddSingleton<CallerGuard>();
        services.TryAddSingleton(new LimitOptions());
        services.AddSingleton<LimitCache>();
        services.AddSingleton<CallRates>();
        services.AddHealthChecks();

        // It would log an error at every look at what is wrong; ServerHealth tells of changes.
        services.AddLogging(logging =>
            logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        services.AddSingleton<ServerHealth>();
        services.AddSingleton<HealthGrpcService>();
        services.AddSingleton<ReflectionSchema>();
        services.AddSingleton<ReflectionGrpcService>();
        services.AddTransient<IStartupFilter, PolicyCheck>();
        return services;
    }

    /// <summary>
    /// Puts the finding of the caller and the details of errors before the services. Call it before any service is
    /// mapped; everything after it can only be reached with a registered certificate.
    /// </summary>
    /// <param name="app">The host.</param>
    public static IApplicationBuilder UsePartnerGrpc(this IApplicationBuilder app)
    {
        app.UseMiddleware<FrameworkErrorMiddleware>();
        app.UseMiddleware<CallBoundsMiddleware>();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<DoorMiddleware>();
        app.UseMiddleware<CallRateMiddleware>();
        return app;
    }

    /// <summary>Maps grpc.health.v1 and grpc.reflection.v1.</summary>
    /// <param name="endpoints">The host.</param>
    public static IEndpointRouteBuilder MapPartnerGrpc(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<HealthGrpcService>();
        endpoints.MapGrpcService<ReflectionGrpcService>();
        return endpoints;
    }
}
