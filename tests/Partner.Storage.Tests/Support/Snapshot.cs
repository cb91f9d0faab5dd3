namespace Partner.Storage.Tests.Support;

/// <summary>
/// A text that is kept beside the tests, so that a change of it is seen and read by people. Renewed by
/// eng/Migrations/renew-snapshots.sh, which sets the variable.
/// </summary>
internal static class Snapshot
{
    private const string RenewVariable = "PARTNER_RENEW_SNAPSHOTS";
    private const string Folder = "tests/Partner.Storage.Tests/Snapshots";

    /// <summary>
    /// Fails when a text differs from what is kept under a name; writes it instead when told to renew.
    /// </summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="text">The text as it is now.</param>
    public static void Verify(string name, string text)
    {
        var file = Path.Combine(Repository.Root, Folder, name);
        if (Environment.GetEnvironmentVariable(RenewVariable) is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.TrimEnd('\n') + '\n');
        }

        Assert.True(File.Exists(file), $"{file} is missing: run eng/Migrations/renew-snapshots.sh.");
        var lines = File.ReadAllLines(file);
        var now = text.TrimEnd('\n').Split('\n');
        var first = lines.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            lines.Length == now.Length && first == now.Length,
            $"{name} differs from line {first + 1} on. It was:\n{lines.ElementAtOrDefault(first)}\nIt is:\n" +
            $"{now.ElementAtOrDefault(first)}\nRead the change, then run eng/Migrations/renew-snapshots.sh.");
    }
}
