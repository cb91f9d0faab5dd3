using Leb.Partner.V1;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Projections;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.EndToEnd.Cards;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Gifts;

/// <summary>A server that compares cards at once, and does not wait long for an issuer that is silent.</summary>
public sealed class GivingServer : SharedServer
{
    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => CheckingServer.AtOnce(settings);
}

/// <summary>What promotions give to cards reaches them, card type by card type; then the audit of both sides.</summary>
public sealed class GiftTests(GivingServer shared) : SharedServerTest(shared), IClassFixture<GivingServer>
{
    private const long Gib = 1L << 30;

    [Theory]
    [InlineData(CoreType.Travel, "plans/travel-1m")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d")]
    public async Task A_data_gift_reaches_the_card_as_it_was_quoted(CoreType type, string plan)
    {
        using var counted = new CountedChecks();
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(type);

        var (quote, sold) = await SellAsync(partner, card, plan, "GIFTDATA");
        var granted = await SeeAsync(partner, sold, GiftState.Granted);

        var note = Assert.Single(quote.Projection.Notes, one => one.Kind == ProjectionNoteKind.GiftData);
        Assert.Equal("A gift, 1 GiB for a week: 1 GiB of data for 7 days.", note.Text);
        Assert.Equal((Gib, LengthUnit.Day, 7), (note.Bytes, note.LengthUnit, note.LengthCount));
        Assert.Contains(quote.Projection.After.Packs, pack => pack.RemainingBytes == Gib);
        var after = (await partner.Cards.GetCardAsync(
            new GetCardRequest { Card = new CardRef { Iccid = card } }, TestClient.In("en"))).Card;
        Assert.Equal(quote.Projection.After.Packs, after.Packs);
        Assert.Equal(quote.Projection.After.ValidUntil, after.ValidUntil);
        Assert.Equal(quote.Projection.After.QueuedPacks, after.QueuedPacks);
        Assert.Equal("1 GiB of data for 7 days", granted.Price.CardGifts.Text);
        Assert.Equal(Gib, Assert.Single(granted.Price.CardGifts.Grants).DataBytes);
        Assert.Equal("The gifts are on the card.", granted.GiftText);
        Assert.Equal("赠品已到卡。", (await partner.GetAsync(sold.Name, "zh-CN")).GiftText);
        Assert.Equal(sold.Price.NetDebit, granted.Price.NetDebit);
        await counted.SeeAsync(type, CardCheckResult.AsPromised);
        Assert.Null((await partner.GetAsync(sold.Name)).CardDeviation);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y")]
    [InlineData(CoreType.Phone, "plans/phone-50")]
    public async Task A_validity_gift_reaches_the_card_as_it_was_quoted_and_goes_back_with_the_sale(
        CoreType type, string plan)
    {
        using var counted = new CountedChecks();
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(type);

        var (quote, sold) = await SellAsync(partner, card, plan, "GIFTMONTH", "zh-CN");
        await SeeAsync(partner, sold, GiftState.Granted);

        var note = Assert.Single(quote.Projection.Notes, one => one.Kind == ProjectionNoteKind.GiftValidity);
        Assert.Equal("赠送（多送一个月）：有效期 1 个月。", note.Text);
        Assert.Equal(quote.Projection.After.ValidUntil, await EndAsync(partner, card));
        await counted.SeeAsync(type, CardCheckResult.AsPromised);

        // A card gets it once, until its use comes back with the sale.
        var (_, other) = await SellAsync(partner, card, plan, "GIFTMONTH");
        Assert.Null(other.Price.CardGifts);
        Assert.Equal(GiftState.Unspecified, (await partner.GetAsync(other.Name)).GiftState);
        await ReverseAsync(partner, other);
        var reversed = await ReverseAsync(partner, sold);

        Assert.Equal((TopUpState.Reversed, true), (reversed.TopUp.State, reversed.Reversal.Refund.CardGiftsTakenBack));
        var back = await SeeAsync(partner, sold, GiftState.TakenBack);
        Assert.Equal("The gifts were taken back with the refund.", back.GiftText);
        Assert.Equal(quote.Projection.Before.ValidUntil, await EndAsync(partner, card));
        var record = (await Shared.Running.IssuerRecordsAsync())[Sale.IdOf(sold.Name) + "-gifts"];
        Assert.Equal(
            (IssuerRecordState.Reversed, Sale.IdOf(sold.Name) + "-gifts-back"), (record.State, record.ReversalId));
    }

    [Fact]
    public async Task PHONE_a_gift_that_the_issuer_refuses_is_told_with_its_reason_and_the_sale_stands()
    {
        var partner = await Shared.NewPartnerAsync();
        var balance = (await partner.BalanceAsync()).Available;

        var (_, sold) = await SellAsync(partner, SandboxCards.GiftRefused, "plans/phone-100", "GIFTMONTH");
        var refused = await SeeAsync(partner, sold, GiftState.Refused);

        Assert.Equal(
            (TopUpState.Succeeded, ErrorReason.ProductNotAccepted), (refused.State, refused.GiftReason));
        Assert.Equal("The issuer refused the gifts; the sale stands without them.", refused.GiftText);
        Assert.NotEqual(balance, (await partner.BalanceAsync()).Available);
        var listed = await OperatorSubjects.RunAsync(Shared.Running, "in-doubt", "list", "--all", "--lang", "en");
        Assert.Matches($"REFUSED +PRODUCT_NOT_ACCEPTED +partners/{partner.PartnerId}/{sold.Name}/gifts", listed.Out);

        // What never was on the card has nothing to be taken off.
        Assert.Equal(TopUpState.Reversed, (await ReverseAsync(partner, sold)).TopUp.State);
        Assert.Equal(GiftState.Refused, (await partner.GetAsync(sold.Name)).GiftState);
    }

    [Fact]
    public async Task PHONE_a_gift_whose_answer_is_lost_is_found_and_given_once()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.GiftTimeoutAfterApplying;

        var (quote, sold) = await SellAsync(partner, card, "plans/phone-100", "GIFTMONTH");
        await SeeAsync(partner, sold, GiftState.Granted);

        Assert.Equal(quote.Projection.After.ValidUntil, await EndAsync(partner, card));
        var record = (await Shared.Running.IssuerRecordsAsync())[Sale.IdOf(sold.Name) + "-gifts"];
        Assert.Equal((IssuerRecordState.Applied, 1), (record.State, record.TimesReceived));
    }

    [Fact]
    public async Task PHONE_a_gift_that_is_never_answered_stays_on_its_way_and_is_withdrawn_with_its_sale()
    {
        var partner = await Shared.NewPartnerAsync();
        var (_, sold) = await SellAsync(partner, SandboxCards.GiftNeverAnswered, "plans/phone-50", "GIFTMONTH");
        Assert.Equal(GiftState.Processing, (await partner.GetAsync(sold.Name)).GiftState);
        Assert.Equal(TopUpState.Succeeded, (await partner.SellAsync(Sale.Of())).State);
        await SeeInDoubtAsync(sold);

        Assert.Equal(TopUpState.Reversed, (await ReverseAsync(partner, sold)).TopUp.State);

        await SeeAsync(partner, sold, GiftState.TakenBack);
        var record = (await Shared.Running.IssuerRecordsAsync())[Sale.IdOf(sold.Name) + "-gifts"];
        Assert.Equal(IssuerRecordState.Withdrawn, record.State);

        // Of another one a person asks the issuer by telephone, and settles it.
        (_, sold) = await SellAsync(partner, SandboxCards.GiftNeverAnswered, "plans/phone-50", "GIFTMONTH");
        await SeeInDoubtAsync(sold);
        var resolved = await OperatorSubjects.RunAsync(
            Shared.Running, "in-doubt", "resolve", $"partners/{partner.PartnerId}/{sold.Name}/gifts", "--outcome",
            "failed", "--evidence", "ticket 7: never given", "--why", "the customer called");
        Assert.Equal(0, resolved.Status);
        var settled = await partner.GetAsync(sold.Name);
        Assert.Equal((GiftState.Refused, ErrorReason.ResolvedByOperator), (settled.GiftState, settled.GiftReason));
    }

    [Fact]
    public async Task TRAVEL_a_clerk_reads_of_a_gift_before_and_after_the_sale_in_both_languages()
    {
        var partner = await Shared.NewPartnerAsync();
        string[] quoting =
            ["preview", "--card", Sale.NewCard(CoreType.Travel), "--plan", "travel-1m", "--channel", "pos",
                "--coupon", "GIFTDATA", "--lang"];

        var quoted = await CliOutcome.RunAsync(Shared.Running, partner, [.. quoting, "en"]);
        var zh = await CliOutcome.RunAsync(Shared.Running, partner, [.. quoting, "zh-CN"]);
        AssertHas(quoted, "Gifts to the card", "1 GiB of data for 7 days", "A gift, 1 GiB for a week:");
        AssertHas(zh, "赠送到卡", "流量 1 GiB（7 天）", "赠送（一周 1 GiB 流量）：");

        var (_, sold) = await SellAsync(partner, Sale.NewCard(CoreType.Travel), "plans/travel-1m", "GIFTDATA");
        await SeeAsync(partner, sold, GiftState.Granted);
        AssertHas(
            await CliOutcome.RunAsync(Shared.Running, partner, "get", sold.Name, "--lang", "en"),
            "Gifts are", "The gifts are on the card.");
        AssertHas(
            await CliOutcome.RunAsync(Shared.Running, partner, "get", sold.Name, "--lang", "zh-CN"),
            "赠品状态", "赠品已到卡。");
        var listed = await CliOutcome.RunAsync(Shared.Running, partner, "promotions", "--lang", "zh-CN");
        AssertHas(listed, "送流量 1 GiB（7 天），成功后发放到卡", "满 50.00 CNY 送有效期 1 个月");
    }

    private Task SeeInDoubtAsync(TopUp sold) => Eventually.SeeAsync(
        () => OperatorSubjects.RunAsync(Shared.Running, "in-doubt", "list", "--all"),
        listed => listed.Out.Contains($"{sold.Name}/gifts", StringComparison.Ordinal));

    private static void AssertHas(CliOutcome outcome, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));

    private static async Task<TopUp> SeeAsync(TestClient partner, TopUp sold, GiftState state) =>
        await Eventually.SeeAsync(() => partner.GetAsync(sold.Name), seen => seen.GiftState == state);

    private static async Task<(Quote Quote, TopUp Sold)> SellAsync(
        TestClient partner, string card, string plan, string coupon, string language = "en")
    {
        var quote = (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest
            {
                Card = new CardRef { Iccid = card }, Plan = plan, Channel = Channel.Pos, Coupon = coupon,
            },
            TestClient.In(language))).Quote;
        var sold = await partner.SellAsync(Sale.Of().With(sale =>
        {
            (sale.Card, sale.Plan, sale.Quote, sale.AllowDuplicate) = (null, "", quote.Name, true);
            sale.Channel = Channel.Unspecified;
        }));
        Assert.Equal(TopUpState.Succeeded, sold.State);
        return (quote, sold);
    }

    private static async Task<ReverseTopUpResponse> ReverseAsync(TestClient partner, TopUp sold)
    {
        var ask = new ReverseTopUpRequest
        {
            TopUp = sold.Name, RequestId = Sale.NewRequestId(), Wait = Sale.Longest,
        };
        return await Eventually.SeeAsync(
            () => partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en")).ResponseAsync,
            answer => answer.Reversal.State != ReversalState.Processing);
    }

    private static async Task<Google.Protobuf.WellKnownTypes.Timestamp> EndAsync(TestClient partner, string card) =>
        (await partner.Cards.GetCardAsync(
            new GetCardRequest { Card = new CardRef { Iccid = card } }, TestClient.In("en"))).Card.ValidUntil;
}
