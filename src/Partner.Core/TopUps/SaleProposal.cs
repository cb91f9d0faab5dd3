using Partner.Core.Cards;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Core.Pricing;

namespace Partner.Core.TopUps;

/// <summary>
/// A sale that lacks only what other sales change: how far promotions are used up, and the month's volume. The
/// transaction that saves reads these and makes the offer.
/// </summary>
/// <param name="Card">The card.</param>
/// <param name="PlanCode">The plan.</param>
/// <param name="Needs">What has to be counted.</param>
/// <param name="Volume">
/// The seller's volume that the indicative commission is computed at; null without a commission.
/// </param>
/// <param name="Offer">Makes the offer from what was counted.</param>
public sealed record SaleProposal(
    CardNumber Card,
    string PlanCode,
    PricingNeeds Needs,
    VolumeKey? Volume,
    Func<PricingFacts, Result<TopUpOffer>> Offer)
{
    /// <summary>A sale at the price of this moment.</summary>
    /// <param name="sale">The sale.</param>
    public static SaleProposal Of(PreparedSale sale) => new(
        sale.Card, sale.Rules.Plan.Code, sale.Needs, VolumeOf(sale.Rules, sale.Request.DecisionTime), sale.Offer);

    /// <summary>
    /// A sale at a quote's price, which reserved nothing of its promotions: they must still have room.
    /// </summary>
    /// <param name="offer">The quote's offer.</param>
    public static SaleProposal Of(TopUpOffer offer) => new(
        offer.Card,
        offer.PlanCode,
        new PricingNeeds(
            offer.Price.Lines.Any(line => line.FirstOnly),
            [.. offer.Price.Lines.Where(line => line.Limits is not null).Select(line => line.RuleId)]),
        null,
        facts => Promotions.CheckRoom(offer.Price, facts) is { } exhausted ? exhausted : offer);

    /// <summary>The seller's volume that the indicative commission of a sale is computed at.</summary>
    /// <param name="rules">The rules for such sales.</param>
    /// <param name="now">The decision time.</param>
    /// <returns>The volume of the present month; null without a commission.</returns>
    public static VolumeKey? VolumeOf(SaleRules rules, DateTimeOffset now) =>
        rules.Levels[0] is { Schedule: { } schedule } level
            ? new VolumeKey(
                level.Payee.PartnerId,
                schedule.Id,
                schedule.Currency,
                CommissionMath.MonthOf(now, schedule.Zone.Id))
            : null;
}
