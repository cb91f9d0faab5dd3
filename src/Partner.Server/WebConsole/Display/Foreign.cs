using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using Partner.Core.Actions;
using Partner.Core.Texts;

namespace Partner.Server.WebConsole.Display;

/// <summary>
/// Texts that others wrote: names, outlets, references, evidence. They are escaped as everything is; besides they stand
/// apart, so that letters written from right to left turn nothing around them, and what is not seen is spelled out.
/// </summary>
internal static class Foreign
{
    /// <summary>The text as part of a page.</summary>
    /// <param name="text">Any text; null is told as a dash.</param>
    public static IHtmlContent Text(string? text) => string.IsNullOrEmpty(text)
        ? new HtmlString("–")
        : new HtmlContentBuilder().AppendHtml("<bdi>").Append(Visible(text)).AppendHtml("</bdi>");

    /// <summary>The same of what people wrote freely, without what may be a card's or a phone's number.</summary>
    /// <param name="text">Any text.</param>
    public static IHtmlContent Masked(string? text) => Text(text is null ? null : ActionFacts.Hide(text));

    /// <summary>The text with every character that is not seen as its number: "[U+202E]".</summary>
    /// <param name="text">Any text.</param>
    public static string Visible(string text)
    {
        if (VisibleText.FirstUnseen(text) is null)
        {
            return text;
        }

        var visible = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var one = rune.ToString();
            visible.Append(VisibleText.FirstUnseen(one) is null
                ? one
                : string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"));
        }

        return visible.ToString();
    }
}
