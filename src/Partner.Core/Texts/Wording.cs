namespace Partner.Core.Texts;

/// <summary>A text for people, or a part of one, in both languages: side by side, so that they say the same.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">In simplified Chinese.</param>
public sealed record Wording(string English, string Chinese);
