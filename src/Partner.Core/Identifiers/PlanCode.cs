using System.Buffers;

namespace Partner.Core.Identifiers;

/// <summary>A plan's code, as the catalogue has it; also the issuer's product code.</summary>
/// <param name="Value">The code as it is written.</param>
public readonly record struct PlanCode(string Value)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Reads what a caller or a document gave.</summary>
    /// <param name="text">1 to 40 characters of [a-z0-9-].</param>
    /// <returns>The code; null when the form is wrong.</returns>
    public static PlanCode? Parse(string text) =>
        text.Length is >= 1 and <= 40 && !text.AsSpan().ContainsAnyExcept(Letters) ? new PlanCode(text) : null;

    /// <summary>A code that may be missing.</summary>
    /// <param name="value">The code as it is written; null when there is none.</param>
    public static PlanCode? Of(string? value) => value is null ? null : new PlanCode(value);

    /// <summary>The code as it is written.</summary>
    public override string ToString() => Value;
}
