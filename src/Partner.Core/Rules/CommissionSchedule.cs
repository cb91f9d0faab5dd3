using Partner.Core.Amounts;

namespace Partner.Core.Rules;

/// <summary>What a commission is computed on. Numbers are stored, and are those of the contract.</summary>
public enum CommissionBase
{
    /// <summary>The face.</summary>
    Face = 1,

    /// <summary>The face less all discounts, whoever funds them.</summary>
    FaceLessDiscount = 2,

    /// <summary>What the customer pays.</summary>
    CustomerPays = 3,
}

/// <summary>How steps of volume are read. Numbers are stored, and are those of the contract.</summary>
public enum Tiering
{
    /// <summary>The part strictly above a step earns the step's rate; never evaluated again.</summary>
    Marginal = 1,

    /// <summary>
    /// The reached step's rate for the whole month: accrued at the step known, trued up at settlement.
    /// </summary>
    Whole = 2,
}

/// <summary>When a commission is paid. Numbers are stored, and are those of the contract.</summary>
public enum CommissionMode
{
    /// <summary>Credited to the float when the top-up succeeds.</summary>
    Instant = 1,

    /// <summary>Accrued, and paid at settlement.</summary>
    Settled = 2,
}

/// <summary>When withholding tax is taken. Numbers are stored.</summary>
public enum TaxMoment
{
    /// <summary>From each credit. A SETTLED commission is credited at settlement.</summary>
    Credit = 1,

    /// <summary>Once at settlement, on the sum.</summary>
    Settlement = 2,
}

/// <summary>From a volume on, another rate.</summary>
/// <param name="From">Month's volume in minor units of the schedule's currency; above zero, ascending.</param>
public sealed record TierStep(long From, BasisPoints Rate);

/// <summary>A rule of a schedule: commission = rounded rate part + fixed, then minimum, then maximum.</summary>
/// <param name="Id">Identifier within the schedule.</param>
/// <param name="Applies">To which payees and sales.</param>
/// <param name="Rate">Rate below the first step.</param>
/// <param name="Fixed">Added once per top-up; 0 or more.</param>
/// <param name="Minimum">Least commission of a top-up; null when there is none.</param>
/// <param name="Maximum">Greatest commission of a top-up; null when there is none.</param>
/// <param name="Steps">Ascending; empty without tiers.</param>
/// <param name="FixedOverride">
/// What the payee earns as a parent, in addition to all beneath it; null: its own commission less what is granted
/// beneath.
/// </param>
public sealed record CommissionRule(
    string Id,
    Selector Applies,
    BasisPoints Rate,
    long Fixed,
    long? Minimum,
    long? Maximum,
    IReadOnlyList<TierStep> Steps,
    BasisPoints? FixedOverride);

/// <summary>A version of a commission schedule. Zone and currency are the same in all versions of an id.</summary>
/// <param name="Id">The schedule; volumes are kept under it, across versions.</param>
/// <param name="Version">Id and version of the document.</param>
/// <param name="Currency">Currency of its amounts; only plans of this currency see it.</param>
/// <param name="Zone">Its months are calendar months of this zone.</param>
/// <param name="Base">What commissions and volumes are computed on.</param>
/// <param name="Tiering">How steps are read.</param>
/// <param name="Mode">When it is paid.</param>
/// <param name="TaxAt">When withholding tax is taken.</param>
/// <param name="Rules">No two with the same selector.</param>
public sealed record CommissionSchedule(
    string Id,
    string Version,
    Currency Currency,
    TimeZoneInfo Zone,
    CommissionBase Base,
    Tiering Tiering,
    CommissionMode Mode,
    TaxMoment TaxAt,
    IReadOnlyList<CommissionRule> Rules);
