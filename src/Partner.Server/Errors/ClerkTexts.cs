using Partner.Core.Errors;

namespace Partner.Server.Errors;

/// <summary>
/// What a clerk is told: what happened, what to do now, what to say to the customer. One text for each reason in each
/// language, and another where the customer has not paid yet; used for refused calls and <c>outcome.clerk_text</c>.
/// </summary>
public static class ClerkTexts
{
    /// <summary>The text for a refused call: nothing was saved.</summary>
    /// <param name="reason">The reason.</param>
    public static string ForRefusal(Reason reason, Language language) =>
        Pick(ClerkTextTable.RefusalTexts.GetValueOrDefault(reason, ClerkTextTable.Texts[reason]), language);

    /// <summary>The text for a refused call by all that it tells.</summary>
    /// <param name="refusal">The refusal.</param>
    internal static string ForRefusal(Refusal refusal, Language language) => refusal.IsForEver
        ? Pick(ClerkTextTable.SaleTooLarge, language)
        : ForRefusal(refusal.Reason, language);

    /// <summary>The text for a top-up's outcome.</summary>
    /// <param name="reason">The reason; <see cref="Reason.None"/> for a top-up that succeeded.</param>
    public static string ForTopUp(Reason reason, Language language) => Pick(ClerkTextTable.Texts[reason], language);

    /// <summary>The text for a reversal's outcome, where it differs from that of a top-up.</summary>
    /// <param name="reason">The reason; <see cref="Reason.None"/> for a reversal that succeeded.</param>
    public static string ForReversal(Reason reason, Language language) =>
        Pick(ClerkTextTable.ReversalTexts.GetValueOrDefault(reason, ClerkTextTable.Texts[reason]), language);

    /// <summary>The text for a reissue's outcome, where it differs from that of a top-up.</summary>
    /// <param name="reason">The reason; <see cref="Reason.None"/> for a reissue that succeeded.</param>
    public static string ForReissue(Reason reason, Language language) =>
        Pick(ClerkTextTable.ReissueTexts.GetValueOrDefault(reason, ClerkTextTable.Texts[reason]), language);

    /// <summary>The text for a top-up that was taken back after it had succeeded.</summary>
    public static string Reversed(Language language) => ForReversal(Reason.None, language);

    private static string Pick((string English, string Chinese) text, Language language) =>
        language.Pick(text.English, text.Chinese);
}
