using System.Buffers;

namespace Partner.Core.Identifiers;

/// <summary>A partner's id of one request, the same on every retry.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct RequestId(string Value)
{
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Reads what a caller gave.</summary>
    /// <param name="text">16 to 64 characters of [A-Za-z0-9_-].</param>
    /// <returns>The id; null when the form is wrong.</returns>
    public static RequestId? Parse(string text) =>
        text.Length is >= 16 and <= 64 && !text.AsSpan().ContainsAnyExcept(Letters) ? new RequestId(text) : null;

    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static RequestId? Of(string? value) => value is null ? null : new RequestId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
