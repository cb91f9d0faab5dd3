using System.Buffers.Binary;

namespace Partner.Server.Contract;

/// <summary>
/// Makes identifiers: a version 7 UUID (RFC 9562) in 26 characters of lower-case Crockford base 32, so that they sort
/// by the time of their making and never repeat.
/// </summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    /// <summary>A new identifier.</summary>
    /// <param name="now">The time that it sorts by.</param>
    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        return Text(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>
    /// A text that no identifier is less than that was made at an instant or later; those made a millisecond before it
    /// or earlier are less.
    /// </summary>
    /// <param name="instant">The instant.</param>
    public static string FirstOf(DateTimeOffset instant)
    {
        // RFC 9562: the first 48 bits are the milliseconds since 1970; no identifier was made before.
        const int bitsBehind = 80;
        return Text((UInt128)Math.Max(0, instant.ToUnixTimeMilliseconds()) << bitsBehind);
    }

    /// <summary>Whether a text has the form of an identifier.</summary>
    public static bool AreValid(string text) => text.Length == Length && text.All(Alphabet.Contains);

    private static string Text(UInt128 number) => string.Create(Length, number, static (text, value) =>
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });
}
