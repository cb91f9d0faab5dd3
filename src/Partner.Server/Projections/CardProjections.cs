using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Projections;

/// <summary>Asks the issuer for a card, and projects what a sale would make of it.</summary>
public sealed class CardProjections(IIssuerGateway issuer, TermsSource terms, PartnerStore store)
{
    /// <summary>How far back a sale of the like is worth a warning.</summary>
    public static readonly TimeSpan NearPast = TimeSpan.FromDays(1);

    private const int MostEarlier = 5;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>Projects a sale.</summary>
    /// <param name="caller">Who sells.</param>
    /// <param name="sale">The sale, whose plan, card and amount are in order.</param>
    /// <param name="now">The decision time.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>
    /// The projection; or CARD_UNKNOWN, ISSUER_UNAVAILABLE, and what <see cref="CardProjector"/> refuses.
    /// </returns>
    public async Task<Result<SaleProjection>> ProjectAsync(
        Caller caller, PreparedSale sale, DateTimeOffset now, CancellationToken cancel)
    {
        var answer = await issuer.GetCardAsync(sale.Card, cancel);
        if (answer.Card is not { } known)
        {
            return answer.Verdict == IssuerCardVerdict.UnknownCard
                ? new Refusal(Reason.CardUnknown)
                : new Refusal(Reason.IssuerUnavailable) { RetryAfter = AskAgain };
        }

        var rules = terms.At(now)!.Catalogue.RulesOf(sale.CardType);
        var projected = CardProjector.Project(
            known.ToState(sale.CardType), new ProjectedSale(sale.Rules.Plan, sale.Request.Face), rules, now);
        if (projected.Refusal is { } refusal)
        {
            return refusal;
        }

        var earlier = await EarlierAsync(caller, sale, now, cancel);
        return new SaleProjection(sale.Card, rules, projected.Value, earlier, now);
    }

    /// <summary>The latest sale of a plan of the same category onto the card, where the caller may see it.</summary>
    private async Task<TopUpId?> EarlierAsync(
        Caller caller, PreparedSale sale, DateTimeOffset now, CancellationToken cancel)
    {
        var filter = new SalesFilter { Card = sale.Card };
        var latest = await store.Sales.ListAsync(caller.PartnerId, filter, null, MostEarlier, cancel);
        var near = latest.TopUps.FirstOrDefault(topUp => topUp.CreatedAt > now - NearPast
            && (topUp.State is TopUpState.Processing or TopUpState.Succeeded) && caller.Sees(topUp.Seller.Outlet)
            && IsLike(topUp, sale, now));
        return near?.Id;
    }

    private bool IsLike(TopUpRecord topUp, PreparedSale sale, DateTimeOffset now) =>
        terms.At(now)?.Catalogue.Find(topUp.Offer.PlanCode)?.Category == sale.Rules.Plan.Category;
}
