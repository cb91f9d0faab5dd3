using System.Globalization;
using System.Text.Json;
using Partner.Core.Amounts;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>Amounts, currencies and exchange rates of documents: always texts, never JSON numbers.</summary>
internal static class JsonAmounts
{
    private const int RateDecimals = 8;

    /// <summary>The currency of the whole document; where it cannot be read, amounts are taken in any.</summary>
    public static Currency DocumentCurrency(this JsonCursor root, string key)
    {
        var flaws = root.Flaws;
        var currency = root.CurrencyOf(key);
        if (root.Flaws > flaws)
        {
            root.ForgetCurrency();
        }

        return currency;
    }

    public static Currency CurrencyOf(this JsonCursor cursor, string key)
    {
        var form = new Wording("a supported currency such as \"CNY\"", "受支持的币种，如 \"CNY\"");
        var text = cursor.Text(key, form);
        if (Currency.Find(text) is { } currency)
        {
            return currency;
        }

        if (text.Length > 0)
        {
            cursor.ReportUnknown(key, text, form);
        }

        return Currency.Of("CNY");
    }

    /// <summary>An amount above zero of any currency.</summary>
    public static Money Amount(this JsonCursor cursor, string key) =>
        cursor.Find(key, JsonValueKind.String, Form(1)) is { } value
            ? cursor.AmountOf(value.GetString()!, key, null, 1)
            : new Money(1, Currency.Of("CNY"));

    /// <summary>An amount of the document's currency.</summary>
    public static Money Amount(this JsonCursor cursor, string key, Currency currency, long minimum) =>
        cursor.Find(key, JsonValueKind.String, Form(minimum)) is { } value
            ? cursor.AmountOf(value.GetString()!, key, currency, minimum)
            : new Money(minimum, currency);

    public static Money? OptionalAmount(this JsonCursor cursor, string key, Currency currency, long minimum) =>
        cursor.Has(key) ? cursor.Amount(key, currency, minimum) : null;

    /// <summary>A list of amounts above zero; one or more.</summary>
    public static Money[] AmountList(this JsonCursor cursor, string key)
    {
        var form = new Wording("a list of amounts with at least one entry", "至少有一项的金额列表");
        if (cursor.Find(key, JsonValueKind.Array, form) is not { } array)
        {
            return [];
        }

        if (array.GetArrayLength() == 0)
        {
            cursor.ReportForm(key, form);
        }

        return [.. array.EnumerateArray().Select((item, index) =>
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
            return cursor.AmountOf(text, $"{key}[{index}]", null, 1);
        })];
    }

    /// <summary>A rate above zero with up to eight decimals, times 10^8.</summary>
    public static long RateE8(this JsonCursor cursor, string key)
    {
        var form = new Wording(
            "a rate above zero with up to 8 decimals, as a text such as \"7.12345678\"",
            "大于零且最多 8 位小数的汇率，写成文本，如 \"7.12345678\"");
        if (cursor.Find(key, JsonValueKind.String, form) is not { } value)
        {
            return 1;
        }

        var parts = value.GetString()!.Split('.');
        var decimals = parts.Length == 2 ? parts[1] : "";
        var whole = parts.Length <= 2 && parts[0].Length > 0 && decimals.Length <= RateDecimals
            && (parts.Length == 1 || decimals.Length > 0);
        var digits = parts[0] + decimals.PadRight(RateDecimals, '0');
        if (whole && digits.All(char.IsAsciiDigit)
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0)
        {
            return rate;
        }

        cursor.ReportForm(key, form);
        return 1;
    }

    private static Wording Form(long minimum) => minimum > 0
        ? new("an amount above zero such as \"100.00 CNY\"", "大于零的金额，如 \"100.00 CNY\"")
        : new("an amount such as \"100.00 CNY\"", "金额，如 \"100.00 CNY\"");

    private static Money AmountOf(this JsonCursor cursor, string text, string key, Currency? currency, long minimum)
    {
        var harmless = new Money(1, currency ?? Currency.Of("CNY"));
        if (Money.Parse(text) is not { } amount || amount.Minor < minimum)
        {
            var form = Form(minimum);
            cursor.Report(key, new($"'{text}' is not {form.English}", $"“{text}”无效，必须是{form.Chinese}"));
            return harmless;
        }

        if (amount.Minor > JsonValues.MostMinor)
        {
            cursor.Report(key, new(
                $"{amount} is more than any document may name ({JsonValues.MostMinor} minor units)",
                $"{amount} 超过文件中允许的最大金额（{JsonValues.MostMinor} 个最小货币单位）"));
            return harmless;
        }

        if (currency is not null && amount.Currency != currency && !cursor.CurrencyIsUnknown)
        {
            cursor.Report(key, new(
                $"must be in {currency}, the currency of the document", $"必须使用文件的币种 {currency}"));
            return harmless;
        }

        return currency is null ? amount : amount with { Currency = currency };
    }
}
