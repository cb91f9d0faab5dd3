using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Partner.Benchmarks.Harness;

/// <summary>Signals, which .NET can receive but not send.</summary>
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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
