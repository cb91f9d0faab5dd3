namespace Partner.Server.Hosting;

/// <summary>The lifetime of a server within the server's: it begins and ends when it is told to.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
