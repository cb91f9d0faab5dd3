using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage.Abstractions;

namespace Partner.Server.Projections;

/// <summary>Asks the issuer for a card, and projects what a sale would make of it.</summary>
public sealed class CardProjections(IIssuerGateway issuer, TermsSource terms)
{
    /// <summary>How far back a sale of the like is worth a warning.</summary>
    public static readonly TimeSpan NearPast = TimeSpan.FromDays(1);

    /// <summary>Projects a sale.</summary>
    /// <param name="sale">The sale, whose plan, card and amount are in order.</param>
    /// <param name="now">The decision time.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>
    /// The projection; or CARD_UNKNOWN, ISSUER_UNAVAILABLE, and what <see cref="CardProjector"/> refuses.
    /// </returns>
    public async Task<Result<SaleProjection>> ProjectAsync(
        PreparedSale sale, DateTimeOffset now, CancellationToken cancel)
    {
        var answer = await issuer.GetCardAsync(sale.Card, cancel);
        if (answer.Refusal is { } unknown)
        {
            return unknown;
        }

        var rules = terms.At(now)!.Catalogue.RulesOf(sale.CardType);
        var projected = CardProjector.Project(
            answer.Card!.ToState(sale.CardType),
            new ProjectedSale(sale.Rules.Plan, sale.Request.Face, sale.StartNow),
            rules,
            now);
        if (projected.Refusal is { } refusal)
        {
            return refusal;
        }

        return new SaleProjection(sale.Card, rules, projected.Value, null, now);
    }

    /// <summary>The latest of some sales that is of the same category, where the caller may see it.</summary>
    /// <param name="caller">Who sells.</param>
    /// <param name="sale">What is to be sold.</param>
    /// <param name="recent">The sales.</param>
    /// <param name="now">The decision time.</param>
    public TopUpId? Near(Caller caller, PreparedSale sale, IReadOnlyList<RecentSale> recent, DateTimeOffset now)
    {
        var catalogue = terms.At(now)!.Catalogue;
        return recent
            .Where(one => caller.Sees(one.Outlet, one.Terminal)
                && catalogue.Find(one.PlanCode)?.Category == sale.Rules.Plan.Category)
            .MaxBy(one => one.CreatedAt)?.Id;
    }
}
