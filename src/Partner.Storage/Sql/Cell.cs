namespace Partner.Storage.Sql;

/// <summary>
/// One value of a row on its way to the database. Numbers and truth values travel as integers, unboxed.
/// </summary>
internal readonly record struct Cell
{
    private Cell(long number, string? text, bool isNull) => (Number, Text, IsNull) = (number, text, isNull);

    /// <summary>The number; 1 for true.</summary>
    public long Number { get; }

    /// <summary>The text; null in columns of numbers.</summary>
    public string? Text { get; }

    /// <summary>Whether it is NULL.</summary>
    public bool IsNull { get; }

    public static implicit operator Cell(string? value) => new(0, value, value is null);

    public static implicit operator Cell(long value) => new(value, null, false);

    public static implicit operator Cell(long? value) => new(value ?? 0, null, value is null);

    public static implicit operator Cell(int value) => new(value, null, false);

    public static implicit operator Cell(int? value) => new(value ?? 0, null, value is null);

    public static implicit operator Cell(bool value) => new(value ? 1 : 0, null, false);

    public static implicit operator Cell(bool? value) => new(value is true ? 1 : 0, null, value is null);
}
