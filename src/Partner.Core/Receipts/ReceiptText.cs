using System.Text;

namespace Partner.Core.Receipts;

/// <summary>
/// A receipt as plain text for a printer of 32 columns (paper of 58 mm) or 48 (80 mm). What is too long for a line goes
/// on in the next; nothing is cut.
/// </summary>
public static class ReceiptText
{
    /// <summary>Columns of paper of 58 mm.</summary>
    public const int Narrow = 32;

    /// <summary>Columns of paper of 80 mm.</summary>
    public const int Wide = 48;

    /// <summary>The media type.</summary>
    public const string MediaType = "text/plain; charset=utf-8";

    /// <summary>Writes a receipt, without its QR code.</summary>
    /// <param name="print">The receipt.</param>
    /// <param name="columns"><see cref="Narrow"/> or <see cref="Wide"/>.</param>
    /// <returns>UTF-8, each line ended by a line feed.</returns>
    public static byte[] Write(ReceiptPrint print, int columns)
    {
        var text = new StringBuilder();
        foreach (var line in ReceiptLayout.Of(print).SelectMany(part => Lines(part, columns)))
        {
            text.Append(line).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The lines of a part.</summary>
    internal static IEnumerable<string> Lines(ReceiptPart part, int columns) => part switch
    {
        ReceiptPart.Title title => PrinterText.Centre(PrinterText.Clean(title.Text), columns),
        ReceiptPart.Mark mark => PrinterText.Centre($"*** {PrinterText.Clean(mark.Text)} ***", columns),
        ReceiptPart.Rule => [new string('-', columns)],
        ReceiptPart.Fact fact => PrinterText.Pair(
            PrinterText.Clean(fact.Name), PrinterText.Clean(fact.Value), columns),
        ReceiptPart.Sentence sentence => PrinterText.Wrap(PrinterText.Clean(sentence.Text), columns),
        _ => [],
    };
}
