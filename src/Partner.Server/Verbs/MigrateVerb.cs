using System.CommandLine;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>migrate: creates the schema, or brings it up to date.</summary>
internal static class MigrateVerb
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Prints the SQL, changes nothing" };

    /// <summary>The verb.</summary>
    public static Command Create() => new Command("migrate", """
        Creates the schema or brings it up to date, all or nothing. Safe to run again, several times at once, and
        beside running servers
        """) { DryRun }.WithDatabase().Runs(MigrateAsync);

    private static Task<int> MigrateAsync(ParseResult parsed, CancellationToken cancel)
    {
        var options = VerbOptions.Database(parsed);
        if (parsed.GetValue(DryRun))
        {
            Console.Write(PartnerStore.MigrationScript(options));
            return Task.FromResult(0);
        }

        var applied = PartnerStore.Migrate(options);
        var name = options.Describe();
        Console.WriteLine(
            applied.Count == 0 ? $"{name} is up to date." : $"{name}: applied {string.Join(", ", applied)}.");
        return Task.FromResult(0);
    }
}
