using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Partner.Benchmarks.Harness;

/// <summary>Signals, which .NET can receive but not send; and waiting for less than its timers can.</summary>
internal static partial class Posix
{
    /// <summary>SIGTERM: end in good order.</summary>
    public const int Terminate = 15;

    /// <summary>SIGSTOP: stand still, as under a debugger, a full swap or a moving virtual machine.</summary>
    public const int Stop = 19;

    /// <summary>SIGCONT: go on.</summary>
    public const int Continue = 18;

    /// <summary>Sends a signal to a process of ours.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="signal">The signal.</param>
    /// <exception cref="Win32Exception">There is no such process any more.</exception>
    public static void Kill(int process, int signal)
    {
        if (Send(process, signal) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new Win32Exception(
                error, string.Create(CultureInfo.InvariantCulture, $"kill({process}, {signal}): error {error}"));
        }
    }

    /// <summary>Blocks the thread, exactly enough for a network's latency.</summary>
    /// <param name="time">How long, less than a second; nothing below zero.</param>
    public static void Pause(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            // Cut short by a signal it is a little too short, which nobody needs to know.
            _ = Sleep([0, time.Ticks * 100], IntPtr.Zero);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(long[] secondsAndNanoseconds, IntPtr remaining);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
