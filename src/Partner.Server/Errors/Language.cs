using Grpc.Core;
using Partner.Core.Texts;

namespace Partner.Server.Errors;

/// <summary>A language of texts for people.</summary>
public enum Language
{
    /// <summary>English, "en": also when a caller asks for none of ours.</summary>
    English,

    /// <summary>Simplified Chinese, "zh-CN".</summary>
    Chinese,
}

/// <summary>Finds the language that a caller wants (RFC 9110, 12.5.4) among the two that there are.</summary>
public static class Languages
{
    /// <summary>The language tag (BCP 47).</summary>
    public static string Tag(this Language language) => language == Language.Chinese ? "zh-CN" : "en";

    /// <summary>The text of two that is in the language.</summary>
    /// <param name="english">The English text.</param>
    /// <param name="chinese">The Chinese text.</param>
    public static string Pick(this Language language, string english, string chinese) =>
        language == Language.Chinese ? chinese : english;

    /// <summary>The one of two texts that is in the language.</summary>
    /// <param name="wording">Both texts.</param>
    public static string Pick(this Language language, Wording wording) =>
        language.Pick(wording.English, wording.Chinese);

    /// <summary>The language of a call's accept-language metadata.</summary>
    /// <param name="context">The call.</param>
    public static Language GetLanguage(this ServerCallContext context) => Of(context.GetHttpContext());

    /// <summary>The language of a request's accept-language header.</summary>
    /// <param name="http">The request.</param>
    internal static Language Of(HttpContext http) => Parse(http.Request.Headers.AcceptLanguage.ToString());

    /// <summary>
    /// Reads an accept-language value: the tag of the highest quality that is ours wins, the first of equals. Every
    /// form of "zh" counts as Chinese: another script of it is still nearer than English. "zh_CN" is no language tag,
    /// but what many programs send, and means the same.
    /// </summary>
    /// <param name="header">The value; empty when there is none. What is malformed is passed over.</param>
    public static Language Parse(ReadOnlySpan<char> header)
    {
        var best = Language.English;
        var bestQuality = 0;
        foreach (var range in header.Split(','))
        {
            var item = header[range].Trim();
            var semicolon = item.IndexOf(';');
            var tag = (semicolon < 0 ? item : item[..semicolon]).TrimEnd();
            var quality = semicolon < 0 ? 1000 : Quality(item[(semicolon + 1)..].Trim());
            if (quality > bestQuality && Find(tag) is { } language)
            {
                (best, bestQuality) = (language, quality);
            }
        }

        return best;
    }

    /// <summary>The language that a tag names, in whatever form of it.</summary>
    /// <param name="tag">"zh-CN", "zh", "zh_CN.UTF-8", "en-GB".</param>
    /// <returns>The language; null when it is neither of ours.</returns>
    internal static Language? Named(ReadOnlySpan<char> tag)
    {
        // A locale of POSIX writes an underscore, and may name an encoding: zh_CN.UTF-8.
        var hyphen = tag.IndexOfAny('-', '_', '.');
        var primary = hyphen < 0 ? tag : tag[..hyphen];
        return primary.Equals("zh", StringComparison.OrdinalIgnoreCase) ? Language.Chinese
            : primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? Language.English
            : null;
    }

    private static Language? Find(ReadOnlySpan<char> tag) => tag is "*" ? Language.English : Named(tag);

    // "q=0.875" in thousandths: at most three decimals. Anything else counts as not wanted.
    private static int Quality(ReadOnlySpan<char> parameter)
    {
        if (parameter.Length < 3 || parameter[0] is not ('q' or 'Q') || parameter[1] != '=')
        {
            return 0;
        }

        var value = parameter[2..];
        if (value[0] is not ('0' or '1') || value.Length > 5 || (value.Length > 1 && value[1] != '.'))
        {
            return 0;
        }

        var thousandths = (value[0] - '0') * 1000;
        var weight = 100;
        for (var i = 2; i < value.Length; i++, weight /= 10)
        {
            if (!char.IsAsciiDigit(value[i]))
            {
                return 0;
            }

            thousandths += (value[i] - '0') * weight;
        }

        return Math.Min(thousandths, 1000);
    }
}
