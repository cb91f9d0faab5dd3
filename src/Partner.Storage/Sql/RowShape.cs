namespace Partner.Storage.Sql;

/// <summary>What a column holds.</summary>
internal enum ColumnKind
{
    /// <summary>A text; may be NULL.</summary>
    Text,

    /// <summary>A 64-bit integer: amounts, times.</summary>
    Long,

    /// <summary>A 32-bit integer: enums, counts.</summary>
    Int,

    /// <summary>A truth value.</summary>
    Bool,
}

/// <summary>A column of rows that travel together.</summary>
/// <param name="Kind">What it holds.</param>
internal sealed record Column(string Name, ColumnKind Kind);

/// <summary>The columns of rows that travel to the database together, in their order.</summary>
internal sealed class RowShape
{
    private RowShape(IReadOnlyList<Column> columns) => Columns = columns;

    /// <summary>The columns.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>"a, b": the columns' names.</summary>
    public string Names => Join(column => column.Name, ", ");

    /// <summary>Reads a shape.</summary>
    /// <param name="columns">Name and kind of each: "partner_id text, amount long".</param>
    public static RowShape Of(string columns) => new(
    [
        .. columns.Split(", ").Select(column => column.Split(' ')).Select(
            parts => new Column(parts[0], Enum.Parse<ColumnKind>(parts[1], ignoreCase: true))),
    ]);

    /// <summary>Something about each column.</summary>
    /// <param name="of">What is said of a column.</param>
    /// <param name="separator">What stands between.</param>
    public string Join(Func<Column, string> of, string separator) => string.Join(separator, Columns.Select(of));

    /// <summary>"t.a = k.a AND t.b = k.b": a row of the table t is the one that k names.</summary>
    /// <param name="keys">How many of the columns, from the first, are the key; all of them without it.</param>
    public string IsNamed(int? keys = null) => string.Join(
        " AND ", Columns.Take(keys ?? Columns.Count).Select(column => $"t.{column.Name} = k.{column.Name}"));

    /// <summary>"a = k.a, b = k.b": the columns behind the key take the values that k brings.</summary>
    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    public string Assignments(int keys) => string.Join(
        ", ", Columns.Skip(keys).Select(column => $"{column.Name} = k.{column.Name}"));
}
