using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Notices;

/// <summary>The text message to the customer, from the sale to the gateway.</summary>
public sealed class NoticeTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private static int _numbers;

    private SimulatedGateway Gateway => Shared.Running.Server.Gateway!;

    [Theory]
    [InlineData("plans/keep-2y")]
    [InlineData("plans/keep-1y")]
    public Task KEEP_NUMBER_message_on_arrival(string plan) => ArrivesAsync(CoreType.KeepNumber, plan);

    [Fact]
    public Task REGISTRATION_ESIM_message_on_arrival() => ArrivesAsync(CoreType.RegistrationEsim, "plans/esim-30d");

    [Fact]
    public Task PHONE_confirmation_message_on_arrival() => ArrivesAsync(CoreType.Phone, "plans/phone-100");

    [Fact]
    public Task TRAVEL_message_on_arrival() => ArrivesAsync(CoreType.Travel, "plans/travel-1m");

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d")]
    [InlineData(CoreType.Phone, "plans/phone-50")]
    [InlineData(CoreType.Travel, "plans/travel-1m")]
    public async Task A_failure_after_acceptance_is_told_once(CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var number = NewNumber();
        var card = SandboxCards.Number(type, SandboxOutcome.CardBlocked);
        var failed = await partner.SellAsync(Sale.OnSandboxCard(card).With(sale =>
            (sale.Plan, sale.NotifyPhone, sale.NotifyLanguage) = (plan, number, "zh-CN")));

        Assert.Equal(TopUpState.Failed, failed.State);
        var told = await SeeAsync(partner, failed, CustomerNoticeState.Sent);
        Assert.Equal(CustomerNoticeKind.Failure, told.Kind);
        var message = Assert.Single(SentTo(number));
        Assert.Contains($"尾号{card[^4..]}的卡充值未成功", message.Text, StringComparison.Ordinal);
        Assert.Contains("请到付款处退款", message.Text, StringComparison.Ordinal);
        Assert.Equal(1, message.Segments);
    }

    [Fact]
    public async Task A_refusal_before_acceptance_a_cancel_and_a_reversal_send_nothing()
    {
        var partner = await Shared.NewPartnerAsync();
        var number = NewNumber();
        var sold = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = number));
        await SeeAsync(partner, sold, CustomerNoticeState.Sent);
        await GrpcAssert.Refused(
            Core.Errors.Reason.DuplicateSuspected,
            StatusCode.FailedPrecondition,
            () => partner.SellAsync(Sale.Of(sold.Card.Iccid).With(sale => sale.NotifyPhone = number)));
        var reversed = await partner.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name, Wait = Sale.Longest },
            TestClient.In("en"));
        var checkedOnly = await partner.SellAsync(Sale.Of().With(sale =>
            (sale.NotifyPhone, sale.ValidateOnly) = (number, true)));

        // What is sent after these would be sent after this one, too.
        var after = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = number));
        await SeeAsync(partner, after, CustomerNoticeState.Sent);
        Assert.Equal(ReversalState.Succeeded, reversed.Reversal.State);
        Assert.Equal(CustomerNoticeState.Waiting, checkedOnly.Notice.State);
        Assert.Equal(2, SentTo(number).Count);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_under_the_same_id_and_the_customer_gets_one_message()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.LosesFirstAnswer));

        await SeeAsync(partner, sold, CustomerNoticeState.Sent);

        var message = Assert.Single(SentTo(SandboxNumbers.LosesFirstAnswer));
        Assert.Equal($"{partner.PartnerId}.{Sale.IdOf(sold.Name)}.arrival", message.Id);
        Assert.InRange(Gateway.TimesReceived(message.Id), 2, 10);
    }

    [Fact]
    public async Task A_gateway_that_fails_holds_no_sale_up_and_the_message_waits()
    {
        var partner = await Shared.NewPartnerAsync();
        var (failing, unclear) = (
            await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.Fails)),
            await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.Unclear)));

        Assert.Equal((TopUpState.Succeeded, TopUpState.Succeeded), (failing.State, unclear.State));
        foreach (var topUp in new[] { failing, unclear })
        {
            var id = $"{partner.PartnerId}.{Sale.IdOf(topUp.Name)}.arrival";
            await Eventually.SeeAsync(() => Task.FromResult(Gateway.TimesReceived(id)), times => times >= 2);
            Assert.Equal(CustomerNoticeState.Due, (await partner.GetAsync(topUp.Name)).Notice.State);
        }

        Assert.Empty(SentTo(SandboxNumbers.Fails));
    }

    [Fact]
    public async Task Who_answered_that_it_wants_no_messages_gets_none_of_any_partner()
    {
        var (first, second) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var sold = await first.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.OptedOut));
        Assert.Equal(
            "No text message was sent: the customer wants none.",
            (await SeeAsync(first, sold, CustomerNoticeState.OptedOut)).Text);

        var other = await second.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.OptedOut));

        await SeeAsync(second, other, CustomerNoticeState.OptedOut);
        Assert.Equal(0, Gateway.TimesReceived($"{second.PartnerId}.{Sale.IdOf(other.Name)}.arrival"));
    }

    [Fact]
    public async Task A_number_that_gets_no_messages_is_told_and_not_tried_again()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = SandboxNumbers.Invalid), "zh-CN");

        await SeeAsync(partner, sold, CustomerNoticeState.Refused);

        Assert.Equal(1, Gateway.TimesReceived($"{partner.PartnerId}.{Sale.IdOf(sold.Name)}.arrival"));
        Assert.Equal(
            "该号码无法接收短信，未发送。", (await partner.GetAsync(sold.Name, "zh-CN")).Notice.Text);
    }

    [Fact]
    public async Task The_request_id_stands_for_the_number_however_it_is_typed()
    {
        var partner = await Shared.NewPartnerAsync();
        var request = Sale.Of().With(sale => sale.NotifyPhone = "+8613911110001");
        var sold = await partner.TopUps.CreateTopUpAsync(request, TestClient.In("en"));
        await SeeAsync(partner, sold.TopUp, CustomerNoticeState.Sent);

        var again = await partner.TopUps.CreateTopUpAsync(
            request.Clone().With(sale => (sale.NotifyPhone, sale.NotifyLanguage) = ("+86 139-1111-０００１", "zh-CN")),
            TestClient.In("zh-CN"));

        Assert.True(again.Replayed);
        Assert.Equal(
            (CustomerNoticeState.Sent, "+86…0001", "en"),
            (again.TopUp.Notice.State, again.TopUp.Notice.MaskedPhone, again.TopUp.Notice.Language));
        foreach (var other in new[] { "", "+8613911110002" })
        {
            await GrpcAssert.Refused(
                Core.Errors.Reason.RequestIdConflict,
                StatusCode.AlreadyExists,
                () => partner.SellAsync(request.Clone().With(sale => sale.NotifyPhone = other)));
        }

        Assert.Single(SentTo("+8613911110001"));
    }

    [Fact]
    public async Task A_sale_without_a_number_says_nothing_of_messages_and_lists_never_do()
    {
        var partner = await Shared.NewPartnerAsync();
        var without = await partner.SellAsync(Sale.Of());
        var with = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = NewNumber()));

        Assert.Equal((null, null), (without.Notice, (await partner.GetAsync(without.Name)).Notice));
        Assert.NotNull(with.Notice);
        var listed = await partner.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en"));
        Assert.All(listed.TopUps, topUp => Assert.Null(topUp.Notice));
    }

    private async Task ArrivesAsync(CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        foreach (var language in new[] { "en", "zh-CN" })
        {
            var number = NewNumber();
            var card = Sale.NewCard(type);
            var sold = await partner.SellAsync(
                Sale.Of(card, plan).With(sale => sale.NotifyPhone = number), language);

            Assert.Equal(TopUpState.Succeeded, sold.State);
            Assert.Equal(
                (CustomerNoticeKind.Arrival, $"+86…{number[^4..]}", language),
                (sold.Notice.Kind, sold.Notice.MaskedPhone, sold.Notice.Language));
            var told = await SeeAsync(partner, sold, CustomerNoticeState.Sent);
            Assert.Equal(
                (CustomerNoticeKind.Arrival, $"+86…{number[^4..]}", language),
                (told.Kind, told.MaskedPhone, told.Language));
            Assert.True(told.EndTime >= sold.FinalTime);
            var message = Assert.Single(SentTo(number));
            Assert.Equal((language, 1), (message.Language, message.Segments));

            // The number of the receipt is what goes first where a text would need two segments.
            string[] said = language == "en"
                ? [$"card ending {card[^4..]} is topped up", sold.ReceiptNumber]
                : [$"尾号{card[^4..]}的卡充值已到账"];
            Assert.All(said, text => Assert.Contains(text, message.Text, StringComparison.Ordinal));

            // "At least", unless somebody has looked at the card by then.
            Assert.Matches("Valid (at least )?until 20|有效期(至少)?至20", message.Text);
            Assert.DoesNotContain(card[..^4], message.Text, StringComparison.Ordinal);
            Assert.Contains(
                sold.Price.CustomerPays.Units.ToString(System.Globalization.CultureInfo.InvariantCulture),
                message.Text,
                StringComparison.Ordinal);
        }
    }

    private static Task<CustomerNotice> SeeAsync(TestClient partner, TopUp topUp, CustomerNoticeState state) =>
        Eventually.SeeAsync(
            async () => (await partner.GetAsync(topUp.Name)).Notice, notice => notice.State == state);

    private List<DeliveredMessage> SentTo(string number) =>
        [.. Gateway.Delivered.Where(message => message.To == number)];

    private static string NewNumber() => $"+86139222{Interlocked.Increment(ref _numbers):D5}";
}
