using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;

namespace Partner.Core.Projections;

/// <summary>
/// What a sale makes of a card. One rule for all card types: they differ by the data of their plans and rules.
/// </summary>
/// <remarks>
/// 1. A card that cannot take the plan is refused. 2. The validity grows, never shrinks. 3. The amount becomes balance
/// where the plan says so. 4. New data is merged, stands beside, or is queued. 5. The card's standing follows from its
/// validity. "Today" ends with the day in the card's zone: the day of the sale does not count.
/// </remarks>
public static class CardProjector
{
    /// <summary>Projects a card.</summary>
    /// <param name="card">The card as it is.</param>
    /// <param name="sale">What is put onto it.</param>
    /// <param name="rules">The rules of the card's type.</param>
    /// <param name="now">When (UTC).</param>
    /// <returns>
    /// The card afterwards; or PLAN_CARD_MISMATCH, CARD_BLOCKED, CARD_EXPIRED with the date <c>ended</c>, or
    /// PRODUCT_NOT_ACCEPTED where the plan does not revive a card in grace, with the date until which another would.
    /// </returns>
    public static Result<CardProjection> Project(
        CardState card, ProjectedSale sale, CardTypeRules rules, DateTimeOffset now)
    {
        if (Refuse(card, sale, rules, now) is { } refusal)
        {
            return refusal;
        }

        var data = DataProjection.Of(card, sale, rules, now);
        var after = card with
        {
            ValidUntil = data.ValidUntil,
            Packs = data.Packs,
            Queue = data.Queue,
            Balance = sale.Plan.AddsCredit() ? Sum(card.Balance, sale.Amount) : card.Balance,
            Standing = StandingOf(card, data.ValidUntil, rules, now),
        };
        var notes = data.Notes.Concat(Notes(card, after, sale, rules)).OrderBy(note => note.Kind);
        return new CardProjection(card, after, [.. notes]);
    }

    /// <summary>When a card's grace is over: its number is lost then.</summary>
    /// <returns>The instant (UTC); null where neither the card nor the rules say.</returns>
    public static DateTimeOffset? EndOfGrace(CardState card, CardTypeRules rules) =>
        card.ValidUntil is { } end && rules.Grace is { } grace ? CardCalendar.Add(end, grace, rules.Zone) : null;

    private static Refusal? Refuse(CardState card, ProjectedSale sale, CardTypeRules rules, DateTimeOffset now)
    {
        if (card.CardType != sale.Plan.CardType)
        {
            return new Refusal(Reason.PlanCardMismatch).With("plan", $"plans/{sale.Plan.Code}");
        }

        if (card.Standing == CardStanding.Blocked)
        {
            return new Refusal(Reason.CardBlocked);
        }

        var end = EndOfGrace(card, rules);
        if (card.Standing == CardStanding.Terminated || end <= now)
        {
            var refusal = new Refusal(Reason.CardExpired);
            return (end ?? card.ValidUntil) is { } ended ? refusal.With("ended", Day(ended, rules)) : refusal;
        }

        if (!IsInGrace(card, now) || Revives(sale, rules))
        {
            return null;
        }

        var refused = new Refusal(Reason.ProductNotAccepted);
        return end is { } until ? refused.With("grace_until", Day(until, rules)) : refused;
    }

    private static bool Revives(ProjectedSale sale, CardTypeRules rules) =>
        (sale.Plan.ValidityFor(sale.Amount) is not null || sale.Plan.StartsAtFirstUse())
        && (rules.RevivedBy.Count == 0 || rules.RevivedBy.Contains(sale.Plan.Category));

    private static bool IsInGrace(CardState card, DateTimeOffset now) =>
        card.Standing == CardStanding.InGrace || card.ValidUntil <= now;

    internal static CardStanding StandingOf(
        CardState card, DateTimeOffset? validUntil, CardTypeRules rules, DateTimeOffset now)
    {
        var extended = validUntil > now && validUntil != card.ValidUntil;
        return card.Standing switch
        {
            CardStanding.InGrace when extended => CardStanding.Active,
            CardStanding.Suspended when extended && rules.ResumesSuspended => CardStanding.Active,
            _ => card.Standing,
        };
    }

    private static IEnumerable<ProjectionNote> Notes(
        CardState card, CardState after, ProjectedSale sale, CardTypeRules rules)
    {
        if (card.Standing == CardStanding.InGrace && after.Standing == CardStanding.Active)
        {
            yield return new ProjectionNote(ProjectionNoteKind.Revived);
        }

        if (card.Balance is { } balance && rules.HighBalance is { } high
            && balance.Currency == high.Currency && balance >= high)
        {
            yield return new ProjectionNote(ProjectionNoteKind.BalanceHigh) { Amount = balance };
        }

        if (card.Region is { } region && region != Regions.Everywhere && sale.Plan.Region != Regions.Everywhere
            && region != sale.Plan.Region)
        {
            yield return new ProjectionNote(ProjectionNoteKind.WrongRegion)
            {
                PlanRegion = sale.Plan.Region,
                CardRegion = region,
            };
        }
    }

    /// <summary>A balance in another currency is left alone: the issuer converts, and only it knows how.</summary>
    internal static Money Sum(Money? balance, Money amount) =>
        balance is not { } there ? amount : there.Currency == amount.Currency ? there + amount : there;

    private static string Day(DateTimeOffset end, CardTypeRules rules) =>
        CardCalendar.LastDay(end, rules.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
