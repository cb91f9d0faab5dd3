namespace Partner.Core.Identifiers;

/// <summary>An eSIM reissue's id: 26 characters, ordered by creation; also our id at the issuer.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct ReissueId(string Value)
{
    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
