using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Contracts.Client;
using Partner.Core.Identity;
using Partner.Server.Connections;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>What one certificate may have under way, and what it is told beyond that.</summary>
public sealed class CallBoundTests
{
    [Fact]
    public async Task Calls_beyond_the_bound_of_a_certificate_are_refused_and_others_are_not()
    {
        await using var host = await StartAsync(new ConnectionLimits { CallsPerCertificate = 2 });
        var held = new TaskCompletionSource<CreateTopUpResponse>();
        host.TopUps.OnCreate = (_, _) => held.Task;
        var client = host.Client(host.Register(Permissions.Sell));
        var first = client.CreateTopUpAsync(new CreateTopUpRequest()).ResponseAsync;
        var second = client.CreateTopUpAsync(new CreateTopUpRequest()).ResponseAsync;
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), calls => calls == 2);

        var refused = (await client.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.ResourceExhausted, "OVERLOADED");
        var other = host.Client(host.Register(Permissions.Sell)).CreateTopUpAsync(new CreateTopUpRequest())
            .ResponseAsync;
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), calls => calls == 3);
        held.SetResult(new CreateTopUpResponse());
        await Task.WhenAll(first, second, other);
        host.TopUps.OnCreate = (_, _) => Task.FromResult(new CreateTopUpResponse());
        await client.CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal("calls_per_certificate", refused.Facts["limit"]);
        Assert.NotNull(refused.RetryAfter);
    }

    [Fact]
    public async Task Beyond_the_bound_of_all_calls_those_are_refused_that_have_more_than_their_share()
    {
        await using var host = await StartAsync(new ConnectionLimits { Calls = 4 });
        var held = new TaskCompletionSource<CreateTopUpResponse>();
        host.TopUps.OnCreate = (_, _) => held.Task;
        var greedy = host.Client(host.Register(Permissions.Sell));
        var calls = Enumerable.Range(0, 4).Select(_ => greedy.CreateTopUpAsync(new CreateTopUpRequest()).ResponseAsync)
            .ToList();
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), begun => begun == 4);
        var other = host.Client(host.Register(Permissions.Sell));
        calls.AddRange(Enumerable.Range(0, 2).Select(
            _ => other.CreateTopUpAsync(new CreateTopUpRequest()).ResponseAsync));
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), begun => begun == 6);

        var refused = (await greedy.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.ResourceExhausted, "OVERLOADED");
        var refusedToo = (await other.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.ResourceExhausted, "OVERLOADED");
        held.SetResult(new CreateTopUpResponse());
        await Task.WhenAll(calls);
        host.TopUps.OnCreate = (_, _) => Task.FromResult(new CreateTopUpResponse());
        await greedy.CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal("calls", refused.Facts["limit"]);
        Assert.Equal("calls", refusedToo.Facts["limit"]);
    }

    [Fact]
    public async Task Streams_beyond_the_bound_of_a_certificate_are_refused_and_its_calls_are_not()
    {
        await using var host = await StartAsync(new ConnectionLimits { StreamsPerCertificate = 1 });
        host.TopUps.OnWatch = (_, context) => Task.Delay(Timeout.Infinite, context.CancellationToken);
        var client = host.Client(host.Register(Permissions.Sell | Permissions.Read));
        using var first = client.WatchTopUp(new WatchTopUpRequest());
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), calls => calls == 1);

        using var second = client.WatchTopUp(new WatchTopUpRequest());
        var refused = PartnerError.From(await Assert.ThrowsAsync<RpcException>(
            () => second.ResponseStream.NextAsync()));
        await client.CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal("streams_per_certificate", refused.Is(StatusCode.ResourceExhausted, "OVERLOADED").Facts["limit"]);
    }

    [Fact]
    public async Task Calls_beyond_the_bound_of_a_connection_are_ended_before_anything_is_held_of_them()
    {
        const int bound = 2;
        await using var host = await StartAsync(new ConnectionLimits { StreamsPerConnection = bound });
        using var certificate = host.Register(Permissions.Sell).Load();
        await using var connection = await RawHttp2.OpenAsync(host.Address, certificate);

        foreach (var stream in (int[])[1, 3, 5])
        {
            await connection.WriteAsync(RawHttp2.Frame(
                RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream,
                Hpack.Call("leb.partner.v1.TopUpService/CreateTopUp")));
        }

        await Eventually.SeeAsync(() => Task.FromResult(connection.Ended), ended => ended == 1);
        Assert.False(connection.Closed.IsCompleted);
    }

    [Fact]
    public async Task Lists_of_one_certificate_take_turns_and_leave_processors_to_others()
    {
        const int many = 16;
        var atOnce = Math.Max(1, Environment.ProcessorCount / 2);
        await using var host = await StartAsync(new ConnectionLimits());
        var held = new TaskCompletionSource<ListTopUpsResponse>();
        host.TopUps.OnList = () => held.Task;
        var client = host.Client(host.Register(Permissions.Read));
        var lists = Enumerable.Range(0, many).Select(_ => client.ListTopUpsAsync(new ListTopUpsRequest()).ResponseAsync)
            .ToArray();
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), calls => calls == atOnce);
        var usages = host.Services.GetRequiredService<CertificateUsages>();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Calls), calls => calls == many);

        await host.Client(host.Register(Permissions.Sell)).CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal(atOnce + 1, host.TopUps.Calls);
        held.SetResult(new ListTopUpsResponse());
        await Task.WhenAll(lists);
        Assert.Equal(many + 1, host.TopUps.Calls);
    }

    [Fact]
    public async Task Whoever_takes_more_calls_back_than_deadlines_explain_is_refused_for_a_second()
    {
        const int many = 300;
        await using var host = await StartAsync(new ConnectionLimits());
        host.TopUps.OnCreate = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new CreateTopUpResponse();
        };
        var client = host.Client(host.Register(Permissions.Sell));
        for (var i = 0; i < many; i++)
        {
            using var call = client.CreateTopUpAsync(new CreateTopUpRequest());
            await Eventually.SeeAsync(
                () => Task.FromResult(host.TopUps.Calls > i || call.ResponseAsync.IsCompleted), begun => begun);
        }

        var usages = host.Services.GetRequiredService<CertificateUsages>();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Calls), calls => calls == 0);
        host.TopUps.OnCreate = (_, _) => Task.FromResult(new CreateTopUpResponse());
        var refused = await client.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await client.CreateTopUpAsync(new CreateTopUpRequest());

        Assert.Equal("cancellations", refused.Is(StatusCode.ResourceExhausted, "OVERLOADED").Facts["limit"]);
    }

    [Fact]
    public async Task Calls_that_had_their_time_may_all_be_taken_back_at_once()
    {
        const int many = 300;
        await using var host = await StartAsync(new ConnectionLimits { StreamsPerConnection = many });
        host.TopUps.OnCreate = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new CreateTopUpResponse();
        };
        var client = host.Client(host.Register(Permissions.Sell));
        var calls = Enumerable.Range(0, many).Select(_ => client.CreateTopUpAsync(new CreateTopUpRequest())).ToList();
        await Eventually.SeeAsync(() => Task.FromResult(host.TopUps.Calls), begun => begun == many);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        calls.ForEach(call => call.Dispose());

        var usages = host.Services.GetRequiredService<CertificateUsages>();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Calls), left => left == 0);
        host.TopUps.OnCreate = (_, _) => Task.FromResult(new CreateTopUpResponse());
        await client.CreateTopUpAsync(new CreateTopUpRequest());
    }

    [Fact]
    public async Task While_as_many_sales_wait_as_may_no_more_are_taken_on_but_what_became_of_others_is_told()
    {
        await using var host = await StartAsync(new ConnectionLimits { SalesWaiting = 2 });
        var intake = host.Services.GetRequiredService<SaleIntake>();
        var client = host.Client(host.Register(Permissions.Sell));
        using var first = intake.Enter();
        await client.CreateTopUpAsync(new CreateTopUpRequest());
        var second = intake.Enter();

        foreach (var refused in new[]
        {
            await client.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync(),
            await client.QuoteTopUpAsync(new QuoteTopUpRequest()).AsErrorAsync(),
            await client.ReverseTopUpAsync(new ReverseTopUpRequest()).AsErrorAsync(),
        })
        {
            Assert.Equal("sales_waiting", refused.Is(StatusCode.ResourceExhausted, "OVERLOADED").Facts["limit"]);
            Assert.Equal(MoneyMoved.No, refused.MoneyMoved);
            Assert.NotNull(refused.RetryAfter);
        }

        foreach (var passed in new[]
        {
            await client.AbandonTopUpAsync(new AbandonTopUpRequest()).AsErrorAsync(),
            await client.GetTopUpAsync(new GetTopUpRequest()).AsErrorAsync(),
            await client.CancelTopUpAsync(new CancelTopUpRequest()).AsErrorAsync(),
        })
        {
            Assert.Equal(StatusCode.Unimplemented, passed.Status);
        }

        second.Dispose();
        second.Dispose();
        await client.CreateTopUpAsync(new CreateTopUpRequest());
        Assert.Equal(1, intake.Waiting);
    }

    [Fact]
    public async Task Connections_beyond_the_bound_of_a_certificate_are_closed_until_one_of_it_is()
    {
        await using var host = await StartAsync(new ConnectionLimits { ConnectionsPerCertificate = 1 });
        using var certificate = host.Register(Permissions.Sell).Load();
        var first = await RawHttp2.OpenAsync(host.Address, certificate);
        var usages = host.Services.GetRequiredService<CertificateUsages>();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Open.Count), count => count == 1);

        await using (var second = await RawHttp2.ShakeHandsAsync(host.Address, certificate))
        {
            second.BeginReading();
            await second.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
        }

        await host.Client(host.Register(Permissions.Sell)).CreateTopUpAsync(new CreateTopUpRequest());
        await first.DisposeAsync();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Open.Count), count => count <= 1);
        await using var third = await RawHttp2.OpenAsync(host.Address, certificate);
        await Eventually.SeeAsync(() => Task.FromResult(usages.Open.Count), count => count == 2);
    }

    [Fact]
    public async Task Calls_that_we_are_made_to_end_count_as_taken_back()
    {
        const int groups = 11;
        const int many = 20;
        await using var host = await StartAsync(new ConnectionLimits());
        host.TopUps.OnCreate = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new CreateTopUpResponse();
        };
        var caller = host.Register(Permissions.Sell);
        using var certificate = caller.Load();
        await using var raw = await RawHttp2.OpenAsync(host.Address, certificate);
        for (var group = 0; group < groups; group++)
        {
            var ended = raw.Ended;
            await raw.WriteAsync(Enumerable.Range(group * many, many).SelectMany(i => Ended((2 * i) + 1)).ToArray());
            await Eventually.SeeAsync(() => Task.FromResult(raw.Ended), now => now >= ended + many);
        }

        var refused = await host.Client(caller).CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync();

        Assert.Equal("cancellations", refused.Is(StatusCode.ResourceExhausted, "OVERLOADED").Facts["limit"]);
    }

    [Theory]
    [InlineData("a flood")]
    [InlineData("what is no HTTP/2")]
    public async Task Whoever_was_thrown_out_waits_before_it_is_served_again(string what)
    {
        var sent = what == "a flood"
            ? AttackFrames.EmptyPieces(100)
            : RawHttp2.Frame(RawHttp2.Kind.Data, 0, 0, [0]);
        await using var host = await StartAsync(new ConnectionLimits());
        var thrownOut = host.Register(Permissions.Sell);
        using var certificate = thrownOut.Load();
        await using (var flood = await RawHttp2.OpenAsync(host.Address, certificate))
        {
            await flood.TryWriteAsync(sent);
            await flood.Closed.WaitAsync(Eventually.Longest, TimeProvider.System);
        }

        var usages = host.Services.GetRequiredService<CertificateUsages>();
        await Eventually.SeeAsync(() => Task.FromResult(usages.Open.Count), count => count == 0);
        var call = host.Client(thrownOut).CreateTopUpAsync(new CreateTopUpRequest()).ResponseAsync;
        await Eventually.SeeAsync(() => Task.FromResult(usages.Open.Count), count => count == 1);
        await host.Client(host.Register(Permissions.Sell)).CreateTopUpAsync(new CreateTopUpRequest());
        Assert.False(call.IsCompleted);

        await Eventually.SeeAsync(
            () =>
            {
                // Once it is served the clock is its own.
                host.Clock.Advance(usages.Calls == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
                return Task.FromResult(call.IsCompleted);
            },
            completed => completed);
        await call;
    }

    [Fact]
    public void After_a_flood_connections_are_served_one_by_one_and_those_that_would_wait_too_long_are_not()
    {
        var time = new ManualTimeProvider();
        var usages = new CertificateUsages(new ConnectionLimits(), time);
        var usage = usages.TryConnect("a")!;
        Assert.Equal(TimeSpan.Zero, usage.TakeTurn());
        Assert.Equal(TimeSpan.Zero, usage.TakeTurn());

        usage.NoteFlood();

        Assert.Equal([2, 4, 6, 8, 10, null], Enumerable.Range(0, 6).Select(_ => usage.TakeTurn()?.TotalSeconds));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, usage.TakeTurn()?.TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.Zero, usage.TakeTurn());
        Assert.Equal(TimeSpan.Zero, usage.TakeTurn());
    }

    [Fact]
    public void Whoever_opens_connections_again_and_again_takes_turns()
    {
        var time = new ManualTimeProvider();
        var usage = new CertificateUsages(new ConnectionLimits(), time).TryConnect("a")!;

        Assert.All(Enumerable.Range(0, 128), _ => Assert.Equal(TimeSpan.Zero, usage.TakeTurn()));
        Assert.Equal(2, usage.TakeTurn()?.TotalSeconds);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, usage.TakeTurn());
    }

    [Fact]
    public void A_quarter_of_the_memory_is_what_all_calls_may_hold()
    {
        const long chart = 384L * 1024 * 1024;
        var limits = new ConnectionLimits();

        Assert.Equal(chart / 4 / (4 * limits.HeaderBytes), limits.CallsIn(chart));
        Assert.Equal(7, (limits with { Calls = 7 }).CallsIn(chart));
        Assert.Equal(512, limits.CallsIn(0));
    }

    // A call that its caller makes us end: its window is to grow beyond the largest.
    private static byte[] Ended(int stream) =>
    [
        .. RawHttp2.Frame(
            RawHttp2.Kind.Headers, RawHttp2.EndHeaders, stream, Hpack.Call("leb.partner.v1.TopUpService/CreateTopUp")),
        .. RawHttp2.Frame(
            RawHttp2.Kind.Data, RawHttp2.EndStream, stream, GrpcRawHttp.Frame(new CreateTopUpRequest())),
        .. RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, stream, int.MaxValue),
    ];

    private static Task<GrpcTestHost> StartAsync(ConnectionLimits limits) =>
        GrpcTestHost.StartAsync(services => services.AddSingleton(limits));
}
