using System.Globalization;
using System.Text;
using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Settlements;

/// <summary>A language of statements.</summary>
public enum SettlementLanguage
{
    /// <summary>English, "en".</summary>
    English,

    /// <summary>Simplified Chinese, "zh-CN".</summary>
    Chinese,
}

/// <summary>How numbers and words of a statement are written, in all its forms.</summary>
internal static class SettlementText
{
    public static string Pick(this SettlementLanguage language, string english, string chinese) =>
        language == SettlementLanguage.Chinese ? chinese : english;

    public static string ModeOf(SettlementLanguage language, CommissionMode mode) => mode == CommissionMode.Instant
        ? language.Pick("instant", "即时")
        : language.Pick("at settlement", "月结");

    public static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"6.66" for 666 basis points.</summary>
    public static string Percent(BasisPoints rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate.Value / 100}.{rate.Value % 100:D2}");

    /// <summary>"-1234.50": the amount with exactly its currency's decimals.</summary>
    public static string Digits(Money amount) => amount.ToString()[..^(amount.Currency.Code.Length + 1)];

    /// <summary>"-1,234.50": the same with its thousands apart.</summary>
    public static string Grouped(Money amount)
    {
        var digits = Digits(amount);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var text = new StringBuilder(digits);
        for (var at = (point < 0 ? digits.Length : point) - 3; at > (amount.Minor < 0 ? 1 : 0); at -= 3)
        {
            text.Insert(at, ',');
        }

        return text.ToString();
    }
}
