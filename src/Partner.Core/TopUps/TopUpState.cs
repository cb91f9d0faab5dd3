namespace Partner.Core.TopUps;

/// <summary>The life of a top-up. Numbers are stored, and are those of the contract.</summary>
public enum TopUpState
{
    /// <summary>Saved and reserved; the issuer's final answer is outstanding.</summary>
    Processing = 1,

    /// <summary>Applied and charged.</summary>
    Succeeded = 2,

    /// <summary>Refused, or never to be applied; the money is back.</summary>
    Failed = 3,

    /// <summary>Cancelled before it was sent; the money is back.</summary>
    Cancelled = 4,

    /// <summary>Taken back after success; the money is back.</summary>
    Reversed = 5,
}

/// <summary>The life of a reversal. Numbers are stored, and are those of the contract.</summary>
public enum ReversalState
{
    /// <summary>Saved; the issuer's final answer is outstanding.</summary>
    Processing = 1,

    /// <summary>The issuer took the top-up back; the float is credited.</summary>
    Succeeded = 2,

    /// <summary>The issuer refused; the top-up stays as it was.</summary>
    Failed = 3,
}

/// <summary>How a top-up came about. Numbers are stored, and are those of the contract.</summary>
public enum Origin
{
    /// <summary>A sale.</summary>
    Sale = 1,

    /// <summary>An automatic renewal.</summary>
    AutoRenewal = 2,
}

/// <summary>Which method a request id was used with. Numbers are stored and hashed.</summary>
public enum RequestMethod
{
    /// <summary>CreateTopUp.</summary>
    CreateTopUp = 1,

    /// <summary>ReverseTopUp.</summary>
    ReverseTopUp = 2,

    /// <summary>A deposit by the operator.</summary>
    Deposit = 3,

    /// <summary>AbandonTopUp: the id stands for nothing, and never will.</summary>
    AbandonTopUp = 4,

    /// <summary>A withdrawal by the operator.</summary>
    Withdrawal = 5,

    /// <summary>An adjustment by the operator.</summary>
    Adjustment = 6,
}
