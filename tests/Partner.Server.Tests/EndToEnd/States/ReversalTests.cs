using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.States;

/// <summary>Taking a top-up back, as the issuer allows it.</summary>
public sealed class ReversalTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_reversal_returns_the_debit_and_takes_the_commission_back()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        var ask = AskFor(sold).With(one => one.Comment = "wrong card");

        var answer = await partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));

        var (reversal, topUp) = (answer.Reversal, answer.TopUp);
        Assert.Equal((ReversalState.Succeeded, TopUpState.Reversed), (reversal.State, topUp.State));
        Assert.Equal(
            (5_000, 125, "wrong card", sold.Name, topUp.Reversal),
            (reversal.Amount.Minor(), reversal.Clawback.Minor(), reversal.Comment, reversal.TopUp, reversal.Name));
        Assert.Equal((MoneyMoved.Yes, MoneyMoved.No), (reversal.Outcome.MoneyMoved, topUp.Outcome.MoneyMoved));
        Assert.Equal(sold.AcceptTime, topUp.AcceptTime);
        Assert.True(topUp.EventNumber > sold.EventNumber);
        var statement = (await partner.StatementAsync()).Entries;
        Assert.Equal(
            [
                (StatementEntryKind.Deposit, 1_000_000), (StatementEntryKind.TopUp, -5_000),
                (StatementEntryKind.Commission, 125), (StatementEntryKind.Reversal, 5_000),
                (StatementEntryKind.Clawback, -125),
            ],
            await partner.EntriesAsync());
        Assert.Equal((statement[1].Transfer, statement[2].Transfer), (statement[3].Reverses, statement[4].Reverses));
        Assert.Equal(
            [(TopUpState.Succeeded, 1, 5_000), (TopUpState.Reversed, 1, 5_000)], await partner.TotalsAsync());
        Assert.Equal(1_000_000, (await partner.BalanceAsync()).Available.Minor());
        var record = (await Shared.Running.IssuerRecordsAsync())[Sale.IdOf(sold.Name)];
        Assert.Equal((IssuerRecordState.Reversed, Sale.IdOf(reversal.Name)), (record.State, record.ReversalId));
    }

    [Fact]
    public async Task A_reversal_is_found_by_name_and_by_request_id_and_replayed()
    {
        var partner = await Shared.NewPartnerAsync();
        var ask = AskFor(await partner.SellAsync(Sale.Of()));
        var first = await partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));
        var replay = await partner.TopUps.ReverseTopUpAsync(
            ask.Clone().With(one => one.Comment = "again"), TestClient.In("en"));

        Assert.Equal((false, true), (first.Replayed, replay.Replayed));
        Assert.Equal(first.Reversal, replay.Reversal);
        Assert.Equal(first.Reversal, (await partner.TopUps.GetReversalAsync(
            new GetReversalRequest { Name = first.Reversal.Name }, TestClient.In("en"))).Reversal);
        Assert.Equal(first.Reversal, (await partner.TopUps.GetReversalAsync(
            new GetReversalRequest { RequestId = ask.RequestId }, TestClient.In("en"))).Reversal);
        Assert.Equal(5, (await partner.EntriesAsync()).Length);
    }

    [Fact]
    public async Task A_reversal_is_not_found_under_another_top_ups_name()
    {
        var partner = await Shared.NewPartnerAsync();
        var (one, other) = (await partner.SellAsync(Sale.Of()), await partner.SellAsync(Sale.Of()));
        var reversal = (await partner.TopUps.ReverseTopUpAsync(AskFor(one), TestClient.In("en"))).Reversal;

        var error = await partner.TopUps.GetReversalAsync(
            new GetReversalRequest { Name = $"{other.Name}/reversals/{Sale.IdOf(reversal.Name)}" },
            TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.NotFound, "REVERSAL_NOT_FOUND");
    }

    [Fact]
    public async Task One_request_id_cannot_reverse_two_top_ups()
    {
        var partner = await Shared.NewPartnerAsync();
        var (one, other) = (await partner.SellAsync(Sale.Of()), await partner.SellAsync(Sale.Of()));
        var ask = AskFor(one);
        await partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));

        var error = await partner.TopUps.ReverseTopUpAsync(
            ask.Clone().With(again => again.TopUp = other.Name), TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        Assert.Equal(TopUpState.Succeeded, (await partner.GetAsync(other.Name)).State);
    }

    [Fact]
    public async Task A_declined_reversal_leaves_the_sale_as_it_was_and_may_be_followed_by_another()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.ReversalDeclined));

        var first = await partner.TopUps.ReverseTopUpAsync(AskFor(sold), TestClient.In("en"));
        var second = await partner.TopUps.ReverseTopUpAsync(AskFor(sold), TestClient.In("en"));

        Assert.Equal(
            (ReversalState.Failed, ErrorReason.BalanceAlreadyUsed, MoneyMoved.No, RetryWith.Never, Fault.Issuer),
            (first.Reversal.State, first.Reversal.Outcome.Reason, first.Reversal.Outcome.MoneyMoved,
                first.Reversal.Outcome.RetryWith, first.Reversal.Outcome.Fault));
        Assert.Equal((TopUpState.Succeeded, first.Reversal.Name), (first.TopUp.State, first.TopUp.Reversal));
        Assert.Equal((ReversalState.Failed, false), (second.Reversal.State, second.Replayed));
        Assert.NotEqual(first.Reversal.Name, second.Reversal.Name);
        Assert.Equal(second.Reversal.Name, second.TopUp.Reversal);
        Assert.Equal(3, (await partner.EntriesAsync()).Length);
        Assert.Equal([(TopUpState.Succeeded, 1, 5_000)], await partner.TotalsAsync());
    }

    [Fact]
    public async Task A_reversal_whose_answer_was_lost_is_found_out_and_credited_once()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.ReversalTimeoutAfterApplying));

        var answer = await partner.TopUps.ReverseTopUpAsync(
            AskFor(sold), TestClient.In("en"));

        Assert.Equal((ReversalState.Succeeded, TopUpState.Reversed), (answer.Reversal.State, answer.TopUp.State));
        Assert.Equal(1_000_000, (await partner.BalanceAsync()).Available.Minor());
    }

    [Fact]
    public async Task A_reversed_top_up_cannot_be_reversed_again()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        var done = await partner.TopUps.ReverseTopUpAsync(AskFor(sold), TestClient.In("en"));

        var error = await partner.TopUps.ReverseTopUpAsync(AskFor(sold), TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.FailedPrecondition, "REVERSAL_EXISTS");
        Assert.Equal(done.Reversal.Name, error.Facts["reversal"]);
    }

    [Fact]
    public async Task Many_reversals_at_once_credit_once()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());

        var done = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            try
            {
                return (await partner.TopUps.ReverseTopUpAsync(AskFor(sold), TestClient.In("en"))).Reversal;
            }
            catch (RpcException refused)
            {
                Contracts.Client.PartnerError.From(refused).Is(StatusCode.FailedPrecondition, "REVERSAL_EXISTS");
                return null;
            }
        }));

        Assert.Single(done, reversal => reversal is { State: ReversalState.Succeeded });
        Assert.Equal(1_000_000, (await partner.BalanceAsync()).Available.Minor());
    }

    [Fact]
    public async Task What_failed_or_was_sold_without_a_window_cannot_be_reversed()
    {
        var partner = await Shared.NewPartnerAsync();
        var failed = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));
        var dayPass = await partner.SellAsync(Sale.Of(Sale.NewCard(CardType.Travel), "plans/travel-1d"));
        Assert.Equal((TopUpState.Failed, TopUpState.Succeeded), (failed.State, dayPass.State));

        var ofFailed = await partner.TopUps.ReverseTopUpAsync(AskFor(failed), TestClient.In("en")).AsErrorAsync();
        var ofDayPass = await partner.TopUps.ReverseTopUpAsync(AskFor(dayPass), TestClient.In("en")).AsErrorAsync();

        ofFailed.Is(StatusCode.FailedPrecondition, "TOP_UP_NOT_REVERSIBLE");
        Assert.Equal("FAILED", ofFailed.Facts["top_up_state"]);
        ofDayPass.Is(StatusCode.FailedPrecondition, "REFUND_EXCLUDED");
    }

    internal static ReverseTopUpRequest AskFor(TopUp topUp) =>
        new() { RequestId = Sale.NewRequestId(), TopUp = topUp.Name, Wait = Sale.Longest };
}
