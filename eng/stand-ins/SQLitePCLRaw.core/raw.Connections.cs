using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>Connections and their settings.</summary>
public static unsafe partial class raw
{
    /// <summary>Opens a database for reading and writing, creating it where it does not exist.</summary>
    public static int sqlite3_open(string filename, out sqlite3 db) =>
        sqlite3_open_v2(filename, out db, ResultCode.OpenReadWriteCreate, null);

    /// <summary>Opens a database. The handle is set on failure too, for its message, and must be disposed of.</summary>
    public static int sqlite3_open_v2(string filename, out sqlite3 db, int flags, string? vfs)
    {
        var rc = NativeMethods.sqlite3_open_v2(filename, out var pointer, flags, vfs);
        db = new sqlite3(pointer);
        if (rc == ResultCode.Ok && NativeLibraryLoader.IsSystemLibrary)
        {
            // The packaged library is built with foreign keys on; others are not, and data must not depend on that.
            rc = sqlite3_db_config(db, ResultCode.ConfigForeignKeys, 1, out _);
        }

        return rc;
    }

    /// <summary>The result code of the last failed call on the connection.</summary>
    public static int sqlite3_errcode(sqlite3 db) => NativeMethods.sqlite3_errcode(db);

    /// <summary>The extended result code of the last failed call on the connection.</summary>
    public static int sqlite3_extended_errcode(sqlite3 db) => NativeMethods.sqlite3_extended_errcode(db);

    /// <summary>The error message of the last failed call on the connection.</summary>
    public static utf8z sqlite3_errmsg(sqlite3 db)
    {
        using var connection = new Borrowed(db);
        return new(Utf8.Decode(NativeMethods.sqlite3_errmsg(connection.Pointer)));
    }

    /// <summary>The rows that the last INSERT, UPDATE or DELETE changed.</summary>
    public static int sqlite3_changes(sqlite3 db) => NativeMethods.sqlite3_changes(db);

    /// <summary>The full path of an attached database; empty for one in memory, null for an unknown name.</summary>
    public static utf8z sqlite3_db_filename(sqlite3 db, string? att)
    {
        using var connection = new Borrowed(db);
        return new(Utf8.Decode(NativeMethods.sqlite3_db_filename(connection.Pointer, att)));
    }

    /// <summary>Runs SQL statements one after the other and drops their rows.</summary>
    public static int sqlite3_exec(sqlite3 db, string sql)
    {
        var rc = NativeMethods.sqlite3_exec(db, sql, 0, 0, 0);
        CallbackFailure.Rethrow();
        return rc;
    }

    /// <summary>Sets (1, 0) or asks (-1) one of the connection's switches; answers its state.</summary>
    public static int sqlite3_db_config(sqlite3 db, int op, int val, out int result)
    {
        var state = 0;
        var variadicOnStack = (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
            && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var rc = variadicOnStack
            ? NativeMethods.sqlite3_db_config_apple(db, op, 0, 0, 0, 0, 0, 0, val, &state)
            : NativeMethods.sqlite3_db_config_plain(db, op, val, &state);
        result = state;
        return rc;
    }

    /// <summary>Allows or forbids loading extensions.</summary>
    public static int sqlite3_enable_load_extension(sqlite3 db, int enable) =>
        NativeMethods.sqlite3_enable_load_extension(db, enable);

    /// <summary>Loads an extension; without an entry point SQLite derives it from the file's name.</summary>
    public static int sqlite3_load_extension(sqlite3 db, utf8z zFile, utf8z zProc, out utf8z pzErrMsg)
    {
        var rc = NativeMethods.sqlite3_load_extension(
            db, zFile.utf8_to_string(), zProc.utf8_to_string(), out var message);
        pzErrMsg = new(Utf8.Decode(message));
        NativeMethods.sqlite3_free(message);
        return rc;
    }

    /// <summary>What is declared of a column; of the table alone where no column is named.</summary>
    public static int sqlite3_table_column_metadata(
        sqlite3 db,
        string? dbName,
        string tblName,
        string? colName,
        out string? dataType,
        out string? collSeq,
        out int notNull,
        out int primaryKey,
        out int autoInc)
    {
        using var connection = new Borrowed(db);
        var rc = NativeMethods.sqlite3_table_column_metadata(
            connection.Pointer,
            dbName,
            tblName,
            colName,
            out var type,
            out var collation,
            out notNull,
            out primaryKey,
            out autoInc);
        dataType = Utf8.Decode(type);
        collSeq = Utf8.Decode(collation);
        return rc;
    }

    /// <summary>Sets what is called when a transaction is rolled back; null clears it.</summary>
    public static void sqlite3_rollback_hook(sqlite3 db, delegate_rollback? f, object? v)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.SetRollbackHook(f is null ? null : new RollbackHook(f, v));
    }
}
