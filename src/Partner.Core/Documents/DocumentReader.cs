using System.Text.Json;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>
/// Reads and validates the JSON documents that prices are made from: everything that can be said of a document by
/// itself. What it means beside the others is for <see cref="Partner.Core.Publishing.Publication"/> to say.
/// </summary>
public static class DocumentReader
{
    private static readonly Wording IdForm =
        new("1 to 64 characters of [A-Za-z0-9._-]", "由 1 至 64 个 [A-Za-z0-9._-] 字符组成的文本");

    /// <summary>Reads one document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="findings">Every finding; the document is good only when there is none.</param>
    /// <returns>The document; null when there is a finding.</returns>
    public static ParsedDocument? Read(string json, out IReadOnlyList<Finding> findings)
    {
        var reading = new Reading();
        findings = reading.Findings;
        try
        {
            using var parsed = JsonDocument.Parse(json);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
            {
                reading.Findings.Add(new Finding("$", new("must be an object", "必须是对象")));
                return null;
            }

            var result = ReadRoot(reading.Cursor(parsed.RootElement, "$"), reading, json);
            return reading.Findings.Count == 0 ? result : null;
        }
        catch (JsonException broken)
        {
            reading.Findings.Add(BrokenJson.Explain(json, broken));
            return null;
        }
    }

    /// <summary>Reads a document that is published already.</summary>
    /// <param name="stored">The document as it is stored.</param>
    /// <returns>The document; without content when it has findings.</returns>
    public static ParsedDocument ReadStored(Document stored) =>
        Read(stored.Json, out _) ?? new ParsedDocument(stored);

    private static ParsedDocument ReadRoot(JsonCursor root, Reading reading, string json)
    {
        var kind = root.Choice("kind", Choices.Kinds);
        var kindIsGood = reading.Findings.Count == 0;
        var flaws = root.Flaws;
        var head = new Document(kind, Id(root, "id"), Id(root, "version"), root.Instant("from"), json)
        {
            To = root.Has("to") ? root.Instant("to") : null,
            Final = root.Flag("final"),
        };
        if (head.To <= head.From && root.Flaws == flaws)
        {
            root.Report("to", new("must be after from", "必须晚于 from"));
        }

        if (head.Final && !root.Has("to"))
        {
            root.Report("final", new(
                "says that nothing follows at the end, but there is no to", "表示结束后不再接续，但没有填写 to"));
        }

        var result = new ParsedDocument(head);
        if (kindIsGood)
        {
            result = Content(root, result);
            reading.ReportUnread();
        }

        return result;
    }

    private static ParsedDocument Content(JsonCursor root, ParsedDocument parsed) => parsed.Document.Kind switch
    {
        DocumentKind.Catalogue => parsed with { Catalogue = CatalogueReader.Read(root, parsed.Document) },
        DocumentKind.PriceList => parsed with { Prices = PriceListReader.Read(root, parsed.Document) },
        DocumentKind.CommissionSchedule => parsed with { Schedule = ScheduleReader.Read(root, parsed.Document) },
        DocumentKind.Promotions => parsed with { Promotions = PromotionReader.Read(root, parsed.Document) },
        DocumentKind.TaxRules => parsed with { Taxes = TaxReader.Read(root, parsed.Document) },
        DocumentKind.FxRates => parsed with { Rates = FxReader.Read(root, parsed.Document) },
        _ => parsed with { Network = NetworkReader.Read(root, parsed.Document) },
    };

    private static string Id(JsonCursor root, string key)
    {
        var text = root.Text(key, IdForm);
        if (text.Length > 64 || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
        {
            root.ReportForm(key, IdForm);
        }

        return text;
    }
}
