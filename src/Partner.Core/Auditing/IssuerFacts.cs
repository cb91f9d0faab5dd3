namespace Partner.Core.Auditing;

/// <summary>What an id was used for at the issuer.</summary>
public enum IssuerFactKind
{
    /// <summary>Nothing that is known: withdrawn before anything else was heard of it.</summary>
    None,

    /// <summary>A top-up.</summary>
    TopUp,

    /// <summary>A reversal.</summary>
    Reversal,

    /// <summary>What was given to a card with a top-up.</summary>
    Gift,

    /// <summary>Taking such a gift back.</summary>
    GiftBack,

    /// <summary>A new activation code of an eSIM.</summary>
    Reissue,
}

/// <summary>How far an id has come at the issuer. It only ever moves on: not applied, applied, reversed.</summary>
public enum IssuerFactState
{
    /// <summary>Not applied: under way, refused or withdrawn.</summary>
    NotApplied,

    /// <summary>Applied.</summary>
    Applied,

    /// <summary>A top-up that was applied and taken back.</summary>
    Reversed,
}

/// <summary>What the issuer's records say of one id.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Kind">What it was used for.</param>
/// <param name="State">How far it has come.</param>
public sealed record IssuerFacts(string Id, IssuerFactKind Kind, IssuerFactState State)
{
    /// <summary>The whole card number, of a top-up.</summary>
    public string? Card { get; init; }

    /// <summary>The product, of a top-up.</summary>
    public string? Product { get; init; }

    /// <summary>Face value in minor units, of a top-up.</summary>
    public long? Amount { get; init; }

    /// <summary>ISO 4217 code, of a top-up.</summary>
    public string? Currency { get; init; }

    /// <summary>The top-up that it takes back, of a reversal.</summary>
    public string? TopUpId { get; init; }

    /// <summary>The data that it took off the card, of a reversal of what was left; else 0.</summary>
    public long Bytes { get; init; }

    /// <summary>The days that it took off the card, likewise.</summary>
    public int Days { get; init; }

    /// <summary>The points that it granted, of a reversal.</summary>
    public long Points { get; init; }

    /// <summary>Data and validity, of a gift.</summary>
    public IReadOnlyList<GrantFacts> Grants { get; init; } = [];

    /// <summary>The gift that it takes back, of what takes one back.</summary>
    public string? GiftId { get; init; }

    /// <summary>Whether it took data and validity back, likewise.</summary>
    public bool TakesGrants { get; init; }

    /// <summary>What took it back, of a top-up or a gift.</summary>
    public string? ReversalId { get; init; }

    /// <summary>The issuer's reference, of what was applied.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether it took effect on the card, taken back or not.</summary>
    public bool TookEffect => State != IssuerFactState.NotApplied;
}
