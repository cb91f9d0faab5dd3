using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Server.Issuer;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.TopUps;

/// <summary>A refund as it would be at a moment.</summary>
/// <param name="Refund">What it comes to.</param>
/// <param name="HoldsUntil">The latest time at which it can hold, exclusive (UTC).</param>
public sealed record QuotedRefund(Refund Refund, DateTimeOffset HoldsUntil);

/// <summary>
/// Tells what refunding a sale would come to. The policy is the one that the sale pinned; what was used, the issuer
/// knows: it is asked for the card where the policy goes by it.
/// </summary>
public sealed class RefundWorkflow(PartnerStore store, IIssuerGateway issuer, TermsSource terms, TimeProvider clock)
{
    /// <summary>Makes a refund of this moment, and holds nothing.</summary>
    /// <param name="topUp">The sale, visible to the caller.</param>
    /// <param name="cancel">The call's end.</param>
    public async Task<Result<QuotedRefund>> QuoteAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        var latest = topUp.ReversalId is { } id
            ? await store.Reversals.FindAsync(topUp.PartnerId, id, cancel)
            : null;
        if (ReversalDecision.Refuse(topUp, latest, issuerAccepts: true, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        // What is only refunded unused is looked at here, so that a clerk need not try; the reversal leaves it to the
        // issuer, who refuses what was used.
        var usage = topUp.Offer.Refund is { Scope: RefundScope.Unused }
            ? await LookAsync(topUp, topUp.Offer.Refund, cancel)
            : await UsageAsync(topUp, cancel);
        if (usage.Refusal is { } unknown)
        {
            return unknown;
        }

        var refund = Refund.Of(topUp, usage.Value);
        return refund.Refusal is { } nothing ? nothing : new QuotedRefund(refund.Value, HoldsUntil(topUp));
    }

    /// <summary>What is left of a sale on its card, where its refund goes by that.</summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>
    /// What is left; null where the refund does not depend on it, or the issuer's answer does not say; or CARD_UNKNOWN,
    /// ISSUER_UNAVAILABLE.
    /// </returns>
    public async Task<Result<RefundUsage?>> UsageAsync(TopUpRecord topUp, CancellationToken cancel) =>
        topUp is { State: TopUpState.Succeeded, Refunded: null, Offer.Refund: { AsksCard: true } pinned }
            ? await LookAsync(topUp, pinned, cancel)
            : (RefundUsage?)null;

    private async Task<Result<RefundUsage?>> LookAsync(
        TopUpRecord topUp, RefundTerms pinned, CancellationToken cancel)
    {
        var offer = topUp.Offer;
        var answer = await issuer.GetCardAsync(offer.Card, cancel);
        if (answer.Refusal is { } unknown)
        {
            return unknown;
        }

        // What came onto the card after the look is not in it: only what did before is taken off.
        var before = await store.Reversals.ReadBeforeAsync(topUp, cancel);
        var now = clock.GetUtcNow();
        var sale = new RefundedSale(topUp.AcceptedAt ?? topUp.CreatedAt, before.EndBefore, Granted(before.Later, now))
        {
            Gifts = before.Gifts,
        };
        return RefundUsage.Of(pinned, sale, answer.Card!.ToState(offer.CardType), ZoneOf(topUp, now), now);
    }

    /// <summary>What later sales granted; null where one of them is of a plan that nobody knows any more.</summary>
    private List<RefundTerms>? Granted(IReadOnlyList<TopUpOffer> later, DateTimeOffset now)
    {
        var catalogue = terms.At(now)?.Catalogue;
        var granted = later
            .Select(offer => offer.Refund ?? (catalogue?.Find(offer.PlanCode) is { } plan
                ? RefundTerms.Granting(plan, offer.Price.Face)
                : null))
            .OfType<RefundTerms>()
            .ToList();
        return granted.Count == later.Count ? granted : null;
    }

    private DateTimeOffset HoldsUntil(TopUpRecord topUp)
    {
        var now = clock.GetUtcNow();
        var end = topUp.FinalAt!.Value + topUp.Offer.ReversalWindow;
        var day = topUp.Offer.Refund is { Scope: RefundScope.UnusedDays }
            ? CardCalendar.EndOfDay(now, ZoneOf(topUp, now))
            : end;
        return day < end ? day : end;
    }

    private TimeZoneInfo ZoneOf(TopUpRecord topUp, DateTimeOffset now) =>
        (terms.At(now)?.Catalogue.RulesOf(topUp.Offer.CardType) ?? CardTypeRules.Unsaid(topUp.Offer.CardType)).Zone;
}
