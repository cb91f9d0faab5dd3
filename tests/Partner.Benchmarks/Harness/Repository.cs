namespace Partner.Benchmarks.Harness;

/// <summary>The files of the source that this program was built from.</summary>
internal static class Repository
{
    /// <summary>A file of the source.</summary>
    /// <param name="path">Its path from the top.</param>
    /// <exception cref="InvalidOperationException">The program was taken away from its source.</exception>
    public static string File(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, path);
            if (System.IO.File.Exists(file))
            {
                return file;
            }
        }

        throw new InvalidOperationException($"There is no {path} in any folder above {AppContext.BaseDirectory}.");
    }
}
