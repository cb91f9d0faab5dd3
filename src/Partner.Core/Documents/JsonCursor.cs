using System.Text.Json;
using Partner.Core.Amounts;

namespace Partner.Core.Documents;

/// <summary>
/// Reads one object of a JSON document and notes every finding with its path, so that a bad document gets all of its
/// findings at once. A getter that found something returns a harmless value: the result is dropped in the end.
/// </summary>
internal readonly struct JsonCursor(JsonElement element, string path, List<Finding> findings)
{
    public string Path => path;

    public void Report(string key, string problem) => findings.Add(new Finding($"{path}.{key}", problem));

    public bool Has(string key) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out _);

    public string Text(string key, string form)
    {
        if (Find(key, JsonValueKind.String) is { } value && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Report(key, $"is required: {form}");
        return "";
    }

    /// <summary>Reads a whole number; one without a fallback is required.</summary>
    public int Integer(string key, int? fallback, int minimum, int maximum)
    {
        if (!Has(key) && fallback is { } usual)
        {
            return usual;
        }

        if (Find(key, JsonValueKind.Number) is { } value && value.TryGetInt32(out var number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }

        Report(key, $"must be a whole number from {minimum} to {maximum}");
        return minimum;
    }

    public long Long(string key, long fallback)
    {
        if (!Has(key))
        {
            return fallback;
        }

        if (Find(key, JsonValueKind.Number) is { } value && value.TryGetInt64(out var number) && number >= 0)
        {
            return number;
        }

        Report(key, "must be a whole number, 0 or more");
        return fallback;
    }

    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
    {
        var text = Has(key) && Find(key, JsonValueKind.String) is { } value ? value.GetString()! : "";
        if (choices.TryGetValue(text, out var choice))
        {
            return choice;
        }

        Report(key, $"must be one of {string.Join(", ", choices.Keys)}");
        return choices.Values.First();
    }

    public Money Amount(string key) => AmountOf(Text(key, "an amount such as \"100.00 CNY\""), key);

    public Money[] Amounts(string key)
    {
        var cursor = this;
        return [.. Items(key).Select((item, index) => cursor.AmountOf(
            item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText(), $"{key}[{index}]"))];
    }

    public IEnumerable<JsonCursor> Objects(string key)
    {
        var (notes, here) = (findings, path);
        return Items(key).Select((item, index) => new JsonCursor(item, $"{here}.{key}[{index}]", notes));
    }

    public JsonCursor Object(string key) => Has(key)
        ? new JsonCursor(element.GetProperty(key), $"{path}.{key}", findings)
        : new JsonCursor(default, $"{path}.{key}", findings);

    public IEnumerable<string> Keys() => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().Select(property => property.Name)
        : [];

    private Money AmountOf(string text, string key)
    {
        if (Money.Parse(text) is { Minor: > 0 } amount)
        {
            return amount;
        }

        Report(key, $"'{text}' is not an amount above zero such as \"100.00 CNY\"");
        return new Money(1, Currency.Of("CNY"));
    }

    private JsonElement[] Items(string key)
    {
        if (Find(key, JsonValueKind.Array) is { } array && array.GetArrayLength() > 0)
        {
            return [.. array.EnumerateArray()];
        }

        Report(key, "is required: a list with at least one entry");
        return [];
    }

    private JsonElement? Find(string key, JsonValueKind kind) =>
        Has(key) && element.GetProperty(key) is { } value && value.ValueKind == kind ? value : null;
}
