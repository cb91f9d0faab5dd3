using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;
using Receipt = Leb.Partner.V1.Receipt;

namespace Partner.Server.Tests.EndToEnd.Receipts;

/// <summary>A customer's receipt, from the sale to whoever asks whether it is genuine.</summary>
public sealed class ReceiptTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private static readonly ReceiptFormat[] Forms =
        [.. Enum.GetValues<ReceiptFormat>().Where(form => form != ReceiptFormat.Unspecified)];

    /// <summary>The five card systems; a keep-number card has two.</summary>
    public static TheoryData<string, CoreType, string, string, string> Systems => new()
    {
        { "KEEP_NUMBER renewal", CoreType.KeepNumber, "keep-2y", "Keep number, 2 years", "保号 2 年" },
        { "KEEP_NUMBER top-up", CoreType.KeepNumber, "keep-1y", "Keep number, 1 year", "保号 1 年" },
        { "REGISTRATION_ESIM", CoreType.RegistrationEsim, "esim-30d", "eSIM data, 30 days, 5 GiB", "注册卡 30 天 5 GiB" },
        { "PHONE", CoreType.Phone, "phone-100", "Phone credit 100", "电话卡 100 元" },
        { "TRAVEL", CoreType.Travel, "travel-1m", "Travel, 1 month, 10 GiB", "旅游卡 1 个月 10 GiB" },
    };

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_receipt_is_printed_in_every_form_and_both_languages_and_is_genuine(
        string system, CoreType type, string plan, string english, string chinese)
    {
        var partner = await Shared.NewPartnerAsync();
        var (sold, quote) = await SellAtQuoteAsync(partner, type, plan);
        var number = 0;
        foreach (var language in new[] { "en", "zh-CN" })
        {
            foreach (var form in Forms)
            {
                var print = await PrintAsync(partner, sold, form, language);

                Assert.Equal((number++, number, false), (print.CopyNumber, print.Receipt.Prints, print.Replayed));
                AssertShows(print, form, sold, language == "en" ? english : chinese);
            }
        }

        var receipt = (await GetAsync(partner, sold)).Receipt;
        Assert.Equal(
            (sold.Name, sold.ReceiptNumber, sold.CardType, sold.Plan, english, sold.Price.CustomerPays),
            (receipt.TopUp, receipt.ReceiptNumber, receipt.CardType, receipt.Plan, receipt.PlanName,
                receipt.CustomerPays));
        Assert.Equal(
            (quote.Projection.After.ValidUntil?.Seconds, false),
            (receipt.ValidUntil?.Seconds, receipt.ValidAtLeast));
        Assert.Equal("Asia/Shanghai", receipt.CardTimeZone);
        Assert.Equal(2 * Forms.Length, receipt.Prints);
        Assert.Equal(ReceiptVerdict.Genuine, (await VerifyAsync(partner, receipt)).Verdict);
        Assert.Equal(ReceiptVerdict.Genuine, (await ScanAsync(partner, receipt.QrText)).Verdict);
        Assert.NotEmpty(system);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d")]
    [InlineData(CoreType.Phone, "phone-100")]
    [InlineData(CoreType.Travel, "travel-1m")]
    public async Task Without_a_quote_a_receipt_has_the_date_that_the_issuer_told_after_the_sale(
        CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(type);
        var sold = await partner.SellAsync(Sale.Of(card, $"plans/{plan}"));

        var receipt = await Eventually.SeeAsync(
            async () => (await GetAsync(partner, sold)).Receipt, seen => !seen.ValidAtLeast);
        var text = (await PrintAsync(partner, sold, ReceiptFormat.Text48)).Document.ToStringUtf8();

        var now = (await partner.Cards.GetCardAsync(new() { Card = new() { Iccid = card } }, TestClient.In("en"))).Card;
        Assert.Equal(now.ValidUntil.Seconds, receipt.ValidUntil.Seconds);
        Assert.Matches(@"Valid until +20\d\d-\d\d-\d\d\r?\n", text);
        Assert.DoesNotContain("at least", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d")]
    [InlineData(CoreType.Phone, "phone-100")]
    [InlineData(CoreType.Travel, "travel-1m")]
    public async Task Without_a_quote_a_receipt_of_a_card_that_others_changed_has_the_least_that_its_plan_gives(
        CoreType type, string plan)
    {
        var (partner, other) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var card = Sale.NewCard(type);
        var sold = await partner.SellAsync(Sale.Of(card, $"plans/{plan}"));
        await other.SellAsync(Sale.Of(card, $"plans/{plan}"));
        await Eventually.SeeAsync(
            () => Shared.Running.Store.CustomerCards.FindAsync(
                partner.PartnerId, Core.Cards.CardNumber.Iccid(card)!, default),
            known => known is { Fact.Source: not Core.Reminders.CardFactSource.Sale });

        var receipt = (await GetAsync(partner, sold)).Receipt;
        var text = (await PrintAsync(partner, sold, ReceiptFormat.Text48)).Document.ToStringUtf8();

        Assert.True(receipt.ValidAtLeast);
        Assert.True(receipt.ValidUntil > sold.CreateTime);
        Assert.Contains("Valid at least until", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d")]
    [InlineData(CoreType.Phone, "phone-100")]
    public async Task A_sale_that_was_taken_back_says_so_on_every_print_and_when_it_is_verified(
        CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var (sold, _) = await SellAtQuoteAsync(partner, type, plan);
        var before = await PrintAsync(partner, sold, ReceiptFormat.Text32, "zh-CN");
        var reversed = (await partner.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name }, TestClient.In("en"))).TopUp;
        Assert.Equal(TopUpState.Reversed, reversed.State);

        var after = await PrintAsync(partner, sold, ReceiptFormat.Text32, "zh-CN");
        var verified = await VerifyAsync(partner, before.Receipt);

        Assert.Null(before.Receipt.ReverseTime);
        Assert.DoesNotContain("已冲正", before.Document.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Contains("已冲正", after.Document.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal((1, reversed.FinalTime), (after.CopyNumber, after.Receipt.ReverseTime));
        Assert.Equal(
            (before.Receipt.Content, before.Receipt.Signature), (after.Receipt.Content, after.Receipt.Signature));
        Assert.Equal(
            (ReceiptVerdict.Genuine, reversed.FinalTime), (verified.Verdict, verified.Receipt.ReverseTime));
        Assert.Contains("taken back", verified.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_makes_no_copy_of_the_original_and_the_form_may_be_another_one()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        var ask = Ask(sold, ReceiptFormat.Text48);

        var first = await partner.Receipts.PrintReceiptAsync(ask, TestClient.In("en"));
        await PrintAsync(partner, sold, ReceiptFormat.Text48);
        var again = await partner.Receipts.PrintReceiptAsync(ask, TestClient.In("en"));
        var html = await partner.Receipts.PrintReceiptAsync(
            ask.Clone().With(one => one.Format = ReceiptFormat.Html), TestClient.In("en"));

        Assert.Equal((0, false), (first.CopyNumber, first.Replayed));
        Assert.Equal((0, true, 2), (again.CopyNumber, again.Replayed, again.Receipt.Prints));
        Assert.Equal(first.Document, again.Document);
        Assert.Equal((0, true, "text/html; charset=utf-8"), (html.CopyNumber, html.Replayed, html.MediaType));
        Assert.Equal($"receipt-{sold.ReceiptNumber}.html", html.FileName);
    }

    [Fact]
    public async Task A_request_id_stands_for_one_receipt()
    {
        var partner = await Shared.NewPartnerAsync();
        var (one, other) = (await partner.SellAsync(Sale.Of()), await partner.SellAsync(Sale.Of()));
        var ask = Ask(one, ReceiptFormat.Text48);
        await partner.Receipts.PrintReceiptAsync(ask, TestClient.In("en"));

        (await partner.Receipts.PrintReceiptAsync(
            ask.Clone().With(wrong => wrong.TopUp = other.Name), TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        Assert.Equal(0, (await GetAsync(partner, other)).Receipt.Prints);
    }

    [Fact]
    public async Task Prints_at_once_at_any_server_make_one_original_and_number_the_rest()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        await using var replica = await Shared.Running.StartReplicaAsync();
        var elsewhere = Shared.Running.Connect(partner.Certificate, replica);

        var prints = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            PrintAsync(number % 2 == 0 ? partner : elsewhere, sold, ReceiptFormat.Message)));

        Assert.Equal(Enumerable.Range(0, 20), prints.Select(print => print.CopyNumber).Order());
        Assert.Single(prints.Select(print => print.Receipt.Signature).Distinct());
        Assert.Equal(20, (await GetAsync(elsewhere, sold)).Receipt.Prints);
    }

    [Fact]
    public async Task Looking_at_a_receipt_prints_nothing_and_signs_nothing()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());

        var looked = (await GetAsync(partner, sold)).Receipt;
        var byRequest = await partner.Receipts.GetReceiptAsync(
            new GetReceiptRequest { TopUpRequestId = sold.RequestId }, TestClient.In("en"));
        var printed = await PrintAsync(partner, sold, ReceiptFormat.Message);

        Assert.Equal((0, "", ""), (looked.Prints, looked.Code, looked.Signature));
        Assert.Equal(looked, byRequest.Receipt);
        Assert.Equal((looked.Content, 0), (printed.Receipt.Content, printed.CopyNumber));
        Assert.Empty(printed.Document);
    }

    [Theory]
    [InlineData(SandboxOutcome.CardBlocked, TopUpState.Failed)]
    [InlineData(SandboxOutcome.NeverAnswers, TopUpState.Processing)]
    public async Task What_did_not_arrive_has_no_receipt(SandboxOutcome outcome, TopUpState state)
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.OnSandboxCard(SandboxCards.Number(CoreType.Phone, outcome), waitSeconds: 0);
        var sold = await partner.SellAsync(sale);
        await Eventually.SeeAsync(() => partner.GetAsync(sold.Name), seen => seen.State == state);

        (await partner.Receipts.PrintReceiptAsync(Ask(sold, ReceiptFormat.Text48), TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "RECEIPT_NOT_DUE");
        (await partner.Receipts.GetReceiptAsync(
            new GetReceiptRequest { TopUp = sold.Name }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "RECEIPT_NOT_DUE");
    }

    private static void AssertShows(PrintReceiptResponse print, ReceiptFormat form, TopUp sold, string plan)
    {
        if (form == ReceiptFormat.Message)
        {
            Assert.Equal(plan, print.Receipt.PlanName);
            Assert.Empty(print.Document);
            return;
        }

        var escPos = form is ReceiptFormat.EscPos32 or ReceiptFormat.EscPos48;
        var text = escPos ? Gb18030(print.Document)
            : form == ReceiptFormat.Html ? System.Net.WebUtility.HtmlDecode(print.Document.ToStringUtf8())
            : print.Document.ToStringUtf8();
        Assert.Contains(sold.ReceiptNumber, text, StringComparison.Ordinal);
        Assert.Contains(plan, text, StringComparison.Ordinal);
        Assert.Contains(print.Receipt.Code, text, StringComparison.Ordinal);
        Assert.Contains($"{sold.Card.Iccid[..6]}…{sold.Card.Iccid[^4..]}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(sold.Card.Iccid, text, StringComparison.Ordinal);
        Assert.Equal(escPos, print.Document.Span.StartsWith((ReadOnlySpan<byte>)[0x1B, 0x40]));
        Assert.Equal(escPos, print.Document.Span.IndexOf(Encoding.UTF8.GetBytes("1P0" + print.Receipt.QrText)) > 0);
    }

    private static string Gb18030(ByteString document) =>
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(document.Span);

    private static async Task<(TopUp Sold, Quote Quote)> SellAtQuoteAsync(
        TestClient partner, CoreType type, string plan)
    {
        var quote = (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest
            {
                Card = new CardRef { Iccid = Sale.NewCard(type) }, Plan = $"plans/{plan}", Channel = Channel.Pos,
                Outlet = "store-1",
            },
            TestClient.In("en"))).Quote;
        var sold = await partner.SellAsync(new CreateTopUpRequest
        {
            RequestId = Sale.NewRequestId(), Quote = quote.Name, Terminal = "till-2", Wait = Sale.Longest,
        });
        Assert.Equal(TopUpState.Succeeded, sold.State);
        return (sold, quote);
    }

    private static PrintReceiptRequest Ask(TopUp topUp, ReceiptFormat form) =>
        new() { RequestId = Sale.NewRequestId(), TopUp = topUp.Name, Format = form };

    private static async Task<PrintReceiptResponse> PrintAsync(
        TestClient partner, TopUp topUp, ReceiptFormat form, string language = "en") =>
        await partner.Receipts.PrintReceiptAsync(Ask(topUp, form), TestClient.In(language));

    private static async Task<GetReceiptResponse> GetAsync(TestClient partner, TopUp topUp) =>
        await partner.Receipts.GetReceiptAsync(new GetReceiptRequest { TopUp = topUp.Name }, TestClient.In("en"));

    private static async Task<VerifyReceiptResponse> VerifyAsync(TestClient partner, Receipt receipt) =>
        await partner.Receipts.VerifyReceiptAsync(
            new VerifyReceiptRequest
            {
                Printed = new PrintedCode { ReceiptNumber = receipt.ReceiptNumber, Code = receipt.Code },
            },
            TestClient.In("en"));

    private static async Task<VerifyReceiptResponse> ScanAsync(TestClient partner, string text) =>
        await partner.Receipts.VerifyReceiptAsync(new VerifyReceiptRequest { QrText = text }, TestClient.In("en"));
}
