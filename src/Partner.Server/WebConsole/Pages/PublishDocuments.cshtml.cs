using System.Text;
using Microsoft.AspNetCore.Mvc;
using Partner.Core.Errors;
using Partner.Server.BackOffice;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Plans;

namespace Partner.Server.WebConsole.Pages;

/// <summary>
/// Documents before they are published: what they change and what stands against them. The page holds the documents
/// themselves, since no server keeps anything between two requests; what is published is what it showed, by a hash, or
/// nothing.
/// </summary>
/// <param name="publishing">Compares and publishes.</param>
internal sealed class PublishDocumentsModel(DocumentPublishing publishing) : ConsolePage
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The documents; what a browser sends back is base64, in which no line break is changed.</summary>
    public IReadOnlyList<CatalogFile> Files { get; private set; } = [];

    /// <summary>What would become of them; null where they could not be compared.</summary>
    public CatalogComparison? Comparison { get; private set; }

    /// <summary>What they change, a line for each change.</summary>
    public IReadOnlyList<CatalogDiffLine> Changes { get; private set; } = [];

    /// <summary>What went wrong, in words; none where nothing did.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Why they are published, as it was typed.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Key of what is wrong with the reason; null when nothing is.</summary>
    public string? WhyProblem { get; private set; }

    /// <summary>Whether they can be published now.</summary>
    public bool MayPublish => Comparison?.Outcome is { Findings.Count: 0, Published.Count: > 0 };

    /// <summary>There is nothing to see without documents.</summary>
    public IActionResult OnGet() => LocalRedirect("/documents");

    /// <summary>Shows what documents change, or publishes those that were shown.</summary>
    /// <param name="files">The documents as they were chosen; none where they were shown before.</param>
    /// <param name="name">The names of those that were shown.</param>
    /// <param name="content">Their contents, base64.</param>
    /// <param name="etag">What was shown; null where nothing was.</param>
    /// <param name="why">Why they are published.</param>
    public async Task<IActionResult> OnPostAsync(
        List<IFormFile> files,
        List<string> name,
        List<string> content,
        string? etag,
        string? why,
        CancellationToken cancel)
    {
        Title("publish.title", "documents");
        InCommonZone();
        if (!await ReadAsync(files, name, content, cancel))
        {
            return Page();
        }

        if (etag is null)
        {
            await CompareAsync(cancel);
            return Page();
        }

        Why = why ?? "";
        WhyProblem = string.IsNullOrWhiteSpace(why) ? "form.why-missing" : Settling.Problem(why);
        if (WhyProblem is not null)
        {
            await CompareAsync(cancel);
            return Page();
        }

        var outcome = await publishing.PublishAsync(Files, By(why), etag, cancel);
        if (outcome is { Refusal: null, Value.Findings.Count: 0 })
        {
            return LocalRedirect($"/documents?published={outcome.Value.Published.Count}");
        }

        await CompareAsync(cancel);
        var told = outcome.Refusal is { } refusal ? KeyOf(refusal) : "publish.refused";
        Problems = [Visit[told], .. Problems];
        return Page();
    }

    private static string KeyOf(Refusal refusal) => refusal.Reason switch
    {
        Reason.DocumentsChanged => "publish.changed",
        Reason.Overloaded => "publish.busy",
        _ => "publish.unreadable",
    };

    private async Task CompareAsync(CancellationToken cancel)
    {
        var scope = new ComparisonScope(
            null, DocumentPublishing.MostCompared, Visit.Language.OfTerms());
        var compared = await publishing.CompareAsync(Files, scope, cancel);
        if (compared.Refusal is { } refusal)
        {
            Problems = [Visit[KeyOf(refusal)]];
            return;
        }

        Comparison = compared.Value;
        Changes = CatalogDiffText.Lines(Comparison.Changes, Visit.Language);
    }

    private async Task<bool> ReadAsync(
        List<IFormFile> files, List<string> name, List<string> content, CancellationToken cancel)
    {
        var read = new List<CatalogFile>();
        var sent = files.Select(file => (file.FileName, Open: (Func<Stream?>)file.OpenReadStream))
            .Concat(name.Zip(content, (one, text) => (one, (Func<Stream?>)(() => Decode(text)))));
        foreach (var (one, open) in sent)
        {
            await using var stream = open();
            if (stream is null || await TextOfAsync(stream, cancel) is not { } text)
            {
                Problems = [Visit.Fill("publish.not-text", one)];
                return false;
            }

            read.Add(new CatalogFile(one, text));
        }

        if (read.Count == 0)
        {
            Problems = [Visit["publish.no-files"]];
            return false;
        }

        var reader = new RequestReader();
        reader.Check(read);
        Problems = [.. (reader.Refusal?.Violations ?? [])
            .Select(one => Visit.Language.Pick(one.Problem, one.ProblemZh))];
        Files = read;
        return Problems.Count == 0;
    }

    private static MemoryStream? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? new MemoryStream(bytes, 0, length) : null;
    }

    private static async Task<string?> TextOfAsync(Stream stream, CancellationToken cancel)
    {
        try
        {
            using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: false);
            return (await reader.ReadToEndAsync(cancel)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            // It is told; nobody else cares which byte it is.
            return null;
        }
    }
}
