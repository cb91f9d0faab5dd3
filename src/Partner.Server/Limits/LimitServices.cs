using Partner.Server.Allowances;
using Partner.Storage;

namespace Partner.Server.Limits;

/// <summary>Puts limits into a service collection.</summary>
internal static class LimitServices
{
    /// <summary>Adds the service, and what deletes counters that are over.</summary>
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<LimitUsage>();
        services.AddSingleton(provider => new LimitAdministration(
            provider.GetRequiredService<PartnerStore>(),
            provider.GetRequiredService<LimitOptions>(),
            provider.GetRequiredService<LimitCache>().RenewAsync,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LimitGrpcService>();
        services.AddHostedService<LimitTidying>();
    }
}
