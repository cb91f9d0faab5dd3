namespace Partner.Core.Organisations;

/// <summary>What a partner's organisation consists of. Numbers are stored, and are the contract's.</summary>
public enum UnitKind
{
    /// <summary>An outlet.</summary>
    Outlet = 1,

    /// <summary>A terminal of an outlet.</summary>
    Terminal = 2,

    /// <summary>A cashier of an outlet.</summary>
    Cashier = 3,
}

/// <summary>Whether a unit may sell and refund. Numbers are stored, and are the contract's.</summary>
public enum UnitStatus
{
    /// <summary>It may.</summary>
    Active = 1,

    /// <summary>It may not until it is active again.</summary>
    Suspended = 2,

    /// <summary>It may not, for ever.</summary>
    Closed = 3,
}

/// <summary>Which unit of a partner. References are compared character by character.</summary>
/// <param name="Outlet">Reference of the outlet that a terminal or cashier belongs to; empty for an outlet.</param>
/// <param name="Reference">1 to 40 visible characters.</param>
public readonly record struct UnitKey(UnitKind Kind, string Outlet, string Reference)
{
    /// <summary>The outlet that it belongs to, or is.</summary>
    public string OwnOutlet => Kind == UnitKind.Outlet ? Reference : Outlet;

    /// <summary>An outlet.</summary>
    public static UnitKey OfOutlet(string reference) => new(UnitKind.Outlet, "", reference);
}

/// <summary>An outlet, terminal or cashier as it is stored.</summary>
public sealed record OrganisationUnit
{
    /// <summary>The partner.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>Which one.</summary>
    public required UnitKey Key { get; init; }

    /// <summary>Its name for people: 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Its own status; a terminal or cashier sells no more than its outlet does.</summary>
    public required UnitStatus Status { get; init; }

    /// <summary>When it was registered (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed (UTC).</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it was closed (UTC); null while it is not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}
