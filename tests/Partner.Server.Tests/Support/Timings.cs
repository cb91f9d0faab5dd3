using Partner.Sandbox.Hosting;
using Partner.Server.Issuer;
using Partner.Server.TopUps;

namespace Partner.Server.Tests.Support;

/// <summary>Settings under which what takes seconds or minutes in life takes a moment in a test.</summary>
internal static class Timings
{
    /// <summary>The issuer's slow cards and our patience with it, in the same proportions as the real ones.</summary>
    public static SandboxSettings Quick(SandboxSettings settings) => settings with
    {
        Issuer = settings.Issuer with
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(300),
            RetryDelay = TimeSpan.FromMilliseconds(30),
            RetryDelayMax = TimeSpan.FromMilliseconds(60),

            // Only the tests about the breaker shall meet it.
            BreakerMinimumAttempts = 100_000,
        },
        Notices = settings.Notices with
        {
            Every = TimeSpan.FromMilliseconds(50),
            RetryDelay = TimeSpan.FromMilliseconds(30),
        },
        Simulation = settings.Simulation with
        {
            ShortDelay = TimeSpan.FromMilliseconds(100),
            LongDelay = TimeSpan.FromSeconds(2),
            LateAfter = TimeSpan.FromMilliseconds(1500),
            HangFor = TimeSpan.FromSeconds(20),
        },
        Work = settings.Work with
        {
            PollEvery = TimeSpan.FromMilliseconds(50),
            ReconcileAfter = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)],
            Drain = TimeSpan.FromSeconds(5),
        },
    };

    /// <summary>The issuer answers once or never: no attempt is repeated within one call.</summary>
    public static IssuerOptions OneAttempt(this IssuerOptions options) =>
        options with { Attempts = 1, QueryAttempts = 1 };

    /// <summary>How many operations are worked on at once.</summary>
    public static WorkOptions WithPlaces(this WorkOptions options, int places) => options with { AtOnce = places };
}
