using Partner.Sandbox.Hosting;

namespace Partner.Server.Tests.Support;

/// <summary>One server for the tests of a class; each test has a partner of its own.</summary>
public class SharedServer : IAsyncLifetime
{
    private int _partners;
    private RunningServer? _running;

    public RunningServer Running => _running!;

    /// <summary>A partner that no other test knows.</summary>
    /// <param name="deposit">Its float; null for an empty one.</param>
    public Task<TestClient> NewPartnerAsync(string? deposit = "10000.00 CNY") =>
        Running.AddPartnerAsync($"partner-{Interlocked.Increment(ref _partners)}", deposit);

    /// <inheritdoc/>
    public async Task InitializeAsync() => _running = await RunningServer.StartAsync(Settings);

    /// <inheritdoc/>
    public Task DisposeAsync() => Running.DisposeAsync().AsTask();

    /// <summary>Other settings than the usual ones of tests.</summary>
    protected virtual SandboxSettings Settings(SandboxSettings settings) => settings;
}

/// <summary>The same, with an issuer that is as slow as a test wants it to be.</summary>
public sealed class SlowSharedServer : SharedServer
{
    /// <summary>The issuer.</summary>
    public HeldIssuer Issuer { get; } = new();

    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => Issuer.Hold(settings);
}

/// <summary>Ends every test with the audit, and with a look at the log.</summary>
/// <param name="shared">The server.</param>
public abstract class SharedServerTest(SharedServer shared) : IAsyncLifetime
{
    private int _before;

    /// <summary>The server of the class.</summary>
    protected SharedServer Shared { get; } = shared;

    /// <inheritdoc/>
    public Task InitializeAsync()
    {
        // An error belongs to the test during which it was logged, not to all that follow.
        _before = Shared.Running.Log.Errors.Count;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Shared.Running.AssertInOrderAsync();
        Shared.Running.AssertNoErrors(_before);
    }
}
