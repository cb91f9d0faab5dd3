using System.Globalization;

namespace Partner.Core.Receipts;

/// <summary>The forms of a printed receipt. Numbers are those of <c>ReceiptFormat</c> in the contract.</summary>
public enum ReceiptForm
{
    /// <summary>None: its facts alone, for a till that prints by itself.</summary>
    Facts = 1,

    /// <summary>Text of 32 columns.</summary>
    Text32 = 2,

    /// <summary>Text of 48 columns.</summary>
    Text48 = 3,

    /// <summary>ESC/POS for paper of 58 mm.</summary>
    EscPos32 = 4,

    /// <summary>ESC/POS for paper of 80 mm.</summary>
    EscPos48 = 5,

    /// <summary>An HTML page.</summary>
    Html = 6,
}

/// <summary>A receipt in one of its forms.</summary>
/// <param name="FileName">A name for its file; empty without a document.</param>
/// <param name="MediaType">Its media type; empty without a document.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ReceiptDocument(string FileName, string MediaType, byte[] Content)
{
    /// <summary>Writes a receipt in a form.</summary>
    public static ReceiptDocument Of(ReceiptPrint print, ReceiptForm form) => form switch
    {
        ReceiptForm.Text32 => Text(print, ReceiptText.Narrow),
        ReceiptForm.Text48 => Text(print, ReceiptText.Wide),
        ReceiptForm.EscPos32 => EscPos(print, ReceiptText.Narrow),
        ReceiptForm.EscPos48 => EscPos(print, ReceiptText.Wide),
        ReceiptForm.Html => new ReceiptDocument(
            FileNameOf(print, "html"), ReceiptHtml.MediaType, ReceiptHtml.Write(print)),
        _ => new ReceiptDocument("", "", []),
    };

    private static ReceiptDocument Text(ReceiptPrint print, int columns) =>
        new(FileNameOf(print, "txt"), ReceiptText.MediaType, ReceiptText.Write(print, columns));

    private static ReceiptDocument EscPos(ReceiptPrint print, int columns) =>
        new(FileNameOf(print, "bin"), ReceiptEscPos.MediaType, ReceiptEscPos.Write(print, columns));

    private static string FileNameOf(ReceiptPrint print, string extension) => string.Create(
        CultureInfo.InvariantCulture,
        $"receipt-{print.Receipt.Number}{(print.Copy == 0 ? "" : $"-copy-{print.Copy}")}.{extension}");
}
