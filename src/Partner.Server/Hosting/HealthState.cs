using Grpc.AspNetCore.Server;

namespace Partner.Server.Hosting;

/// <summary>Whether this server wants calls. Draining, it says no while it still answers those that come.</summary>
/// <param name="endpoints">The server's endpoints: their services are the names that can be asked for.</param>
/// <param name="lifetime">A server that is stopping wants none, whatever was set.</param>
public sealed class HealthState(EndpointDataSource endpoints, IHostApplicationLifetime lifetime)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _serving = true;

    /// <summary>Whether calls are wanted; true from the start.</summary>
    public bool Serving
    {
        get
        {
            lock (_lock)
            {
                return _serving && !lifetime.ApplicationStopping.IsCancellationRequested;
            }
        }
    }

    /// <summary>Sets whether calls are wanted. Those who watch are told.</summary>
    /// <param name="serving">Whether they are.</param>
    public void SetServing(bool serving)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_serving == serving)
            {
                return;
            }

            _serving = serving;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>
    /// Ends at the next change. Taken before <see cref="Serving"/> is read, it misses none.
    /// </summary>
    internal Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Full names of the services that are served.</summary>
    internal IEnumerable<string> Services => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
        .OfType<string>()
        .Distinct();
}
