namespace Partner.Core.Identifiers;

/// <summary>The id under which a customer's phone number is kept: 26 characters, ordered by creation.</summary>
/// <param name="Value">The id as it is written.</param>
public readonly record struct ContactId(string Value)
{
    /// <summary>Stands for a number that was left and is not kept, since no notices go out.</summary>
    public static readonly ContactId NotKept = new("none");

    /// <summary>An id that may be missing.</summary>
    /// <param name="value">The id as it is written; null when there is none.</param>
    public static ContactId? Of(string? value) => value is null ? null : new ContactId(value);

    /// <summary>The id as it is written.</summary>
    public override string ToString() => Value;
}
