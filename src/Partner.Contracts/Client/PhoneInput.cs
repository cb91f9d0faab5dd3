using System.Globalization;
using PhoneNumbers;

namespace Partner.Contracts.Client;

/// <summary>What can be wrong with a phone number, by the numbering plans of libphonenumber.</summary>
internal static class PhoneInput
{
    // Satellites and machines: their ranges change faster than anybody writes them down; only the length counts.
    private const string NoCountry = "001";

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>Judges a number, and gives it in E.164 form.</summary>
    /// <param name="text">The text, cleaned up.</param>
    /// <param name="number">The number; of no use where there is a problem.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static CardProblem? Check(string text, out string number)
    {
        number = string.Concat(text.Where(letter => letter is not ('(' or ')' or '.' or '/')));
        if (Shape(number) is { } problem)
        {
            return problem;
        }

        PhoneNumber read;
        try
        {
            read = Plans.Parse(number, null);
        }
        catch (NumberParseException fault)
        {
            return Unreadable(fault.ErrorType);
        }

        var region = Plans.GetRegionCodeForCountryCode(read.CountryCode);
        var country = string.Create(CultureInfo.InvariantCulture, $"+{read.CountryCode}");
        number = Plans.Format(read, PhoneNumberFormat.E164);
        return Plans.IsPossibleNumberWithReason(read) switch
        {
            PhoneNumberUtil.ValidationResult.TOO_SHORT => TooShort(country),
            PhoneNumberUtil.ValidationResult.TOO_LONG => TooLong(country),
            PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE => NoSuchCountry(),
            PhoneNumberUtil.ValidationResult.IS_POSSIBLE when region == NoCountry || Plans.IsValidNumber(read) => null,
            _ => new CardProblem(
                $"is no number that is in use under {country}: check its digits, one may be missing",
                $"不是 {country} 下正在使用的号码：请核对，可能漏了一位"),
        };
    }

    private static CardProblem? Shape(string text)
    {
        if (text.Length == 0)
        {
            return new CardProblem(
                "is empty: a phone number is + , the country code and the number", "为空：电话号码应为 + 、国家代码和号码");
        }

        if (text.StartsWith("00", StringComparison.Ordinal))
        {
            return new CardProblem(
                "begins with 00: write + and the country code instead", "以 00 开头：请改写为 + 和国家代码");
        }

        if (text[0] != '+')
        {
            return text.Length is 19 or 20
                ? new CardProblem("has the length of an ICCID: give it as iccid", "长度与 ICCID 相同：请填写到 iccid")
                : new CardProblem(
                    "lacks its country code: write + and the code before it, as in +86",
                    "缺少国家代码：请在号码前加 + 和代码，如 +86");
        }

        return CardInput.FirstOther(text, 1) is { } other
            ? new CardProblem(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {other.Letter} at place {other.Place}: digits only behind the +"),
                string.Create(CultureInfo.InvariantCulture, $"第 {other.Place} 位是 {other.Letter}：+ 之后只能是数字"))
            : null;
    }

    private static CardProblem Unreadable(ErrorType cause) => cause switch
    {
        ErrorType.INVALID_COUNTRY_CODE => NoSuchCountry(),
        ErrorType.TOO_LONG => new CardProblem(
            "is too long: behind the + are the country code and the number, 15 digits at most",
            "位数过多：+ 之后为国家代码和号码，最多 15 位"),
        _ => new CardProblem(
            "is too short: behind the + are the country code and the number",
            "位数不足：+ 之后应为国家代码和号码"),
    };

    private static CardProblem NoSuchCountry() => new(
        "begins with a country code that does not exist", "国家代码不存在");

    private static CardProblem TooShort(string country) => new(
        $"is too short for a number under {country}", $"位数不足：{country} 的号码更长");

    private static CardProblem TooLong(string country) => new(
        $"is too long for a number under {country}", $"位数过多：{country} 的号码更短");
}
