using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>The values that documents are made of. Each reports what is wrong and returns something harmless.</summary>
internal static partial class JsonValues
{
    /// <summary>The greatest amount of a document, in minor units: no computation overflows from it.</summary>
    public const long MostMinor = 1_000_000_000_000;

    private const int Whole = 10_000;
    private static readonly Wording InstantForm = new(
        "an instant in UTC such as \"2026-01-01T00:00:00Z\"", "协调世界时（UTC）的时间，如 \"2026-01-01T00:00:00Z\"");

    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    public static string Text(this JsonCursor cursor, string key, Wording form)
    {
        if (cursor.Find(key, JsonValueKind.String, form) is not { } value)
        {
            return "";
        }

        var text = value.GetString()!;
        if (text.Length is 0 or > 200)
        {
            cursor.ReportForm(key, form);
        }

        return text;
    }

    /// <summary>A text that people write and compare by eye.</summary>
    public static string ShownText(this JsonCursor cursor, string key, Wording form)
    {
        var text = cursor.Text(key, form);
        if (VisibleText.Problem(text) is { } problem)
        {
            cursor.Report(key, problem);
        }

        return text;
    }

    public static string? OptionalShownText(this JsonCursor cursor, string key, Wording form) =>
        cursor.Has(key) ? cursor.ShownText(key, form) : null;

    /// <summary>A name that goes into breakdowns, postings and stored rows.</summary>
    public static string Name(this JsonCursor cursor, string key)
    {
        var form = new Wording(
            "1 to 64 characters of [A-Za-z0-9._/-]", "由 1 至 64 个 [A-Za-z0-9._/-] 字符组成的名称");
        var text = cursor.Text(key, form);
        if (text.Length > 0 && !NameForm().IsMatch(text))
        {
            cursor.ReportForm(key, form);
        }

        return text;
    }

    public static string? OptionalName(this JsonCursor cursor, string key) => cursor.Has(key) ? cursor.Name(key) : null;

    public static int Integer(this JsonCursor cursor, string key, int minimum, int maximum) =>
        (int)cursor.Number(key, minimum, maximum);

    public static int? OptionalInteger(this JsonCursor cursor, string key, int minimum, int maximum) =>
        cursor.Has(key) ? cursor.Integer(key, minimum, maximum) : null;

    public static long Number(this JsonCursor cursor, string key, long minimum, long maximum)
    {
        var form = new Wording(
            $"a whole number from {minimum} to {maximum}", $"整数，范围为 {minimum} 至 {maximum}");
        if (cursor.Find(key, JsonValueKind.Number, form) is not { } value)
        {
            return minimum;
        }

        if (value.TryGetInt64(out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        cursor.ReportForm(key, form);
        return minimum;
    }

    /// <summary>A rate in basis points; who typed a percentage is told what it is in them.</summary>
    public static BasisPoints Rate(this JsonCursor cursor, string key, int minimum = 0, int maximum = Whole)
    {
        if (cursor.Is(key, JsonValueKind.Number)
            && Percentage().Match(cursor.Raw(key)) is { Success: true, Value: var percent } typed)
        {
            var points = int.Parse(
                typed.Groups[1].Value + typed.Groups[2].Value.PadRight(2, '0'), CultureInfo.InvariantCulture);
            cursor.Report(key, new(
                $"must be a whole number of basis points from {minimum} to {maximum}, hundredths of a percent: " +
                $"{percent} % is {points}",
                $"必须是基点（万分之一）的整数，范围为 {minimum} 至 {maximum}：{percent} % 即 {points}"));
            return new BasisPoints(minimum);
        }

        return new BasisPoints(cursor.Integer(key, minimum, maximum));
    }

    /// <summary>True or false; false when it is missing.</summary>
    public static bool Flag(this JsonCursor cursor, string key)
    {
        if (!cursor.Has(key) || cursor.Is(key, JsonValueKind.False))
        {
            return false;
        }

        return cursor.Find(key, JsonValueKind.True, new("true or false", "布尔值 true 或 false")) is not null;
    }

    public static T Choice<T>(this JsonCursor cursor, string key, IReadOnlyDictionary<string, T> choices)
    {
        var form = OneOf(choices);
        if (cursor.Find(key, JsonValueKind.String, form) is not { } value)
        {
            return choices.Values.First();
        }

        if (choices.TryGetValue(value.GetString()!, out var choice))
        {
            return choice;
        }

        cursor.ReportForm(key, form);
        return choices.Values.First();
    }

    public static T? OptionalChoice<T>(this JsonCursor cursor, string key, IReadOnlyDictionary<string, T> choices)
        where T : struct => cursor.Has(key) ? cursor.Choice(key, choices) : null;

    /// <summary>A list of different texts; empty when it is missing.</summary>
    public static IReadOnlyList<string> Texts(this JsonCursor cursor, string key)
    {
        var form = new Wording("a list of different texts with at least one entry", "至少有一项且互不相同的文本列表");
        if (cursor.Find(key, JsonValueKind.Array, form, required: false) is not { } array)
        {
            return [];
        }

        var items = array.EnumerateArray().ToList();
        var texts = items.Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()!).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (items.Count == 0 || texts.Count < items.Count)
        {
            cursor.ReportForm(key, form);
        }

        return texts;
    }

    public static IReadOnlyList<T> Choices<T>(
        this JsonCursor cursor, string key, IReadOnlyDictionary<string, T> choices)
    {
        var chosen = new List<T>();
        foreach (var (text, index) in cursor.Texts(key).Select((text, index) => (text, index)))
        {
            if (choices.TryGetValue(text, out var choice))
            {
                chosen.Add(choice);
            }
            else
            {
                cursor.ReportForm($"{key}[{index}]", OneOf(choices));
            }
        }

        return chosen;
    }

    public static DateTimeOffset Instant(this JsonCursor cursor, string key)
    {
        var value = cursor.Find(key, JsonValueKind.String, InstantForm);
        if (value is null)
        {
            return default;
        }

        if (DateTimeOffset.TryParseExact(
            value.Value.GetString(),
            InstantForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var instant))
        {
            return instant;
        }

        cursor.ReportForm(key, InstantForm);
        return default;
    }

    public static TimeOnly Time(this JsonCursor cursor, string key)
    {
        var form = new Wording("a time of day such as \"09:00\"", "一天中的时刻，如 \"09:00\"");
        var text = cursor.Text(key, form);
        if (TimeOnly.TryParseExact(
            text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            cursor.ReportForm(key, form);
        }

        return default;
    }

    public static TimeZoneInfo Zone(this JsonCursor cursor, string key)
    {
        var form = new Wording("an IANA time zone such as \"Asia/Shanghai\"", "时区的 IANA 名称，如 \"Asia/Shanghai\"");
        var text = cursor.Text(key, form);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId && zone.Id == text)
        {
            return zone;
        }

        if (text.Length > 0)
        {
            cursor.ReportUnknown(key, text, form);
        }

        return TimeZoneInfo.Utc;
    }

    private static Wording OneOf<T>(IReadOnlyDictionary<string, T> choices) =>
        new($"one of {string.Join(", ", choices.Keys)}", $"以下取值之一：{string.Join("、", choices.Keys)}");

    [GeneratedRegex(@"^([0-9]{1,4})\.([0-9]{1,2})\z")]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^[A-Za-z0-9._/-]{1,64}\z")]
    private static partial Regex NameForm();
}
