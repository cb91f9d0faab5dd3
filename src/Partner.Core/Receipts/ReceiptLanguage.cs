namespace Partner.Core.Receipts;

/// <summary>A language of receipts.</summary>
public enum ReceiptLanguage
{
    /// <summary>English, "en".</summary>
    English,

    /// <summary>Simplified Chinese, "zh-CN".</summary>
    Chinese,
}

/// <summary>Chooses between the two wordings of a text.</summary>
internal static class ReceiptLanguages
{
    public static string Pick(this ReceiptLanguage language, string english, string chinese) =>
        language == ReceiptLanguage.Chinese ? chinese : english;
}
