using Partner.Core.Cards;
using Partner.Core.Notices;
using Partner.Core.Projections;
using Partner.Core.Renewals;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Notices;

/// <summary>What a notice says of an auto-renewal's step that renewed nothing.</summary>
public sealed class RenewalNoticeFacts(PartnerStore store, TermsSource terms, TimeProvider clock)
{
    /// <summary>What is said of a step.</summary>
    /// <param name="partnerId">Whose it is.</param>
    /// <param name="told">The step, and of which auto-renewal.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>What is said; null while it cannot be found out.</returns>
    public async Task<NoticeFacts?> OfAsync(PartnerId partnerId, ToldStep told, CancellationToken cancel)
    {
        var known = await store.Renewals.FindAsync(partnerId, told.RenewalId, cancel)
            ?? throw new InvalidOperationException($"A step is of {told.RenewalId}, which does not exist.");
        if (terms.CatalogueAt(clock.GetUtcNow()) is not { } catalogue)
        {
            return null;
        }

        var (plan, step) = (catalogue.Find(known.Terms.PlanCode), told.Step);
        return new NoticeFacts(
            CardMask.Ending(known.Terms.Card.Value),
            plan?.NameEn ?? "",
            plan?.NameZh ?? "",
            step.Kind == RenewalStepKind.PriceAboveMaximum ? step.Amount : null, // nobody is told what a float lacks
            RenewalNotices.EndOf(known, step) is { } end
                ? CardCalendar.LastDay(end, catalogue.RulesOf(known.CardType).Zone)
                : null);
    }
}
