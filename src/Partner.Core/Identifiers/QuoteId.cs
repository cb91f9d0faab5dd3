namespace Partner.Core.Identifiers;

/// <summary>A quote's id: 26 characters, ordered by creation.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct QuoteId(string Value)
{
    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static QuoteId? Of(string? value) => value is null ? null : new QuoteId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
