namespace Partner.Core.Identity;

/// <summary>What a certificate may do. The store keeps the number, so values never change.</summary>
[Flags]
public enum Permissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Quote, top up, cancel and look at what it needs for that.</summary>
    Sell = 1,

    /// <summary>Reverse top-ups.</summary>
    Reverse = 2,

    /// <summary>Read top-ups, balances, statements.</summary>
    Read = 4,

    /// <summary>Manage the partner's own certificates and outlets.</summary>
    Manage = 8,

    /// <summary>Back office of the operator.</summary>
    Operator = 16,
}

/// <summary>Whether a partner may use the service.</summary>
public enum PartnerStatus
{
    /// <summary>It may.</summary>
    Active = 1,

    /// <summary>Every call is refused until it is resumed; what was accepted goes on.</summary>
    Suspended = 2,

    /// <summary>For ever: every call is refused, and nothing of it changes any more.</summary>
    Closed = 3,
}

/// <summary>A certificate as it is registered: who calls with it, and what the caller may do.</summary>
/// <param name="Thumbprint">SHA-256 of the DER certificate, 64 lower-case hex digits.</param>
/// <param name="PartnerId">The partner that it belongs to.</param>
/// <param name="PartnerStatus">That partner's status.</param>
/// <param name="Outlet">The one outlet that it is limited to; null for the whole partner.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="RevokedAt">When it was revoked (UTC); null while it is good.</param>
public sealed record Registration(
    string Thumbprint,
    PartnerId PartnerId,
    PartnerStatus PartnerStatus,
    string? Outlet,
    Permissions Permissions,
    DateTimeOffset? RevokedAt)
{
    /// <summary>The one terminal of its outlet that it is limited to; null for all of them.</summary>
    public string? Terminal { get; init; }

    /// <summary>When it was noted last that somebody used it (UTC); null where nobody has.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
