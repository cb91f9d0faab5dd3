using Partner.Core.Cards;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Core.Pricing;

namespace Partner.Core.TopUps;

/// <summary>
/// A sale that lacks only what other sales change: how far promotions are used up, and the month's volume. The
/// transaction that saves reads these and makes the offer.
/// </summary>
public abstract record SaleProposal
{
    private SaleProposal()
    {
    }

    /// <summary>The card.</summary>
    public abstract CardNumber Card { get; }

    /// <summary>The plan.</summary>
    public abstract PlanCode PlanCode { get; }

    /// <summary>What has to be counted.</summary>
    public abstract PricingNeeds Needs { get; }

    /// <summary>
    /// The seller's volume that the indicative commission is computed at; null without a commission.
    /// </summary>
    public abstract VolumeKey? Volume { get; }

    /// <summary>Makes the offer from what was counted.</summary>
    /// <param name="facts">What was counted.</param>
    /// <returns>The offer, or why there is none.</returns>
    public abstract Result<TopUpOffer> Offer(PricingFacts facts);

    /// <summary>The seller's volume that the indicative commission of a sale is computed at.</summary>
    /// <param name="rules">The rules for such sales.</param>
    /// <returns>The volume of the present month; null without a commission.</returns>
    public static VolumeKey? VolumeOf(SaleRules rules, DateTimeOffset now) =>
        rules.Levels[0] is { Schedule: { } schedule } level
            ? new VolumeKey(
                level.Payee.PartnerId,
                schedule.Id,
                schedule.Currency,
                CommissionMath.MonthOf(now, schedule.Zone.Id))
            : null;

    /// <summary>A sale at the price of this moment.</summary>
    public sealed record AtPresentPrice(PreparedSale Sale) : SaleProposal
    {
        /// <inheritdoc/>
        public override CardNumber Card => Sale.Card;

        /// <inheritdoc/>
        public override PlanCode PlanCode => Sale.Rules.Plan.Code;

        /// <inheritdoc/>
        public override PricingNeeds Needs => Sale.Needs;

        /// <inheritdoc/>
        public override VolumeKey? Volume => VolumeOf(Sale.Rules, Sale.Request.DecisionTime);

        /// <inheritdoc/>
        public override Result<TopUpOffer> Offer(PricingFacts facts) => Sale.Offer(facts);
    }

    /// <summary>
    /// A sale at a quote's price, which reserved nothing of its promotions: they must still have room.
    /// </summary>
    /// <param name="Quoted">The quote's offer.</param>
    /// <param name="Limit">How often its plan may go onto the card now; null where nothing limits it.</param>
    public sealed record AtQuotedPrice(TopUpOffer Quoted, CardStretch? Limit = null) : SaleProposal
    {
        /// <summary>Whether it demands an identity check now: no quote holds that.</summary>
        public bool DemandsIdCheck { get; init; }

        /// <inheritdoc/>
        public override CardNumber Card => Quoted.Card;

        /// <inheritdoc/>
        public override PlanCode PlanCode => Quoted.PlanCode;

        /// <inheritdoc/>
        public override PricingNeeds Needs { get; } = new(
            Quoted.Price.Lines.Any(line => line.FirstOnly),
            [.. Quoted.Price.Lines.Where(line => line.Limits is not null).Select(line => line.RuleId)])
        {
            Stretch = Limit,
        };

        /// <inheritdoc/>
        public override VolumeKey? Volume => null;

        /// <inheritdoc/>
        public override Result<TopUpOffer> Offer(PricingFacts facts) =>
            (Limit?.Check(facts.Sold) ?? Promotions.CheckRoom(Quoted.Price, facts)) is { } refusal
                ? refusal
                : Quoted with { DemandsIdCheck = DemandsIdCheck };
    }
}
