using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Projections;

/// <summary>The issuer's card beside the one that was promised.</summary>
public sealed class CardComparisonTests
{
    private static readonly CardProjection Promised = (DemoCards.Card(
        CardType.Travel, "2026-01-20", CardStanding.Active, new DataPack("GLOBAL", 100, DemoCards.At("2026-01-21")))
        with
    {
        Balance = Given.Yuan(5),
    }).Sell("travel-1d").Value;

    private static readonly CardState After = Promised.After;

    public static TheoryData<string, CardState, CardDifferences> Cards => new()
    {
        { "as promised", After, CardDifferences.None },
        { "a day short", After with { ValidUntil = After.ValidUntil!.Value.AddDays(-1) }, CardDifferences.ValidUntil },
        { "not in service", After with { Standing = CardStanding.Suspended }, CardDifferences.Standing },
        { "old data used meanwhile", WithData(DemoCards.Gib), CardDifferences.None },
        { "less data than was sold", WithData(DemoCards.Gib - 1), CardDifferences.Data },
        { "data from nowhere", WithData(DemoCards.Gib + 101), CardDifferences.Data },
        { "balance used", After with { Balance = Given.Yuan(0) }, CardDifferences.None },
        { "balance not told", After with { Balance = null }, CardDifferences.None },
        { "balance from nowhere", After with { Balance = Given.Yuan(6) }, CardDifferences.Balance },
        {
            "a pack too many",
            After with { Queue = [new("GLOBAL", 1, new(Core.Plans.PeriodUnit.Day, 1), DemoCards.Now, null)] },
            CardDifferences.Queue
        },
    };

    [Theory]
    [MemberData(nameof(Cards))]
    public void A_card_differs_in_what_was_promised_and_is_not_there(
        string what, CardState actual, CardDifferences expected)
    {
        var found = CardComparison.Compare(Promised, actual, DemoCards.Now);

        Assert.True(expected == found, $"{what}: {found}");
    }

    [Theory]
    [InlineData(0, CardStanding.Active, CardDifferences.None)]
    [InlineData(400, CardStanding.Suspended, CardDifferences.None)]
    [InlineData(-1, CardStanding.Active, CardDifferences.ValidUntil)]
    [InlineData(-800, CardStanding.InGrace, CardDifferences.ValidUntil | CardDifferences.Standing)]
    public void Of_a_card_of_which_nothing_was_known_only_what_is_missing_is_told(
        int days, CardStanding standing, CardDifferences expected)
    {
        var least = new CardState(CardType.KeepNumber, CardStanding.Active, null).Sell("keep-1y").Value.After;

        var found = CardComparison.CompareAtLeast(
            least, new CardState(CardType.KeepNumber, standing, least.ValidUntil!.Value.AddDays(days)));

        Assert.Equal(expected, found);
    }

    [Fact]
    public void Time_makes_another_card_when_its_end_comes_or_the_turn_of_a_pack_that_waits()
    {
        var turn = DemoCards.Now.AddHours(1);
        var waits = After with { Queue = [new("GLOBAL", 1, new(Core.Plans.PeriodUnit.Day, 1), turn, null)] };

        Assert.False(CardComparison.HasMovedOn(waits, DemoCards.Now));
        Assert.True(CardComparison.HasMovedOn(waits, turn));
        Assert.True(CardComparison.HasMovedOn(After, After.ValidUntil!.Value));
    }

    private static CardState WithData(long bytes) =>
        After with { Packs = [After.Packs[0] with { RemainingBytes = bytes }] };
}
