using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>Customers' cards in a store, as the server's jobs keep them.</summary>
internal static class RadarScene
{
    public static readonly ReminderPolicy Policy = new();

    public static readonly CardTypeRules Rules = CardTypeRules.Unsaid(CardType.Phone);

    /// <summary>A day in which the first window of a card begins that ends two weeks later.</summary>
    public static readonly DateTimeOffset Due = Given.Noon.AddDays(60);

    public static readonly DateTimeOffset End = Due.AddDays(14);

    /// <summary>Follows a partner's sales to the last one.</summary>
    /// <returns>Whether this process did.</returns>
    public static async Task<bool> FollowAsync(
        PartnerStore store, string owner = "me", DateTimeOffset? end = null, DateTimeOffset? now = null)
    {
        var cards = store.CustomerCards;
        var at = now ?? Given.Noon.AddDays(1);
        var claimed = await cards.ClaimAsync([StoreFixture.Acme], new Lease(owner, at.AddMinutes(1)), at);
        return claimed.TryGetValue(StoreFixture.Acme, out var after)
            && await StepAsync(
                store, owner, after, await cards.ReadAsync(StoreFixture.Acme, after, 1000, default), end ?? End);
    }

    /// <summary>One step of following.</summary>
    public static Task<bool> StepAsync(
        PartnerStore store, string owner, long after, FollowedSales page, DateTimeOffset end) =>
        store.CustomerCards.FollowAsync(
            StoreFixture.Acme, owner, after, page.Last,
            [.. page.Sold.Select(sold => sold.Card), .. page.TakenBack.Select(back => back.Card)],
            (card, known) =>
            {
                foreach (var sold in page.Sold.Where(sold => sold.Card == card))
                {
                    var promised = sold with { Promised = new CardState(sold.CardType, CardStanding.Active, end) };
                    known = CardWatch.Sold(known, promised, null, Rules, Policy);
                }

                return page.TakenBack.FirstOrDefault(back => back.Card == card) is { } back && known is not null
                    ? CardWatch.TakenBack(known, back.Last, Due)
                    : known;
            });

    /// <summary>What the issuer says of a card now.</summary>
    public static CardFact Says(DateTimeOffset end, DateTimeOffset now) =>
        new(end, CardStanding.Active, "CN", now, CardFactSource.Refresh);

    /// <summary>Decides on cards that are due, the issuer saying that they end as known.</summary>
    public static IReadOnlyCollection<LookedAt> Decide(IEnumerable<CustomerCard> due, DateTimeOffset? now = null) =>
    [
        .. due.Select(card => new LookedAt(
            card,
            CardWatch.Look(card, Says(card.Fact.ValidUntil!.Value, now ?? Due), Rules, Policy, now ?? Due),
            ReminderText.Facts(card, null, null, Rules),
            now ?? Due)),
    ];

    /// <summary>Claims what is due of the partner.</summary>
    public static Task<List<CustomerCard>> ClaimAsync(
        PartnerStore store, string owner = "me", int most = 100, DateTimeOffset? now = null) =>
        store.Reminders.ClaimAsync(
            StoreFixture.Acme, new Lease(owner, (now ?? Due).AddMinutes(2)), now ?? Due, most);
}
