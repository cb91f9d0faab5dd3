namespace SQLitePCL;

/// <summary>The entry point of the bundle; Microsoft.Data.Sqlite looks it up by name.</summary>
public static class Batteries_V2
{
    /// <summary>
    /// In the real package this chooses a provider. The stand-in for SQLitePCLRaw.core has one only, and loads the
    /// native library at the first call, so that naming a connection's type does not fail where there is no library.
    /// </summary>
    public static void Init()
    {
    }
}
