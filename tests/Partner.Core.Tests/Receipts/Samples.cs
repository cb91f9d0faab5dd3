using System.Security.Cryptography;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Pricing;
using Partner.Core.Receipts;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Receipts;

/// <summary>Receipts to start from.</summary>
internal static class Samples
{
    public const string Shanghai = "Asia/Shanghai";

    /// <summary>Everything that would be something else to a printer, a browser or a terminal.</summary>
    public const string Hostile = "<script>alert('1')</script>&\"\u001B@\u001D(k\u0007\u202E|\\\n=x";

    public static readonly ReceiptItem Face = new(PriceStep.Face, Given.Yuan(100), ReceiptName.None);

    /// <summary>A receipt of a card type's usual sale.</summary>
    public static Receipt Of(CardType type = CardType.Phone) => new()
    {
        PartnerId = new PartnerId("acme"),
        TopUpId = new TopUpId("01k9zq00000000000000000001"),
        Number = "000000018",
        SoldAt = new DateTimeOffset(2026, 11, 26, 10, 0, 5, TimeSpan.Zero),
        ArrivedAt = new DateTimeOffset(2026, 11, 26, 10, 0, 7, TimeSpan.Zero),
        Zone = Shanghai,
        Outlet = "store-1",
        Terminal = "till-2",
        Card = "898603…0014",
        CardType = type,
        PlanCode = new PlanCode("phone-100"),
        Plan = new ReceiptName("Phone credit 100", "电话卡 100 元"),
        Items =
        [
            Face,
            new ReceiptItem(PriceStep.Discount, Given.Fen(-500), new ReceiptName("First top-up", "首充优惠")),
            new ReceiptItem(PriceStep.Fee, Given.Yuan(1), ReceiptName.None),
            new ReceiptItem(PriceStep.Points, Given.Fen(100), new ReceiptName("Winter points", "冬季积分")),
        ],
        Total = Given.Yuan(96),
        Validity = new ReceiptValidity(
            new DateTimeOffset(2027, 2, 24, 16, 0, 0, TimeSpan.Zero), Shanghai, false),
    };

    /// <summary>A receipt whose texts are as long as the contract and the documents let them be.</summary>
    public static Receipt Long(CardType type) => Of(type) with
    {
        Outlet = string.Concat(Enumerable.Repeat("中山北路邮政", 7))[..40],
        Terminal = new string('T', 40),
        Plan = new ReceiptName(
            "Unlimited data for travellers in all of Asia, Oceania and the Americas, 12 months",
            string.Concat(Enumerable.Repeat("全球旅游流量套餐十二个月", 5))),
        Items =
        [
            Face,
            new ReceiptItem(PriceStep.Discount, Given.Fen(-500), new ReceiptName(
                "Discount-without-any-blank-that-could-be-used-to-break-the-line", "优惠Mixed混合文字与ASCII交替排列的名称")),
            new ReceiptItem(
                PriceStep.CardCashback, new Money(123_456_789_012, Given.Cny), new ReceiptName("Cashback", "返现")),
        ],
    };

    public static ReceiptPrint Print(
        Receipt receipt, ReceiptLanguage language = ReceiptLanguage.English, int copy = 0) =>
        new(receipt, copy, language) { Code = "7XQ2-M0VK-T4BE", Qr = "https://r.example/r/000000018?c=7XQ2-M0VK-T4BE" };

    /// <summary>A new key that signs.</summary>
    public static string NewKey(ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The public half of a key.</summary>
    public static string PublicOf(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
