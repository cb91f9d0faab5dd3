using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Partner.Server.Errors;

/// <summary>Makes the server answer unreadable messages as the contract says.</summary>
internal static class StrictServiceMethods
{
    private const string FrameworkProvider = "BinderServiceMethodProvider`1";

    /// <summary>Puts the strict provider of methods in the place of the framework's own.</summary>
    /// <param name="services">Services that gRPC was added to.</param>
    /// <exception cref="InvalidOperationException">The framework's provider is not there under its name.</exception>
    internal static void ReplaceFrameworkProvider(IServiceCollection services)
    {
        var replaced = services.SingleOrDefault(service =>
            service.ServiceType == typeof(IServiceMethodProvider<>)
            && service.ImplementationType?.Name == FrameworkProvider)
            ?? throw new InvalidOperationException(
                "gRPC registers its methods in another way than before: malformed messages would be answered UNKNOWN.");
        services.Remove(replaced);
        services.TryAddEnumerable(ServiceDescriptor.Singleton(
            typeof(IServiceMethodProvider<>), typeof(StrictServiceMethodProvider<>)));
    }
}
