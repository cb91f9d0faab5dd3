using System.Text;
using Partner.Core.Cards;
using Partner.Core.Receipts;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptHtmlTests
{
    [Theory]
    [InlineData(CardType.KeepNumber, "Keep-number card", "保号卡")]
    [InlineData(CardType.RegistrationEsim, "Registration eSIM card", "注册卡")]
    [InlineData(CardType.Phone, "Phone card", "电话卡")]
    [InlineData(CardType.Travel, "Travel card", "旅游卡")]
    public void It_is_a_page_of_its_own_in_either_language(CardType type, string english, string chinese)
    {
        var en = Write(Samples.Print(Samples.Of(type)));
        var zh = Write(Samples.Print(Samples.Of(type), ReceiptLanguage.Chinese));

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", en, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"zh-CN\">", zh, StringComparison.Ordinal);
        Assert.Contains($"<dd>{english}</dd>", en, StringComparison.Ordinal);
        Assert.Contains($"<dd>{Entities(chinese)}</dd>", zh, StringComparison.Ordinal);
        Assert.Contains("<dd class=\"strong\">96.00 CNY</dd>", en, StringComparison.Ordinal);
        Assert.EndsWith("</body>\n</html>\n", en, StringComparison.Ordinal);
        Assert.Equal(Count(en, "<dl>"), Count(en, "</dl>"));
        Assert.DoesNotContain("src=", en, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_can_hold_markup()
    {
        var hostile = new ReceiptName(Samples.Hostile, Samples.Hostile);
        var receipt = Samples.Of() with
        {
            Outlet = Samples.Hostile,
            Terminal = Samples.Hostile,
            Plan = hostile,
            Items = [Samples.Face, Samples.Face with { Step = Core.Pricing.PriceStep.Discount, Name = hostile }],
        };
        var print = Samples.Print(receipt) with { HelpLine = Samples.Hostile, Qr = "https://x\"><script>" };

        var page = Write(print);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://x\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001B", page, StringComparison.Ordinal);
        Assert.Equal(5, Count(page, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"));
    }

    [Fact]
    public void The_QR_code_is_a_link_where_it_is_an_address_and_its_lines_where_it_is_the_receipt()
    {
        var link = Write(Samples.Print(Samples.Of()));
        var whole = Write(Samples.Print(Samples.Of()) with { Qr = "leb-receipt=1\npartner=acme\nsig=x" });

        Assert.Contains("<a href=\"https://r.example/r/000000018?c=7XQ2-M0VK-T4BE\">", link, StringComparison.Ordinal);
        Assert.Contains("<pre>leb-receipt=1\npartner=acme\nsig=x</pre>", whole, StringComparison.Ordinal);
    }

    private static string Write(ReceiptPrint print) => Encoding.UTF8.GetString(ReceiptHtml.Write(print));

    private static string Entities(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
