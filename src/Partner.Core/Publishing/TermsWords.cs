using Partner.Core.Plans;

namespace Partner.Core.Publishing;

/// <summary>A language in which changes of terms are told.</summary>
public enum TermsLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,
}

/// <summary>The words that texts about terms are made of, in one language.</summary>
/// <param name="language">The language.</param>
internal sealed class TermsWords(TermsLanguage language)
{
    /// <summary>The English ones.</summary>
    public static readonly TermsWords English = new(TermsLanguage.English);

    private static readonly TermsWords Chinese = new(TermsLanguage.Chinese);

    /// <summary>What stands between the parts of a list.</summary>
    public string Comma => Pick(", ", "，");

    /// <summary>What stands where there is nothing.</summary>
    public string None => Pick("none", "无");

    /// <summary>Those of a language.</summary>
    public static TermsWords Of(TermsLanguage language) => language == TermsLanguage.Chinese ? Chinese : English;

    /// <summary>The text of two that is in the language.</summary>
    /// <param name="english">The English text.</param>
    /// <param name="chinese">The Chinese text.</param>
    public string Pick(string english, string chinese) => language == TermsLanguage.Chinese ? chinese : english;

    /// <summary>A period: "30 days".</summary>
    public string Period(CalendarPeriod period) => Pick(period.ToString(), period.ToChinese());
}
