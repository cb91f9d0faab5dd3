using System.Text;
using Partner.Core.Cards;
using Partner.Core.Receipts;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptEscPosTests
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Theory]
    [InlineData(CardType.KeepNumber, "保号卡")]
    [InlineData(CardType.RegistrationEsim, "注册卡")]
    [InlineData(CardType.Phone, "电话卡")]
    [InlineData(CardType.Travel, "旅游卡")]
    public void It_begins_with_a_reset_and_Chinese_mode_has_its_text_in_GB18030_and_ends_with_a_cut(
        CardType type, string name)
    {
        var bytes = ReceiptEscPos.Write(
            Samples.Print(Samples.Of(type), ReceiptLanguage.Chinese, copy: 1), ReceiptText.Narrow);

        // ESC @, FS &, ESC E 1, GS ! 01, then the title in the middle of 32 columns.
        AssertStarts(bytes, [0x1B, 0x40, 0x1C, 0x26, 0x1B, 0x45, 1, 0x1D, 0x21, 0x01]);
        AssertHas(bytes, [.. Gb18030.GetBytes("            充值凭证\n"), 0x1D, 0x21, 0x00, 0x1B, 0x45, 0]);
        AssertHas(bytes, Gb18030.GetBytes("*** 副本 1 ***\n"));
        AssertHas(bytes, [.. Encoding.ASCII.GetBytes(new string(' ', 20)), .. Gb18030.GetBytes(name + "\n")]);

        // 充值凭证, as GB 2312 has had it since 1980.
        AssertHas(bytes, [0xB3, 0xE4, 0xD6, 0xB5, 0xC6, 0xBE, 0xD6, 0xA4, 0x0A]);

        // ESC d 3, GS V 66 0.
        Assert.Equal(new byte[] { 0x1B, 0x64, 3, 0x1D, 0x56, 66, 0 }, bytes[^7..]);
    }

    [Fact]
    public void The_QR_code_is_drawn_by_the_printer()
    {
        const string address = "https://r.example/r/000000018?c=7XQ2-M0VK-T4BE";
        var bytes = ReceiptEscPos.Write(Samples.Print(Samples.Of()) with { Qr = address }, ReceiptText.Wide);

        AssertHas(
            bytes,
            [
                0x1B, 0x61, 1,
                0x1D, 0x28, 0x6B, 4, 0, 49, 65, 50, 0,
                0x1D, 0x28, 0x6B, 3, 0, 49, 67, 6,
                0x1D, 0x28, 0x6B, 3, 0, 49, 69, 48,
                0x1D, 0x28, 0x6B, (byte)(address.Length + 3), 0, 49, 80, 48, .. Encoding.ASCII.GetBytes(address),
                0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48,
                0x0A, 0x1B, 0x61, 0,
            ]);
    }

    [Fact]
    public void A_long_QR_code_has_its_length_in_two_bytes_and_smaller_dots()
    {
        var text = string.Concat(Enumerable.Repeat("凭证", 150));
        var bytes = ReceiptEscPos.Write(Samples.Print(Samples.Of()) with { Qr = text }, ReceiptText.Wide);

        // 900 bytes and 3 are 0x0387.
        AssertHas(bytes, [0x1D, 0x28, 0x6B, 0x87, 0x03, 49, 80, 48, .. Encoding.UTF8.GetBytes(text)]);
        AssertHas(bytes, [0x1D, 0x28, 0x6B, 3, 0, 49, 67, 3]);
    }

    [Fact]
    public void Without_a_signature_there_is_no_QR_code()
    {
        var bytes = ReceiptEscPos.Write(
            Samples.Print(Samples.Of()) with { Code = null, Qr = null }, ReceiptText.Wide);

        Assert.Equal(-1, bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x1D, 0x28]));
    }

    [Fact]
    public void No_text_can_hold_a_command_for_the_printer()
    {
        var harmless = Samples.Print(Samples.Of() with { Outlet = "x", Terminal = "y" });
        var hostile = Samples.Print(Samples.Of() with
        {
            Outlet = Samples.Hostile,
            Terminal = "\u001B\u001C\u001D\u0010",
        });

        Assert.Equal(Commands(harmless), Commands(hostile));
    }

    [Fact]
    public void What_GB18030_has_in_four_bytes_comes_whole()
    {
        var receipt = Samples.Of() with { Outlet = "𠮷野家 ☕ Café" };

        var bytes = ReceiptEscPos.Write(Samples.Print(receipt), ReceiptText.Narrow);

        Assert.Contains("𠮷野家 ☕ Café\n", Gb18030.GetString(bytes), StringComparison.Ordinal);
    }

    private static int Commands(ReceiptPrint print) => ReceiptEscPos.Write(print, ReceiptText.Wide)
        .Count(one => one is 0x1B or 0x1C or 0x1D or 0x10);

    private static void AssertStarts(byte[] bytes, byte[] start) => Assert.Equal(start, bytes[..start.Length]);

    private static void AssertHas(byte[] bytes, ReadOnlySpan<byte> part) =>
        Assert.True(bytes.AsSpan().IndexOf(part) >= 0, $"{Convert.ToHexString(part)} is missing.");
}
