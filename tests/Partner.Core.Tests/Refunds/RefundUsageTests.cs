using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Refunds;

namespace Partner.Core.Tests.Refunds;

/// <summary>What a card says of how much is left of one sale.</summary>
public sealed class RefundUsageTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    // 15 January, noon, in the card's zone.
    private static readonly DateTimeOffset Sold = new(2026, 1, 15, 4, 0, 0, TimeSpan.Zero);

    private static readonly RefundTerms Month = new(RefundScope.UnusedDays, RefundMeans.Money)
    {
        Period = new CalendarPeriod(PeriodUnit.Month, 1),
    };

    private static readonly RefundTerms Pack = new(RefundScope.UnusedData, RefundMeans.Money) { Bytes = 1_000 };

    [Theory]
    [InlineData(1_000, 1_000)]
    [InlineData(1_700, 1_000)] // What it had before is used first.
    [InlineData(400, 400)]
    [InlineData(0, 0)]
    public void TRAVEL_of_data_never_more_than_the_sale_granted_is_left(long onCard, long unused) => Assert.Equal(
        new RefundUsage(1_000, unused), Of(Pack, Card(data: onCard), Sold.AddDays(1)));

    [Fact]
    public void TRAVEL_data_of_a_later_sale_is_not_this_ones() => Assert.Equal(
        new RefundUsage(1_000, 300), Of(Pack, Card(data: 1_300), Sold.AddDays(1), later: [Pack]));

    [Fact]
    public void REGISTRATION_ESIM_data_that_waits_for_its_turn_is_unused()
    {
        var card = Card(CardType.RegistrationEsim, data: 100) with
        {
            Queue = [new QueuedPack(null, 800, new CalendarPeriod(PeriodUnit.Day, 30), Sold.AddDays(9), null)],
        };

        Assert.Equal(new RefundUsage(1_000, 900), Of(Pack, card, Sold.AddDays(1)));
    }

    [Fact]
    public void Data_that_has_lapsed_is_not_left()
    {
        var card = Card() with { Packs = [new DataPack(null, 500, Sold.AddDays(1)), new DataPack(null, 70, null)] };

        Assert.Equal(new RefundUsage(1_000, 70), Of(Pack, card, Sold.AddDays(2)));
    }

    // A month from the end of 15 January ends with 15 February: 31 days.
    [Theory]
    [InlineData(0, 31)] // The day of the sale does not count.
    [InlineData(1, 30)]
    [InlineData(30, 1)]
    [InlineData(31, 0)]
    [InlineData(40, 0)]
    public void TRAVEL_of_days_the_present_one_counts_as_used(int days, long unused) => Assert.Equal(
        new RefundUsage(31, unused), Of(Month, Card(until: EndOf(2026, 2, 15)), Sold.AddDays(days)));

    [Fact]
    public void A_day_that_the_card_is_valid_for_in_part_is_not_one_that_can_be_taken_off() => Assert.Equal(
        new RefundUsage(31, 29), Of(Month, Card(until: EndOf(2026, 2, 15).AddHours(-16)), Sold.AddDays(1)));

    [Fact]
    public void KEEP_NUMBER_days_that_the_card_had_before_are_used_first()
    {
        // Valid until 31 January before; the quote saw it. A month from there ends with 28 February.
        var card = Card(CardType.KeepNumber, until: EndOf(2026, 2, 28));

        Assert.Equal(new RefundUsage(28, 28), Of(Month, card, Sold.AddDays(10), endBefore: EndOf(2026, 1, 31)));
        Assert.Equal(new RefundUsage(28, 26), Of(Month, card, Sold.AddDays(18), endBefore: EndOf(2026, 1, 31)));
    }

    [Fact]
    public void PHONE_days_counted_from_the_sale_are_over_though_the_card_is_valid_longer() => Assert.Equal(
        new RefundUsage(31, 11),
        Of(Month with { FromToday = true }, Card(CardType.Phone, until: EndOf(2027, 1, 1)), Sold.AddDays(20)));

    [Fact]
    public void Days_that_a_later_sale_put_behind_are_not_this_ones() => Assert.Equal(
        new RefundUsage(31, 30), Of(Month, Card(until: EndOf(2026, 3, 18)), Sold.AddDays(1), later: [Month]));

    [Fact]
    public void What_cannot_be_told_is_not_guessed()
    {
        var later = Sold.AddDays(1);

        Assert.Null(Of(Month, Card() with { ValidUntil = null }, later));
        Assert.Null(Of(Pack with { Bytes = 0 }, Card(), later));
        Assert.Null(RefundUsage.Of(Pack, new RefundedSale(Sold, null, null), Card(data: 5), Zone, later));
        Assert.Null(RefundUsage.Of(Month, new RefundedSale(Sold, null, null), Card(), Zone, later));
    }

    private static RefundUsage? Of(
        RefundTerms terms,
        CardState card,
        DateTimeOffset now,
        DateTimeOffset? endBefore = null,
        params IReadOnlyList<RefundTerms> later) =>
        RefundUsage.Of(terms, new RefundedSale(Sold, endBefore, later), card, Zone, now);

    private static CardState Card(CardType type = CardType.Travel, long data = 0, DateTimeOffset? until = null) =>
        new(type, CardStanding.Active, until ?? EndOf(2026, 6, 1)) { Packs = [new DataPack(null, data, null)] };

    private static DateTimeOffset EndOf(int year, int month, int day) =>
        CardCalendar.EndOfDay(new DateTimeOffset(year, month, day, 4, 0, 0, TimeSpan.Zero), Zone);
}
