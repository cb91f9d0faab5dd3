using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Auditing;
using Partner.Sandbox.Issuer;
using Partner.Server.BackOffice;
using Partner.Server.Issuer;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.States;

/// <summary>What can be done, and what cannot, while the issuer has not answered yet.</summary>
public sealed class SlowIssuerTests : IAsyncLifetime
{
    private readonly HeldIssuer _issuer = new();
    private RunningServer? _server;
    private TestClient? _demo;

    private RunningServer Running => _server!;

    private TestClient Demo => _demo!;

    /// <summary>We wait for the issuer's answer, which comes when a test lets its time pass.</summary>
    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(_issuer.Hold);
        _demo = await Running.ConnectDemoAsync();
    }

    public async Task DisposeAsync()
    {
        Running.AssertNoErrors();
        await Running.DisposeAsync();
    }

    [Fact]
    public async Task A_day_is_not_final_until_every_answer_is_there_and_a_late_success_belongs_to_it()
    {
        var (day, next) = (Day(-1), Day(0));
        var sale = Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0)
            .With(one => one.BusinessDate = day);
        var sold = await Demo.SellAsync(sale);
        var open = await Demo.TotalsAsync(new TopUpFilter { BusinessDate = day });
        await _issuer.SeeLaterAsync(() => Demo.GetAsync(sold.Name), topUp => topUp.State == TopUpState.Succeeded);
        var closed = await Demo.TotalsAsync(new TopUpFilter { BusinessDate = day });

        var other = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.ReversalTimeoutAfterApplying));
        var ask = ReversalTests.AskFor(other).With(one => (one.Wait, one.BusinessDate) = (new(), next));
        await Demo.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));
        var underWay = await RefundsAsync(next);
        await _issuer.SeeLaterAsync(() => Demo.GetAsync(other.Name), topUp => topUp.State == TopUpState.Reversed);
        var done = await RefundsAsync(next);

        Assert.Equal([(TopUpState.Processing, 1, 5_000)], open);
        Assert.Equal([(TopUpState.Succeeded, 1, 5_000)], closed);
        Assert.Equal((0L, 1L), underWay);
        Assert.Equal((1L, 0L), done);
        Assert.Equal(closed, await Demo.TotalsAsync(new TopUpFilter { BusinessDate = day }));
    }

    [Fact]
    public async Task While_a_reversal_is_unfinished_there_is_no_second_one_and_watching_goes_on()
    {
        var sold = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.ReversalTimeoutAfterApplying));
        var ask = ReversalTests.AskFor(sold).With(one => one.Wait = new());
        var saved = await Demo.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));
        Assert.Equal(
            (ReversalState.Processing, TopUpState.Succeeded, saved.Reversal.Name),
            (saved.Reversal.State, saved.TopUp.State, saved.TopUp.Reversal));
        Assert.Equal(
            (ErrorReason.AwaitingIssuer, MoneyMoved.Unknown),
            (saved.Reversal.Outcome.Reason, saved.Reversal.Outcome.MoneyMoved));
        var begun = new TaskCompletionSource();
        var watching = Idempotency.WaitingTests.WatchAsync(Demo, sold.Name, () => begun.TrySetResult());
        await begun.Task;

        var second = await Demo.TopUps.ReverseTopUpAsync(
            ReversalTests.AskFor(sold), TestClient.In("en")).AsErrorAsync();
        var replay = await Demo.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));

        second.Is(StatusCode.FailedPrecondition, "REVERSAL_EXISTS");
        Assert.Equal(saved.Reversal.Name, second.Facts["reversal"]);
        Assert.Equal((true, saved.Reversal.Name), (replay.Replayed, replay.Reversal.Name));
        await _issuer.SeeLaterAsync(() => Demo.GetAsync(sold.Name), topUp => topUp.State == TopUpState.Reversed);
        var seen = await watching;
        Assert.Equal((TopUpState.Succeeded, saved.Reversal.Name), (seen[0].State, seen[0].Reversal));
        Assert.Equal(TopUpState.Reversed, seen[^1].State);
        await Running.AssertInOrderAsync();
    }

    [Fact]
    public async Task A_top_up_under_way_cannot_be_reversed_nor_cancelled()
    {
        var saved = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));

        var reversal = await Demo.TopUps.ReverseTopUpAsync(
            ReversalTests.AskFor(saved), TestClient.In("en")).AsErrorAsync();
        var cancel = await Demo.TopUps.CancelTopUpAsync(
            new CancelTopUpRequest { Name = saved.Name }, TestClient.In("en")).AsErrorAsync();

        reversal.Is(StatusCode.FailedPrecondition, "TOP_UP_NOT_REVERSIBLE");
        Assert.Equal("PROCESSING", reversal.Facts["top_up_state"]);
        cancel.Is(StatusCode.FailedPrecondition, "TOO_LATE_TO_CANCEL");
        await _issuer.SeeLaterAsync(() => Demo.GetAsync(saved.Name), topUp => topUp.State == TopUpState.Succeeded);
        await Running.AssertInOrderAsync();
    }

    [Fact]
    public async Task What_is_merely_being_sent_is_settled_by_an_operator_only_with_a_reason()
    {
        var saved = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        string[] resolve =
        [
            "in-doubt", "resolve", $"partners/{Demo.PartnerId}/{saved.Name}", "--outcome", "succeeded", "--evidence",
            "none", "--why", "a test",
        ];

        Assert.Equal(1, await StatusOfAsync(resolve));
        Assert.Equal(TopUpState.Processing, (await Demo.GetAsync(saved.Name)).State);

        Assert.Equal(1, await StatusOfAsync([.. resolve, "--force", " "]));
        Assert.Equal(1, await StatusOfAsync([.. resolve, "--force", "it is a\u202E test"]));
        Assert.Equal(0, await StatusOfAsync([.. resolve, "--force", "it is a test"]));
        Assert.Equal(TopUpState.Succeeded, (await Demo.GetAsync(saved.Name)).State);

        async Task<int> StatusOfAsync(string[] args) => (await OperatorSubjects.RunAsync(Running, args)).Status;
    }

    [Fact]
    public async Task What_an_operator_settled_stays_settled_and_later_evidence_becomes_an_anomaly()
    {
        var saved = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));
        await Running.Store.TopUps.ResolveAsync(
            Demo.PartnerId,
            new TopUpId(Sale.IdOf(saved.Name)),
            new Core.TopUps.OperatorWord(false, "letter 42", "it is a test"),
            TimeProvider.System.GetUtcNow());

        var resolved = await Demo.GetAsync(saved.Name);
        Assert.Equal(
            (TopUpState.Failed, ErrorReason.ResolvedByOperator, MoneyMoved.No, Fault.Operator),
            (resolved.State, resolved.Outcome.Reason, resolved.Outcome.MoneyMoved, resolved.Outcome.Fault));
        Assert.Equal(1_000_000, (await Demo.BalanceAsync()).Available.Minor());

        var report = await _issuer.SeeLaterAsync(
            AuditAsync, audit => audit.Findings.Any(finding => finding.Code == AuditCode.Anomaly));
        Assert.Contains(report.Findings, finding => finding.Code == AuditCode.IssuerAppliedUnpaid);
        Assert.Equal(resolved, await Demo.GetAsync(saved.Name));
        Assert.Equal(1_000_000, (await Demo.BalanceAsync()).Available.Minor());
    }

    [Fact]
    public async Task What_an_operator_proves_to_be_delivered_is_charged()
    {
        var saved = await Demo.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));
        await Running.Store.TopUps.ResolveAsync(
            Demo.PartnerId,
            new TopUpId(Sale.IdOf(saved.Name)),
            new Core.TopUps.OperatorWord(true, "letter 43", "it is a test"),
            TimeProvider.System.GetUtcNow());

        var resolved = await Demo.GetAsync(saved.Name);

        Assert.Equal((TopUpState.Succeeded, MoneyMoved.Yes), (resolved.State, resolved.Outcome.MoneyMoved));
        Assert.Equal(1_000_000 - 5_000 + 125, (await Demo.BalanceAsync()).Available.Minor());
        Assert.Empty(await Running.Store.UnfinishedAsync());
    }

    private async Task<AuditReport> AuditAsync()
    {
        using var records = new IssuerRecordsClient(Running.Server.IssuerUrl);
        return await AuditRun.RunAsync(
            Running.Store, records, TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    private async Task<(long Done, long Unfinished)> RefundsAsync(string day)
    {
        var filter = new TopUpFilter { BusinessDate = day, State = TopUpState.Reversed };
        var totals = await Demo.TopUps.GetSalesTotalsAsync(
            new GetSalesTotalsRequest { Filter = filter }, TestClient.In("en"));
        return (totals.Totals.Sum(line => line.Count), totals.UnfinishedReversals);
    }

    private static string Day(int offset) =>
        TimeProvider.System.GetUtcNow().AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
