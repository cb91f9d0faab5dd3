using System.Globalization;
using System.Text;
using Partner.Cli.Hosting;
using DocumentFile = Leb.Operator.V1.DocumentFile;
using FileOnDisk = Partner.Cli.Output.DocumentFile;

namespace Partner.Cli.Commands.Operators;

/// <summary>Documents as files: all of a folder, or some by name, within what a call takes.</summary>
internal static class DocumentSources
{
    // As the contract states them.
    private const int Most = 64;
    private const long LargestFile = 2 * 1024 * 1024;
    private const long LargestAll = 4 * 1024 * 1024;

    /// <summary>Reads documents.</summary>
    /// <param name="paths">Files, and folders whose files *.json are taken.</param>
    /// <exception cref="UsageException">One cannot be read, is too large, or there is none.</exception>
    public static async Task<IReadOnlyList<DocumentFile>> ReadAsync(
        Language language, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var (files, all) = (new List<DocumentFile>(), 0L);
        foreach (var path in paths.SelectMany(path => Expand(language, path)))
        {
            var json = await FileOnDisk.ReadAsync(language, path, cancellationToken);
            var size = Encoding.UTF8.GetByteCount(json);
            all += size;
            Check(language, path, size, all);
            files.Add(new DocumentFile { Name = path, Json = json });
        }

        return files.Count is > 0 and <= Most
            ? files
            : throw new UsageException(language.Pick(
                $"There are {files.Count} documents; a call takes 1 to {Most}.",
                $"共有 {files.Count} 个文件，每次须为 1 至 {Most} 个。"));
    }

    private static IEnumerable<string> Expand(Language language, string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            return [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (Output.DocumentFile.IsOfFile(fault))
        {
            throw Output.DocumentFile.Unreadable(language, path, fault);
        }
    }

    private static void Check(Language language, string path, long size, long all)
    {
        if (size > LargestFile)
        {
            throw new UsageException(language.Pick(
                $"{path} has {Text(size)} bytes, and a document may have {Text(LargestFile)}: split it.",
                $"{path} 有 {Text(size)} 字节，单个文件最多 {Text(LargestFile)} 字节：请拆分。"));
        }

        if (all > LargestAll)
        {
            throw new UsageException(language.Pick(
                $"With {path} the documents have {Text(all)} bytes, and may have {Text(LargestAll)} together: send "
                + "them in several calls.",
                $"加上 {path} 后共 {Text(all)} 字节，合计最多 {Text(LargestAll)} 字节：请分次提交。"));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
