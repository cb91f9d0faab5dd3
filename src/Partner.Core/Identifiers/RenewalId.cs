namespace Partner.Core.Identifiers;

/// <summary>An auto-renewal's id: 26 characters, ordered by creation.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct RenewalId(string Value)
{
    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
