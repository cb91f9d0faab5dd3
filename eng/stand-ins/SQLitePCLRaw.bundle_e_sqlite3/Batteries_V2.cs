namespace SQLitePCL;

/// <summary>The entry point of the bundle, which Microsoft.Data.Sqlite looks up by name before its first connection.</summary>
public static class Batteries_V2
{
    /// <summary>
    /// In the real package this chooses a provider. The stand-in for SQLitePCLRaw.core has one only, and loads the native
    /// library at the first call, so that naming a connection's type does not fail where there is no library.
    /// </summary>
    public static void Init()
    {
    }
}
