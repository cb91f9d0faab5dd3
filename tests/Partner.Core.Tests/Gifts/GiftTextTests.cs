using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Publishing;
using Partner.Core.Receipts;
using Partner.Core.Rules;
using Partner.Core.Tests.Documents;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Gifts;

/// <summary>Gifts in documents and on paper.</summary>
public sealed class GiftTextTests
{
    private static readonly string Gift = Samples.Promotions
        .With("\"gift\": \"CARD_CASHBACK\",", "\"gift\": \"DATA\", \"conditions\": { \"categories\": [\"data\"] },")
        .With(
            "\"amount\": \"2.00 CNY\", \"funder\"",
            "\"grant\": { \"dataBytes\": 1610612736, \"period\": { \"unit\": \"day\", \"count\": 7 }, " +
            "\"reach\": \"60.00 CNY\" }, \"funder\"");

    [Fact]
    public void A_document_says_what_is_given_for_how_long_and_from_which_amount_on()
    {
        var promotion = Read(Gift).Promotions![2];

        Assert.Equal(PromotionGift.Data, promotion.Gift);
        Assert.Equal(
            new PromotionWorth.Grant(new CardGrant(1_610_612_736, new CalendarPeriod(PeriodUnit.Day, 7)), 6_000),
            promotion.Worth);
    }

    [Fact]
    public void What_changes_of_a_gift_is_told_before_it_is_published()
    {
        var next = Read(Gift
            .With("\"version\": \"1\"", "\"version\": \"2\"")
            .With("\"count\": 7", "\"count\": 8")
            .With("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"));

        var change = CatalogDiff.Compare(
            [next], [Read(Samples.Catalogue), Read(Gift)], [new PartnerId("master")]).First();

        Assert.Equal(
            ("1.50 GiB for 7 days from 60.00 CNY as DATA, funded by ISSUER",
                "1.50 GiB for 8 days from 60.00 CNY as DATA, funded by ISSUER"),
            (change.Old, change.New));
    }

    [Theory]
    [InlineData(ReceiptLanguage.English, "+1.50 GiB / 7 days", "+1 month")]
    [InlineData(ReceiptLanguage.Chinese, "+1.50 GiB / 7 天", "+1 个月")]
    public void A_receipt_says_what_was_given_and_is_read_again_as_it_was_written(
        ReceiptLanguage language, string data, string validity)
    {
        var receipt = Receipts.Samples.Of() with
        {
            Items =
            [
                Receipts.Samples.Face,
                Item(PriceStep.Data, new CardGrant(1_610_612_736, new CalendarPeriod(PeriodUnit.Day, 7))),
                Item(PriceStep.Validity, new CardGrant(0, new CalendarPeriod(PeriodUnit.Month, 1))),
            ],
        };

        var content = ReceiptContent.Write(receipt);
        var text = System.Text.Encoding.UTF8.GetString(
            ReceiptText.Write(Receipts.Samples.Print(receipt, language), ReceiptText.Wide));

        Assert.Contains("\nitem=DATA|1610612736 DAY 7|A gift|赠品\n", content, StringComparison.Ordinal);
        Assert.Contains("\nitem=VALIDITY|0 MONTH 1|A gift|赠品\n", content, StringComparison.Ordinal);
        Assert.Equal(receipt.Items, ReceiptContent.Read(content).Items);
        Assert.Contains(data, text, StringComparison.Ordinal);
        Assert.Contains(validity, text, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => ReceiptContent.Read(
            content.Replace("0 MONTH 1", "0 MONTH 0", StringComparison.Ordinal)));
    }

    private static ReceiptItem Item(PriceStep step, CardGrant grant) =>
        new(step, Given.Fen(0), new ReceiptName("A gift", "赠品")) { Grant = grant };

    private static ParsedDocument Read(string json)
    {
        var parsed = DocumentReader.Read(json, out var findings);
        Assert.Empty(findings);
        return parsed!;
    }
}
