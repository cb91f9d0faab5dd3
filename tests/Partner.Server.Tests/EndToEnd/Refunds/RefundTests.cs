using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Contract;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Partner.Storage.Abstractions;
using CoreType = Partner.Core.Cards.CardType;
using ExpectedRefund = Leb.Partner.V1.ExpectedRefund;
using Refund = Leb.Partner.V1.Refund;
using RefundGround = Leb.Partner.V1.RefundGround;
using ReversalState = Leb.Partner.V1.ReversalState;
using TopUpState = Leb.Partner.V1.TopUpState;

namespace Partner.Server.Tests.EndToEnd.Refunds;

/// <summary>Refunds as plans say, quoted and carried out; then the audit of both sides.</summary>
public sealed class RefundTests : IAsyncLifetime
{
    private const long Gib = 1L << 30;

    private RunningServer? _running;
    private TestClient? _partner;

    private RunningServer Running => _running!;

    private TestClient Partner => _partner!;

    public async Task InitializeAsync()
    {
        _running = await RunningServer.StartAsync();
        _partner = await Running.AddPartnerAsync("till");
    }

    public async Task DisposeAsync()
    {
        await Running.AssertInOrderAsync();
        await Running.DisposeAsync();
    }

    [Fact]
    public async Task REGISTRATION_ESIM_the_share_of_unused_data_goes_back_as_it_was_quoted()
    {
        var sold = await SellAsync(CoreType.RegistrationEsim, "plans/esim-6m", startNow: true);

        // 20 GiB came to the 3 that were there, and half of all was used: 11.5 of the 20 are left.
        var quote = await QuoteAsync(sold);
        Assert.Equal(
            (RefundGround.UnusedData, 23 * Gib / 2, 20 * Gib, RefundMeans.Money, 10_350L),
            (quote.Ground, quote.Part, quote.Whole, quote.Means, quote.CustomerGets.Minor()));
        Assert.Equal("11.50 GiB of 20 GiB are unused. The customer gets 103.50 CNY back.", quote.Text);
        Assert.Equal(sold.FinalTime.ToDateTimeOffset().AddDays(7), quote.ExpireTime.ToDateTimeOffset());

        var answer = await ReverseAsync(sold, quote);

        var (reversal, topUp) = (answer.Reversal, answer.TopUp);
        Assert.Equal((ReversalState.Succeeded, TopUpState.Succeeded), (reversal.State, topUp.State));
        quote.ExpireTime = null;
        Assert.Equal(quote, reversal.Refund);
        Assert.Equal(quote, topUp.Refund);
        Assert.Equal((quote.NetCredit, quote.Commission), (reversal.Amount, reversal.Clawback));
        Assert.Equal(MoneyMoved.Yes, topUp.Outcome.MoneyMoved);
        Assert.Contains("103.50 CNY", reversal.Outcome.ClerkText, StringComparison.Ordinal);
        Assert.Equal(quote, (await Partner.GetAsync(sold.Name)).Refund);
        Assert.Equal(reversal, (await Partner.TopUps.GetReversalAsync(
            new GetReversalRequest { Name = reversal.Name }, TestClient.In("en"))).Reversal);
        var records = await Running.IssuerRecordsAsync();
        Assert.Equal(23 * Gib / 2, records[Sale.IdOf(reversal.Name)].Bytes);
        Assert.Equal(IssuerRecordState.Applied, records[Sale.IdOf(sold.Name)].State);
        Assert.Equal(0, (await CardAsync(sold)).RemainingDataBytes);
        (await Partner.TopUps.QuoteRefundAsync(new QuoteRefundRequest { TopUp = sold.Name }, TestClient.In("en"))
            .AsErrorAsync()).Is(StatusCode.FailedPrecondition, "REVERSAL_EXISTS");
    }

    [Fact]
    public async Task TRAVEL_the_share_of_the_days_to_come_goes_back_and_is_taken_off_the_card()
    {
        var sold = await SellAsync(CoreType.Travel, "plans/travel-1y");
        var before = (await CardAsync(sold)).ValidUntil.ToDateTimeOffset();

        var quote = await QuoteAsync(sold);
        var answer = await ReverseAsync(sold, quote);

        Assert.Equal((RefundGround.UnusedDays, ReversalState.Succeeded), (quote.Ground, answer.Reversal.State));
        Assert.InRange(quote.Whole, 365, 366);
        Assert.InRange(quote.Whole - quote.Part, 8, 11);
        Assert.Equal(
            (long)Math.Round(58_800m * quote.Part / quote.Whole, MidpointRounding.ToEven), quote.CustomerGets.Minor());
        Assert.Equal(before.AddDays(-quote.Part), (await CardAsync(sold)).ValidUntil.ToDateTimeOffset());
        Assert.Equal(
            [(TopUpState.Succeeded, 1L, 58_800L), (TopUpState.Reversed, 1, quote.CustomerGets.Minor())],
            await Partner.TotalsAsync());
    }

    [Fact]
    public async Task TRAVEL_the_share_of_unused_data_goes_back_as_points_and_no_money_moves()
    {
        var sold = await SellAsync(CoreType.Travel, "plans/travel-1m");
        var floated = (await Partner.BalanceAsync()).Available;

        // 10 GiB came to the 3 that were there, and half of all was used: 6.5 of 98 yuan for 10.
        var quote = await QuoteAsync(sold, "zh-CN");
        var answer = await Partner.TopUps.ReverseTopUpAsync(
            AskFor(sold).With(ask => ask.ExpectedRefund = new ExpectedRefund { Points = 63 }), TestClient.In("en"));

        Assert.Equal(
            (RefundMeans.Points, 63L, 0L, 0L),
            (quote.Means, quote.Points, quote.CustomerGets.Minor(), quote.Commission.Minor()));
        Assert.Equal("流量 10 GiB，未使用 6.50 GiB。退为卡内 63 积分，不退现金。", quote.Text);
        Assert.Equal((ReversalState.Succeeded, 63L), (answer.Reversal.State, answer.TopUp.Refund.Points));
        Assert.Equal(floated, (await Partner.BalanceAsync()).Available);
        var record = (await Running.IssuerRecordsAsync())[Sale.IdOf(answer.Reversal.Name)];
        Assert.Equal((13 * Gib / 2, 63L), (record.Bytes, record.Points));
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", 6_000)] // The plan says nothing of refunds.
    [InlineData(CoreType.Phone, "plans/phone-50", 5_000)]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d", 4_500)] // UNUSED
    [InlineData(CoreType.RegistrationEsim, "plans/esim-6m", 18_000)] // Nothing of it is used.
    public async Task Of_each_card_type_what_was_not_used_goes_back_as_a_whole(CoreType type, string plan, long paid)
    {
        var sold = await Partner.SellAsync(Sale.Of(Sale.NewCard(type), plan));

        var quote = await QuoteAsync(sold);
        var answer = await ReverseAsync(sold, quote);

        Assert.Equal(
            (RefundGround.Whole, 1, 1, paid), (quote.Ground, quote.Part, quote.Whole, quote.CustomerGets.Minor()));
        Assert.Equal((ReversalState.Succeeded, TopUpState.Reversed), (answer.Reversal.State, answer.TopUp.State));
        Assert.Null(answer.TopUp.Refund);
    }

    [Theory]
    [InlineData("plans/travel-1d", "REFUND_EXCLUDED")] // NEVER
    [InlineData("plans/esim-30d", "REFUND_NOTHING_LEFT")] // UNUSED, and half of it is used.
    public async Task What_is_not_refunded_is_refused_with_its_reason(string plan, string reason)
    {
        var isTravel = plan == "plans/travel-1d";
        var sold = await SellAsync(isTravel ? CoreType.Travel : CoreType.RegistrationEsim, plan, startNow: !isTravel);

        var error = await Partner.TopUps.QuoteRefundAsync(
            new QuoteRefundRequest { TopUpRequestId = sold.RequestId }, TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.FailedPrecondition, reason);
    }

    [Fact]
    public async Task Another_amount_than_the_customer_was_told_is_refused_and_leaves_nothing_behind()
    {
        var sold = await SellAsync(CoreType.RegistrationEsim, "plans/esim-6m", startNow: true);
        var ask = AskFor(sold).With(one => one.ExpectedRefund = new ExpectedRefund
        {
            CustomerGets = Sale.Amount("180.00 CNY"),
        });

        var error = await Partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en")).AsErrorAsync();
        error.Is(StatusCode.FailedPrecondition, "REFUND_CHANGED");
        Assert.Equal("103.50 CNY", error.Facts["customer_gets"]);
        Assert.Empty((await Partner.GetAsync(sold.Name)).Reversal);

        // The same request id goes on with what the customer agrees to.
        ask.ExpectedRefund.CustomerGets = Sale.Amount("103.50 CNY");
        var answer = await Partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));
        var replay = await Partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));

        Assert.Equal((ReversalState.Succeeded, true), (answer.Reversal.State, replay.Replayed));
        Assert.Equal(answer.Reversal, replay.Reversal);
    }

    [Fact]
    public async Task Of_two_refunds_at_once_one_is_made_and_the_customer_gets_one()
    {
        var sold = await SellAsync(CoreType.RegistrationEsim, "plans/esim-6m", startNow: true);

        var ends = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return (await Partner.TopUps.ReverseTopUpAsync(AskFor(sold), TestClient.In("en"))).Reversal;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
            {
                return null;
            }
        }));

        Assert.Single(ends.OfType<Reversal>());
        Assert.Single(await Partner.EntriesAsync(), entry => entry.Kind == StatementEntryKind.Reversal);
    }

    [Fact]
    public async Task A_process_that_died_between_the_issuer_and_the_save_leaves_a_refund_that_is_finished_once()
    {
        var sold = await SellAsync(CoreType.RegistrationEsim, "plans/esim-6m", startNow: true);
        var now = TimeProvider.System.GetUtcNow();
        var id = new ReversalId(Ids.New(now));
        var topUpId = new TopUpId(Sale.IdOf(sold.Name));
        const long left = 23 * Gib / 2;

        var saved = await Running.Store.Reversals.SaveAsync(new ReversalCandidate(
            Partner.PartnerId, id, topUpId, new RequestId(Sale.NewRequestId()), "",
            new Till("", "", "", DateOnly.FromDateTime(now.UtcDateTime)), true, now,
            new Dispatch(new Lease("a process that died", now), null))
        {
            Usage = new RefundUsage(20 * Gib, left),
        });
        Assert.Null(saved.Refusal);
        var issuer = Running.Server.Services.GetRequiredService<IIssuerGateway>();
        var answer = await issuer.ReverseAsync(new IssuerReversal(id, topUpId, left), CancellationToken.None);

        var after = await Eventually.SeeAsync(() => Partner.GetAsync(sold.Name), topUp => topUp.Refund is not null);
        Assert.Equal((IssuerVerdict.Accepted, 10_350L), (answer.Verdict, after.Refund.CustomerGets.Minor()));
        Assert.Single(await Partner.EntriesAsync(), entry => entry.Kind == StatementEntryKind.Reversal);
        Assert.Equal(0, (await CardAsync(sold)).RemainingDataBytes);
    }

    [Fact]
    public async Task What_the_customer_used_between_look_and_refund_makes_it_fail_and_moves_no_money()
    {
        var sold = await SellAsync(CoreType.RegistrationEsim, "plans/esim-6m", startNow: true);
        var now = TimeProvider.System.GetUtcNow();
        var id = new ReversalId(Ids.New(now));

        // As if the look had been before the customer used some of it.
        var saved = await Running.Store.Reversals.SaveAsync(new ReversalCandidate(
            Partner.PartnerId, id, new TopUpId(Sale.IdOf(sold.Name)), new RequestId(Sale.NewRequestId()), "",
            new Till("", "", "", DateOnly.FromDateTime(now.UtcDateTime)), true, now, new Dispatch(null, null))
        {
            Usage = new RefundUsage(20 * Gib, 15 * Gib),
        });
        Assert.Null(saved.Refusal);

        var failed = await Eventually.SeeAsync(
            async () => (await Partner.TopUps.GetReversalAsync(
                new GetReversalRequest { Name = $"{sold.Name}/reversals/{id}" }, TestClient.In("en"))).Reversal,
            reversal => reversal.State != ReversalState.Processing);
        Assert.Equal((ReversalState.Failed, ErrorReason.BalanceAlreadyUsed), (failed.State, failed.Outcome.Reason));
        Assert.DoesNotContain(await Partner.EntriesAsync(), entry => entry.Kind == StatementEntryKind.Reversal);
        Assert.Equal(10_350, (await ReverseAsync(sold, await QuoteAsync(sold))).Reversal.Refund.CustomerGets.Minor());
    }

    private Task<TopUp> SellAsync(CoreType type, string plan, bool startNow = false) => Partner.SellAsync(
        Sale.OnSandboxCard(SandboxCards.Number(type, SandboxOutcome.PartlyUsed)).With(sale =>
        {
            sale.Plan = plan;
            sale.StartNow = startNow;
        }));

    private async Task<Refund> QuoteAsync(TopUp sold, string language = "en") => (await Partner.TopUps.QuoteRefundAsync(
        new QuoteRefundRequest { TopUp = sold.Name }, TestClient.In(language))).Refund;

    private async Task<ReverseTopUpResponse> ReverseAsync(TopUp sold, Refund quote) =>
        await Partner.TopUps.ReverseTopUpAsync(
            AskFor(sold).With(ask => ask.ExpectedRefund = new ExpectedRefund { CustomerGets = quote.CustomerGets }),
            TestClient.In("en"));

    private async Task<Card> CardAsync(TopUp sold) => (await Partner.Cards.GetCardAsync(
        new GetCardRequest { Card = sold.Card }, TestClient.In("en"))).Card;

    private static ReverseTopUpRequest AskFor(TopUp sold) => new()
    {
        RequestId = Sale.NewRequestId(),
        TopUp = sold.Name,
        Wait = Sale.Longest,
    };
}
