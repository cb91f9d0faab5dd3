using Grpc.Core;
using Leb.Wire.Health.V1;
using Partner.Core.Errors;
using Partner.Server.Errors;
using Partner.Server.Security;
using ServingStatus = Leb.Wire.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Partner.Server.Hosting;

/// <summary>
/// grpc.health.v1. Every service has the status of the whole server: they share one store. A server that is stopping
/// does not serve, whatever its state says.
/// </summary>
/// <param name="state">The status.</param>
/// <param name="guard">Ends a watch whose certificate is revoked.</param>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Ends watches when the server stops.</param>
public sealed class HealthGrpcService(
    HealthState state, CallerGuard guard, TimeProvider time, IHostApplicationLifetime lifetime) : Health.HealthBase
{
    /// <inheritdoc />
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request.Service)
            ? Task.FromResult(Response(Serving))
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no service of this name."));

    /// <inheritdoc />
    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse { Statuses = { [""] = Response(Serving) } };
        foreach (var service in state.Services)
        {
            response.Statuses[service] = Response(Serving);
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc />
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var known = IsKnown(request.Service);
        ServingStatus? sent = null;
        while (true)
        {
            var changed = state.Changed;
            var response = known
                ? Response(Serving)
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
            var waited = Task.Delay(CallerGuard.Interval, time, pause.Token);
            await Task.WhenAny(changed, waited);
            await pause.CancelAsync();
            context.CancellationToken.ThrowIfCancellationRequested();
            await guard.EnsureStillValidAsync(context);
        }
    }

    private bool Serving => state.Serving && !lifetime.ApplicationStopping.IsCancellationRequested;

    private static HealthCheckResponse Response(bool serving) =>
        new() { Status = serving ? ServingStatus.Serving : ServingStatus.NotServing };

    private bool IsKnown(string service) => service.Length == 0 || state.Services.Contains(service);
}
