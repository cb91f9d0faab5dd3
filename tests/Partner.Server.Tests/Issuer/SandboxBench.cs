using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Cards;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Issuer;

/// <summary>
/// A simulated issuer on a real socket, a gateway to it, and a clock for each: a test lets time pass on one side only.
/// </summary>
internal sealed class SandboxBench : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("issuer-");
    private SimulatedIssuer _issuer = null!;

    private SandboxBench()
    {
    }

    /// <summary>The clock of the gateway: attempt time-outs and pauses.</summary>
    public ManualTimeProvider OurClock { get; } = new();

    /// <summary>The clock of the issuer: its delays.</summary>
    public ManualTimeProvider IssuerClock { get; } = new();

    public Uri Url => _issuer.Url;

    public HttpIssuerGateway Gateway { get; private set; } = null!;

    public IssuerRecordsClient Records { get; private set; } = null!;

    public SimulatedIssuerOptions Options => new() { DataFolder = _folder.FullName, Clock = IssuerClock };

    public string LogPath => Path.Combine(_folder.FullName, "issuer.log");

    public static async Task<SandboxBench> StartAsync()
    {
        var bench = new SandboxBench();
        await bench.StartIssuerAsync();
        return bench;
    }

    public static IssuerTopUp TopUp(string card, string id = "T1") =>
        new(new TopUpId(id), CardNumber.Iccid(card)!, "phone-100", 10_000, "CNY");

    /// <summary>Stops the issuer, lets a test do something to its log, and starts it again.</summary>
    public async Task RestartAsync(Action<string>? meanwhile = null)
    {
        await StopIssuerAsync();
        meanwhile?.Invoke(LogPath);
        await StartIssuerAsync();
    }

    /// <summary>
    /// Waits until a request hangs at the issuer, lets our attempt time out, and the pause after it pass.
    /// </summary>
    public async Task TimeOutOneAttemptAsync(TimeSpan hangsFor)
    {
        await IssuerClock.NextTimerAsync(hangsFor);
        await GiveUpAttemptAsync();
        await OurClock.FireNextAsync(LongestPause);
    }

    /// <summary>Lets every attempt of a call arrive, hang and time out.</summary>
    public async Task<IssuerAnswer> HangAsync(Task<IssuerAnswer> call, int attempts)
    {
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            await IssuerClock.NextTimerAsync(Options.HangFor);
            await GiveUpAttemptAsync();
            await IssuerClock.NoTimerAsync(Options.HangFor); // the issuer has noticed; what hangs next is new
            if (attempt < attempts)
            {
                await PassPauseAsync();
            }
        }

        return await call;
    }

    /// <summary>Lets our attempt time out.</summary>
    public async Task GiveUpAttemptAsync()
    {
        await OurClock.NextTimerAsync(TimeSpan.FromSeconds(5));
        OurClock.Advance(TimeSpan.FromSeconds(5));
    }

    /// <summary>Lets the pause before a repeat pass.</summary>
    public Task PassPauseAsync() => OurClock.FireNextAsync(LongestPause);

    /// <summary>A record; null when the issuer never heard of the id.</summary>
    public async Task<IssuerRecord?> FindAsync(string id) =>
        await Records.ReadAllAsync(default).FirstOrDefaultAsync(record => record.Id == id);

    /// <summary>State and times received of a record: "Applied 2".</summary>
    public async Task<string> RecordOfAsync(string id)
    {
        var record = await FindAsync(id);
        return record is null ? "none" : $"{record.State} {record.TimesReceived}";
    }

    public async ValueTask DisposeAsync()
    {
        await StopIssuerAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartIssuerAsync()
    {
        _issuer = await SimulatedIssuer.StartAsync(Options, default);
        var options = new IssuerOptions { BaseUrl = _issuer.Url };
        Gateway = new HttpIssuerGateway(options, OurClock, NullLogger<HttpIssuerGateway>.Instance);
        Records = new IssuerRecordsClient(_issuer.Url);
    }

    private async Task StopIssuerAsync()
    {
        Records.Dispose();
        Gateway.Dispose();
        await _issuer.DisposeAsync();
    }
}
