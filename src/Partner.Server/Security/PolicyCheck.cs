using Grpc.AspNetCore.Server;

namespace Partner.Server.Security;

/// <summary>
/// Stops the start of a server that serves a method of which the policy does not say who may call it.
/// </summary>
/// <param name="policy">The table.</param>
internal sealed class PolicyCheck(CallPolicy policy) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // The endpoints are known once the pipeline is built, and the server listens only after that.
        next(app);
        var missing = app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName)
            .Where(method => method is not null && !policy.TryGet(method, out _))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"The policy does not say who may call {string.Join(", ", missing)}: add it to {nameof(CallPolicy)}.");
        }
    };
}
