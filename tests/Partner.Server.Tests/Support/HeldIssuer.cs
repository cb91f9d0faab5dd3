using Microsoft.Extensions.Time.Testing;
using Partner.Sandbox.Hosting;

namespace Partner.Server.Tests.Support;

/// <summary>
/// The simulated issuer's clock, which stands still: a card that answers late is as late as the test wants it to be, on
/// any machine.
/// </summary>
public sealed class HeldIssuer
{
    // Longer than whatever the issuer's cards wait for.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    /// <summary>The settings of a server that waits for this issuer as long as it has to.</summary>
    public SandboxSettings Hold(SandboxSettings settings) => settings with
    {
        Issuer = settings.Issuer.OneAttempt() with { AttemptTimeout = Eventually.Longest },
        Simulation = settings.Simulation with { Clock = _clock },
    };

    /// <summary>Lets the issuer's time pass, until what a test sees is as hoped.</summary>
    public Task<T> SeeLaterAsync<T>(Func<Task<T>> look, Func<T, bool> hoped) => Eventually.SeeAsync(
        () =>
        {
            LetTimePass();
            return look();
        },
        hoped);

    /// <summary>Lets the issuer's time pass: whatever it waits for at this moment is over.</summary>
    public void LetTimePass() => _clock.Advance(Step);
}
