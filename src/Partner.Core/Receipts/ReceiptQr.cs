using System.Text;
using System.Text.RegularExpressions;

namespace Partner.Core.Receipts;

/// <summary>What somebody wants to know about a receipt that lies before them.</summary>
public abstract record ReceiptInquiry
{
    private ReceiptInquiry()
    {
    }

    /// <summary>By what is printed for people.</summary>
    /// <param name="Number">The receipt number.</param>
    /// <param name="Code">The short code, in its one form.</param>
    public sealed record ByCode(string Number, string Code) : ReceiptInquiry;

    /// <summary>By the whole receipt, as its QR code has it.</summary>
    /// <param name="Content">The receipt in its canonical form.</param>
    /// <param name="KeyId">The key that it names.</param>
    /// <param name="Signature">The signature.</param>
    public sealed record ByContent(string Content, string KeyId, string Signature) : ReceiptInquiry;
}

/// <summary>
/// The text of a receipt's QR code: the operator's page for it where there is one; else the receipt itself with its
/// signature, which anybody who has the public key can verify without asking; else, where that is too much for a small
/// printer, its number and code.
/// </summary>
public static partial class ReceiptQr
{
    /// <summary>
    /// The most bytes of a receipt as a QR code: its 105 modules a side, of three dots each, fit onto paper of 58 mm.
    /// </summary>
    public const int MostBytes = 1_000;

    private const string Short = "leb-receipt:";
    private const string KeyLine = "\nkey=";
    private const string SignatureLine = "\nsig=";

    /// <summary>The text for a receipt.</summary>
    /// <param name="content">Its canonical form.</param>
    /// <param name="number">Its number.</param>
    /// <param name="signature">Its signature.</param>
    /// <param name="page">Where the operator answers for receipts; null for nowhere.</param>
    public static string Of(string content, string number, ReceiptSignature signature, Uri? page)
    {
        var question = $"{number}?c={signature.Code}";
        if (page is not null)
        {
            return $"{page.AbsoluteUri.TrimEnd('/')}/{question}";
        }

        var whole = ReceiptKeys.SignedText(content, signature.KeyId) + SignatureLine + signature.Value;
        return Encoding.UTF8.GetByteCount(whole) <= MostBytes ? whole : Short + question;
    }

    /// <summary>Reads what a scanner read.</summary>
    /// <param name="text">The text; line ends of any kind.</param>
    /// <returns>The inquiry; null where it is no text of a receipt's QR code.</returns>
    public static ReceiptInquiry? Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Trim();
        if (Question().Match(lines) is { Success: true } asked)
        {
            return ReceiptCode.Read(Uri.UnescapeDataString(asked.Groups["code"].Value)) is { } code
                ? new ReceiptInquiry.ByCode(asked.Groups["number"].Value, code)
                : null;
        }

        var signature = lines.LastIndexOf(SignatureLine, StringComparison.Ordinal);
        var key = signature < 0 ? -1 : lines.LastIndexOf(KeyLine, signature, StringComparison.Ordinal);
        return key < 0
            ? null
            : new ReceiptInquiry.ByContent(
                lines[..key],
                lines[(key + KeyLine.Length)..signature],
                lines[(signature + SignatureLine.Length)..]);
    }

    [GeneratedRegex(@"\A\S*[/:](?<number>[0-9]{2,19})\?c=(?<code>[^&#\s]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Question();
}
