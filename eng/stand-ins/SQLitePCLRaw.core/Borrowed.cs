using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>
/// Keeps a handle open for a scope, for calls whose answer points into memory that goes with the handle.
/// Throws for null and for a closed handle.
/// </summary>
internal readonly ref struct Borrowed
{
    private readonly SafeHandle _handle;

    /// <summary>Adds a reference, given back by <see cref="Dispose"/>.</summary>
    public Borrowed(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
        Pointer = handle.DangerousGetHandle();
    }

    /// <summary>The native pointer.</summary>
    public nint Pointer { get; }

    /// <summary>Gives the reference back.</summary>
    public void Dispose() => _handle.DangerousRelease();
}
