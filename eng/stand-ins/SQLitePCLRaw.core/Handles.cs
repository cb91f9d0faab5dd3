using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>
/// A connection. Statements and blobs still open when it is closed keep the native one alive until they go too.
/// </summary>
public sealed class sqlite3 : SafeHandle
{
    private GCHandle _weakSelf;

    internal sqlite3(nint pointer)
        : base(0, ownsHandle: true) => SetHandle(pointer);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>What to call when a transaction is rolled back, or null.</summary>
    internal RollbackHook? RollbackHook { get; private set; }

    /// <summary>
    /// Sets or clears the rollback hook. The native side only knows a weak handle of this object: a hook usually leads
    /// back to the connection, which would otherwise never be collected.
    /// </summary>
    internal unsafe void SetRollbackHook(RollbackHook? hook)
    {
        using var connection = new Borrowed(this);
        RollbackHook = hook;
        if (hook is null)
        {
            NativeMethods.sqlite3_rollback_hook(connection.Pointer, null, 0);
            return;
        }

        if (!_weakSelf.IsAllocated)
        {
            _weakSelf = GCHandle.Alloc(this, GCHandleType.Weak);
        }

        NativeMethods.sqlite3_rollback_hook(connection.Pointer, &Callbacks.Rollback, GCHandle.ToIntPtr(_weakSelf));
    }

    /// <inheritdoc/>
    protected override unsafe bool ReleaseHandle()
    {
        if (_weakSelf.IsAllocated)
        {
            // Closing rolls an open transaction back, perhaps later, when the last statement is gone.
            NativeMethods.sqlite3_rollback_hook(handle, null, 0);
        }

        var closed = NativeMethods.sqlite3_close_v2(handle) == ResultCode.Ok;
        if (_weakSelf.IsAllocated)
        {
            _weakSelf.Free();
        }

        return closed;
    }
}

/// <summary>A prepared statement; invalid where the SQL held none (a comment, white space).</summary>
public sealed class sqlite3_stmt : SafeHandle
{
    internal sqlite3_stmt(nint pointer)
        : base(0, ownsHandle: true) => SetHandle(pointer);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        // The code that it returns is that of the last step, which has been reported already.
        _ = NativeMethods.sqlite3_finalize(handle);
        return true;
    }
}

/// <summary>An open blob, for reading and writing parts of it.</summary>
public sealed class sqlite3_blob : SafeHandle
{
    internal sqlite3_blob(nint pointer)
        : base(0, ownsHandle: true) => SetHandle(pointer);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeMethods.sqlite3_blob_close(handle) == ResultCode.Ok;
}

/// <summary>
/// A running backup; invalid where it could not be started. It keeps both connections open until it is disposed of:
/// SQLite touches the destination when a backup ends, and does not itself keep it.
/// </summary>
public sealed class sqlite3_backup : SafeHandle
{
    private readonly sqlite3 _destination;
    private readonly sqlite3 _source;

    /// <summary>Takes over the pointer and a reference to each connection that the caller has added.</summary>
    internal sqlite3_backup(nint pointer, sqlite3 destination, sqlite3 source)
        : base(0, ownsHandle: true)
    {
        _destination = destination;
        _source = source;
        SetHandle(pointer);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        // Its code repeats that of the last step, which has been reported already.
        _ = NativeMethods.sqlite3_backup_finish(handle);
        _source.DangerousRelease();
        _destination.DangerousRelease();
        return true;
    }
}
