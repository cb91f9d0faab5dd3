using System.Text;
using Partner.Core.Cards;
using Partner.Core.Receipts;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptQrTests
{
    private static readonly ReceiptKeys Keys = ReceiptKeys.Read(Samples.NewKey());

    [Theory]
    [InlineData("https://r.example/r")]
    [InlineData("https://r.example/r/")]
    public void Where_the_operator_has_a_page_the_code_leads_to_it(string page)
    {
        var content = ReceiptContent.Write(Samples.Of());
        var signature = Keys.Sign(content)!;

        var text = ReceiptQr.Of(content, "000000018", signature, new Uri(page));

        Assert.Equal($"https://r.example/r/000000018?c={signature.Code}", text);
        Assert.Equal(new ReceiptInquiry.ByCode("000000018", signature.Code), ReceiptQr.Read(text));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Without_a_page_it_is_the_receipt_itself_with_its_signature(string lineEnd)
    {
        var content = ReceiptContent.Write(Samples.Of());
        var signature = Keys.Sign(content)!;

        var text = ReceiptQr.Of(content, "000000018", signature, null);
        var read = ReceiptQr.Read(text.Replace("\n", lineEnd, StringComparison.Ordinal) + lineEnd);

        Assert.Equal($"{content}\nkey={signature.KeyId}\nsig={signature.Value}", text);
        Assert.Equal(new ReceiptInquiry.ByContent(content, signature.KeyId, signature.Value), read);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, ReceiptQr.MostBytes);
    }

    [Fact]
    public void A_receipt_that_is_too_long_for_a_small_printer_is_asked_for_by_number_and_code()
    {
        var content = ReceiptContent.Write(Samples.Long(CardType.Travel));
        var signature = Keys.Sign(content)!;

        var text = ReceiptQr.Of(content, "000000018", signature, null);

        Assert.Equal($"leb-receipt:000000018?c={signature.Code}", text);
        Assert.Equal(new ReceiptInquiry.ByCode("000000018", signature.Code), ReceiptQr.Read(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://r.example/r/000000018")]
    [InlineData("https://r.example/r/000000018?c=0000-0000-0001")]
    [InlineData("https://r.example/r/abc?c=0000-0000-0000")]
    [InlineData("leb-receipt=1\nnumber=000000018")]
    [InlineData("leb-receipt=1\nsig=x\nkey=y")]
    public void Anything_else_is_no_receipts_code(string text) => Assert.Null(ReceiptQr.Read(text));
}
