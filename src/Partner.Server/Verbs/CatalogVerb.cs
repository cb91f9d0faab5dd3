using System.CommandLine;
using Partner.Core.Actions;
using Partner.Core.Documents;
using Partner.Core.Texts;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>catalog: publishes documents, tells what they would change, and lists what is published.</summary>
internal static class CatalogVerb
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "A document, JSON",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new("catalog", "Prices and terms: publishes documents, compares, lists")
    {
        new Command("publish", """
            Checks documents as a whole and publishes all of them, or none. Running servers take them up; each takes
            effect at its `from`. Status 1: it prints every finding
            """) { Files }.WithWhy().WithDatabase().Runs(PublishAsync),
        new Command("diff", """
            What documents would change, per plan and partner, without publishing them. Status 1: as for publish
            """) { Files, VerbOptions.Json }.WithDatabase().Runs(CompareAsync),
        new Command("list", "Every published version: when it begins and ends, and whether it is in force")
            .WithDatabase().Runs(ListAsync),
    };

    private static Task<int> PublishAsync(ParseResult parsed, CancellationToken cancel) => WithPublisherAsync(
        parsed, publisher => PublishAsync(publisher, parsed.GetRequiredValue(Files), VerbActor.By(parsed), cancel));

    private static Task<int> CompareAsync(ParseResult parsed, CancellationToken cancel) => WithPublisherAsync(
        parsed,
        publisher => CompareAsync(
            publisher, parsed.GetRequiredValue(Files), parsed.GetValue(VerbOptions.Json), cancel));

    private static Task<int> ListAsync(ParseResult parsed, CancellationToken cancel) =>
        WithPublisherAsync(parsed, publisher => ListAsync(publisher, cancel));

    private static async Task<int> WithPublisherAsync(ParseResult parsed, Func<CatalogPublisher, Task<int>> work)
    {
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        try
        {
            return await work(new CatalogPublisher(store, TimeProvider.System));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return AdministrationVerbs.Fail(fault.Message);
        }
    }

    private static async Task<int> PublishAsync(
        CatalogPublisher publisher, IReadOnlyList<string> names, ActionBy by, CancellationToken cancel)
    {
        var files = await ReadAsync(names, cancel);
        var outcome = await publisher.PublishAsync(files, by, cancel);
        if (outcome.IsStale)
        {
            return AdministrationVerbs.Fail("Others keep publishing documents; nothing was published. Try again.");
        }

        if (outcome.Findings.Count > 0)
        {
            return Refuse(outcome.Findings);
        }

        foreach (var warning in outcome.Warnings)
        {
            await Console.Error.WriteLineAsync($"Warning: {warning}");
        }

        foreach (var document in outcome.Published)
        {
            Console.WriteLine($"Published {document.FullVersion}, in force from {Text(document.From)}.");
        }

        if (outcome.Published.Count == 0)
        {
            Console.WriteLine("All of it was published before; nothing changed.");
        }

        return 0;
    }

    private static async Task<int> CompareAsync(
        CatalogPublisher publisher, IReadOnlyList<string> names, bool asJson, CancellationToken cancel)
    {
        var files = await ReadAsync(names, cancel);
        var (outcome, changes, _, _) = await publisher.CompareAsync(files, cancel);
        Console.Write(asJson ? CatalogDiffText.Json(changes) + "\n" : CatalogDiffText.Table(changes));
        return outcome.Findings.Count > 0 ? Refuse(outcome.Findings) : 0;
    }

    private static async Task<int> ListAsync(CatalogPublisher publisher, CancellationToken cancel)
    {
        var (published, _) = await publisher.ReadPublishedAsync(cancel);
        var now = TimeProvider.System.GetUtcNow();
        var versions = VersionInForce.Of(published);
        foreach (var version in versions)
        {
            var state = version.Covers(now) ? "in force" : version.From > now ? "upcoming" : "over";
            var end = version.End is { } there ? Text(there) : "open";
            Console.WriteLine(
                $"{version.Parsed.Document.Kind,-18}  {version.Parsed.Document.FullVersion,-32}  " +
                $"{Text(version.From)}  {end,-20}  {state}");
        }

        Console.WriteLine($"{versions.Count} version(s).");
        return 0;
    }

    private static int Refuse(IReadOnlyList<FileFinding> findings)
    {
        foreach (var finding in findings)
        {
            Console.Error.WriteLine(finding);
        }

        return AdministrationVerbs.Fail($"{findings.Count} finding(s); nothing was published.");
    }

    private static async Task<IReadOnlyList<CatalogFile>> ReadAsync(
        IReadOnlyList<string> names, CancellationToken cancel)
    {
        var files = new List<CatalogFile>();
        foreach (var name in names)
        {
            files.Add(new CatalogFile(name, await File.ReadAllTextAsync(name, cancel)));
        }

        return files;
    }

    private static string Text(DateTimeOffset instant) =>
        InstantText.Utc(instant);
}
