using System.Text;

namespace Partner.Core.Receipts;

/// <summary>
/// A receipt as the bytes that an ESC/POS printer takes: text in GB18030, the QR code by the printer's own command
/// (Epson's ESC/POS reference: ESC @, FS &amp;, ESC a, ESC E, GS !, GS ( k, ESC d, GS V). No text can hold a command:
/// control characters are gone before it is encoded, and no byte of GB18030's characters is one.
/// </summary>
public static class ReceiptEscPos
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/octet-stream";

    private const byte Esc = 0x1B;
    private const byte Fs = 0x1C;
    private const byte Gs = 0x1D;
    private const byte LineFeed = 0x0A;

    // Above it a QR code is drawn with the smaller dots, below it with those that any telephone reads at once.
    private const int SmallQrBytes = 150;
    private const byte LargeDots = 6;
    private const byte SmallDots = 3;

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static readonly byte[] Start = [Esc, (byte)'@', Fs, (byte)'&'];
    private static readonly byte[] Left = [Esc, (byte)'a', 0];
    private static readonly byte[] Centred = [Esc, (byte)'a', 1];
    private static readonly byte[] Bold = [Esc, (byte)'E', 1];
    private static readonly byte[] Normal = [Esc, (byte)'E', 0];
    private static readonly byte[] TwiceAsHigh = [Gs, (byte)'!', 0x01];
    private static readonly byte[] UsualSize = [Gs, (byte)'!', 0x00];
    private static readonly byte[] End = [Esc, (byte)'d', 3, Gs, (byte)'V', 66, 0];

    /// <summary>Writes a receipt.</summary>
    /// <param name="print">The receipt.</param>
    /// <param name="columns"><see cref="ReceiptText.Narrow"/> or <see cref="ReceiptText.Wide"/>.</param>
    public static byte[] Write(ReceiptPrint print, int columns)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Start);
        foreach (var part in ReceiptLayout.Of(print))
        {
            Append(bytes, part, columns);
        }

        bytes.Write(End);
        return bytes.ToArray();
    }

    private static void Append(MemoryStream bytes, ReceiptPart part, int columns)
    {
        switch (part)
        {
            case ReceiptPart.Title:
                Lines(bytes, part, columns, [.. Bold, .. TwiceAsHigh], [.. UsualSize, .. Normal]);
                break;
            case ReceiptPart.Mark or ReceiptPart.Fact { Strong: true }:
                Lines(bytes, part, columns, Bold, Normal);
                break;
            case ReceiptPart.Qr qr:
                Qr(bytes, Encoding.UTF8.GetBytes(qr.Text));
                break;
            default:
                Lines(bytes, part, columns, [], []);
                break;
        }
    }

    private static void Lines(MemoryStream bytes, ReceiptPart part, int columns, byte[] before, byte[] after)
    {
        bytes.Write(before);
        foreach (var line in ReceiptText.Lines(part, columns))
        {
            bytes.Write(Gb18030.GetBytes(line));
            bytes.WriteByte(LineFeed);
        }

        bytes.Write(after);
    }

    /// <summary>The printer's QR code, model 2: size of its dots, error correction L, the data, print.</summary>
    private static void Qr(MemoryStream bytes, byte[] text)
    {
        bytes.Write(Centred);
        Function(bytes, 65, [50, 0]);
        Function(bytes, 67, [text.Length <= SmallQrBytes ? LargeDots : SmallDots]);
        Function(bytes, 69, [48]);
        Function(bytes, 80, [48, .. text]);
        Function(bytes, 81, [48]);
        bytes.WriteByte(LineFeed);
        bytes.Write(Left);
    }

    private static void Function(MemoryStream bytes, byte function, byte[] arguments)
    {
        const byte qrCode = 49;
        var length = arguments.Length + 2;
        bytes.Write([Gs, (byte)'(', (byte)'k', (byte)(length & 0xFF), (byte)(length >> 8), qrCode, function]);
        bytes.Write(arguments);
    }
}
