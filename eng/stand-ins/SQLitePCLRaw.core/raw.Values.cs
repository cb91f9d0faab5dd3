namespace SQLitePCL;

/// <summary>Arguments and results of functions in managed code.</summary>
public static unsafe partial class raw
{
    /// <summary>The argument's type: 1 integer, 2 float, 3 text, 4 blob, 5 null.</summary>
    public static int sqlite3_value_type(sqlite3_value val) => NativeMethods.sqlite3_value_type(val.Pointer);

    /// <summary>The argument as an integer.</summary>
    public static long sqlite3_value_int64(sqlite3_value val) => NativeMethods.sqlite3_value_int64(val.Pointer);

    /// <summary>The argument as a floating-point number.</summary>
    public static double sqlite3_value_double(sqlite3_value val) => NativeMethods.sqlite3_value_double(val.Pointer);

    /// <summary>The argument as text, NULs included; null for NULL.</summary>
    public static utf8z sqlite3_value_text(sqlite3_value val)
    {
        var text = NativeMethods.sqlite3_value_text(val.Pointer);
        return new(Utf8.Decode(text, NativeMethods.sqlite3_value_bytes(val.Pointer)));
    }

    /// <summary>The argument's bytes in SQLite's memory, valid while the function is called.</summary>
    public static ReadOnlySpan<byte> sqlite3_value_blob(sqlite3_value val)
    {
        var data = NativeMethods.sqlite3_value_blob(val.Pointer);
        return data == null
            ? default
            : new ReadOnlySpan<byte>(data, NativeMethods.sqlite3_value_bytes(val.Pointer));
    }

    /// <summary>Answers NULL.</summary>
    public static void sqlite3_result_null(sqlite3_context context) =>
        NativeMethods.sqlite3_result_null(context.Pointer);

    /// <summary>Answers an integer.</summary>
    public static void sqlite3_result_int64(sqlite3_context context, long val) =>
        NativeMethods.sqlite3_result_int64(context.Pointer, val);

    /// <summary>Answers a floating-point number.</summary>
    public static void sqlite3_result_double(sqlite3_context context, double val) =>
        NativeMethods.sqlite3_result_double(context.Pointer, val);

    /// <summary>Answers a text, NULs included; null answers NULL.</summary>
    public static void sqlite3_result_text(sqlite3_context context, string? val)
    {
        if (val is null)
        {
            NativeMethods.sqlite3_result_null(context.Pointer);
            return;
        }

        using var encoded = new EncodedText(val, stackalloc byte[EncodedText.StackBytes]);
        fixed (byte* pinned = encoded.Bytes)
        {
            NativeMethods.sqlite3_result_text(
                context.Pointer,
                pinned == null ? Utf8.Empty : pinned,
                encoded.Bytes.Length,
                NativeMethods.Transient);
        }
    }

    /// <summary>Answers bytes; an empty span is an empty blob, not NULL.</summary>
    public static void sqlite3_result_blob(sqlite3_context context, ReadOnlySpan<byte> val)
    {
        fixed (byte* pinned = val)
        {
            NativeMethods.sqlite3_result_blob(
                context.Pointer, pinned == null ? Utf8.Empty : pinned, val.Length, NativeMethods.Transient);
        }
    }

    /// <summary>Fails the statement with a message.</summary>
    public static void sqlite3_result_error(sqlite3_context context, string val)
    {
        using var encoded = new EncodedText(val, stackalloc byte[EncodedText.StackBytes]);
        fixed (byte* pinned = encoded.Bytes)
        {
            NativeMethods.sqlite3_result_error(
                context.Pointer, pinned == null ? Utf8.Empty : pinned, encoded.Bytes.Length);
        }
    }

    /// <summary>Fails the statement with a result code; keeps a message that was set before.</summary>
    public static void sqlite3_result_error_code(sqlite3_context context, int code) =>
        NativeMethods.sqlite3_result_error_code(context.Pointer, code);
}
