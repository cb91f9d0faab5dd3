namespace Partner.Storage.Model;

/// <summary>
/// The beginning of an issuer's reference, which has no longest length: what is indexed of it. Equal references have
/// equal keys; the rest is compared.
/// </summary>
internal static class IssuerKeys
{
    /// <summary>The most UTF-16 characters of a key.</summary>
    public const int Length = 64;

    /// <summary>The key of a reference.</summary>
    /// <param name="reference">The reference; null while there is none.</param>
    public static string? Of(string? reference) => reference is { Length: > Length }
        ? reference[..(char.IsHighSurrogate(reference[Length - 1]) ? Length - 1 : Length)]
        : reference;
}
