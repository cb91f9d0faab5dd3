using System.Text;

namespace SQLitePCL;

/// <summary>Statements and their parameters.</summary>
public static unsafe partial class raw
{
    /// <summary>Compiles the first statement of the SQL.</summary>
    public static int sqlite3_prepare_v2(sqlite3 db, string sql, out sqlite3_stmt stmt) =>
        sqlite3_prepare_v2(db, Encoding.UTF8.GetBytes(sql), out stmt, out _);

    /// <summary>
    /// Compiles the first statement of the SQL and answers what follows it. The statement is invalid where the call
    /// failed or there was nothing to compile.
    /// </summary>
    public static int sqlite3_prepare_v2(
        sqlite3 db, ReadOnlySpan<byte> sql, out sqlite3_stmt stmt, out ReadOnlySpan<byte> tail)
    {
        using var connection = new Borrowed(db);
        fixed (byte* pinned = sql)
        {
            var text = pinned == null ? Utf8.Empty : pinned;
            var rc = NativeMethods.sqlite3_prepare_v2(
                connection.Pointer, text, sql.Length, out var pointer, out var rest);
            stmt = new sqlite3_stmt(pointer);
            tail = rest == null ? default : sql[(int)(rest - text)..];
            CallbackFailure.Rethrow();
            return rc;
        }
    }

    /// <summary>Runs the statement up to its next row.</summary>
    public static int sqlite3_step(sqlite3_stmt stmt)
    {
        var rc = NativeMethods.sqlite3_step(stmt);
        CallbackFailure.Rethrow();
        return rc;
    }

    /// <summary>Takes the statement back to its start; its parameters stay bound.</summary>
    public static int sqlite3_reset(sqlite3_stmt stmt)
    {
        var rc = NativeMethods.sqlite3_reset(stmt);
        CallbackFailure.Rethrow();
        return rc;
    }

    /// <summary>1 for EXPLAIN, 2 for EXPLAIN QUERY PLAN, else 0.</summary>
    public static int sqlite3_stmt_isexplain(sqlite3_stmt stmt) => NativeMethods.sqlite3_stmt_isexplain(stmt);

    /// <summary>1 where the statement writes nothing itself, else 0.</summary>
    public static int sqlite3_stmt_readonly(sqlite3_stmt stmt) => NativeMethods.sqlite3_stmt_readonly(stmt);

    /// <summary>The number of the last parameter.</summary>
    public static int sqlite3_bind_parameter_count(sqlite3_stmt stmt) =>
        NativeMethods.sqlite3_bind_parameter_count(stmt);

    /// <summary>The number, from 1, of a parameter by its name with prefix; 0 for an unknown one.</summary>
    public static int sqlite3_bind_parameter_index(sqlite3_stmt stmt, string strName) =>
        NativeMethods.sqlite3_bind_parameter_index(stmt, strName);

    /// <summary>The name, with prefix, of a parameter; null for one without.</summary>
    public static utf8z sqlite3_bind_parameter_name(sqlite3_stmt stmt, int index)
    {
        using var statement = new Borrowed(stmt);
        return new(Utf8.Decode(NativeMethods.sqlite3_bind_parameter_name(statement.Pointer, index)));
    }

    /// <summary>Binds NULL to a parameter, numbered from 1.</summary>
    public static int sqlite3_bind_null(sqlite3_stmt stmt, int index) => NativeMethods.sqlite3_bind_null(stmt, index);

    /// <summary>Binds an integer to a parameter, numbered from 1.</summary>
    public static int sqlite3_bind_int64(sqlite3_stmt stmt, int index, long val) =>
        NativeMethods.sqlite3_bind_int64(stmt, index, val);

    /// <summary>Binds a floating-point number to a parameter, numbered from 1.</summary>
    public static int sqlite3_bind_double(sqlite3_stmt stmt, int index, double val) =>
        NativeMethods.sqlite3_bind_double(stmt, index, val);

    /// <summary>Binds a text, NULs included, to a parameter, numbered from 1; null binds NULL.</summary>
    public static int sqlite3_bind_text(sqlite3_stmt stmt, int index, string? text)
    {
        if (text is null)
        {
            return NativeMethods.sqlite3_bind_null(stmt, index);
        }

        using var encoded = new EncodedText(text, stackalloc byte[EncodedText.StackBytes]);
        fixed (byte* pinned = encoded.Bytes)
        {
            return NativeMethods.sqlite3_bind_text(
                stmt,
                index,
                pinned == null ? Utf8.Empty : pinned,
                encoded.Bytes.Length,
                NativeMethods.Transient);
        }
    }

    /// <summary>Binds bytes to a parameter, numbered from 1; an empty span is an empty blob, not NULL.</summary>
    public static int sqlite3_bind_blob(sqlite3_stmt stmt, int index, ReadOnlySpan<byte> blob)
    {
        fixed (byte* pinned = blob)
        {
            return NativeMethods.sqlite3_bind_blob(
                stmt, index, pinned == null ? Utf8.Empty : pinned, blob.Length, NativeMethods.Transient);
        }
    }
}
