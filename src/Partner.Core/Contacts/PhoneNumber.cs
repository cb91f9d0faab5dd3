using Partner.Core.Cards;

namespace Partner.Core.Contacts;

/// <summary>
/// A customer's phone number. As a text it is masked, so that no log, trace or message shows it by accident.
/// </summary>
/// <param name="number">The number in E.164 form: "+" and its digits.</param>
public sealed class PhoneNumber(string number) : IEquatable<PhoneNumber>
{
    /// <summary>The whole number: for whoever sends something to it, and for nobody else.</summary>
    public string Reveal() => number;

    /// <inheritdoc/>
    public bool Equals(PhoneNumber? other) => other is not null && other.Reveal() == number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PhoneNumber);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(number);

    /// <summary>The number with its middle hidden.</summary>
    public override string ToString() => CardMask.Of(number);
}
