using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>Functions and collations written in managed code: registering them, their arguments and results.</summary>
internal static unsafe partial class NativeMethods
{
    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_create_function_v2(
        sqlite3 db,
        string name,
        int argumentCount,
        int flags,
        nint context,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> scalar,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> step,
        delegate* unmanaged[Cdecl]<nint, void> final,
        delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_create_collation_v2(
        sqlite3 db,
        string name,
        int encoding,
        nint context,
        delegate* unmanaged[Cdecl]<nint, int, byte*, int, byte*, int> compare,
        delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Lib)]
    internal static partial nint sqlite3_user_data(nint context);

    [LibraryImport(Lib)]
    internal static partial nint* sqlite3_aggregate_context(nint context, int size);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_value_type(nint value);

    [LibraryImport(Lib)]
    internal static partial long sqlite3_value_int64(nint value);

    [LibraryImport(Lib)]
    internal static partial double sqlite3_value_double(nint value);

    [LibraryImport(Lib)]
    internal static partial byte* sqlite3_value_text(nint value);

    [LibraryImport(Lib)]
    internal static partial byte* sqlite3_value_blob(nint value);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_value_bytes(nint value);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_null(nint context);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_int64(nint context, long value);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_double(nint context, double value);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_text(nint context, byte* text, int length, nint destructor);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_blob(nint context, byte* data, int length, nint destructor);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_error(nint context, byte* message, int length);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_error_code(nint context, int code);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_result_error_nomem(nint context);
}
