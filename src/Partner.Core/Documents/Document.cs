using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>The kinds of documents that prices are made from. Numbers are stored.</summary>
public enum DocumentKind
{
    /// <summary>Plans and number ranges. One id at a time.</summary>
    Catalogue = 1,

    /// <summary>Price list.</summary>
    PriceList = 2,

    /// <summary>Commission schedule.</summary>
    CommissionSchedule = 3,

    /// <summary>Promotions.</summary>
    Promotions = 4,

    /// <summary>Tax rules.</summary>
    TaxRules = 5,

    /// <summary>FX rates.</summary>
    FxRates = 6,

    /// <summary>The hierarchy of partners. One id at a time.</summary>
    Network = 7,
}

/// <summary>One published version of a document. Immutable.</summary>
/// <param name="Id">Name that its versions share: "demo-plans".</param>
/// <param name="Version">Version within the id: "2026-01".</param>
/// <param name="From">When it takes effect (UTC).</param>
/// <param name="Json">The document as it was published.</param>
public sealed record Document(DocumentKind Kind, string Id, string Version, DateTimeOffset From, string Json)
{
    /// <summary>
    /// When it ends (UTC, exclusive): at this instant, or earlier with the <see cref="From"/> of the id's next version;
    /// null when only a next version ends it.
    /// </summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether nothing need follow at <see cref="To"/>; other ends without a successor are refused.</summary>
    public bool Final { get; init; }

    /// <summary>Id and version, as stored with every top-up: "demo-plans@2026-01".</summary>
    public string FullVersion => $"{Id}@{Version}";

    /// <summary>Its kind as documents spell it: "price-list".</summary>
    public string KindName => Choices.Kinds.First(word => word.Value == Kind).Key;

    /// <summary>The kind that documents spell so.</summary>
    /// <param name="name">"price-list".</param>
    /// <returns>The kind; null where there is none of that name.</returns>
    public static DocumentKind? KindOf(string name) =>
        Choices.Kinds.TryGetValue(name, out var kind) ? kind : null;
}

/// <summary>What is wrong with a document, and where.</summary>
/// <param name="Path">
/// Path in the JSON: <c>$.plans[3].price.fixed</c>; "line 7" when it is not JSON. It is written alike in all languages.
/// </param>
/// <param name="Problem">What is wrong and how to mend it.</param>
public sealed record Finding(string Path, Wording Problem)
{
    /// <summary>Whether it is about a key that nobody knows: everything else says what it says without it.</summary>
    public bool IsUnknownKey { get; init; }
}

/// <summary>
/// A document that was read without findings: exactly one content is present, the one of its kind. Without any content
/// it stands for a published version that this program cannot read: written for a later program, or damaged.
/// </summary>
/// <param name="Document">The document.</param>
public sealed record ParsedDocument(Document Document)
{
    /// <summary>Whether its content is known. Nothing may be decided while a version is in force that is not.</summary>
    public bool IsReadable => Catalogue is not null || Prices is not null || Promotions is not null
        || Schedule is not null || Taxes is not null || Rates is not null || Network is not null;

    /// <summary>Content of a catalogue.</summary>
    public PlanCatalogue? Catalogue { get; init; }

    /// <summary>Content of a price list.</summary>
    public PriceList? Prices { get; init; }

    /// <summary>Content of promotions, in the order of the document.</summary>
    public IReadOnlyList<Promotion>? Promotions { get; init; }

    /// <summary>Content of a commission schedule.</summary>
    public CommissionSchedule? Schedule { get; init; }

    /// <summary>Content of tax rules.</summary>
    public TaxTable? Taxes { get; init; }

    /// <summary>Content of FX rates.</summary>
    public FxTable? Rates { get; init; }

    /// <summary>Content of a network.</summary>
    public PartnerNetwork? Network { get; init; }
}
