using Partner.Core.Plans;

namespace Partner.Core.Projections;

/// <summary>
/// What the gifts of a sale's promotions make of its card, after what the plan did. Data begins at once, beside what
/// the card has, and ends after its own time; packs that wait keep their turns. Validity is added behind the present
/// end, or behind today where that is over. Money becomes balance. Points are no part of a card.
/// </summary>
public static class GiftProjector
{
    /// <summary>The projection of a sale with its gifts.</summary>
    /// <param name="projection">The card before and after the sale alone.</param>
    /// <param name="gifts">What its promotions give to the card; null when nothing.</param>
    /// <param name="rules">The rules of the card's type.</param>
    /// <param name="now">When the gifts reach the card (UTC).</param>
    public static CardProjection With(
        this CardProjection projection, CardGifts? gifts, CardTypeRules rules, DateTimeOffset now)
    {
        if (gifts is null)
        {
            return projection;
        }

        var (after, notes) = (projection.After, projection.Notes.ToList());
        foreach (var grant in gifts.Grants)
        {
            after = grant.IsData ? WithData(after, grant, rules, now) : WithValidity(after, grant, rules, now);
            notes.Add(new ProjectionNote(grant.IsData ? ProjectionNoteKind.GiftData : ProjectionNoteKind.GiftValidity)
            {
                Bytes = grant.Bytes,
                Gift = grant,
            });
        }

        if (gifts.Credit.Minor > 0)
        {
            after = after with { Balance = CardProjector.Sum(after.Balance, gifts.Credit) };
        }

        return projection with { After = after, Notes = [.. notes.OrderBy(note => note.Kind)] };
    }

    private static CardState WithData(CardState card, CardGrant grant, CardTypeRules rules, DateTimeOffset now)
    {
        var end = CardCalendar.Add(CardCalendar.EndOfDay(now, rules.Zone), grant.Period, rules.Zone);
        return card with { Packs = [.. card.Packs, new DataPack(grant.Region, grant.Bytes, end)] };
    }

    private static CardState WithValidity(CardState card, CardGrant grant, CardTypeRules rules, DateTimeOffset now)
    {
        var today = CardCalendar.EndOfDay(now, rules.Zone);
        var start = card.ValidUntil is { } present && present > today ? present : today;
        var end = CardCalendar.Add(start, grant.Period, rules.Zone);
        return card with { ValidUntil = end, Standing = CardProjector.StandingOf(card, end, rules, now) };
    }
}
