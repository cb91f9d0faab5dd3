using Partner.Cli.Hosting;

namespace Partner.Cli.Output;

/// <summary>Reads and writes documents in files.</summary>
internal static class DocumentFile
{
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static async Task WriteAsync(
        Language language, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllBytesAsync(path, content, cancellationToken);
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw Unwritable(language, path, fault);
        }
    }

    /// <summary>Makes a folder unless it is there.</summary>
    /// <exception cref="UsageException">It cannot be made.</exception>
    public static void MakeFolder(Language language, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw new UsageException(language.Pick(
                $"{path} cannot be made: {fault.Message}", $"无法创建 {path}：{FaultText.Of(language, fault)}"));
        }
    }

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static Task<string> ReadAsync(Language language, string path, CancellationToken cancellationToken) =>
        ReadAsync(language, path, () => File.ReadAllTextAsync(path, cancellationToken));

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static Task<byte[]> ReadBytesAsync(Language language, string path, CancellationToken cancellationToken) =>
        ReadAsync(language, path, () => File.ReadAllBytesAsync(path, cancellationToken));

    /// <summary>Whether something failed because of a file, and not of this program.</summary>
    public static bool IsOfFile(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>That a file, or a folder, cannot be read.</summary>
    public static UsageException Unreadable(Language language, string path, Exception fault) => new(language.Pick(
        $"{path} cannot be read: {fault.Message}", $"无法读取 {path}：{FaultText.Of(language, fault)}"));

    /// <summary>That a file cannot be written.</summary>
    public static UsageException Unwritable(Language language, string path, Exception fault) => new(language.Pick(
        $"{path} cannot be written: {fault.Message}", $"无法写入 {path}：{FaultText.Of(language, fault)}"));

    private static async Task<T> ReadAsync<T>(Language language, string path, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw Unreadable(language, path, fault);
        }
    }
}
