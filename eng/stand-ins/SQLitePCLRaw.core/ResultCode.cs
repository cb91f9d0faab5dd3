namespace SQLitePCL;

/// <summary>The few numbers of sqlite3.h that this assembly itself needs.</summary>
internal static class ResultCode
{
    /// <summary>SQLITE_OK.</summary>
    public const int Ok = 0;

    /// <summary>SQLITE_MISUSE.</summary>
    public const int Misuse = 21;

    /// <summary>SQLITE_UTF8, the text encoding of functions and collations.</summary>
    public const int Utf8Encoding = 1;

    /// <summary>SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE.</summary>
    public const int OpenReadWriteCreate = 0x2 | 0x4;

    /// <summary>SQLITE_DBCONFIG_ENABLE_FKEY.</summary>
    public const int ConfigForeignKeys = 1002;
}
