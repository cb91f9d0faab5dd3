using System.Globalization;
using System.Net;
using System.Text;

namespace Partner.Core.Receipts;

/// <summary>
/// A receipt as one HTML page to show or print: no scripts, nothing loaded from elsewhere, every text escaped. In place
/// of the QR code it has the text of it, as a link where that is an address.
/// </summary>
public static class ReceiptHtml
{
    private const string Style = """
        @page { margin: 8mm }
        body { font: 11pt/1.4 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", Arial, sans-serif; color: #000;
          max-width: 80mm; margin: 0 auto }
        h1 { font-size: 14pt; text-align: center; margin: 2mm 0 }
        .mark { text-align: center; font-weight: bold; border: 2px solid #000; margin: 1mm 0; padding: 1mm }
        dl { margin: 0; display: grid; grid-template-columns: auto 1fr; gap: 0 4mm }
        dt, dd { margin: 0; overflow-wrap: anywhere } dd { text-align: right } .strong { font-weight: bold }
        hr { border: 0; border-top: 1px dashed #000 } p { margin: 1mm 0; overflow-wrap: anywhere }
        pre { font-size: 7pt; white-space: pre-wrap; overflow-wrap: anywhere }
        """;

    /// <summary>The media type.</summary>
    public const string MediaType = "text/html; charset=utf-8";

    /// <summary>Writes a receipt.</summary>
    /// <param name="print">The receipt.</param>
    /// <returns>UTF-8 without a byte order mark.</returns>
    public static byte[] Write(ReceiptPrint print)
    {
        var title = $"{ReceiptWords.Title(print.Language)} {print.Receipt.Number}";
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{print.Language.Pick("en", "zh-CN")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Escape(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>

            """);
        var inList = false;
        foreach (var part in ReceiptLayout.Of(print))
        {
            var isFact = part is ReceiptPart.Fact;
            if (isFact != inList)
            {
                page.Append(isFact ? "<dl>\n" : "</dl>\n");
                inList = isFact;
            }

            Append(page, part);
        }

        return Encoding.UTF8.GetBytes(page.Append(inList ? "</dl>\n" : "").Append("</body>\n</html>\n").ToString());
    }

    private static StringBuilder Append(StringBuilder page, ReceiptPart part) => part switch
    {
        ReceiptPart.Title title => page.Append("<h1>").Append(Escape(title.Text)).Append("</h1>\n"),
        ReceiptPart.Mark mark => page.Append("<p class=\"mark\">").Append(Escape(mark.Text)).Append("</p>\n"),
        ReceiptPart.Rule => page.Append("<hr>\n"),
        ReceiptPart.Fact fact => page
            .Append(fact.Strong ? "<dt class=\"strong\">" : "<dt>").Append(Escape(fact.Name)).Append("</dt>")
            .Append(fact.Strong ? "<dd class=\"strong\">" : "<dd>").Append(Escape(fact.Value)).Append("</dd>\n"),
        ReceiptPart.Sentence sentence => page.Append("<p>").Append(Escape(sentence.Text)).Append("</p>\n"),
        ReceiptPart.Qr { Text: var text } when IsAddress(text) => page
            .Append("<p><a href=\"").Append(Escape(text)).Append("\">").Append(Escape(text)).Append("</a></p>\n"),
        ReceiptPart.Qr qr => page.Append("<pre>").Append(EscapeLines(qr.Text)).Append("</pre>\n"),
        _ => page,
    };

    private static bool IsAddress(string text) => text.StartsWith("https://", StringComparison.Ordinal);

    // The lines are what is signed, so that they stay; what is within them is clean.
    private static string EscapeLines(string text) => string.Join('\n', text.Split('\n').Select(Escape));

    private static string Escape(string text) => WebUtility.HtmlEncode(PrinterText.Clean(text));
}
