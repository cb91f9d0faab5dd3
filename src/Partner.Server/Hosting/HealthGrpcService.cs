using Grpc.AspNetCore.Server;
using Grpc.Core;
using Leb.Wire.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;
using ServingStatus = Leb.Wire.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Partner.Server.Hosting;

/// <summary>
/// grpc.health.v1. Every service has the status of the whole server: they share one store.
/// </summary>
/// <param name="endpoints">The server's endpoints: their services are the names that can be asked for.</param>
/// <param name="health">The status.</param>
/// <param name="guard">Ends a watch whose certificate is revoked.</param>
/// <param name="lifetime">Ends watches when the server stops.</param>
public sealed class HealthGrpcService(
    EndpointDataSource endpoints,
    ServerHealth health,
    CallerGuard guard,
    TimeProvider time,
    IHostApplicationLifetime lifetime) : Health.HealthBase
{
    /// <inheritdoc />
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request.Service)
            ? await StatusAsync(context)
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no service of this name."));

    /// <inheritdoc />
    public override async Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var status = await StatusAsync(context);
        return new HealthListResponse
        {
            Statuses = { Services.Prepend("").ToDictionary(service => service, _ => status) },
        };
    }

    /// <inheritdoc />
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var known = IsKnown(request.Service);
        ServingStatus? sent = null;
        while (true)
        {
            var response = known
                ? await StatusAsync(context)
                : new HealthCheckResponse { Status = ServingStatus.ServiceUnknown };
            if (response.Status != sent)
            {
                await responseStream.WriteAsync(response, context.CancellationToken);
                sent = response.Status;
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw new RefusalException(new Refusal(Reason.ServiceUnavailable));
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(
                context.CancellationToken, lifetime.ApplicationStopping);
            await Task.Delay(CallerGuard.Interval, time, pause.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.CancellationToken.ThrowIfCancellationRequested();
            await guard.EnsureStillValidAsync(context);
        }
    }

    /// <summary>Full names of the services that are served.</summary>
    private IEnumerable<string> Services => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
        .OfType<string>()
        .Distinct();

    private async Task<HealthCheckResponse> StatusAsync(ServerCallContext context)
    {
        var report = await health.CheckAsync(context.CancellationToken);
        var serving = report.Status == HealthStatus.Healthy;
        return new HealthCheckResponse { Status = serving ? ServingStatus.Serving : ServingStatus.NotServing };
    }

    private bool IsKnown(string service) => service.Length == 0 || Services.Contains(service);
}
