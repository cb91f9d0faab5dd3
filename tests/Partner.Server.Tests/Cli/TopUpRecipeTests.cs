using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Status = Grpc.Core.Status;

namespace Partner.Server.Tests.Cli;

public sealed class TopUpRecipeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_PROCESSING_sale_is_asked_for_until_it_is_final()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.CheckAgainAfter = TimeSpan.FromMilliseconds(1);
        server.TopUps.Before = _ =>
            Task.FromResult(server.TopUps.Calls.Count < 3 ? TopUpState.Processing : TopUpState.Failed);
        var answer = await connection.TopUpAsync(Request(), Long);
        Assert.Equal((TopUpState.Failed, true), (answer.TopUp.State, answer.Replayed));
        Assert.Equal(3, server.TopUps.Calls.Count);
        Assert.Single(server.TopUps.Calls.Select(call => call.RequestId).Distinct());
    }

    [Fact]
    public async Task Lost_answers_are_repeated_with_the_same_request_id()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.After = _ => server.TopUps.Calls.Count switch
        {
            1 => throw Refusals.Internal(),
            2 => throw new RpcException(new Status(StatusCode.Unknown, "proxy")),
            _ => Task.CompletedTask,
        };
        var answer = await connection.TopUpAsync(Request(), Long);
        Assert.Equal(TopUpState.Succeeded, answer.TopUp.State);
        Assert.Single(server.TopUps.Sales);
    }

    [Fact]
    public async Task A_refusal_ends_the_recipe_at_once()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw Refusals.InsufficientFloat();
        var exception = await Assert.ThrowsAsync<RpcException>(() => connection.TopUpAsync(Request(), Long));
        Assert.Equal("INSUFFICIENT_FLOAT", PartnerError.From(exception).Reason);
        Assert.Single(server.TopUps.Calls);
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_does_not_hide_what_was_saved()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.After = _ => throw Refusals.Internal();
        server.TopUps.Before = _ => server.TopUps.Calls.Count == 1
            ? Task.FromResult(TopUpState.Succeeded)
            : throw Refusals.InsufficientFloat();
        var answer = await connection.TopUpAsync(Request(), Long);
        Assert.Equal((TopUpState.Succeeded, true), (answer.TopUp.State, answer.Replayed));
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_is_told_once_the_request_id_is_abandoned()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw (server.TopUps.Calls.Count == 1
            ? Refusals.Internal()
            : Refusals.InsufficientFloat());
        var exception = await Assert.ThrowsAsync<RpcException>(() => connection.TopUpAsync(Request(), Long));
        var error = PartnerError.From(exception);
        Assert.Equal(
            ("INSUFFICIENT_FLOAT", MoneyMoved.No, false), (error.Reason, error.MoneyMoved, error.IsUnanswered));
        Assert.Equal((RetryWith.NewRequestId, true), (error.RetryWith, error.RetrySafe));
        Assert.Equal(("true", "100.00 CNY"), (error.Facts["request_abandoned"], error.Facts["needed"]));
        Assert.Equal("预付款余额不足", error.ClerkText);
        var late = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(connection));
        Assert.Equal("REQUEST_ABANDONED", PartnerError.From(late).Reason);
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_is_no_answer_while_the_request_id_is_not_abandoned()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw (server.TopUps.Calls.Count == 1
            ? Refusals.Internal()
            : Refusals.CertificateRevoked());
        server.TopUps.BeforeAbandoning = () => throw (server.TopUps.Abandonments == 1
            ? Overloaded(TimeSpan.FromMilliseconds(1))
            : Refusals.CertificateRevoked());
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => connection.TopUpAsync(Request(), Long));
        var error = PartnerError.From(exception);
        Assert.Equal((MoneyMoved.Unknown, true), (error.MoneyMoved, error.IsUnanswered));
        Assert.True(server.TopUps.Abandonments > 1);
    }

    [Fact]
    public async Task A_resumed_sale_counts_as_one_whose_answer_was_lost()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw Refusals.InsufficientFloat();
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => connection.ResumeTopUpAsync(Request(), Long));
        Assert.Equal("true", PartnerError.From(exception).Facts["request_abandoned"]);
        Assert.Equal((1, 1), (server.TopUps.Calls.Count, server.TopUps.Abandonments));
    }

    [Fact]
    public async Task A_busy_service_after_a_lost_answer_does_not_say_that_no_money_moved()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw (server.TopUps.Calls.Count == 1
            ? Refusals.Internal()
            : Overloaded(TimeSpan.FromSeconds(1)));
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => connection.TopUpAsync(Request(), Long));
        Assert.Equal(MoneyMoved.Unknown, PartnerError.From(exception).MoneyMoved);
    }

    [Fact]
    public async Task A_refusal_after_PROCESSING_was_seen_does_not_make_it_undone()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.CheckAgainAfter = TimeSpan.FromMilliseconds(1);
        server.TopUps.Before = _ => server.TopUps.Calls.Count == 1
            ? Task.FromResult(TopUpState.Processing)
            : throw Refusals.CertificateRevoked();
        var answer = await connection.TopUpAsync(Request(), Long);
        Assert.Equal(TopUpState.Processing, answer.TopUp.State);
    }

    [Fact]
    public async Task Giving_a_sale_up_is_asked_for_until_it_is_answered()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.BeforeAbandoning = () => server.TopUps.Abandonments switch
        {
            1 => throw Refusals.Internal(),
            2 => throw Overloaded(TimeSpan.FromMilliseconds(300)),
            _ => Task.CompletedTask,
        };
        Assert.True((await connection.AbandonAsync(Request().RequestId, Long)).Abandoned);
        Assert.Equal(3, server.TopUps.Abandonments);
    }

    [Fact]
    public async Task A_refusal_that_names_a_pause_is_repeated_after_it()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(300)) };
        server.TopUps.Before = _ => server.TopUps.Calls.Count > 1
            ? Task.FromResult(TopUpState.Succeeded)
            : throw Refusals.Of(StatusCode.ResourceExhausted, "LIMIT", "no", "same_request_id", "caller", retry);
        Assert.Equal(TopUpState.Succeeded, (await connection.TopUpAsync(Request(), Long)).TopUp.State);
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_PROCESSING_was_seen_does_not_hide_it()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.CheckAgainAfter = TimeSpan.FromMilliseconds(1);
        server.TopUps.Before = _ => server.TopUps.Calls.Count == 1
            ? Task.FromResult(TopUpState.Processing)
            : throw Refusals.Internal();
        var answer = await connection.TopUpAsync(Request(), Long);
        Assert.Equal(TopUpState.Processing, answer.TopUp.State);
        Assert.True(server.TopUps.Calls.Count > 1);
    }

    [Fact]
    public async Task The_channel_repeats_UNAVAILABLE_four_times_and_nothing_else()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.BeforeAbandoning = () => throw new RpcException(new Status(StatusCode.Unavailable, "stopping"));
        await Assert.ThrowsAsync<RpcException>(() => AbandonOnceAsync(connection));
        Assert.Equal(4, server.TopUps.Abandonments);
        server.TopUps.BeforeAbandoning = () => throw Refusals.Internal();
        await Assert.ThrowsAsync<RpcException>(() => AbandonOnceAsync(connection));
        Assert.Equal(5, server.TopUps.Abandonments);
    }

    [Fact]
    public async Task The_channel_does_not_repeat_a_sale_behind_the_back_of_the_recipe()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw new RpcException(new Status(StatusCode.Unavailable, "stopping"));
        await Assert.ThrowsAsync<RpcException>(() => CreateAsync(connection));
        Assert.Single(server.TopUps.Calls);
    }

    [Fact]
    public void An_error_of_the_transport_is_answered_with_care()
    {
        var error = PartnerError.From(new RpcException(new Status(StatusCode.Unavailable, "connection refused")));
        Assert.Equal(
            ("SERVICE_UNAVAILABLE", MoneyMoved.Unknown, true, RetryWith.SameRequestId, false),
            (error.Reason, error.MoneyMoved, error.RetrySafe, error.RetryWith, error.FromService));
    }

    [Fact]
    public void Damaged_details_leave_the_careful_answers()
    {
        var trailers = new Metadata { { "grpc-status-details-bin", new byte[] { 0xFF, 0xFF, 0xFF } } };
        var error = PartnerError.From(new RpcException(new Status(StatusCode.Internal, "x"), trailers));
        Assert.Equal((MoneyMoved.Unknown, false), (error.MoneyMoved, error.FromService));
    }

    [Fact]
    public void A_reason_that_this_client_does_not_know_keeps_its_name()
    {
        var error = PartnerError.From(Refusals.Of(
            StatusCode.FailedPrecondition, "NEW_REASON", "no", "never", "issuer"));
        Assert.Equal(("NEW_REASON", false, RetryWith.Never), (error.Reason, error.RetrySafe, error.RetryWith));
    }

    private static CreateTopUpRequest Request() => new()
    {
        RequestId = "sale-000000000001",
        Card = new CardRef { PhoneNumber = "+8613800138000" },
        Plan = "plans/phone-100",
        Channel = Channel.Pos,
    };

    private static RpcException Overloaded(TimeSpan pause) => Refusals.Of(
        StatusCode.ResourceExhausted,
        "OVERLOADED",
        "no",
        "same_request_id",
        "operator",
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(pause) });

    private static async Task AbandonOnceAsync(PartnerConnection connection)
    {
        var request = new AbandonTopUpRequest { RequestId = Request().RequestId };
        using var call = connection.TopUps.AbandonTopUpAsync(request, connection.Call(Long));
        await call.ResponseAsync;
    }

    private static async Task CreateAsync(PartnerConnection connection)
    {
        using var call = connection.TopUps.CreateTopUpAsync(Request(), connection.Call(Long));
        await call.ResponseAsync;
    }
}
