namespace Partner.Core.Identifiers;

/// <summary>A reversal's id: 26 characters, ordered by creation; also our id at the issuer.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct ReversalId(string Value)
{
    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static ReversalId? Of(string? value) => value is null ? null : new ReversalId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
