using Partner.Core.Cards;
using Partner.Core.Pricing;
using Partner.Core.Receipts;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptContentTests
{
    [Fact]
    public void The_canonical_form_is_lines_in_a_fixed_order() => Assert.Equal(
        """
        leb-receipt=1
        partner=acme
        number=000000018
        top_up=01k9zq00000000000000000001
        sold=2026-11-26T10:00:05Z
        arrived=2026-11-26T10:00:07Z
        zone=Asia/Shanghai
        outlet=store-1
        terminal=till-2
        card=898603…0014
        card_type=PHONE
        plan=phone-100|Phone credit 100|电话卡 100 元
        item=FACE|100.00 CNY||
        item=DISCOUNT|-5.00 CNY|First top-up|首充优惠
        item=FEE|1.00 CNY||
        item=POINTS|100|Winter points|冬季积分
        total=96.00 CNY
        valid=2027-02-24T16:00:00Z|Asia/Shanghai
        """,
        ReceiptContent.Write(Samples.Of()));

    public static TheoryData<string, Receipt> All => new()
    {
        { "KEEP_NUMBER", Samples.Of(CardType.KeepNumber) },
        { "REGISTRATION_ESIM", Samples.Of(CardType.RegistrationEsim) },
        { "PHONE", Samples.Of() },
        { "TRAVEL", Samples.Of(CardType.Travel) },
        { "long texts", Samples.Long(CardType.Travel) },
        { "no seller, no validity", Samples.Of() with { Outlet = "", Terminal = "", Validity = null } },
        {
            "least validity", Samples.Of() with
            {
                Validity = new ReceiptValidity(Samples.Of().SoldAt, "UTC", true),
            }
        },
        {
            "hostile texts", Samples.Of() with
            {
                Outlet = Samples.Hostile,
                Terminal = "a\nkey=0\nsig=1",
                Plan = new ReceiptName("|", "\\007c\uD800"),
            }
        },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_written_is_read_again(string name, Receipt receipt)
    {
        var content = ReceiptContent.Write(receipt);

        var read = ReceiptContent.Read(content);

        Assert.Equal(receipt.Items, read.Items);
        Assert.Equal(receipt with { Items = [] }, read with { Items = [] });
        Assert.Equal(content, ReceiptContent.Write(read));
        Assert.True(name.Length > 0 && content == new System.Text.UTF8Encoding(false, true).GetString(
            new System.Text.UTF8Encoding(false, true).GetBytes(content)), "It has no UTF-8.");
    }

    [Fact]
    public void No_value_can_make_a_line_of_its_own()
    {
        var lines = ReceiptContent.Write(Samples.Of()).Split('\n').Length;
        var hostile = Samples.Of() with { Outlet = "x\nnumber=000000026", Terminal = "y\rtotal=0.01 CNY" };

        Assert.Equal(lines, ReceiptContent.Write(hostile).Split('\n').Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("leb-receipt=2\npartner=acme")]
    [InlineData("leb-receipt=1")]
    [InlineData("leb-receipt=1\nnothing")]
    public void Anything_else_is_no_receipt(string content) =>
        Assert.Throws<FormatException>(() => ReceiptContent.Read(content));

    [Theory]
    [InlineData("number=000000018", "number=000000018\nnumber=000000026")]
    [InlineData("total=96.00 CNY", "total=96.001 CNY")]
    [InlineData("item=POINTS|100|", "item=POINTS|99999999999999999999|")]
    [InlineData("item=FACE|100.00 CNY||", "item=FACE|100.00 CNY")]
    [InlineData("outlet=store-1", "outlet=store-\\00")]
    [InlineData("sold=2026-11-26T10:00:05Z", "sold=yesterday")]
    [InlineData("card_type=PHONE", "card_type=TELEPHONE")]
    public void A_receipt_that_was_spoiled_is_none(string was, string spoiled) => Assert.Throws<FormatException>(() =>
        ReceiptContent.Read(
            ReceiptContent.Write(Samples.Of()).Replace(was, spoiled, StringComparison.Ordinal)));

    [Theory]
    [InlineData(TopUpState.Processing, false)]
    [InlineData(TopUpState.Succeeded, true)]
    [InlineData(TopUpState.Failed, false)]
    [InlineData(TopUpState.Cancelled, false)]
    [InlineData(TopUpState.Reversed, true)]
    public void Only_what_arrived_has_a_receipt(TopUpState state, bool due) =>
        Assert.Equal(due, Receipt.IsDue(Given.TopUp(state)));

    [Fact]
    public void A_receipt_has_what_the_customer_paid_and_not_what_the_partner_earns()
    {
        var topUp = Given.TopUp(TopUpState.Succeeded) with
        {
            AcceptedAt = Given.Noon.AddSeconds(2.7),
            ReceiptCounter = 1,
        };
        var price = topUp.Offer.Price;
        topUp = topUp with
        {
            Offer = topUp.Offer with
            {
                Price = price with
                {
                    Lines =
                    [
                        .. price.Lines,
                        new PriceLine(PriceStep.PartnerCashback, "secret-cashback", "p@1", Given.Yuan(1)),
                        new PriceLine(PriceStep.CardCashback, "gift", "p@1", Given.Yuan(2), null, "Gift", "赠金"),
                    ],
                },
            },
        };

        var receipt = Receipt.Of(topUp, new ReceiptName("Plan", "套餐"), "UTC", null);

        Assert.Equal([PriceStep.Face, PriceStep.CardCashback], receipt.Items.Select(item => item.Step));
        Assert.Equal(price.CustomerPays, receipt.Total);
        Assert.Equal(Given.Noon.AddSeconds(2), receipt.ArrivedAt);
        Assert.Equal("+86…0001", receipt.Card);
        var content = ReceiptContent.Write(receipt);
        Assert.DoesNotContain("secret", content, StringComparison.Ordinal);
        Assert.DoesNotContain(topUp.Offer.Card.Value, content, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_card_type_has_a_name_in_both_languages() =>
        Assert.All(Enum.GetValues<CardType>(), type =>
            Assert.All(Enum.GetValues<ReceiptLanguage>(), language =>
                Assert.NotEmpty(ReceiptWords.Of(type, language))));
}
