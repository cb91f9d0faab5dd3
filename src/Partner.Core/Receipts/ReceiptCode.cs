using System.Security.Cryptography;

namespace Partner.Core.Receipts;

/// <summary>
/// A short code by which a person can ask whether a receipt is genuine: 55 bits of the hash of its signature, which
/// nobody can make without the key, and a check character. In Crockford's base 32, which has none of I, L, O and U:
/// "7XQ2-M0VK-T4BE". The check (Damm's, over the field of 32 elements) finds every wrong character and every two that
/// changed places, so that a slip is told from a forgery.
/// </summary>
public static class ReceiptCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Bits = 5;
    private const int Length = 12;
    private const int Group = 4;

    // x⁵ + x² + 1, which makes a field of the numbers below 32.
    private const int Polynomial = 0b100101;

    /// <summary>The code of a signature.</summary>
    /// <param name="signature">The signature's bytes.</param>
    public static string Of(ReadOnlySpan<byte> signature)
    {
        var hash = SHA256.HashData(signature);
        Span<char> code = stackalloc char[Length];
        var check = 0;
        for (var index = 0; index < Length - 1; index++)
        {
            var digit = 0;
            for (var bit = index * Bits; bit < (index + 1) * Bits; bit++)
            {
                digit = (digit << 1) | ((hash[bit / 8] >> (7 - (bit % 8))) & 1);
            }

            code[index] = Alphabet[digit];
            check = Next(check, digit);
        }

        code[Length - 1] = Alphabet[check];
        return Grouped(code);
    }

    /// <summary>Reads a code as people type it: in any case, with or without hyphens and blanks, O as 0.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The code in its one form; null where it is none, or mistyped.</returns>
    public static string? Read(string text)
    {
        Span<char> code = stackalloc char[Length];
        var (count, check) = (0, 0);
        foreach (var typed in text)
        {
            var letter = char.ToUpperInvariant(Narrow(typed));
            if (letter is '-' or ' ')
            {
                continue;
            }

            var digit = Alphabet.IndexOf(letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter });
            if (digit < 0 || count == Length)
            {
                return null;
            }

            code[count++] = Alphabet[digit];
            check = Next(check, digit);
        }

        return count == Length && check == 0 ? Grouped(code) : null;
    }

    private static string Grouped(ReadOnlySpan<char> code) =>
        $"{code[..Group]}-{code[Group..(2 * Group)]}-{code[(2 * Group)..]}";

    // As Chinese keyboards write letters, digits and blanks.
    private static char Narrow(char letter) => letter switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - '\uFF01' + '!'),
        '\u3000' => ' ',
        _ => letter,
    };

    // The interim digit: twice the sum, in the field. A digit that equals it makes it zero.
    private static int Next(int interim, int digit)
    {
        var twice = (interim ^ digit) << 1;
        return twice < 1 << Bits ? twice : twice ^ Polynomial;
    }
}
