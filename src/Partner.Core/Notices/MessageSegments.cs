namespace Partner.Core.Notices;

/// <summary>
/// How many segments a text message takes (3GPP TS 23.038 and 23.040): 160 characters where all are of the GSM 7-bit
/// alphabet, else 70; of a text that needs several, 153 or 67 each, since they say how they belong together.
/// </summary>
public static class MessageSegments
{
    private const string Alphabet =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
        + "abcdefghijklmnopqrstuvwxyzäöñüà";

    // Each of these takes two places.
    private const string Extension = "^{}\\[~]|€";

    private const int One7Bit = 160;
    private const int Each7Bit = 153;
    private const int One16Bit = 70;
    private const int Each16Bit = 67;

    /// <summary>The segments of a text; 1 for an empty one.</summary>
    public static int Of(string text)
    {
        if (text.All(letter => Alphabet.Contains(letter) || Extension.Contains(letter)))
        {
            return Count(text.Select(letter => Extension.Contains(letter) ? 2 : 1), One7Bit, Each7Bit);
        }

        // A character of two UTF-16 units is never cut in two.
        return Count(text.EnumerateRunes().Select(rune => rune.Utf16SequenceLength), One16Bit, Each16Bit);
    }

    private static int Count(IEnumerable<int> characters, int one, int each)
    {
        var (segments, place, length) = (1, 0, 0);
        foreach (var size in characters)
        {
            length += size;
            if (place + size > each)
            {
                (segments, place) = (segments + 1, 0);
            }

            place += size;
        }

        return length <= one ? 1 : segments;
    }
}
