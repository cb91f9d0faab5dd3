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
    public async Task A_refusal_after_a_lost_answer_is_no_answer_while_an_attempt_may_be_on_its_way()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw (server.TopUps.Calls.Count == 1
            ? Refusals.Internal()
            : Refusals.InsufficientFloat());
        var exception = await Assert.ThrowsAsync<RpcException>(
            () => connection.TopUpAsync(Request(), TimeSpan.FromSeconds(2)));
        var error = PartnerError.From(exception);
        Assert.Equal((MoneyMoved.Unknown, true), (error.MoneyMoved, error.IsUnanswered));
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
        var answer = await connection.TopUpAsync(Request(), TimeSpan.FromSeconds(3));
        Assert.Equal(TopUpState.Processing, answer.TopUp.State);
        Assert.True(server.TopUps.Calls.Count > 1);
    }

    [Fact]
    public async Task The_channel_repeats_UNAVAILABLE_four_times_and_nothing_else()
    {
        await using var server = await CliServer.StartAsync();
        using var connection = server.Connect();
        server.TopUps.Before = _ => throw new RpcException(new Status(StatusCode.Unavailable, "stopping"));
        await Assert.ThrowsAsync<RpcException>(() => CreateAsync(connection));
        Assert.Equal(4, server.TopUps.Calls.Count);
        server.TopUps.Before = _ => throw Refusals.Internal();
        await Assert.ThrowsAsync<RpcException>(() => CreateAsync(connection));
        Assert.Equal(5, server.TopUps.Calls.Count);
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

    private static async Task CreateAsync(PartnerConnection connection)
    {
        using var call = connection.TopUps.CreateTopUpAsync(Request(), connection.Call(Long));
        await call.ResponseAsync;
    }
}
