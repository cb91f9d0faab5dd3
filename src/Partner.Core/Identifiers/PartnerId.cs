using System.Buffers;

namespace Partner.Core.Identifiers;

/// <summary>A partner's id, as the operator chose it; the empty one names nobody.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct PartnerId(string Value)
{
    private const int Longest = 40;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Reads the id of a new partner.</summary>
    /// <param name="text">1 to 40 characters of [a-z0-9-], a letter first.</param>
    /// <returns>The id; null when the form is wrong.</returns>
    public static PartnerId? Parse(string text) =>
        text.Length is >= 1 and <= Longest && char.IsAsciiLetterLower(text[0])
        && !text.AsSpan().ContainsAnyExcept(Letters)
            ? new PartnerId(text)
            : null;

    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static PartnerId? Of(string? value) => value is null ? null : new PartnerId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
