using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Errors;

public sealed class UnexpectedErrorTests
{
    private const string Card = "8986030000000000014";

    [Fact]
    public async Task An_unexpected_exception_leaks_nothing_but_an_incident_number()
    {
        await using var host = await GrpcTestHost.StartAsync();
        host.ExpectedErrors = 1;
        host.TopUps.OnCreate = (_, _) => throw new InvalidOperationException($"secret of {Card}");

        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client(host.Register(Permissions.Sell)).CreateTopUpAsync(new CreateTopUpRequest()));

        var error = GrpcAssert.Refused(Reason.Internal, StatusCode.Internal, exception);
        Assert.NotNull(error.IncidentId);
        var all = exception + GrpcAssert.Details(exception).ToString();
        Assert.DoesNotContain("secret", all, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", all, StringComparison.Ordinal);
        var logged = Assert.Single(host.Log.Errors);
        Assert.Contains(error.IncidentId, logged, StringComparison.Ordinal);
        Assert.Contains("secret", logged, StringComparison.Ordinal);
        Assert.Contains(nameof(UnexpectedErrorTests), logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Card, host.Log.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_does_one_in_a_stream_before_and_after_its_first_message(bool after)
    {
        await using var host = await GrpcTestHost.StartAsync();
        host.ExpectedErrors = 1;
        host.TopUps.OnWatch = async (stream, _) =>
        {
            if (after)
            {
                await stream.WriteAsync(new WatchTopUpResponse());
            }

            throw new InvalidOperationException("secret");
        };
        using var watch = host.Client(host.Register(Permissions.Sell)).WatchTopUp(new WatchTopUpRequest());

        var error = await GrpcAssert.Refused(Reason.Internal, StatusCode.Internal, async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
                Assert.True(after);
            }
        });

        Assert.NotNull(error.IncidentId);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_only_outcomes_have_is_a_fault_when_a_call_is_refused_with_it()
    {
        await using var host = await GrpcTestHost.StartAsync();
        host.ExpectedErrors = 1;
        host.TopUps.OnCreate = (_, _) => throw new RefusalException(new Refusal(Reason.AwaitingIssuer));
        var client = host.Client(host.Register(Permissions.Sell));

        await GrpcAssert.Refused(
            Reason.Internal, StatusCode.Internal, async () => await client.CreateTopUpAsync(new CreateTopUpRequest()));
    }

    [Fact]
    public async Task A_refusal_is_answered_in_the_language_of_the_call()
    {
        await using var host = await GrpcTestHost.StartAsync();
        host.TopUps.OnCreate = (_, _) => throw new RefusalException(new Refusal(Reason.PlanNotFound).With("plan", "p"));
        var client = host.Client(host.Register(Permissions.Sell));

        var error = await GrpcAssert.Refused(Reason.PlanNotFound, StatusCode.NotFound, async () =>
            await client.CreateTopUpAsync(
                new CreateTopUpRequest(), new Metadata { { "accept-language", "zh-CN,zh;q=0.9,en;q=0.8" } }));

        Assert.Equal(ClerkTexts.ForTopUp(Reason.PlanNotFound, Language.Chinese), error.ClerkText);
        Assert.Equal("p", error.Facts["plan"]);
    }

    [Fact]
    public async Task A_call_that_the_client_gives_up_is_no_incident()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        host.TopUps.OnCreate = async (_, context) =>
        {
            begun.SetResult();
            context.CancellationToken.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new CreateTopUpResponse();
        };
        using var cancel = new CancellationTokenSource();
        var call = host.Client(host.Register(Permissions.Sell))
            .CreateTopUpAsync(new CreateTopUpRequest(), cancellationToken: cancel.Token);
        await begun.Task;

        await cancel.CancelAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        await ended.Task.WaitAsync(Eventually.Longest);
    }

    [Fact]
    public async Task A_message_to_a_caller_that_is_gone_is_no_incident()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var written = new TaskCompletionSource<Exception?>();
        host.TopUps.OnWatch = async (stream, context) =>
        {
            await stream.WriteAsync(new WatchTopUpResponse());
            var gone = new TaskCompletionSource();
            context.CancellationToken.Register(gone.SetResult);
            await gone.Task;
            var late = stream.WriteAsync(new WatchTopUpResponse());
            written.SetResult(await Record.ExceptionAsync(() => late));
            await late;
        };
        using var watch = host.Client(host.Register(Permissions.Sell)).WatchTopUp(new WatchTopUpRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        watch.Dispose();

        Assert.IsType<InvalidOperationException>(await written.Task.WaitAsync(Eventually.Longest));
    }
}
