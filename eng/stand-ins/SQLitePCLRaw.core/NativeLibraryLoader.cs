using System.Reflection;
using System.Runtime.InteropServices;

namespace SQLitePCL;

/// <summary>Finds the native library: the packaged <c>e_sqlite3</c>, else the system's SQLite.</summary>
internal static class NativeLibraryLoader
{
    /// <summary>The name that every P/Invoke of this assembly gives.</summary>
    public const string Name = "e_sqlite3";

    /// <summary>With and without the version; only the development packages of Unix have the file without.</summary>
    private static readonly string[] SystemNames = ["sqlite3", "libsqlite3.so.0", "libsqlite3.0.dylib", "winsqlite3"];

    // The runtime asks once per imported function; all of them must get the same library.
    private static readonly Lazy<(nint Handle, bool IsSystem)> Library = new(Load);

    /// <summary>True where the system's own SQLite is in use, which is built with other defaults.</summary>
    public static bool IsSystemLibrary => Library.Value.IsSystem;

    /// <summary>Makes the imports of this assembly go through this class. To be called once.</summary>
    public static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Name ? Library.Value.Handle : 0;

    private static (nint Handle, bool IsSystem) Load()
    {
        if (OperatingSystem.IsWindows() && RuntimeInformation.ProcessArchitecture == Architecture.X86)
        {
            throw new PlatformNotSupportedException(
                "This stand-in for SQLitePCLRaw.core does not run on 32-bit Windows.");
        }

        var assembly = typeof(NativeLibraryLoader).Assembly;
        if (NativeLibrary.TryLoad(Name, assembly, null, out var handle))
        {
            return (handle, false);
        }

        foreach (var name in SystemNames)
        {
            if (NativeLibrary.TryLoad(name, assembly, null, out handle))
            {
                return (handle, true);
            }
        }

        throw new DllNotFoundException(
            $"Neither the packaged SQLite library ({Name}) nor one of the system ({string.Join(", ", SystemNames)}) "
            + $"could be loaded on {RuntimeInformation.RuntimeIdentifier}.");
    }
}
