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
    private const string InstantForm = "an instant in UTC such as \"2026-01-01T00:00:00Z\"";
    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    public static string Text(this JsonCursor cursor, string key, string form)
    {
        if (cursor.Find(key, JsonValueKind.String, form) is not { } value)
        {
            return "";
        }

        var text = value.GetString()!;
        if (text.Length is 0 or > 200)
        {
            cursor.Report(key, $"must be {form}");
        }

        return text;
    }

    /// <summary>A text that people write and compare by eye.</summary>
    public static string ShownText(this JsonCursor cursor, string key, string form)
    {
        var text = cursor.Text(key, form);
        if (VisibleText.Problem(text) is { } problem)
        {
            cursor.Report(key, problem);
        }

        return text;
    }

    public static string? OptionalShownText(this JsonCursor cursor, string key, string form) =>
        cursor.Has(key) ? cursor.ShownText(key, form) : null;

    /// <summary>A name that goes into breakdowns, postings and stored rows.</summary>
    public static string Name(this JsonCursor cursor, string key)
    {
        const string form = "1 to 64 characters of [A-Za-z0-9._/-]";
        var text = cursor.Text(key, form);
        if (text.Length > 0 && !NameForm().IsMatch(text))
        {
            cursor.Report(key, $"must be {form}");
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
        var form = $"a whole number from {minimum} to {maximum}";
        if (cursor.Find(key, JsonValueKind.Number, form) is not { } value)
        {
            return minimum;
        }

        if (value.TryGetInt64(out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        cursor.Report(key, $"must be {form}");
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
            cursor.Report(
                key,
                $"must be a whole number of basis points from {minimum} to {maximum}, hundredths of a percent: " +
                $"{percent} % is {points.ToString(CultureInfo.InvariantCulture)}");
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

        return cursor.Find(key, JsonValueKind.True, "true or false") is not null;
    }

    public static T Choice<T>(this JsonCursor cursor, string key, IReadOnlyDictionary<string, T> choices)
    {
        var form = $"one of {string.Join(", ", choices.Keys)}";
        if (cursor.Find(key, JsonValueKind.String, form) is not { } value)
        {
            return choices.Values.First();
        }

        if (choices.TryGetValue(value.GetString()!, out var choice))
        {
            return choice;
        }

        cursor.Report(key, $"must be {form}");
        return choices.Values.First();
    }

    public static T? OptionalChoice<T>(this JsonCursor cursor, string key, IReadOnlyDictionary<string, T> choices)
        where T : struct => cursor.Has(key) ? cursor.Choice(key, choices) : null;

    /// <summary>A list of different texts; empty when it is missing.</summary>
    public static IReadOnlyList<string> Texts(this JsonCursor cursor, string key)
    {
        const string form = "a list of different texts with at least one entry";
        if (cursor.Find(key, JsonValueKind.Array, form, required: false) is not { } array)
        {
            return [];
        }

        var items = array.EnumerateArray().ToList();
        var texts = items.Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()!).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (items.Count == 0 || texts.Count < items.Count)
        {
            cursor.Report(key, $"must be {form}");
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
                cursor.Report($"{key}[{index}]", $"must be one of {string.Join(", ", choices.Keys)}");
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

        cursor.Report(key, $"must be {InstantForm}");
        return default;
    }

    public static TimeOnly Time(this JsonCursor cursor, string key)
    {
        const string form = "a time of day such as \"09:00\"";
        var text = cursor.Text(key, form);
        if (TimeOnly.TryParseExact(
            text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            cursor.Report(key, $"must be {form}");
        }

        return default;
    }

    public static TimeZoneInfo Zone(this JsonCursor cursor, string key)
    {
        const string form = "an IANA time zone such as \"Asia/Shanghai\"";
        var text = cursor.Text(key, form);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId && zone.Id == text)
        {
            return zone;
        }

        if (text.Length > 0)
        {
            cursor.Report(key, $"'{text}' is unknown: give {form}");
        }

        return TimeZoneInfo.Utc;
    }

    [GeneratedRegex(@"^([0-9]{1,4})\.([0-9]{1,2})\z")]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^[A-Za-z0-9._/-]{1,64}\z")]
    private static partial Regex NameForm();
}
