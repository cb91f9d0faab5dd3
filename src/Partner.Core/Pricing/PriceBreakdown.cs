using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>The seller's commission and how it came about. Indicative until the top-up succeeds.</summary>
/// <param name="Amount">The commission in the plan's currency; 0 or more.</param>
/// <param name="Credit">The same in the float's currency, before tax: at the rate without margin, half-even.</param>
/// <param name="Base">What it was computed on.</param>
/// <param name="Rate">The rate that the last part earns; 0 without a rule.</param>
/// <param name="RuleId">The rule; empty without one.</param>
/// <param name="Version">Id and version of the schedule's document; empty without a rule.</param>
/// <param name="Parts">How the rate part came about at the volume of that moment.</param>
public sealed record CommissionAmount(
    Money Amount,
    Money Credit,
    Money Base,
    BasisPoints Rate,
    string RuleId,
    string Version,
    IReadOnlyList<CommissionPart> Parts)
{
    /// <summary>No commission.</summary>
    /// <param name="plan">The plan's currency.</param>
    /// <param name="account">The float's currency.</param>
    public static CommissionAmount None(Currency plan, Currency account) =>
        new(Money.Zero(plan), Money.Zero(account), Money.Zero(plan), default, "", "", []);
}

/// <summary>
/// The document versions that a price was computed with; empty where no rule of such a document applied. Those of
/// promotions stand in the lines, those of parents in the levels.
/// </summary>
/// <param name="Catalogue">Of the plan catalogue.</param>
/// <param name="PriceList">Of the price list that gave the price, else the fee.</param>
/// <param name="CommissionSchedule">Of the seller's commission schedule.</param>
public sealed record PriceVersions(string Catalogue, string PriceList, string CommissionSchedule)
{
    /// <summary>Of the seller's tax rules.</summary>
    public string Tax { get; init; } = "";

    /// <summary>Of the FX rates for the debit.</summary>
    public string Fx { get; init; } = "";

    /// <summary>Of the partners' hierarchy.</summary>
    public string Network { get; init; } = "";
}

/// <summary>How a price came about: every step's value, with the rule and the version that produced it.</summary>
/// <param name="Face">The plan's price, the price list's, or the chosen amount; in the plan's currency.</param>
/// <param name="Lines">The steps in their order: face, discounts, fee, gifts.</param>
/// <param name="HandlingFee">Fee on top.</param>
/// <param name="PartnerFee">The partner's part of the fee, rounded down; the rest is the operator's.</param>
/// <param name="CustomerPays">What the clerk collects: face − discounts + fee.</param>
/// <param name="PlanDebit">Face − discounts of operator and issuer + operator's part of the fee, plan currency.</param>
/// <param name="NetDebit">What the float is charged: the same in the float's currency, rounded up.</param>
/// <param name="Fx">The conversion of the debit; null when the currencies are one.</param>
/// <param name="Commission">What the seller earns; a posting of its own.</param>
/// <param name="Levels">The levels that earn, with their terms pinned; the seller's first where it earns.</param>
/// <param name="Versions">The versions used.</param>
public sealed record PriceBreakdown(
    Money Face,
    IReadOnlyList<PriceLine> Lines,
    Money HandlingFee,
    Money PartnerFee,
    Money CustomerPays,
    Money PlanDebit,
    Money NetDebit,
    FxTerms? Fx,
    CommissionAmount Commission,
    IReadOnlyList<CommissionLevel> Levels,
    PriceVersions Versions)
{
    /// <summary>The coupon that the sale named; null when none.</summary>
    public string? Coupon { get; init; }

    /// <summary>The face in the float's currency, at the rate without margin, half-even: what limits count.</summary>
    public Money FaceInFloat => Fx is { } fx ? ExchangeRate.HalfEven(Face, NetDebit.Currency, fx.RateE8) : Face;

    /// <summary>The operator's part of the fee.</summary>
    public Money OperatorFee => HandlingFee - PartnerFee;

    /// <summary>The sum of all discounts; 0 or more.</summary>
    public Money Discount => Face + HandlingFee - CustomerPays;

    /// <summary>Lines of gifts, which are granted after success and taken back at reversal.</summary>
    public IEnumerable<PriceLine> Gifts => Lines.Where(line => line.IsGift);

    /// <summary>What its promotions give to the card, as the issuer is told after success; null if nothing.</summary>
    public CardGifts? CardGifts
    {
        get
        {
            List<CardGrant>? grants = null;
            var (credit, points) = (0L, 0L);
            for (var i = 0; i < Lines.Count; i++)
            {
                var line = Lines[i];
                credit += line.Step == PriceStep.CardCashback ? line.Amount.Minor : 0;
                points += line.Step == PriceStep.Points ? line.Amount.Minor : 0;
                if (line.Grant is { } grant)
                {
                    (grants ??= []).Add(grant with { NameEn = line.NameEn ?? "", NameZh = line.NameZh ?? "" });
                }
            }

            return grants is null && credit == 0 && points == 0
                ? null
                : new CardGifts(grants ?? [], new Money(credit, Face.Currency), points);
        }
    }

    /// <summary>The sum of the discounts that one party pays; 0 or more.</summary>
    /// <param name="funder">Who pays.</param>
    public Money DiscountOf(Funder funder)
    {
        var sum = Money.Zero(Face.Currency);
        foreach (var line in Lines)
        {
            if (line.Step == PriceStep.Discount && line.Funder == funder)
            {
                sum -= line.Amount;
            }
        }

        return sum;
    }

    /// <summary>The price with the commission as it was granted at the success.</summary>
    /// <param name="entry">The seller's entry.</param>
    public PriceBreakdown With(CommissionEntry entry) => this with
    {
        Commission = new CommissionAmount(
            entry.Amount,
            entry.Credit,
            entry.Level.Terms.Base,
            entry.Parts[^1].Rate,
            entry.Level.Terms.Rule.Id,
            entry.Level.Terms.Version,
            entry.Parts),
    };

    /// <summary>
    /// Every document version that the seller's price was computed with, each once, in ordinal order. Those of its
    /// parents' commission are not told: a child does not learn what its parents earn by.
    /// </summary>
    public IReadOnlyList<string> AllVersions() =>
    [
        .. Lines.Select(line => line.Version)
            .Concat(Levels.Where(level => level.Number == 0).SelectMany(level =>
                new[] { level.Terms.Version, level.Tax?.Version ?? "" }))
            .Concat([Versions.Catalogue, Versions.PriceList, Versions.Fx, Versions.Network])
            .Where(version => version.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
