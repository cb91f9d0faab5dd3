using System.Globalization;
using System.Text;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Plans;

namespace Partner.Server.BackOffice;

/// <summary>How much may be sent at once to be published, and what is wrong where it is more.</summary>
internal static class DocumentFiles
{
    /// <summary>The most files.</summary>
    public const int Most = 64;

    /// <summary>The longest name of a file, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>The largest file in bytes of UTF-8: 2 MiB.</summary>
    public const int LargestFile = 2 * 1024 * 1024;

    /// <summary>All files together, in the same: 4 MiB.</summary>
    public const int LargestAll = 4 * 1024 * 1024;

    /// <summary>The largest message with them: names, paths and reasons beside them are far below 64 KiB.</summary>
    public const int LargestMessage = LargestAll + (64 * 1024);

    /// <summary>The body of its request: the message behind a flag and its length.</summary>
    public const int LargestBody = LargestMessage + 5;

    /// <summary>Notes what is wrong with the files themselves.</summary>
    /// <param name="files">The files.</param>
    public static void Check(this RequestReader reader, IReadOnlyList<CatalogFile> files)
    {
        if (files.Count is 0 or > Most)
        {
            reader.Note("files", $"must be 1 to {Most} files", $"必须为 1 至 {Most} 个文件");
            return;
        }

        var (names, all) = (new HashSet<string>(StringComparer.Ordinal), 0L);
        for (var i = 0; i < files.Count; i++)
        {
            var (name, path) = (files[i].Name, string.Create(CultureInfo.InvariantCulture, $"files[{i}]"));
            reader.Text(name, LongestName, $"{path}.name");
            if (name.Length == 0 || !names.Add(name))
            {
                reader.Note($"{path}.name", "is required, and no two files are alike", "必须填写，且不得重复");
            }

            var size = Encoding.UTF8.GetByteCount(files[i].Json);
            all += size;
            if (TooLarge(name, size, all) is { } problem)
            {
                reader.Note($"{path}.json", problem.Problem, problem.ProblemZh);
                return;
            }
        }
    }

    /// <summary>Why a file cannot be taken; null when it can.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="size">Its size in bytes of UTF-8.</param>
    /// <param name="all">The size of it and those before it.</param>
    public static FieldViolation? TooLarge(string name, long size, long all)
    {
        var (one, together) = (Text(size), Text(all));
        if (size > LargestFile)
        {
            return new FieldViolation(
                "files",
                $"'{name}' has {one} bytes, and a file may have {Text(LargestFile)}: split the document",
                $"“{name}”有 {one} 字节，单个文件最多 {Text(LargestFile)} 字节：请拆分文件");
        }

        return all > LargestAll
            ? new FieldViolation(
                "files",
                $"with '{name}' the files have {together} bytes, and may have {Text(LargestAll)} together: publish "
                + "them in several calls",
                $"加上“{name}”后文件共 {together} 字节，合计最多 {Text(LargestAll)} 字节：请分次发布")
            : null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
