using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Core.Tests.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Reminders;

/// <summary>Cards of customers to start from, of the demo catalogue. Times of day are those of Shanghai.</summary>
internal static class RadarGiven
{
    public static readonly ReminderPolicy Policy = new();

    public static CardTypeRules Rules(CardType type) => DemoCards.Catalogue.RulesOf(type);

    public static CardSale Sale(
        CardType type, string plan, DateTimeOffset at, string? promisedLastDay = null, int yuan = 100) => new(
        new PartnerId("acme"),
        Given.Card,
        type,
        new LastSale(
            new TopUpId($"t{at.UtcTicks}"), new PlanCode(plan), Channel.Pos, "outlet-1", Given.Yuan(yuan), at),
        null,
        promisedLastDay is null ? null : DemoCards.Card(type, promisedLastDay));

    /// <summary>A card that was sold to long ago, and ends with a day.</summary>
    public static CustomerCard Card(CardType type, string lastDay, string plan = "phone-100", int yuan = 100) =>
        CardWatch.Sold(
            null,
            Sale(type, plan, DemoCards.At(lastDay).AddDays(-400), lastDay, yuan),
            null,
            Rules(type),
            Policy);

    public static CustomerCard Learn(
        this CustomerCard card, string? lastDay, DateTimeOffset at, CardStanding standing = CardStanding.Active) =>
        CardWatch.Learnt(card, Fact(lastDay, at, standing), Rules(card.CardType), Policy);

    public static CardFact Fact(string? lastDay, DateTimeOffset at, CardStanding standing = CardStanding.Active) => new(
        lastDay is null ? null : DemoCards.At(lastDay).AddDays(1), standing, "CN", at, CardFactSource.Refresh);

    public static CardLook Look(this CustomerCard card, CardFact? fact, DateTimeOffset now) =>
        CardWatch.Look(card, fact, Rules(card.CardType), Policy, now);
}
