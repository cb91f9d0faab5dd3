using System.Runtime.ExceptionServices;

namespace SQLitePCL;

/// <summary>
/// Carries an exception past the native code, which it must not cross, for callbacks that SQLite gives no way to fail:
/// the callback records it, and the call that led there, on the same thread, throws it.
/// </summary>
internal static class CallbackFailure
{
    [ThreadStatic]
    private static ExceptionDispatchInfo? pending;

    /// <summary>True from the first failure until <see cref="Rethrow"/>.</summary>
    public static bool IsPending => pending is not null;

    /// <summary>Keeps the first exception.</summary>
    public static void Record(Exception failure) => pending ??= ExceptionDispatchInfo.Capture(failure);

    /// <summary>Throws what was recorded, once.</summary>
    public static void Rethrow()
    {
        if (pending is { } failure)
        {
            pending = null;
            failure.Throw();
        }
    }
}
