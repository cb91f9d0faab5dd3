namespace Partner.Charts.Tests.Support;

/// <summary>The files under test.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Chart { get; } = Path.Combine(Root, "charts", "partner");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partner.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Partner.sln is in no folder above.");
        }

        return folder.FullName;
    }
}
