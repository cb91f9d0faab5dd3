using Grpc.Core;
using Leb.Wire.Health.V1;
using Microsoft.Extensions.Time.Testing;
using Partner.Contracts.Client;
using Partner.Core.Identity;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Accounts;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Walks;

/// <summary>Every stream of a running server ends within two seconds of its clock, whichever server revokes.</summary>
public sealed class StreamEndTests : IAsyncLifetime
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly WatchedClock _clock = new();
    private readonly HeldIssuer _issuer = new();
    private RunningServer? _server;

    private RunningServer Running => _server!;

    /// <summary>Nothing of it has a second's pause but its streams.</summary>
    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(
        settings => Still(_issuer.Hold(settings)) with { Clock = _clock }, alone: true);

    public async Task DisposeAsync()
    {
        _issuer.LetTimePass();
        await Running.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_stream_ends_within_two_seconds_after_a_certificate_was_revoked_or_its_partner_suspended(
        bool suspended)
    {
        var partner = await Running.ConnectDemoAsync();
        await using var replica = Running.OpenStore();
        await partner.BalanceAsync();
        await AdvanceAsync(0.5, []);
        var streams = await OpenAsync(partner);
        await _clock.SeeRestAsync(streams.Count);

        // The answer at hand is looked up again, and is as new as can be when the other server changes what it says.
        await AdvanceAsync(0.7, []);
        await partner.BalanceAsync();
        var now = _clock.GetUtcNow();
        if (suspended)
        {
            await replica.Partners.SetStatusAsync(partner.PartnerId, PartnerStatus.Suspended, now);
        }
        else
        {
            await replica.Partners.RevokeAsync(partner.Certificate.Thumbprint, now);
        }

        await AdvanceAsync(0.3, streams);
        await AdvanceAsync(1, streams);
        await AdvanceAsync(0.7, []);

        foreach (var stream in streams)
        {
            PartnerError.From(await stream).Is(
                suspended ? StatusCode.PermissionDenied : StatusCode.Unauthenticated,
                suspended ? "PARTNER_SUSPENDED" : "CERTIFICATE_REVOKED");
        }
    }

    private static SandboxSettings Still(SandboxSettings settings) => settings with
    {
        Accounts = new AccountOptions { Every = Never },
        Work = settings.Work with { PollEvery = Never },
        Notices = settings.Notices with { Every = Never },
        Renewals = settings.Renewals with { Every = Never },
        Reminders = settings.Reminders with { Every = Never, FollowEvery = Never },
    };

    /// <summary>Moves the clock on, and waits until each of some streams is at rest again, or over.</summary>
    private async Task AdvanceAsync(double seconds, List<Task<RpcException>> streams)
    {
        _clock.Begin();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await Eventually.SeeAsync(
            () => Task.FromResult(_clock.Waiting + streams.Count(stream => stream.IsCompleted)),
            done => done >= streams.Count);
    }

    /// <summary>Opens every stream there is; each result is how it ended.</summary>
    private async Task<List<Task<RpcException>>> OpenAsync(TestClient partner)
    {
        _clock.Begin();
        var sold = (await partner.TopUps.CreateTopUpAsync(
            Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0))).TopUp;
        var reflection = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(partner.Invoker)
            .ServerReflectionInfo();
        return
        [
            EndAsync(partner.TopUps.WatchTopUp(new() { Name = sold.Name }).ResponseStream),
            EndAsync(partner.Plans.WatchCatalog(new()).ResponseStream),
            EndAsync(partner.Account.WatchAccount(new()).ResponseStream),
            EndAsync(partner.Reminders.WatchReminders(new()).ResponseStream),
            EndAsync(new Health.HealthClient(partner.Invoker).Watch(new()).ResponseStream),
            EndAsync(reflection.ResponseStream),
        ];
    }

    private static async Task<RpcException> EndAsync<T>(IAsyncStreamReader<T> stream) =>
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
            }
        });

    /// <summary>A clock that stands still, and counts who begins to wait for the pause of a stream.</summary>
    private sealed class WatchedClock() : FakeTimeProvider(System.GetUtcNow())
    {
        private int _waiting;

        /// <summary>How many began to wait since it began to count.</summary>
        public int Waiting => Volatile.Read(ref _waiting);

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == CallerGuard.Interval)
            {
                Interlocked.Increment(ref _waiting);
            }

            return timer;
        }

        /// <summary>Counts anew.</summary>
        public void Begin() => Interlocked.Exchange(ref _waiting, 0);

        /// <summary>Waits until so many wait, and nobody begins to for a while: a first look wakes some.</summary>
        public async Task SeeRestAsync(int count)
        {
            var (before, still) = (-1, 0);
            await Eventually.SeeAsync(
                () =>
                {
                    still = Waiting == before ? still + 1 : 0;
                    before = Waiting;
                    return Task.FromResult(still);
                },
                looks => looks >= 20 && Waiting >= count);
        }
    }
}
