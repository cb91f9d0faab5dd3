using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Tests.Issuer;

/// <summary>Every card of the sandbox table, as the gateway sees it and as the issuer's records show it.</summary>
public sealed class SandboxOutcomeTests
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HangFor = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Success_is_applied_once_and_at_once()
    {
        await using var bench = await SandboxBench.StartAsync();

        var answer = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success), default);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000001"), answer);
        var record = await bench.FindAsync("T1");
        Assert.Equal(
            new IssuerRecord
            {
                Id = "T1",
                Kind = IssuerRecordKind.TopUp,
                State = IssuerRecordState.Applied,
                At = bench.IssuerClock.GetUtcNow(),
                Card = SandboxCards.Success,
                Product = "phone-100",
                AmountMinor = 10_000,
                Currency = "CNY",
                Reference = "SIM0000000001",
                TimesReceived = 1,
            },
            record);
    }

    [Fact]
    public async Task Success_after_three_seconds_is_in_progress_until_then()
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.SuccessAfterShortDelay), default);
        await bench.IssuerClock.NextTimerAsync(TimeSpan.FromSeconds(3));
        Assert.Equal("Received 1", await bench.RecordOfAsync("T1"));
        bench.IssuerClock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(IssuerVerdict.Accepted, (await call).Verdict);
        Assert.Equal("Applied 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task Success_after_twenty_seconds_outlasts_all_attempts_and_a_query_finds_it()
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.SuccessAfterLongDelay), default);
        await bench.TimeOutOneAttemptAsync(TimeSpan.FromSeconds(20));
        await bench.TimeOutOneAttemptAsync(TimeSpan.FromSeconds(20));
        await bench.GiveUpAttemptAsync();
        Assert.Equal(IssuerVerdict.Unknown, (await call).Verdict);

        var early = bench.Gateway.QueryAsync("T1", default);
        await bench.PassPauseAsync();
        Assert.Equal(IssuerVerdict.Unknown, (await early).Verdict);

        bench.IssuerClock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(IssuerVerdict.Accepted, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        Assert.Equal("Applied", (await bench.RecordOfAsync("T1")).Split(' ')[0]);
    }

    [Theory]
    [InlineData(SandboxCards.CardBlocked, Reason.CardBlocked)]
    [InlineData(SandboxCards.CardUnknown, Reason.CardUnknown)]
    [InlineData(SandboxCards.ProductNotAccepted, Reason.ProductNotAccepted)]
    [InlineData(SandboxCards.CardExpired, Reason.CardExpired)]
    public async Task A_refusal_is_the_same_for_ever(string card, Reason reason)
    {
        await using var bench = await SandboxBench.StartAsync();

        var first = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(card), default);
        await bench.RestartAsync();
        var repeat = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(card), default);
        var query = await bench.Gateway.QueryAsync("T1", default);
        var withdrawal = await bench.Gateway.WithdrawAsync("T1", default);

        Assert.Equal((IssuerVerdict.Declined, reason), (first.Verdict, first.Reason));
        Assert.All([repeat, query, withdrawal], answer => Assert.Equal(first, answer));
        Assert.Equal("Declined 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_server_error_is_not_applied_and_its_repeat_is()
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.ServerErrorThenSuccess), default);
        await bench.OurClock.NextTimerAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("Received 1", await bench.RecordOfAsync("T1"));
        await bench.PassPauseAsync();

        Assert.Equal(IssuerVerdict.Accepted, (await call).Verdict);
        Assert.Equal("Applied 2", await bench.RecordOfAsync("T1"));
    }

    [Theory]
    [InlineData(SandboxCards.TimeoutAfterApplying, "Applied 1")]
    [InlineData(SandboxCards.TimeoutWithoutApplying, "Received 1")]
    public async Task A_time_out_is_settled_by_the_repeat_and_applied_once(string card, string before)
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(card), default);
        await bench.IssuerClock.NextTimerAsync(HangFor);
        Assert.Equal(before, await bench.RecordOfAsync("T1"));
        await bench.TimeOutOneAttemptAsync(HangFor);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000001"), await call);
        Assert.Equal("Applied 2", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_cut_off_answer_is_settled_by_the_repeat_and_applied_once()
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.AnswerCutOff), default);
        await bench.OurClock.NextTimerAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("Applied 1", await bench.RecordOfAsync("T1"));
        await bench.PassPauseAsync();

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000001"), await call);
        Assert.Equal("Applied 2", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task Applied_and_answered_late_leaves_every_attempt_waiting_and_a_query_finds_it_at_once()
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.AppliedAnsweredLate), default);
        await bench.TimeOutOneAttemptAsync(LateAfter);
        await bench.TimeOutOneAttemptAsync(LateAfter);
        Assert.Equal(IssuerVerdict.Accepted, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        await bench.GiveUpAttemptAsync();
        Assert.Equal(IssuerVerdict.Unknown, (await call).Verdict);

        bench.IssuerClock.Advance(LateAfter);
        var late = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.AppliedAnsweredLate), default);
        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000001"), late);
    }

    [Fact]
    public async Task A_first_request_may_be_applied_after_queries_said_not_found()
    {
        await using var bench = await SandboxBench.StartAsync();
        using var crash = new CancellationTokenSource();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.FirstRequestAppliedLate), crash.Token);
        await bench.IssuerClock.NextTimerAsync(LateAfter);
        await crash.CancelAsync();
        Assert.Equal(IssuerVerdict.Unknown, (await call).Verdict);
        Assert.Equal(IssuerVerdict.NotFound, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        bench.IssuerClock.Advance(LateAfter);

        Assert.Equal(IssuerVerdict.Accepted, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        Assert.Equal("Applied 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_late_first_request_does_nothing_after_its_repeat_was_applied()
    {
        await using var bench = await SandboxBench.StartAsync();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.FirstRequestAppliedLate), default);
        await bench.TimeOutOneAttemptAsync(LateAfter);
        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000001"), await call);
        bench.IssuerClock.Advance(LateAfter);

        var next = await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success, "T2"), default);
        Assert.Equal("SIM0000000002", next.Reference);
        Assert.Equal("Applied 2", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_late_first_request_does_nothing_after_it_was_withdrawn()
    {
        await using var bench = await SandboxBench.StartAsync();
        using var crash = new CancellationTokenSource();

        var call = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.FirstRequestAppliedLate), crash.Token);
        await bench.IssuerClock.NextTimerAsync(LateAfter);
        await crash.CancelAsync();
        Assert.Equal(IssuerVerdict.Unknown, (await call).Verdict);
        Assert.Equal(IssuerVerdict.Withdrawn, (await bench.Gateway.WithdrawAsync("T1", default)).Verdict);
        bench.IssuerClock.Advance(LateAfter);

        Assert.Equal(IssuerVerdict.Withdrawn, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
        Assert.Equal("Withdrawn 1", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task Never_answers_also_leaves_queries_and_withdrawals_without_an_answer()
    {
        await using var bench = await SandboxBench.StartAsync();

        var order = bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.NeverAnswers), default);
        Assert.Equal(IssuerVerdict.Unknown, (await bench.HangAsync(order, attempts: 3)).Verdict);
        var query = bench.Gateway.QueryAsync("T1", default);
        Assert.Equal(IssuerVerdict.Unknown, (await bench.HangAsync(query, attempts: 2)).Verdict);
        var withdrawal = bench.Gateway.WithdrawAsync("T1", default);
        Assert.Equal(IssuerVerdict.Unknown, (await bench.HangAsync(withdrawal, attempts: 2)).Verdict);

        Assert.Equal("Received 3", await bench.RecordOfAsync("T1"));
    }

    [Fact]
    public async Task A_reversal_takes_the_top_up_back_once()
    {
        await using var bench = await SandboxBench.StartAsync();
        await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.Success), default);

        var first = await bench.Gateway.ReverseAsync(
            new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);
        var repeat = await bench.Gateway.ReverseAsync(
            new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);
        var second = await bench.Gateway.ReverseAsync(
            new IssuerReversal(new ReversalId("R2"), new TopUpId("T1")), default);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Accepted, "SIM0000000002"), first);
        Assert.Equal(first, repeat);
        Assert.Equal(first, await bench.Gateway.QueryAsync("R1", default));
        Assert.Equal((IssuerVerdict.Declined, Reason.IssuerDeclined), (second.Verdict, second.Reason));
        Assert.Equal("R1", (await bench.FindAsync("T1"))!.ReversalId);
        Assert.Equal("Reversed 1", await bench.RecordOfAsync("T1"));
        Assert.Equal(IssuerVerdict.Accepted, (await bench.Gateway.QueryAsync("T1", default)).Verdict);
    }

    [Fact]
    public async Task A_refused_reversal_leaves_the_top_up_applied()
    {
        await using var bench = await SandboxBench.StartAsync();
        await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.ReversalDeclined), default);

        var answer = await bench.Gateway.ReverseAsync(
            new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);

        Assert.Equal((IssuerVerdict.Declined, Reason.BalanceAlreadyUsed), (answer.Verdict, answer.Reason));
        Assert.Equal("Applied 1", await bench.RecordOfAsync("T1"));
        Assert.Equal("Declined 1", await bench.RecordOfAsync("R1"));
    }

    [Fact]
    public async Task A_reversal_that_times_out_was_applied_and_its_repeat_says_so()
    {
        await using var bench = await SandboxBench.StartAsync();
        await bench.Gateway.TopUpAsync(SandboxBench.TopUp(SandboxCards.ReversalTimeoutAfterApplying), default);

        var call = bench.Gateway.ReverseAsync(new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);
        await bench.IssuerClock.NextTimerAsync(HangFor);
        Assert.Equal("Reversed 1", await bench.RecordOfAsync("T1"));
        await bench.TimeOutOneAttemptAsync(HangFor);

        Assert.Equal(IssuerVerdict.Accepted, (await call).Verdict);
        Assert.Equal("Applied 2", await bench.RecordOfAsync("R1"));
    }
}
