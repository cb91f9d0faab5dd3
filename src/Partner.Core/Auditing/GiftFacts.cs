namespace Partner.Core.Auditing;

/// <summary>Data or validity that is given to a card.</summary>
/// <param name="Bytes">The data; 0 for validity.</param>
/// <param name="Unit">"day", "month" or "year".</param>
/// <param name="Count">How many of them.</param>
/// <param name="Region">Where the data works; empty where it is not said.</param>
public sealed record GrantFacts(long Bytes, string Unit, long Count, string Region);

/// <summary>What goes back of gifts.</summary>
/// <param name="Whole">Whether it is all of them.</param>
/// <param name="Service">Whether data and validity go back.</param>
/// <param name="Credit">The money, in minor units.</param>
/// <param name="Points">The points.</param>
public sealed record GiftBackFacts(bool Whole, bool Service, long Credit, long Points);

/// <summary>The gifts of a top-up to its card, as they are stored.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="TopUpId">The top-up.</param>
/// <param name="State">Number of their state.</param>
/// <param name="Reason">Number of the reason.</param>
/// <param name="CreatedAt">When the top-up succeeded (UTC).</param>
/// <param name="InDoubtSince">Since when they are in doubt (UTC).</param>
/// <param name="Granted">Whether the issuer said that it granted them.</param>
/// <param name="Back">What goes back; null while the top-up stands.</param>
public sealed record GiftFacts(
    string PartnerId,
    string TopUpId,
    int State,
    int Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? InDoubtSince,
    bool Granted,
    GiftBackFacts? Back);
