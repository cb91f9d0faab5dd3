namespace Partner.House.Tests;

/// <summary>The C# files that people wrote.</summary>
internal static class SourceFiles
{
    // What tools write: build output, and migrations with their snapshots.
    private static readonly string[] Generated = ["bin", "obj", "Migrations"];

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>All files below a folder of the repository, by their path in it.</summary>
    public static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(Generated).Any())
            .Order(StringComparer.Ordinal);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partner.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository was not found.");
        }

        return folder.FullName;
    }
}
