using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Commissions;

/// <summary>
/// The rule that one level of a sale earns by, pinned at the decision with all that it takes to compute it.
/// </summary>
/// <param name="ScheduleId">The schedule; volumes are kept under it.</param>
/// <param name="Version">Id and version of the schedule's document.</param>
/// <param name="Zone">IANA name of the schedule's time zone.</param>
/// <param name="BaseKind">What the base is.</param>
/// <param name="Base">The base of this sale, in the plan's currency; 0 or more.</param>
/// <param name="Tiering">How steps are read.</param>
/// <param name="Mode">When it is paid.</param>
/// <param name="TaxAt">When withholding tax is taken.</param>
public sealed record CommissionTerms(
    string ScheduleId,
    string Version,
    string Zone,
    CommissionBase BaseKind,
    Money Base,
    Tiering Tiering,
    CommissionMode Mode,
    TaxMoment TaxAt,
    CommissionRule Rule);

/// <summary>The withholding tax of one level, pinned at the decision.</summary>
/// <param name="Version">Id and version of the document.</param>
public sealed record TaxTerms(string RuleId, string Version, BasisPoints Rate);

/// <summary>The conversion from the plan's currency to a float's, pinned at the decision.</summary>
/// <param name="Version">Id and version of the document.</param>
/// <param name="RateE8">Float major units for one plan major unit, times 10^8.</param>
/// <param name="Margin">Added to a debit's conversion, never to a commission's.</param>
public sealed record FxTerms(string RateId, string Version, long RateE8, BasisPoints Margin);

/// <summary>One level of a sale's chain that earns: the seller first, then its parent, and so on.</summary>
/// <param name="Number">0 for the seller, 1 for its parent, up to 3. A level without a rule is not there.</param>
/// <param name="PayeeId">Who earns.</param>
/// <param name="FloatCurrency">Currency of the payee's float.</param>
/// <param name="Terms">By which rule.</param>
/// <param name="Fx">Conversion into the float's currency; null when it is the plan's.</param>
/// <param name="Tax">Withholding tax; null when there is none.</param>
public sealed record CommissionLevel(
    int Number, PartnerId PayeeId, Currency FloatCurrency, CommissionTerms Terms, FxTerms? Fx, TaxTerms? Tax);

/// <summary>What a volume is kept for: payee, schedule (across its versions), currency and local month.</summary>
/// <param name="Currency">The schedule's currency.</param>
/// <param name="Month">"2026-10", in the schedule's zone.</param>
public readonly record struct VolumeKey(PartnerId PayeeId, string ScheduleId, Currency Currency, string Month);

/// <summary>A part of a commission: what lies between two steps earns one rate.</summary>
/// <param name="From">Volume at which the part begins, in minor units.</param>
/// <param name="Base">Size of the part, in minor units.</param>
/// <param name="Amount">What it earns; the parts add up to the rounded rate part of the commission.</param>
public sealed record CommissionPart(long From, long Base, BasisPoints Rate, long Amount);

/// <summary>What one level was granted for one top-up, as computed in the transaction of its success.</summary>
/// <param name="Level">The level with its pinned terms.</param>
/// <param name="SellerId">The partner that sold.</param>
/// <param name="Month">Month of the success in the schedule's zone: "2026-10".</param>
/// <param name="EarnedAt">Time of the success (UTC).</param>
/// <param name="VolumeBefore">The payee's volume just before it, in minor units.</param>
/// <param name="Own">What the rule earns on this top-up, before anything granted beneath is taken off.</param>
/// <param name="Beneath">Sum already granted to the levels beneath; 0 for the seller.</param>
/// <param name="Amount">What is granted, in the plan's currency; 0 or more.</param>
/// <param name="Credit">The same in the float's currency, before tax.</param>
/// <param name="Tax">Withheld at credit, in the float's currency; 0 for SETTLED or tax at settlement.</param>
/// <param name="Parts">How the rate part came about.</param>
public sealed record CommissionEntry(
    CommissionLevel Level,
    PartnerId SellerId,
    TopUpId TopUpId,
    string Month,
    DateTimeOffset EarnedAt,
    long VolumeBefore,
    Money Own,
    Money Beneath,
    Money Amount,
    Money Credit,
    Money Tax,
    IReadOnlyList<CommissionPart> Parts)
{
    /// <summary>The volume that the entry counts in.</summary>
    public VolumeKey Volume => new(Level.PayeeId, Level.Terms.ScheduleId, Level.Terms.Base.Currency, Month);

    /// <summary>
    /// The part that goes back with a share of the sale: base and amount rounded half to even, each level for itself,
    /// so that nobody's part depends on another's. The credit and the tax withheld from it are those of that amount.
    /// </summary>
    /// <param name="share">How much of the sale goes back.</param>
    public CommissionEntry PartOf(RefundShare share)
    {
        if (share.IsAll)
        {
            return this;
        }

        var amount = share.OfHalfEven(Amount);
        var credit = CommissionAccrual.ToFloat(Level, amount);
        return this with
        {
            Level = Level with { Terms = Level.Terms with { Base = share.OfHalfEven(Level.Terms.Base) } },
            Amount = amount,
            Credit = credit,
            Tax = CommissionAccrual.TaxAtCredit(Level, credit),
        };
    }
}
