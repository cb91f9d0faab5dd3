namespace SQLitePCL;

/// <summary>The columns of a statement's present row, numbered from 0.</summary>
public static unsafe partial class raw
{
    /// <summary>How many columns the statement's rows have.</summary>
    public static int sqlite3_column_count(sqlite3_stmt stmt) => NativeMethods.sqlite3_column_count(stmt);

    /// <summary>How many columns the present row has; 0 where there is no row.</summary>
    public static int sqlite3_data_count(sqlite3_stmt stmt) => NativeMethods.sqlite3_data_count(stmt);

    /// <summary>The value's type: 1 integer, 2 float, 3 text, 4 blob, 5 null.</summary>
    public static int sqlite3_column_type(sqlite3_stmt stmt, int index) =>
        NativeMethods.sqlite3_column_type(stmt, index);

    /// <summary>The value as an integer.</summary>
    public static long sqlite3_column_int64(sqlite3_stmt stmt, int index) =>
        NativeMethods.sqlite3_column_int64(stmt, index);

    /// <summary>The value as a floating-point number.</summary>
    public static double sqlite3_column_double(sqlite3_stmt stmt, int index) =>
        NativeMethods.sqlite3_column_double(stmt, index);

    /// <summary>The value as text, NULs included; null for NULL.</summary>
    public static utf8z sqlite3_column_text(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);

        // The text first: asking for it may convert the value, and the length is that of the value as it then is.
        var text = NativeMethods.sqlite3_column_text(statement.Pointer, index);
        return new(Utf8.Decode(text, NativeMethods.sqlite3_column_bytes(statement.Pointer, index)));
    }

    /// <summary>The value's bytes in SQLite's memory, valid until the statement moves on or is disposed of.</summary>
    public static ReadOnlySpan<byte> sqlite3_column_blob(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        var data = NativeMethods.sqlite3_column_blob(statement.Pointer, index);
        return data == null
            ? default
            : new ReadOnlySpan<byte>(data, NativeMethods.sqlite3_column_bytes(statement.Pointer, index));
    }

    /// <summary>The column's name or alias.</summary>
    public static utf8z sqlite3_column_name(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        return new(Utf8.Decode(NativeMethods.sqlite3_column_name(statement.Pointer, index)));
    }

    /// <summary>The declared type of the table's column; null for an expression.</summary>
    public static utf8z sqlite3_column_decltype(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        return new(Utf8.Decode(NativeMethods.sqlite3_column_decltype(statement.Pointer, index)));
    }

    /// <summary>The database that the column comes from; null for an expression.</summary>
    public static utf8z sqlite3_column_database_name(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        return new(Utf8.Decode(NativeMethods.sqlite3_column_database_name(statement.Pointer, index)));
    }

    /// <summary>The table that the column comes from; null for an expression.</summary>
    public static utf8z sqlite3_column_table_name(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        return new(Utf8.Decode(NativeMethods.sqlite3_column_table_name(statement.Pointer, index)));
    }

    /// <summary>The name of the table's column, whatever its alias; null for an expression.</summary>
    public static utf8z sqlite3_column_origin_name(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        return new(Utf8.Decode(NativeMethods.sqlite3_column_origin_name(statement.Pointer, index)));
    }
}
