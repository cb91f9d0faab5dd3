namespace Partner.Cli.Output;

/// <summary>Files that only their owner can read.</summary>
internal static class SecretFile
{
    /// <summary>Opens one to write it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="mode">Whether it may be there already.</param>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
