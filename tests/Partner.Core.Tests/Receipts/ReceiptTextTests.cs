using System.Text;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Receipts;
using Partner.Core.Refunds;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptTextTests
{
    public static TheoryData<CardType, ReceiptLanguage, int> Papers
    {
        get
        {
            var papers = new TheoryData<CardType, ReceiptLanguage, int>();
            foreach (var type in Enum.GetValues<CardType>())
            {
                foreach (var language in Enum.GetValues<ReceiptLanguage>())
                {
                    papers.Add(type, language, ReceiptText.Narrow);
                    papers.Add(type, language, ReceiptText.Wide);
                }
            }

            return papers;
        }
    }

    [Theory]
    [MemberData(nameof(Papers))]
    public void No_line_is_wider_than_the_paper_and_nothing_of_a_long_text_is_lost(
        CardType type, ReceiptLanguage language, int columns)
    {
        var receipt = Samples.Long(type);
        var print = Samples.Print(receipt, language, copy: 12) with
        {
            ReversedAt = receipt.ArrivedAt.AddDays(1),
            CardDiffers = true,
            HelpLine = "客服热线 400-800-8888，每日 8:00–22:00，或 https://help.example/receipts/questions-and-answers",
        };

        var text = Write(print, columns);

        Assert.All(Lines(text), line => Assert.InRange(Width(line), 0, columns));
        string[] whole =
        [
            receipt.Outlet, receipt.Terminal, receipt.Plan.In(language), receipt.Items[1].Name.In(language),
            "+1234567890.12 CNY", print.HelpLine, print.Code!, receipt.Card,
        ];
        Assert.All(whole, fact => Assert.Contains(Unbroken(fact), Unbroken(text), StringComparison.Ordinal));
    }

    [Fact]
    public void A_receipt_in_Chinese_fills_32_columns()
    {
        var text = Write(Samples.Print(Samples.Of(), ReceiptLanguage.Chinese), ReceiptText.Narrow);

        Assert.Equal(
            """
                        充值凭证
            --------------------------------
            凭证号                 000000018
            办理时间     2026-11-26 18:00:05
            到账时间     2026-11-26 18:00:07
            时区               Asia/Shanghai
            网点                     store-1
            终端                      till-2
            --------------------------------
            卡号                898603…0014
            卡类型                    电话卡
            套餐               电话卡 100 元
            有效期至              2027-02-24
            --------------------------------
            面额                  100.00 CNY
            首充优惠               -5.00 CNY
            手续费                  1.00 CNY
            冬季积分               +100 积分
            --------------------------------
            实付                   96.00 CNY
            --------------------------------
            验证码            7XQ2-M0VK-T4BE
            请妥善保管本凭证。如有疑问，请凭
            此联系付款网点。

            """,
            text);
    }

    [Fact]
    public void A_receipt_in_English_fills_48_columns()
    {
        var text = Write(Samples.Print(Samples.Of(), copy: 2), ReceiptText.Wide);

        Assert.Equal(
            """
                             TOP-UP RECEIPT
                             *** COPY 2 ***
            ------------------------------------------------
            Receipt no.                            000000018
            Sold                         2026-11-26 18:00:05
            Arrived                      2026-11-26 18:00:07
            Time zone                          Asia/Shanghai
            Outlet                                   store-1
            Terminal                                  till-2
            ------------------------------------------------
            Card                                898603…0014
            Card type                             Phone card
            Plan                            Phone credit 100
            Valid until                           2027-02-24
            ------------------------------------------------
            Face value                            100.00 CNY
            First top-up                           -5.00 CNY
            Handling fee                            1.00 CNY
            Winter points                        +100 points
            ------------------------------------------------
            Paid                                   96.00 CNY
            ------------------------------------------------
            Code                              7XQ2-M0VK-T4BE
            Keep this receipt. If anything is wrong, show it
            where you paid.

            """,
            text);
    }

    [Theory]
    [InlineData(ReceiptLanguage.English, 0, null)]
    [InlineData(ReceiptLanguage.English, 1, "*** COPY 1 ***")]
    [InlineData(ReceiptLanguage.Chinese, 2, "*** 副本 2 ***")]
    public void A_copy_says_so_and_which_it_is(ReceiptLanguage language, int copy, string? mark)
    {
        var text = Write(Samples.Print(Samples.Of(), language, copy), ReceiptText.Wide);

        Assert.Equal(mark is not null, text.Contains("***", StringComparison.Ordinal));
        Assert.Contains(mark ?? "000000018", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReceiptLanguage.English, "REVERSED")]
    [InlineData(ReceiptLanguage.Chinese, "已冲正")]
    public void A_sale_that_was_taken_back_says_so_and_when(ReceiptLanguage language, string word)
    {
        var at = new DateTimeOffset(2026, 11, 27, 1, 2, 3, TimeSpan.Zero);

        var stands = Write(Samples.Print(Samples.Of(), language), ReceiptText.Wide);
        var reversed = Write(Samples.Print(Samples.Of(), language) with { ReversedAt = at }, ReceiptText.Wide);

        Assert.DoesNotContain(word, stands, StringComparison.Ordinal);
        Assert.Contains(word, reversed, StringComparison.Ordinal);
        Assert.Contains("*** 2026-11-27 09:02:03 ***", reversed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReceiptLanguage.English, RefundMeans.Money, "REFUNDED IN PART", "*** 25.00 CNY ***")]
    [InlineData(ReceiptLanguage.Chinese, RefundMeans.Points, "已部分退款", "*** 25 积分 ***")]
    public void A_sale_that_was_refunded_in_part_says_how_much(
        ReceiptLanguage language, RefundMeans means, string word, string mark)
    {
        var decision = new RefundDecision(RefundGround.UnusedData, new RefundShare(1, 4), means);
        var refund = Refund.Of(Given.Price(Given.Yuan(100)), decision);

        var text = Write(Samples.Print(Samples.Of(), language) with { Refunded = refund }, ReceiptText.Wide);

        Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Contains(mark, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-02-24T16:00:00Z", false, "Valid until", "2027-02-24")]
    [InlineData("2027-02-24T16:00:01Z", false, "Valid until", "2027-02-25 00:00")]
    [InlineData("2027-02-25T03:30:00Z", true, "Valid at least until", "2027-02-25 11:30")]
    public void An_end_at_midnight_is_the_end_of_the_day_before(
        string until, bool atLeast, string name, string printed)
    {
        var end = DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        var receipt = Samples.Of() with { Validity = new ReceiptValidity(end, Samples.Shanghai, atLeast) };

        var line = Lines(Write(Samples.Print(receipt), ReceiptText.Wide))
            .Single(one => one.StartsWith("Valid", StringComparison.Ordinal));

        Assert.StartsWith(name + "  ", line, StringComparison.Ordinal);
        Assert.EndsWith("  " + printed, line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cards_zone_is_said_where_it_is_another_than_the_receipts()
    {
        var receipt = Samples.Of() with { Zone = "UTC" };

        var text = Write(Samples.Print(receipt), ReceiptText.Wide);

        Assert.Contains("2026-11-26 10:00:05", text, StringComparison.Ordinal);
        Assert.Contains("Asia/Shanghai", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_the_receipt_says_that_it_is_not_signed()
    {
        var print = Samples.Print(Samples.Of()) with { Code = null, Qr = null };

        Assert.Contains("not signed", Write(print, ReceiptText.Narrow), StringComparison.Ordinal);
        Assert.Contains(
            "未签名", Write(print with { Language = ReceiptLanguage.Chinese }, ReceiptText.Narrow),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_terminal_would_take_for_a_command_is_printed_as_question_marks()
    {
        var receipt = Samples.Of() with { Outlet = Samples.Hostile, Terminal = "\uD800x" };

        var text = Write(Samples.Print(receipt), ReceiptText.Wide);

        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        Assert.DoesNotContain("\u202E", text, StringComparison.Ordinal);
        Assert.Contains("?x", text, StringComparison.Ordinal);
    }

    private static string Write(ReceiptPrint print, int columns) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReceiptText.Write(print, columns));

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static string Unbroken(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    // As GB18030 has it: what is one byte takes one column, what is two or four takes two.
    private static int Width(string line) => line.EnumerateRunes().Sum(rune =>
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetByteCount(rune.ToString()) == 1 ? 1 : 2);
}
