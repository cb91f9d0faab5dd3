using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Partner.Server.Hosting;

/// <summary>
/// Connections have an age. gRPC keeps one open for ever, and a balancer of connections (layer 4) sends nothing to a
/// replica that is new unless clients connect anew.
/// </summary>
public static class ConnectionAge
{
    /// <summary>30 minutes: a handshake costs nothing at that pace, and new replicas soon get their share.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(30);

    private const double Spread = 0.1;

    /// <summary>
    /// Asks each connection to end when it is this old, 10 % more or less, so that those that began together do not
    /// come back together. GOAWAY tells the client to open another one for what is new; what is under way, streams too,
    /// finishes where it is, and then the connection is closed.
    /// </summary>
    /// <param name="connections">An endpoint.</param>
    /// <param name="age">The age; zero for no limit.</param>
    /// <param name="clock">The clock.</param>
    internal static void EndAtAge(this IConnectionBuilder connections, TimeSpan age, TimeProvider clock)
    {
        if (age <= TimeSpan.Zero)
        {
            return;
        }

        connections.Use(next => async connection =>
        {
            var lifetime = connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>();
            await using var timer = clock.CreateTimer(
                _ => lifetime.RequestClose(), state: null, Jittered(age), Timeout.InfiniteTimeSpan);
            await next(connection);
        });
    }

    private static TimeSpan Jittered(TimeSpan age) =>
        age * (1 - Spread + (2 * Spread * Random.Shared.NextDouble()));
}
