using DotNet.Testcontainers.Configurations;
using Partner.Storage.Abstractions;
using Testcontainers.MsSql;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// A SQL Server of this run's own, where a Docker engine is present. The engine removes it when the run has ended.
/// </summary>
internal static class SqlServerContainer
{
    // The oldest that is promised.
    private const string Image = "mcr.microsoft.com/mssql/server:2019-latest";

    // An engine that does not answer a ping at once is as good as none.
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(5);

    // With the time to fetch the image.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);

    private static readonly Lazy<bool> Engine = new(FindEngine);

    private static readonly Lazy<string> Started = new(() => Task.Run(StartAsync).GetAwaiter().GetResult());

    /// <summary>Whether there is an engine to start it with. Does not start it.</summary>
    public static bool IsPossible => Engine.Value;

    /// <summary>The connection string; starts the server when it is first asked for.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static string ConnectionString => Started.Value;

    private static bool FindEngine()
    {
        // Pings the engine that the environment names, or the usual sockets.
        var found = Task.Run(() => TestcontainersSettings.OS.DockerEndpointAuthConfig is not null);
        return found.Wait(LongestPing) && found.Result;
    }

    private static async Task<string> StartAsync()
    {
        using var limit = new CancellationTokenSource(LongestStart);
        try
        {
            var container = new MsSqlBuilder(Image).Build();
            await container.StartAsync(limit.Token);
            return container.GetConnectionString();
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException(
                $"There is a Docker engine, but {Image} does not start in it. Set " +
                $"{TestDatabase.VariableOf(StoreProvider.SqlServer)} to {TestDatabase.None} to leave it out.", fault);
        }
    }
}
