namespace Partner.Core.Arrivals;

/// <summary>The life of a case. Numbers are stored, and the contract's.</summary>
public enum CaseState
{
    /// <summary>It is looked into; the clock runs.</summary>
    Open = 1,

    /// <summary>The issuer delivered it, and the card shows it.</summary>
    Arrived = 2,

    /// <summary>Something was wrong when it was reported, and it is delivered now.</summary>
    Repaired = 3,

    /// <summary>The sale failed, was cancelled or was taken back: the money is back.</summary>
    Refunded = 4,

    /// <summary>The clock ran out, or the answers contradict: a person has to look.</summary>
    Escalated = 5,
}

/// <summary>Why a case is in its state. Numbers are stored, and the contract's.</summary>
public enum CaseVerdict
{
    /// <summary>The issuer and the card are being asked.</summary>
    BeingLookedInto = 1,

    /// <summary>The issuer has not given its final answer.</summary>
    AwaitingIssuer = 2,

    /// <summary>The issuer delivered it; the card does not show it.</summary>
    NotOnCard = 3,

    /// <summary>The issuer delivered it; what the card is now cannot be found out.</summary>
    CardNotReadable = 4,

    /// <summary>The issuer delivered it; other sales, a reversal or time changed the card since.</summary>
    CardNotComparable = 5,

    /// <summary>The sale succeeded, and the issuer says that it never applied it.</summary>
    IssuerDenies = 6,

    /// <summary>The issuer delivered it, and the card shows it.</summary>
    OnCard = 7,

    /// <summary>It was unfinished when it was reported, and has succeeded since.</summary>
    Completed = 8,

    /// <summary>The sale failed.</summary>
    SaleFailed = 9,

    /// <summary>The sale was cancelled before it was sent.</summary>
    SaleCancelled = 10,

    /// <summary>The sale was taken back after it had succeeded.</summary>
    SaleReversed = 11,

    /// <summary>The operator settled it with evidence.</summary>
    ClosedByOperator = 12,
}

/// <summary>What the issuer says of a sale. Numbers are stored, and the contract's.</summary>
public enum IssuerStatement
{
    /// <summary>It was not asked, or its answer came to nothing.</summary>
    NoAnswer = 1,

    /// <summary>It applied the sale.</summary>
    Delivered = 2,

    /// <summary>It refused the sale, or will refuse it for ever.</summary>
    Refused = 3,

    /// <summary>It has no trace of the sale, which may still be on its way.</summary>
    NoTrace = 4,
}

/// <summary>What the card says of a sale. Numbers are stored, and the contract's.</summary>
public enum CardStatement
{
    /// <summary>It was not looked at: nothing was delivered.</summary>
    NotLookedAt = 1,

    /// <summary>It is as the sale's quote promised.</summary>
    AsPromised = 2,

    /// <summary>
    /// It has at least what the plan gives; more cannot be said, for the sale had no quote and nobody looked before.
    /// </summary>
    HasAtLeast = 3,

    /// <summary>It is otherwise.</summary>
    Differs = 4,

    /// <summary>Other sales, a reversal or time changed it since.</summary>
    NotComparable = 5,

    /// <summary>The issuer does not tell.</summary>
    NotReadable = 6,
}
