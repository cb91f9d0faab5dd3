namespace Partner.Core.Renewals;

/// <summary>The life of an auto-renewal. Numbers are stored, and the contract's.</summary>
public enum RenewalState
{
    /// <summary>The card is renewed when it falls due.</summary>
    Active = 1,

    /// <summary>Nothing is renewed until it is resumed.</summary>
    Paused = 2,

    /// <summary>Cancelled by the partner, for ever.</summary>
    Cancelled = 3,

    /// <summary>Over by itself.</summary>
    Ended = 4,
}

/// <summary>How far the present cycle is. Numbers are stored.</summary>
public enum RenewalPhase
{
    /// <summary>Nothing was sent with the present attempt's request id.</summary>
    Waiting = 1,

    /// <summary>A sale may have been made with it: only its top-up, or its abandonment, makes that certain.</summary>
    Selling = 2,

    /// <summary>Its sale succeeded; the next cycle begins when the card shows it.</summary>
    Renewed = 3,
}

/// <summary>What happened to an auto-renewal. Numbers are stored, and the contract's.</summary>
public enum RenewalStepKind
{
    /// <summary>It was set up.</summary>
    Created = 1,

    /// <summary>The card was renewed by it.</summary>
    Renewed = 2,

    /// <summary>Somebody else renewed the card.</summary>
    RenewedElsewhere = 3,

    /// <summary>Its top-up is under way.</summary>
    AwaitingIssuer = 4,

    /// <summary>The float does not cover it.</summary>
    LowFloat = 5,

    /// <summary>The price is above what the customer agreed to.</summary>
    PriceAboveMaximum = 6,

    /// <summary>The issuer cannot be reached, or did not carry it out.</summary>
    IssuerTrouble = 7,

    /// <summary>The issuer refused the card.</summary>
    CardRefused = 8,

    /// <summary>The plan cannot be sold to the card now.</summary>
    NotSellable = 9,

    /// <summary>There is no further attempt in this cycle; it is paused.</summary>
    GivenUp = 10,

    /// <summary>Somebody cancelled or took back its top-up; it is paused.</summary>
    TakenBack = 11,

    /// <summary>Its top-up succeeded, and the card does not last longer; it is paused.</summary>
    NotExtended = 12,

    /// <summary>The card is past all renewal.</summary>
    CardEnded = 13,

    /// <summary>Its last day passed, or all its renewals are made.</summary>
    Completed = 14,

    /// <summary>The partner paused it.</summary>
    Paused = 15,

    /// <summary>The partner resumed it.</summary>
    Resumed = 16,

    /// <summary>The partner cancelled it.</summary>
    Cancelled = 17,
}
