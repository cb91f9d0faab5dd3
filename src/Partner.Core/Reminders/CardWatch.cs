using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Reminders;

/// <summary>A sale as the card's partner knows it afterwards.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Card">The card.</param>
/// <param name="CardType">Its type.</param>
/// <param name="Sale">The sale.</param>
/// <param name="ContactId">The number that was left with it; null when none is kept.</param>
/// <param name="Promised">The card as its quote promised it; null without one.</param>
public sealed record CardSale(
    PartnerId PartnerId, CardNumber Card, CardType CardType, LastSale Sale, ContactId? ContactId, CardState? Promised);

/// <summary>
/// What is known of a partner's cards, and what follows from it. A newer fact replaces an older one, never the other
/// way round; when a card is looked at next follows from what is known, whoever learnt it.
/// </summary>
public static class CardWatch
{
    /// <summary>A sale to a card.</summary>
    /// <param name="known">The card as it is known; null when it is new to the partner.</param>
    /// <param name="sold">The sale.</param>
    /// <param name="plan">Its plan; null where the catalogue does not have it any more.</param>
    /// <param name="rules">The rules of the card's type.</param>
    /// <param name="policy">How reminders are made.</param>
    /// <returns>The card after it; the same where a later sale is known already.</returns>
    public static CustomerCard Sold(
        CustomerCard? known, CardSale sold, Plan? plan, CardTypeRules rules, ReminderPolicy policy)
    {
        if (known is not null && known.Sale.At >= sold.Sale.At)
        {
            return known;
        }

        // What is newer than the sale knows of it already; what was overtaken knows nothing.
        var isOvertaken = known is { IsStale: true };
        var fact = !isOvertaken && known?.Fact.KnownAt >= sold.Sale.At ? known.Fact : FactOf(known, sold, plan, rules);
        var card = known ?? new CustomerCard
        {
            PartnerId = sold.PartnerId,
            Card = sold.Card,
            CardType = sold.CardType,
            Sale = sold.Sale,
            Fact = fact,
        };
        return Timed(
            card with
            {
                Sale = sold.Sale,
                Fact = fact,
                ContactId = sold.ContactId ?? card.ContactId,
                IsStale = fact is { ValidUntil: null, Source: CardFactSource.Sale } || (isOvertaken && fact.AtLeast),
                AskedAt = null,
            },
            rules,
            policy);
    }

    /// <summary>
    /// A sale was taken back, as a whole or in part: what is known is overtaken, and so is what the issuer was asked
    /// before, whenever that is learnt.
    /// </summary>
    /// <param name="known">The card.</param>
    /// <param name="last">The last sale to it that stands now; null when there is none.</param>
    /// <param name="now">The time.</param>
    /// <returns>The card, to be asked about; null where it is no customer's of the partner any more.</returns>
    public static CustomerCard? TakenBack(CustomerCard known, LastSale? last, DateTimeOffset now) =>
        last is null ? null : known with { Sale = last, IsStale = true, AskedAt = now, DueAt = now };

    /// <summary>Somebody learnt something of a card.</summary>
    /// <param name="known">The card.</param>
    /// <param name="fact">What was learnt.</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="policy">How reminders are made.</param>
    /// <returns>The card after it; the same where what is known is as new.</returns>
    public static CustomerCard Learnt(
        CustomerCard known, CardFact fact, CardTypeRules rules, ReminderPolicy policy) => IsOlder(fact, known)
        ? known
        : Timed(
            known with
            {
                Fact = fact with { Region = fact.Region ?? known.Fact.Region },
                IsStale = false,
                AskedAt = null,
            },
            rules,
            policy);

    /// <summary>Whether the issuer is asked before anything is done about a card that is due.</summary>
    /// <param name="card">The card.</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="policy">How reminders are made.</param>
    /// <param name="now">The time.</param>
    public static bool AsksIssuer(
        CustomerCard card, CardTypeRules rules, ReminderPolicy policy, DateTimeOffset now) =>
        !IsForgotten(card, policy, now)
        && (card.IsStale || (DueWindow(card, rules, now) is not null && !IsFresh(card, policy, now)));

    /// <summary>Looks at a card that is due.</summary>
    /// <param name="card">The card.</param>
    /// <param name="fact">What the issuer said; null where it was not asked, or did not answer.</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="policy">How reminders are made.</param>
    /// <param name="now">The time.</param>
    public static CardLook Look(
        CustomerCard card, CardFact? fact, CardTypeRules rules, ReminderPolicy policy, DateTimeOffset now)
    {
        if (IsForgotten(card, policy, now))
        {
            return new CardLook(null);
        }

        var current = fact is null ? card : Learnt(card, fact, rules, policy);
        if (AsksIssuer(current, rules, policy, now))
        {
            var since = current.AskedAt ?? now;
            if (current.IsStale || now - since < policy.SilentFor)
            {
                return new CardLook(current with { AskedAt = since, DueAt = now + PauseAfter(now - since, policy) });
            }
        }

        var settled = current with { AskedAt = null };
        if (DueWindow(settled, rules, now) is not { } window || settled.Fact.Standing == CardStanding.Blocked)
        {
            return new CardLook(Timed(settled, rules, policy, now));
        }

        var end = settled.Fact.ValidUntil!.Value;
        var told = settled with
        {
            Told = new ToldReminder(CardCalendar.LastDay(end, rules.Zone), window, now),
        };
        return new CardLook(
            Timed(told, rules, policy, now),
            new CardReminder(settled, window, ReminderWindows.Start(end, window, rules), now)
            {
                IsConfirmed = IsFresh(settled, policy, now),
            });
    }

    /// <summary>
    /// The window whose reminder is due: that which the card is in, where it began after the last sale and was not told
    /// before. Those before it that nobody came to are passed over.
    /// </summary>
    private static CalendarPeriod? DueWindow(CustomerCard card, CardTypeRules rules, DateTimeOffset now)
    {
        if (card.Fact.ValidUntil is not { } end || ReminderWindows.At(end, rules, now) is not { } window)
        {
            return null;
        }

        var start = ReminderWindows.Start(end, window, rules);
        if (start <= card.Sale.At)
        {
            return null;
        }

        return card.Told switch
        {
            null => window,
            { } told when told.EndDay == CardCalendar.LastDay(end, rules.Zone) =>
                ReminderWindows.Start(end, told.Window, rules) >= start ? null : window,
            { } told => told.Window == window && start <= told.At ? null : window,
        };
    }

    /// <summary>
    /// What was overtaken is nothing to remind by: the issuer is asked until it answers, ever more rarely.
    /// </summary>
    private static TimeSpan PauseAfter(TimeSpan silence, ReminderPolicy policy) => silence < policy.SilentFor
        ? policy.AskAgainAfter
        : silence < policy.AskAgainAtLatest ? silence : policy.AskAgainAtLatest;

    private static bool IsFresh(CustomerCard card, ReminderPolicy policy, DateTimeOffset now) =>
        card is { IsStale: false, Fact: { AtLeast: false, Source: not CardFactSource.Sale } }
        && now - card.Fact.KnownAt < policy.FreshFor;

    private static bool IsForgotten(CustomerCard card, ReminderPolicy policy, DateTimeOffset now) =>
        ForgottenAt(card, policy) <= now;

    private static DateTimeOffset ForgottenAt(CustomerCard card, ReminderPolicy policy) =>
        (card.Fact.ValidUntil is { } end && end > card.Sale.At ? end : Later(card.Sale.At, card.Fact.KnownAt))
        + policy.CardsKept;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static bool IsOlder(CardFact fact, CustomerCard known) =>
        fact.KnownAt < known.Fact.KnownAt
        || (known.IsStale && fact.KnownAt < known.AskedAt)
        || (fact.KnownAt == known.Fact.KnownAt && fact.Source <= known.Fact.Source);

    /// <summary>
    /// The card with the time of its next look, by what was said of its end so far. Where that moved, windows that
    /// began meanwhile count: the look passes them over where they were told.
    /// </summary>
    private static CustomerCard Timed(CustomerCard card, CardTypeRules rules, ReminderPolicy policy)
    {
        var said = card is { Told: { } told, Fact.ValidUntil: { } end }
            && told.EndDay == CardCalendar.LastDay(end, rules.Zone) ? told.At : card.Sale.At;
        return Timed(card, rules, policy, Later(card.Sale.At, said));
    }

    private static CustomerCard Timed(
        CustomerCard card, CardTypeRules rules, ReminderPolicy policy, DateTimeOffset after)
    {
        if (card.IsStale)
        {
            return card with { DueAt = card.Sale.At };
        }

        var next = card.Fact.ValidUntil is { } end ? ReminderWindows.NextStart(end, rules, after) : null;
        return card with { DueAt = next ?? ForgottenAt(card, policy) };
    }

    /// <summary>
    /// What a sale lets be known: what its quote promised; or what its plan makes of the card as it was known, and then
    /// the card may be valid for longer, since others may have sold to it. What was overtaken is no ground.
    /// </summary>
    private static CardFact FactOf(CustomerCard? known, CardSale sold, Plan? plan, CardTypeRules rules)
    {
        var at = sold.Sale.At;
        if (sold.Promised is { } promised)
        {
            return CardFact.Of(promised, at, CardFactSource.Sale);
        }

        // Packs that end before the card let the next one begin earlier: what is at least is counted without them.
        var before = known is null or { IsStale: true }
            ? new CardState(sold.CardType, CardStanding.Active, null)
            : known.StateAt(at) with { Packs = [] };
        var region = known?.Fact.Region ?? plan?.Region;
        if (plan is null
            || CardProjector.Project(before, new ProjectedSale(plan, sold.Sale.Face), rules, at) is not
            { Refusal: null } projected)
        {
            return new CardFact(null, null, region, at, CardFactSource.Sale);
        }

        var after = projected.Value.After;
        return new CardFact(after.ValidUntil, known?.Fact.Standing is null ? null : after.Standing, region, at,
            CardFactSource.Sale)
        {
            AtLeast = true,
        };
    }
}
