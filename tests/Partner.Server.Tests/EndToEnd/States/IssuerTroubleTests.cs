using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.States;

/// <summary>An issuer that fails, and one that was given up on.</summary>
public sealed class IssuerTroubleTests
{
    [Fact]
    public async Task With_the_breaker_open_sales_are_refused_before_anything_is_saved()
    {
        await using var server = await RunningServer.StartAsync(
            settings => settings with
            {
                Issuer = settings.Issuer with { BreakerMinimumAttempts = 2, BreakDuration = TimeSpan.FromSeconds(12) },
            },
            alone: true);
        var partner = await server.AddPartnerAsync("unlucky");
        var sold = await partner.SellAsync(Sale.Of());
        var silent = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));
        await Eventually.SeeAsync(() => partner.GetAsync(silent.Name), topUp => topUp.InDoubtSince is not null);
        var sale = Sale.Of();

        var refused = await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en")).AsErrorAsync();
        var reversal = await partner.TopUps.ReverseTopUpAsync(
            ReversalTests.AskFor(sold), TestClient.In("en")).AsErrorAsync();
        var replay = await partner.TopUps.CreateTopUpAsync(
            Sale.Of().With(one =>
            {
                one.RequestId = sold.RequestId;
                one.Card = sold.Card;
            }),
            TestClient.In("en"));

        refused.Is(StatusCode.Unavailable, "ISSUER_UNAVAILABLE");
        Assert.Equal(
            (MoneyMoved.No, RetryWith.SameRequestId, Fault.Issuer),
            (refused.MoneyMoved, refused.RetryWith, refused.Fault));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        reversal.Is(StatusCode.Unavailable, "ISSUER_UNAVAILABLE");
        Assert.True(replay.Replayed);
        Assert.Empty(await partner.ListAsync(new TopUpFilter { RequestId = sale.RequestId }));
        Assert.Equal(5_000, (await partner.BalanceAsync()).Reserved.Minor());

        var later = await Eventually.SeeAsync(() => TryAsync(partner, sale), answer => answer is not null);
        Assert.Equal((TopUpState.Succeeded, false), (later!.TopUp.State, later.Replayed));
        server.AssertNoErrors();
    }

    [Fact]
    public async Task A_sale_without_a_trace_at_the_issuer_is_withdrawn_and_never_delivered_afterwards()
    {
        var issuer = new HeldIssuer();
        await using var server = await RunningServer.StartAsync(settings => issuer.Hold(settings) with
        {
            Issuer = settings.Issuer.OneAttempt(),
            Policy = settings.Policy with { WithdrawAfter = TimeSpan.FromMilliseconds(1) },
        });
        var partner = await server.AddPartnerAsync("withdrawn");
        var saved = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.FirstRequestAppliedLate, waitSeconds: 0));

        var failed = await Eventually.SeeAsync(
            () => partner.GetAsync(saved.Name), topUp => topUp.State != TopUpState.Processing);

        Assert.Equal(
            (TopUpState.Failed, ErrorReason.WithdrawnAtIssuer, MoneyMoved.No, true, RetryWith.NewRequestId,
                Fault.Issuer),
            (failed.State, failed.Outcome.Reason, failed.Outcome.MoneyMoved, failed.Outcome.RetrySafe,
                failed.Outcome.RetryWith, failed.Outcome.Fault));
        Assert.Equal(1_000_000, (await partner.BalanceAsync()).Available.Minor());

        // The moment passes at which the issuer would have applied the first request.
        issuer.LetTimePass();
        var record = (await server.IssuerRecordsAsync())[Sale.IdOf(saved.Name)];
        Assert.Equal((IssuerRecordState.Withdrawn, 1), (record.State, record.TimesReceived));
        Assert.Equal(failed, await partner.GetAsync(saved.Name));
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    private static async Task<CreateTopUpResponse?> TryAsync(TestClient client, CreateTopUpRequest sale)
    {
        try
        {
            return await client.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Unavailable)
        {
            return null;
        }
    }
}
