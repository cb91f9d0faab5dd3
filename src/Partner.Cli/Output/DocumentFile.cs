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
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(language.Pick(
                $"{path} cannot be written: {fault.Message}", $"无法写入 {path}：{fault.Message}"));
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
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(language.Pick(
                $"{path} cannot be made: {fault.Message}", $"无法创建 {path}：{fault.Message}"));
        }
    }

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(Language language, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(language.Pick(
                $"{path} cannot be read: {fault.Message}", $"无法读取 {path}：{fault.Message}"));
        }
    }

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static async Task<byte[]> ReadBytesAsync(
        Language language, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(language.Pick(
                $"{path} cannot be read: {fault.Message}", $"无法读取 {path}：{fault.Message}"));
        }
    }
}
