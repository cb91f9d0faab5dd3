using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>Functions, aggregates and collations in managed code.</summary>
public static unsafe partial class raw
{
    /// <summary>Registers a scalar function; null removes it.</summary>
    public static int sqlite3_create_function(
        sqlite3 db, string name, int nArg, object? v, delegate_function_scalar? func) =>
        sqlite3_create_function(db, name, nArg, 0, v, func);

    /// <summary>Registers a scalar function with flags such as SQLITE_DETERMINISTIC; null removes it.</summary>
    public static int sqlite3_create_function(
        sqlite3 db, string name, int nArg, int flags, object? v, delegate_function_scalar? func) =>
        func is null
            ? RemoveFunction(db, name, nArg, flags)
            : NativeMethods.sqlite3_create_function_v2(
                db,
                name,
                nArg,
                flags | ResultCode.Utf8Encoding,
                NewHandle(db, new ScalarFunction(func, v)),
                &Callbacks.Scalar,
                null,
                null,
                &Callbacks.Destroy);

    /// <summary>Registers an aggregate; nulls remove it.</summary>
    public static int sqlite3_create_function(
        sqlite3 db,
        string name,
        int nArg,
        object? v,
        delegate_function_aggregate_step? func_step,
        delegate_function_aggregate_final? func_final) =>
        sqlite3_create_function(db, name, nArg, 0, v, func_step, func_final);

    /// <summary>Registers an aggregate with flags such as SQLITE_DETERMINISTIC; nulls remove it.</summary>
    public static int sqlite3_create_function(
        sqlite3 db,
        string name,
        int nArg,
        int flags,
        object? v,
        delegate_function_aggregate_step? func_step,
        delegate_function_aggregate_final? func_final)
    {
        if (func_step is null && func_final is null)
        {
            return RemoveFunction(db, name, nArg, flags);
        }

        if (func_step is null || func_final is null)
        {
            return ResultCode.Misuse;
        }

        return NativeMethods.sqlite3_create_function_v2(
            db,
            name,
            nArg,
            flags | ResultCode.Utf8Encoding,
            NewHandle(db, new AggregateFunction(func_step, func_final, v)),
            null,
            &Callbacks.Step,
            &Callbacks.Final,
            &Callbacks.Destroy);
    }

    /// <summary>Registers a collation; null removes it.</summary>
    public static int sqlite3_create_collation(sqlite3 db, string name, object? v, strdelegate_collation? f)
    {
        if (f is null)
        {
            return NativeMethods.sqlite3_create_collation_v2(db, name, ResultCode.Utf8Encoding, 0, null, null);
        }

        using var connection = new Borrowed(db);
        var handle = NewHandle(db, new Collation(f, v, connection.Pointer));
        var rc = NativeMethods.sqlite3_create_collation_v2(
            db, name, ResultCode.Utf8Encoding, handle, &Callbacks.Compare, &Callbacks.Destroy);
        if (rc != ResultCode.Ok)
        {
            // Unlike create_function_v2, this one does not call its destructor when it fails.
            GCHandle.FromIntPtr(handle).Free();
        }

        return rc;
    }

    private static int RemoveFunction(sqlite3 db, string name, int argumentCount, int flags) =>
        NativeMethods.sqlite3_create_function_v2(
            db, name, argumentCount, flags | ResultCode.Utf8Encoding, 0, null, null, null, null);

    /// <summary>A handle that the native side frees; the connection is checked first, as the call would do.</summary>
    private static nint NewHandle(sqlite3 db, object target)
    {
        ArgumentNullException.ThrowIfNull(db);
        ObjectDisposedException.ThrowIf(db.IsClosed, db);
        return GCHandle.ToIntPtr(GCHandle.Alloc(target));
    }
}
