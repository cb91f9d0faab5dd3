using System.Text;

namespace Partner.Cli.Output;

/// <summary>Names and values below each other, the values aligned. Fields without a value are left out.</summary>
internal sealed class FieldList
{
    private readonly List<(string Name, string Value)> _fields = [];

    public FieldList Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _fields.Add((TextTable.Clean(name), TextTable.Clean(value)));
        }

        return this;
    }

    public FieldList AddRange(IEnumerable<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            Add(name, value);
        }

        return this;
    }

    public string ToString(string indent)
    {
        var width = _fields.Count == 0 ? 0 : _fields.Max(field => DisplayWidth.Of(field.Name));
        var text = new StringBuilder();
        foreach (var (name, value) in _fields)
        {
            text.AppendLine($"{indent}{DisplayWidth.PadRight(name, width)}  {value}");
        }

        return text.ToString();
    }

    public override string ToString() => ToString("");
}
