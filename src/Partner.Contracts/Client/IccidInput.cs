using System.Globalization;

namespace Partner.Contracts.Client;

/// <summary>What can be wrong with an ICCID (ITU-T E.118), each cause with its own text.</summary>
internal static class IccidInput
{
    // Nearly always all that fit. Where more digits than these could be meant, naming some would only mislead.
    private const int MostPairs = 6;
    private const int MostDigits = 4;

    // As many digits as phone numbers have (E.164), with what is dialled before them.
    private const int ShortestPhone = 5;
    private const int LongestPhone = 17;

    // The two digits of telecommunication cards, which nobody mistypes without noticing.
    private const string Industry = "89";

    // Digits that are taken for each other when they are read off a card.
    private static readonly HashSet<(int, int)> Alike =
        [(0, 6), (0, 8), (1, 4), (1, 7), (2, 7), (3, 5), (3, 8), (5, 6), (5, 8), (6, 8), (6, 9), (8, 9)];

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="text">The text, cleaned up.</param>
    public static CardProblem? Problem(string text)
    {
        if (text.Length == 0)
        {
            return new CardProblem("is empty: an ICCID has 19 or 20 digits", "为空：ICCID 应为 19 或 20 位数字");
        }

        if (text[0] == '+')
        {
            return new CardProblem(
                "is a phone number: give it as phone_number", "是电话号码：请填写到 phone_number");
        }

        if (CardInput.FirstOther(text, 0) is { } other)
        {
            return Other(other.Letter, other.Place);
        }

        if (text.Length is not (19 or 20))
        {
            return Length(text.Length);
        }

        return Holds(text) ? null : Mistyped(text);
    }

    private static CardProblem Other(string letter, int place) => letter is "\"O\"" or "\"o\""
        ? new CardProblem(
            string.Create(CultureInfo.InvariantCulture, $"has the letter O at place {place}: write a zero"),
            string.Create(CultureInfo.InvariantCulture, $"第 {place} 位是字母 O：应为数字 0"))
        : new CardProblem(
            string.Create(CultureInfo.InvariantCulture, $"has {letter} at place {place}: an ICCID has digits only"),
            string.Create(CultureInfo.InvariantCulture, $"第 {place} 位是 {letter}：ICCID 只能是数字"));

    private static CardProblem Length(int digits)
    {
        var (en, zh) = digits < 19
            ? ($"{19 - digits} or {20 - digits} are missing", $"少了 {19 - digits} 或 {20 - digits} 位")
            : ($"{digits - 20} or {digits - 19} are too many", $"多了 {digits - 20} 或 {digits - 19} 位");
        var (phoneEn, phoneZh) = digits is >= ShortestPhone and <= LongestPhone
            ? ("; a phone number is written with + and its country code, as in +86", "；电话号码须写 + 和国家代码，如 +86")
            : ("", "");
        return new CardProblem(
            string.Create(
                CultureInfo.InvariantCulture, $"has {digits} digits: an ICCID has 19 or 20, so that {en}{phoneEn}"),
            string.Create(CultureInfo.InvariantCulture, $"有 {digits} 位数字：ICCID 应为 19 或 20 位，{zh}{phoneZh}"));
    }

    /// <summary>The check digit does not fit: names the slips of a finger or an eye that would explain it.</summary>
    private static CardProblem Mistyped(string text)
    {
        var first = text.StartsWith(Industry, StringComparison.Ordinal) ? Industry.Length : 0;
        var (english, chinese) = (new List<string>(), new List<string>());
        foreach (var place in SwappedPairs(text, first).Take(MostPairs))
        {
            english.Add(string.Create(CultureInfo.InvariantCulture, $"digits {place} and {place + 1} are swapped"));
            chinese.Add(string.Create(CultureInfo.InvariantCulture, $"第 {place}、{place + 1} 位颠倒"));
        }

        var digits = WrongDigits(text, first).Take(MostDigits + 1).ToList();
        foreach (var (place, right) in digits.Count > MostDigits ? [] : digits)
        {
            english.Add(string.Create(
                CultureInfo.InvariantCulture, $"digit {place} should be {right}, not {text[place - 1]}"));
            chinese.Add(string.Create(
                CultureInfo.InvariantCulture, $"第 {place} 位应为 {right} 而非 {text[place - 1]}"));
        }

        return english.Count == 0
            ? new CardProblem(
                "does not fit its check digit: compare every digit with the card", "校验位不符：请逐位与卡面核对")
            : new CardProblem(
                $"does not fit its check digit: perhaps {string.Join(", or ", english)}; compare with the card",
                $"校验位不符：可能{string.Join("，或", chinese)}；请与卡面核对");
    }

    /// <summary>Places, from 1, of neighbours that fit the check digit the other way round.</summary>
    private static IEnumerable<int> SwappedPairs(string text, int first)
    {
        for (var i = first; i + 1 < text.Length; i++)
        {
            if (text[i] != text[i + 1] && Holds($"{text[..i]}{text[i + 1]}{text[i]}{text[(i + 2)..]}"))
            {
                yield return i + 1;
            }
        }
    }

    /// <summary>Places, from 1, of digits that are easily taken for the one that would fit.</summary>
    private static IEnumerable<(int Place, char Right)> WrongDigits(string text, int first)
    {
        for (var i = first; i < text.Length; i++)
        {
            for (var right = '0'; right <= '9'; right++)
            {
                var (low, high) = (Math.Min(text[i], right) - '0', Math.Max(text[i], right) - '0');
                if (Alike.Contains((low, high)) && Holds($"{text[..i]}{right}{text[(i + 1)..]}"))
                {
                    yield return (i + 1, right);
                }
            }
        }
    }

    private static bool Holds(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}
