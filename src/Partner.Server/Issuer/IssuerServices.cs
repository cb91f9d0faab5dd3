using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Partner.Server.Issuer;

/// <summary>Puts the gateway into a service collection.</summary>
public static class IssuerServices
{
    /// <summary>
    /// Adds one <see cref="IIssuerGateway"/> over HTTP; takes the <see cref="TimeProvider"/> that is registered.
    /// </summary>
    /// <param name="services">The collection.</param>
    /// <param name="options">Where the issuer is, and the limits.</param>
    public static IServiceCollection AddIssuerGateway(this IServiceCollection services, IssuerOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        return services.AddSingleton<IIssuerGateway, HttpIssuerGateway>();
    }
}
