namespace SQLitePCL;

/// <summary>Incremental blobs and backups.</summary>
public static unsafe partial class raw
{
    /// <summary>Opens the value of one row for reading (flags 0) or also for writing.</summary>
    public static int sqlite3_blob_open(
        sqlite3 db, string db_utf8, string table_utf8, string col_utf8, long rowid, int flags, out sqlite3_blob blob)
    {
        var rc = NativeMethods.sqlite3_blob_open(
            db, db_utf8, table_utf8, col_utf8, rowid, flags, out var pointer);
        blob = new sqlite3_blob(pointer);
        return rc;
    }

    /// <summary>The blob's size in bytes, which never changes.</summary>
    public static int sqlite3_blob_bytes(sqlite3_blob blob) => NativeMethods.sqlite3_blob_bytes(blob);

    /// <summary>Fills the span from an offset in the blob.</summary>
    public static int sqlite3_blob_read(sqlite3_blob blob, Span<byte> b, int offset)
    {
        fixed (byte* pinned = b)
        {
            return NativeMethods.sqlite3_blob_read(blob, pinned == null ? Utf8.Empty : pinned, b.Length, offset);
        }
    }

    /// <summary>Writes the span at an offset in the blob.</summary>
    public static int sqlite3_blob_write(sqlite3_blob blob, ReadOnlySpan<byte> b, int offset)
    {
        fixed (byte* pinned = b)
        {
            return NativeMethods.sqlite3_blob_write(blob, pinned == null ? Utf8.Empty : pinned, b.Length, offset);
        }
    }

    /// <summary>
    /// Starts a backup. The handle is invalid where that failed, and the destination has the error. Both connections
    /// stay open until it is disposed of.
    /// </summary>
    public static sqlite3_backup sqlite3_backup_init(
        sqlite3 destDb, string destName, sqlite3 sourceDb, string sourceName)
    {
        using var destination = new Borrowed(destDb);
        using var source = new Borrowed(sourceDb);
        var pointer = NativeMethods.sqlite3_backup_init(destination.Pointer, destName, source.Pointer, sourceName);
        var backup = new sqlite3_backup(pointer, destDb, sourceDb);
        if (pointer != 0)
        {
            var added = false;
            destDb.DangerousAddRef(ref added);
            sourceDb.DangerousAddRef(ref added);
        }

        return backup;
    }

    /// <summary>Copies so many pages, or all for a negative number.</summary>
    public static int sqlite3_backup_step(sqlite3_backup backup, int nPage)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return backup.IsInvalid ? ResultCode.Misuse : NativeMethods.sqlite3_backup_step(backup, nPage);
    }
}
