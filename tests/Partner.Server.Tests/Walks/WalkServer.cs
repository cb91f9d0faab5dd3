using Partner.Sandbox.Hosting;
using Partner.Server.Accounts;
using Partner.Server.Hosting;
using Partner.Server.Tests.EndToEnd.Reminders;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

/// <summary>
/// A server with all its doors, and on it two partners that do not know each other, each with something of everything.
/// It works on one sale at a time, so that others can be caught waiting.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class WalkServer : SharedServer, ICollectionFixture<WalkServer>, IAsyncLifetime
{
    /// <summary>The tests that share it.</summary>
    public const string Collection = "walks through every method";

    // The world begins a month and more ago, so that there is a month that is over.
    private static readonly TimeSpan Past = TimeSpan.FromDays(40);

    private readonly HeldIssuer _issuer = new();
    private readonly ShiftedClock _clock = new();
    private World? _world;
    private Callers? _callers;

    /// <summary>What there is on it.</summary>
    internal World World => _world!;

    /// <summary>Who calls.</summary>
    internal Callers Callers => _callers!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        _clock.MoveOn(-Past);
        await InitializeAsync();
        _world = await World.MakeAsync(this, _issuer, _clock, Past);
        _callers = await Callers.MakeAsync(_world);
        await _world.CloseAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        _issuer.LetTimePass();
        _callers?.Dispose();
        await DisposeAsync();
    }

    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings)
    {
        var held = _issuer.Hold(RadarScene.Quick(settings));
        return held with
        {
            Clock = _clock,
            Enrollment = new KestrelAddress("127.0.0.1", 0),
            Work = held.Work.WithPlaces(1),
            Accounts = new AccountOptions
            {
                WrongCodesOfAddress = 100_000, WrongCodeTakes = TimeSpan.FromMilliseconds(1),
            },
        };
    }
}
