using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace SQLitePCL;

/// <summary>
/// The functions of sqlite3.h as they are, here those of connections. Functions that answer with a pointer into memory
/// of a handle take the bare pointer (see <see cref="Borrowed"/>); the others take the handle, which they keep open.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Lib = NativeLibraryLoader.Name;

    static NativeMethods() => NativeLibraryLoader.Register();

    [LibraryImport(Lib)]
    internal static partial byte* sqlite3_libversion();

    [LibraryImport(Lib)]
    internal static partial int sqlite3_libversion_number();

    [LibraryImport(Lib)]
    internal static partial byte* sqlite3_errstr(int code);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_keyword_count();

    [LibraryImport(Lib)]
    internal static partial int sqlite3_keyword_name(int index, out byte* name, out int length);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_free(void* memory);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_win32_set_directory8(uint type, string? path);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_open_v2(string filename, out nint db, int flags, string? vfs);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_close_v2(nint db);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_errcode(sqlite3 db);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_extended_errcode(sqlite3 db);

    [LibraryImport(Lib)]
    internal static partial byte* sqlite3_errmsg(nint db);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_changes(sqlite3 db);

    [LibraryImport(Lib)]
    internal static partial void sqlite3_interrupt(nint db);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* sqlite3_db_filename(nint db, string? name);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_exec(sqlite3 db, string sql, nint callback, nint context, nint error);

    /// <summary>
    /// A variadic function: its two last arguments are the variadic ones. On Apple's arm64 these go on the stack, so
    /// the six between fill the registers; elsewhere see <see cref="sqlite3_db_config_plain"/>.
    /// </summary>
    [LibraryImport(Lib, EntryPoint = "sqlite3_db_config")]
    internal static partial int sqlite3_db_config_apple(
        sqlite3 db, nint op, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint value, int* result);

    [LibraryImport(Lib, EntryPoint = "sqlite3_db_config")]
    internal static partial int sqlite3_db_config_plain(sqlite3 db, int op, int value, int* result);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_enable_load_extension(sqlite3 db, int enabled);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_load_extension(sqlite3 db, string? file, string? entryPoint, out byte* error);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_table_column_metadata(
        nint db,
        string? database,
        string table,
        string? column,
        out byte* dataType,
        out byte* collation,
        out int notNull,
        out int primaryKey,
        out int autoIncrement);

    [LibraryImport(Lib)]
    internal static partial nint sqlite3_rollback_hook(
        nint db, delegate* unmanaged[Cdecl]<nint, void> callback, nint context);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint sqlite3_backup_init(nint destination, string name, nint source, string sourceName);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_backup_step(sqlite3_backup backup, int pages);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_backup_finish(nint backup);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sqlite3_blob_open(
        sqlite3 db, string database, string table, string column, long row, int flags, out nint blob);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_blob_bytes(sqlite3_blob blob);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_blob_read(sqlite3_blob blob, byte* buffer, int count, int offset);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_blob_write(sqlite3_blob blob, byte* data, int count, int offset);

    [LibraryImport(Lib)]
    internal static partial int sqlite3_blob_close(nint blob);
}
