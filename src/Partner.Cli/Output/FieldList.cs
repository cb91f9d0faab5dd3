using System.Text;

namespace Partner.Cli.Output;

/// <summary>Names and values below each other, the values aligned. Fields without a value are left out.</summary>
internal sealed class FieldList
{
    private const string Gap = "  ";

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

    /// <summary>The fields in lines.</summary>
    /// <param name="indent">What each line begins with.</param>
    /// <param name="columns">The widest line; a longer value goes on in the next one, beneath its beginning.</param>
    public string ToString(string indent, int columns = int.MaxValue)
    {
        var width = _fields.Count == 0 ? 0 : _fields.Max(field => DisplayWidth.Of(field.Name));
        var room = columns - DisplayWidth.Of(indent) - width - DisplayWidth.Of(Gap);
        var text = new StringBuilder();
        foreach (var (name, value) in _fields)
        {
            var title = name;
            foreach (var line in DisplayWidth.Wrap(value, room))
            {
                text.AppendLine($"{indent}{DisplayWidth.PadRight(title, width)}{Gap}{line}");
                title = "";
            }
        }

        return text.ToString();
    }

    public override string ToString() => ToString("");
}
