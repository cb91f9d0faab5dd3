namespace Partner.Storage.Sql;

/// <summary>
/// A statement about any number of rows. Server databases get all rows at once and do the work in one statement;
/// SQLite, where a statement costs no round trip, gets it once for each row. In conditions the table is called t and
/// the rows that are sent are called k.
/// </summary>
internal sealed class RowSqlText : SqlText
{
    private RowSqlText(string name, RowShape shape, bool findsAll, Func<Dialect, string> write)
        : base(name, write)
    {
        (Shape, FindsAll) = (shape, findsAll);
    }

    /// <summary>The columns that are sent.</summary>
    public RowShape Shape { get; }

    /// <summary>Whether it must change a row for each row that is sent, and fails otherwise.</summary>
    public bool FindsAll { get; }

    /// <summary>The group of statements that it may be carried out with.</summary>
    public SqlGroups Group { get; private init; }

    /// <summary>The same in a group.</summary>
    public RowSqlText In(SqlGroups group) => new(Name, Shape, FindsAll, For) { Group = group };

    /// <summary>Inserts rows.</summary>
    /// <param name="shape">Its columns.</param>
    /// <param name="with">What tells it from another insert into the table: the columns that it has beside.</param>
    public static RowSqlText Insert(string table, RowShape shape, string with = "") =>
        new($"{table}.insert-rows{with}", shape, false, dialect => dialect.InsertRows(table, shape));

    /// <summary>Inserts rows, unless there is one with the same key.</summary>
    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    /// <param name="shape">Its columns.</param>
    public static RowSqlText InsertIfAbsent(string table, int keys, RowShape shape) => new(
        $"{table}.insert-rows-if-absent",
        shape,
        false,
        dialect => dialect.InsertRowsIfAbsent(table, keys, shape));

    /// <summary>
    /// Changes rows, every one that is named: it fails where one is not there as the condition wants it.
    /// </summary>
    /// <param name="keys">How many of the columns, from the first, name the row.</param>
    /// <param name="shape">The columns that are sent.</param>
    /// <param name="set">What changes; without it, the columns behind the key take the values that are sent.</param>
    /// <param name="condition">What must hold beside the key.</param>
    public static RowSqlText Update(
        string name, string table, int keys, RowShape shape, string? set = null, string? condition = null) => new(
        name,
        shape,
        true,
        dialect => dialect.UpdateRows(
            table, shape, set ?? shape.Assignments(keys), On(shape.IsNamed(keys), condition), findsAll: true));

    /// <summary>Changes those of the named rows that are as the condition wants them.</summary>
    /// <param name="keys">How many of the columns, from the first, name the row.</param>
    /// <param name="shape">The columns that are sent.</param>
    /// <param name="set">What changes.</param>
    /// <param name="condition">What must hold beside the key.</param>
    public static RowSqlText UpdateIf(
        string name, string table, int keys, RowShape shape, string set, string condition) => new(
        name,
        shape,
        false,
        dialect => dialect.UpdateRows(table, shape, set, On(shape.IsNamed(keys), condition), findsAll: false));

    /// <summary>Deletes those of the named rows that are there.</summary>
    /// <param name="key">The columns of its key.</param>
    public static RowSqlText Delete(string table, RowShape key) => new(
        $"{table}.delete-rows", key, false, dialect => dialect.DeleteRows(table, key, key.IsNamed()));

    /// <summary>Reads what belongs to the rows that are sent.</summary>
    /// <param name="columns">What is read, with t. or k. before each column.</param>
    /// <param name="tables">The tables, the first of them called t.</param>
    /// <param name="shape">The columns that are sent.</param>
    /// <param name="on">What holds between t and k.</param>
    public static RowSqlText Select(string name, string columns, string tables, RowShape shape, string on) =>
        new(name, shape, false, dialect => dialect.SelectRows(columns, tables, shape, on));

    /// <summary>Reads those of the rows that are sent for which the table has one.</summary>
    /// <param name="shape">The columns that are sent, and come back.</param>
    /// <param name="on">What holds between t and k.</param>
    public static RowSqlText ThoseWith(string name, string table, RowShape shape, string on) =>
        new(name, shape, false, dialect => dialect.SelectThoseWith(table, shape, on));

    /// <summary>
    /// Reads rows by their key and locks them until the transaction ends, in the order in which they are sent.
    /// </summary>
    /// <param name="columns">What is read, with t. before each column.</param>
    /// <param name="key">The columns of its key; rows are sent in ascending order of it.</param>
    public static RowSqlText Lock(string name, string columns, string table, RowShape key) =>
        new(name, key, false, dialect => dialect.LockRows(columns, table, key));

    /// <summary>Reads and locks those of the named rows that nobody else has locked: it never waits.</summary>
    /// <param name="columns">What is read, with t. before each column.</param>
    /// <param name="key">The columns of its key.</param>
    public static RowSqlText Claim(string name, string columns, string table, RowShape key) =>
        new(name, key, false, dialect => dialect.ClaimRows(columns, table, key));

    /// <summary>Fails once the database's clock is past the moment that is sent.</summary>
    public static RowSqlText NotAfter(string name) =>
        new(name, RowShape.Of("latest long"), false, dialect => dialect.NotAfter);

    private static string On(string key, string? condition) => condition is null ? key : $"{key} AND {condition}";
}
