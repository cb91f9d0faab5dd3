namespace SQLitePCL;

/// <summary>
/// Text that came from SQLite or goes to it. It holds a copy, which stays valid whatever becomes of the native memory.
/// </summary>
public readonly ref struct utf8z
{
    private readonly string? _text;

    internal utf8z(string? text) => _text = text;

    /// <summary>Wraps a string; null stays null.</summary>
    public static utf8z FromString(string? s) => new(s);

    /// <summary>The text, or null where SQLite had none.</summary>
    public string? utf8_to_string() => _text;
}
