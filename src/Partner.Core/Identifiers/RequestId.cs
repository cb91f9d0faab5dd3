namespace Partner.Core.Identifiers;

/// <summary>A partner's id of one request, the same on every retry.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct RequestId(string Value)
{
    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static RequestId? Of(string? value) => value is null ? null : new RequestId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
