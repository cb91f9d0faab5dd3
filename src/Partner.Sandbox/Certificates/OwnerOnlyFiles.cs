using System.Security.Cryptography;
using System.Text;

namespace Partner.Sandbox.Certificates;

/// <summary>
/// Files and folders that only their owner may read. On Windows the folder's inherited access list decides instead:
/// the data folder lies in the user's profile there.
/// </summary>
internal static class OwnerOnlyFiles
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder unless it is there, and sets its mode to 0700 either way.</summary>
    /// <param name="path">The folder; parents are made in the usual mode.</param>
    internal static void CreateFolder(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, FolderMode);
        }
    }

    /// <summary>
    /// Writes a file, mode 0600, as a whole: a reader sees the old content or the new one, also after a crash.
    /// </summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="content">Its text, written as UTF-8.</param>
    /// <param name="cancellationToken">Stops before the file is replaced.</param>
    internal static async Task WriteAsync(string path, string content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.tmp";
        try
        {
            await using (var stream = new FileStream(temporary, Options(FileMode.CreateNew, FileShare.None)))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(content), cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens a file that only one process at a time can hold open; it locks while it is open.</summary>
    /// <param name="path">The file, made when absent.</param>
    /// <exception cref="IOException">Another process holds it.</exception>
    internal static FileStream OpenLock(string path) => new(path, Options(FileMode.OpenOrCreate, FileShare.None));

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerMode;
        }

        return options;
    }
}
