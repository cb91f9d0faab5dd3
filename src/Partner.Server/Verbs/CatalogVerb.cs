using System.Globalization;
using Partner.Core.Documents;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>catalog: publishes documents, tells what they would change, and lists what is published.</summary>
internal static class CatalogVerb
{
    public const string Usage = """
        catalog publish FILE … [--data DIR]
            Checks documents as a whole and publishes all of them, or none. Running servers take them up; each takes
            effect at its `from`. Status 1: it prints every finding.
        catalog diff FILE … [--json] [--data DIR]
            What documents would change, per plan and partner, without publishing them. Status 1: as for publish.
        catalog list [--data DIR]
            Every published version: when it begins and ends, and whether it is in force.
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args, "--json");
        var action = arguments.Word("publish, diff or list");
        var asJson = action == "diff" && arguments.Has("--json");
        var options = AdministrationVerbs.DatabaseOf(arguments);
        var names = action is "publish" or "diff" ? arguments.Words("the file of a document") : [];
        arguments.End();
        if (action is not ("publish" or "diff" or "list"))
        {
            throw new UsageException($"'{action}' is none of publish, diff, list");
        }

        await using var store = PartnerStore.Open(options);
        var publisher = new CatalogPublisher(store, TimeProvider.System);
        try
        {
            return action switch
            {
                "publish" => await PublishAsync(publisher, names, cancel).ConfigureAwait(false),
                "diff" => await CompareAsync(publisher, names, asJson, cancel).ConfigureAwait(false),
                _ => await ListAsync(publisher, cancel).ConfigureAwait(false),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return AdministrationVerbs.Fail(fault.Message);
        }
    }

    private static async Task<int> PublishAsync(
        CatalogPublisher publisher, IReadOnlyList<string> names, CancellationToken cancel)
    {
        var files = await ReadAsync(names, cancel).ConfigureAwait(false);
        var outcome = await publisher.PublishAsync(files, cancel).ConfigureAwait(false);
        if (outcome.Findings.Count > 0)
        {
            return Refuse(outcome.Findings);
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
        var files = await ReadAsync(names, cancel).ConfigureAwait(false);
        var (changes, findings) = await publisher.CompareAsync(files, cancel).ConfigureAwait(false);
        Console.Write(asJson ? CatalogDiffText.Json(changes) + "\n" : CatalogDiffText.Table(changes));
        return findings.Count > 0 ? Refuse(findings) : 0;
    }

    private static async Task<int> ListAsync(CatalogPublisher publisher, CancellationToken cancel)
    {
        var (published, _) = await publisher.ReadPublishedAsync(cancel).ConfigureAwait(false);
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
            files.Add(new CatalogFile(name, await File.ReadAllTextAsync(name, cancel).ConfigureAwait(false)));
        }

        return files;
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
