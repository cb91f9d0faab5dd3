namespace Partner.Core.Identifiers;

/// <summary>A top-up's id: 26 characters, ordered by creation; also our id at the issuer.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct TopUpId(string Value)
{
    /// <summary>What a top-up has that is only checked and never saved.</summary>
    public static readonly TopUpId None = new("");

    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static TopUpId? Of(string? value) => value is null ? null : new TopUpId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
