using Partner.Core.Plans;
using Partner.Core.Pricing;

namespace Partner.Core.Documents;

/// <summary>The kinds of documents that prices are made from. Numbers are stored.</summary>
public enum DocumentKind
{
    /// <summary>Plans and number ranges.</summary>
    Catalogue = 1,

    /// <summary>Price list.</summary>
    PriceList = 2,

    /// <summary>Commission schedule.</summary>
    CommissionSchedule = 3,
}

/// <summary>One published version of a document. Immutable.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Name that its versions share: "demo-plans".</param>
/// <param name="Version">Version within the id: "2026-01".</param>
/// <param name="From">When it takes effect (UTC), until the next version of its kind does.</param>
/// <param name="Json">The document as it was published.</param>
public sealed record Document(DocumentKind Kind, string Id, string Version, DateTimeOffset From, string Json)
{
    /// <summary>Id and version, as stored with every top-up: "demo-plans@2026-01".</summary>
    public string FullVersion => $"{Id}@{Version}";
}

/// <summary>What is wrong with a document, and where.</summary>
/// <param name="Path">Path in the JSON: <c>$.plans[3].price.fixed</c>.</param>
/// <param name="Problem">What is wrong and how to mend it.</param>
public sealed record Finding(string Path, string Problem);

/// <summary>A document that was read without findings: exactly one content is present, the one of its kind.</summary>
/// <param name="Document">The document.</param>
/// <param name="Catalogue">Content of a catalogue.</param>
/// <param name="Prices">Content of a price list.</param>
/// <param name="Schedule">Content of a commission schedule.</param>
public sealed record ParsedDocument(
    Document Document, PlanCatalogue? Catalogue, PriceList? Prices, CommissionSchedule? Schedule);
