namespace SQLitePCL;

/// <summary>
/// The C interface of SQLite, function by function, under its C names; see https://sqlite.org/c3ref/funclist.html for
/// what each does and returns. Here what concerns the library as a whole.
/// </summary>
public static unsafe partial class raw
{
    /// <summary>
    /// The library's name, by which callers tell whether it can encrypt. The system's library cannot either, so it is
    /// given the same name: a password is refused then, instead of being ignored.
    /// </summary>
    public static string GetNativeLibraryName() => NativeLibraryLoader.Name;

    /// <summary>The version as text, such as 3.35.5.</summary>
    public static utf8z sqlite3_libversion() => new(Utf8.Decode(NativeMethods.sqlite3_libversion()));

    /// <summary>The version as a number, such as 3035005.</summary>
    public static int sqlite3_libversion_number() => NativeMethods.sqlite3_libversion_number();

    /// <summary>What a result code means, in English.</summary>
    public static utf8z sqlite3_errstr(int rc) => new(Utf8.Decode(NativeMethods.sqlite3_errstr(rc)));

    /// <summary>How many keywords the SQL parser knows.</summary>
    public static int sqlite3_keyword_count() => NativeMethods.sqlite3_keyword_count();

    /// <summary>The keyword at an index from 0.</summary>
    public static int sqlite3_keyword_name(int i, out string? name)
    {
        var rc = NativeMethods.sqlite3_keyword_name(i, out var text, out var length);
        name = rc == ResultCode.Ok ? Utf8.Decode(text, length) : null;
        return rc;
    }

    /// <summary>Sets the data or temporary folder. On Windows only; elsewhere there is no such function.</summary>
    public static int sqlite3_win32_set_directory(int typ, string? path) =>
        NativeMethods.sqlite3_win32_set_directory8((uint)typ, path);
}
