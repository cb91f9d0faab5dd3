namespace Partner.Core.Contacts;

/// <summary>A language in which a customer is written to. Numbers are stored.</summary>
public enum NoticeLanguage
{
    /// <summary>English, "en".</summary>
    English = 1,

    /// <summary>Simplified Chinese, "zh-CN".</summary>
    Chinese = 2,
}
