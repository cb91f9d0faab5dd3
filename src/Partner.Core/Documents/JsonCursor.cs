using System.Text.Json;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>What is found while one document is read.</summary>
internal sealed class Reading
{
    private readonly List<JsonCursor> _cursors = [];

    public List<Finding> Findings { get; } = [];

    /// <summary>Whether the document's currency could not be read: its amounts may then be in any.</summary>
    public bool CurrencyIsUnknown { get; set; }

    public JsonCursor Cursor(JsonElement element, string path)
    {
        var cursor = new JsonCursor(element, path, this);
        _cursors.Add(cursor);
        return cursor;
    }

    /// <summary>Reports the keys that nobody asked for, in every object that was read.</summary>
    public void ReportUnread()
    {
        foreach (var cursor in _cursors)
        {
            cursor.ReportUnread();
        }
    }
}

/// <summary>
/// Reads one object of a JSON document and notes every finding with its path, so that a bad document gets all of its
/// findings at once. A getter that found something returns a harmless value: the result is dropped in the end. A cursor
/// of an object that is missing is silent: its absence was reported already.
/// </summary>
internal sealed class JsonCursor
{
    private static readonly Wording ObjectForm = new("an object", "对象");

    private readonly JsonElement _element;
    private readonly Reading? _reading;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonCursor(JsonElement element, string path, Reading? reading) =>
        (_element, Path, _reading) = (element, path, reading);

    public string Path { get; }

    /// <summary>
    /// How many findings there are so far. What compares values asks that none was added while they were read.
    /// </summary>
    public int Flaws => _reading?.Findings.Count ?? 0;

    public bool CurrencyIsUnknown => _reading?.CurrencyIsUnknown == true;

    public void Report(string key, Wording problem) => _reading?.Findings.Add(new Finding($"{Path}.{key}", problem));

    public void ReportHere(Wording problem) => _reading?.Findings.Add(new Finding(Path, problem));

    /// <summary>Reports a value that is none of the wanted form.</summary>
    public void ReportForm(string key, Wording form) =>
        Report(key, new($"must be {form.English}", $"必须是{form.Chinese}"));

    /// <summary>Reports a value of the wanted form that nothing is called.</summary>
    public void ReportUnknown(string key, string value, Wording form) =>
        Report(key, new($"'{value}' is unknown: give {form.English}", $"无法识别“{value}”：请填写{form.Chinese}"));

    public bool Has(string key)
    {
        _asked.Add(key);
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out _);
    }

    public bool Is(string key, JsonValueKind kind) => Has(key) && _element.GetProperty(key).ValueKind == kind;

    /// <summary>The value of a key that is there, as it was typed.</summary>
    public string Raw(string key) => _element.GetProperty(key).GetRawText();

    /// <summary>The value of a key of the wanted kind; whatever else stands there is reported.</summary>
    public JsonElement? Find(string key, JsonValueKind kind, Wording form, bool required = true)
    {
        if (!Has(key))
        {
            if (required)
            {
                Report(key, new($"is required: {form.English}", $"必须填写：{form.Chinese}"));
            }

            return null;
        }

        var value = _element.GetProperty(key);
        if (value.ValueKind == kind)
        {
            return value;
        }

        ReportForm(key, form);
        return null;
    }

    /// <summary>A required object; a missing one is reported once, and nothing within it.</summary>
    public JsonCursor Object(string key) =>
        Within(key, Find(key, JsonValueKind.Object, ObjectForm));

    /// <summary>An object that may be missing; null when it is.</summary>
    public JsonCursor? OptionalObject(string key) =>
        Has(key) ? Within(key, Find(key, JsonValueKind.Object, ObjectForm)) : null;

    /// <summary>The objects of a list; one that is required must not be empty, unless it may.</summary>
    public IReadOnlyList<JsonCursor> Objects(string key, bool required = true, bool mayBeEmpty = false)
    {
        var form = new Wording("a list of objects", "对象列表");
        if (Find(key, JsonValueKind.Array, form, required) is not { } array)
        {
            return [];
        }

        if (required && !mayBeEmpty && array.GetArrayLength() == 0)
        {
            Report(key, new("must have at least one entry", "至少须有一项"));
        }

        return [.. array.EnumerateArray().Select((item, index) => Item($"{Path}.{key}[{index}]", item))];
    }

    public void ForgetCurrency()
    {
        if (_reading is { } reading)
        {
            reading.CurrencyIsUnknown = true;
        }
    }

    public void ReportUnread()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in _element.EnumerateObject())
        {
            if (!_asked.Contains(property.Name))
            {
                _reading?.Findings.Add(new Finding($"{Path}.{property.Name}", new(
                    $"is no key here; the keys are {string.Join(", ", _asked)}",
                    $"此处没有这个字段，可用的字段有：{string.Join("、", _asked)}"))
                {
                    IsUnknownKey = true,
                });
            }
            else if (!seen.Add(property.Name))
            {
                Report(property.Name, new("stands twice", "重复出现"));
            }
        }
    }

    private JsonCursor Within(string key, JsonElement? element) => element is { } there && _reading is { } reading
        ? reading.Cursor(there, $"{Path}.{key}")
        : new JsonCursor(default, $"{Path}.{key}", null);

    private JsonCursor Item(string path, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            return _reading!.Cursor(item, path);
        }

        _reading!.Findings.Add(new Finding(path, new("must be an object", "必须是对象")));
        return new JsonCursor(default, path, null);
    }
}
