namespace Partner.Core.Tests.Support;

/// <summary>The folder that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>The top folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partner.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Partner.sln is in no folder above.");
        }

        return folder.FullName;
    }
}
