using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Core.Tests.Projections;

namespace Partner.Core.Tests.Reminders;

/// <summary>What is known of cards, and what falls due by it.</summary>
public sealed class CardWatchTests
{
    private static readonly CalendarPeriod TwoWeeks = new(PeriodUnit.Day, 14);
    private static readonly CalendarPeriod OneWeek = new(PeriodUnit.Day, 7);

    // The end of 31 March; so the windows begin with the end of 17 and of 24 March.
    private static readonly CustomerCard Phone = RadarGiven.Card(CardType.Phone, "2026-03-31");
    private static readonly DateTimeOffset First = DemoCards.At("2026-03-18");
    private static readonly DateTimeOffset Second = DemoCards.At("2026-03-25");

    [Theory]
    [InlineData(CardType.KeepNumber, "2025-10-01")]
    [InlineData(CardType.RegistrationEsim, "2026-03-18")]
    [InlineData(CardType.Phone, "2026-03-18")]
    [InlineData(CardType.Travel, "2026-03-18")]
    public void A_card_of_each_type_is_looked_at_when_its_first_window_begins(CardType type, string day) =>
        Assert.Equal(DemoCards.At(day), RadarGiven.Card(type, "2026-03-31").DueAt);

    [Fact]
    public void Each_window_is_told_once_and_the_next_look_is_the_next_window()
    {
        var first = Phone.Look(RadarGiven.Fact("2026-03-31", First), First);
        Assert.Equal(TwoWeeks, first.Reminder!.Window);
        Assert.Equal(First, first.Reminder.DueAt);
        Assert.True(first.Reminder.IsConfirmed);
        Assert.Equal(Second, first.After!.DueAt);

        var again = first.After.Look(RadarGiven.Fact("2026-03-31", First.AddDays(1)), First.AddDays(1));
        Assert.Null(again.Reminder);

        var second = again.After!.Look(RadarGiven.Fact("2026-03-31", Second), Second);
        Assert.Equal(OneWeek, second.Reminder!.Window);
        Assert.Equal(DemoCards.At("2026-04-01") + RadarGiven.Policy.CardsKept, second.After!.DueAt);
        Assert.Null(second.After.Look(RadarGiven.Fact("2026-03-31", Second.AddDays(3)), Second.AddDays(3)).Reminder);
    }

    [Fact]
    public void Of_several_windows_that_nobody_came_to_the_last_is_told() =>
        Assert.Equal(
            OneWeek, Phone.Look(RadarGiven.Fact("2026-03-31", Second.AddDays(2)), Second.AddDays(2)).Reminder!.Window);

    [Fact]
    public void A_card_that_was_renewed_elsewhere_is_not_told_and_waits_for_its_new_end()
    {
        var look = Phone.Look(RadarGiven.Fact("2026-06-30", First), First);

        Assert.Null(look.Reminder);
        Assert.Equal(DemoCards.At("2026-06-17"), look.After!.DueAt);
    }

    [Fact]
    public void The_customer_who_was_just_at_the_counter_is_not_reminded_of_windows_before()
    {
        var sold = CardWatch.Sold(
            Phone,
            RadarGiven.Sale(CardType.Phone, "phone-50", First.AddDays(1), "2026-03-31"),
            null,
            RadarGiven.Rules(CardType.Phone),
            RadarGiven.Policy);

        Assert.Null(sold.Look(RadarGiven.Fact("2026-03-31", First.AddDays(2)), First.AddDays(2)).Reminder);
        Assert.Equal(Second, sold.DueAt);
    }

    [Fact]
    public void A_new_end_is_told_anew_and_an_end_that_came_nearer_too()
    {
        var told = Phone.Look(RadarGiven.Fact("2026-03-31", First), First).After!;

        var later = told.Learn("2026-06-30", First.AddDays(1));
        Assert.Equal(TwoWeeks, later.Look(
            RadarGiven.Fact("2026-06-30", DemoCards.At("2026-06-17")), DemoCards.At("2026-06-17")).Reminder!.Window);

        var nearer = told.Learn("2026-03-22", First.AddDays(1));
        Assert.True(nearer.DueAt <= First.AddDays(1));
        var look = nearer.Look(null, First.AddDays(1));
        Assert.Equal(OneWeek, look.Reminder!.Window);
        Assert.Equal(new DateOnly(2026, 3, 22), look.After!.Told!.EndDay);
    }

    [Fact]
    public void An_older_fact_never_replaces_a_newer_one()
    {
        var known = Phone.Learn("2026-06-30", First);

        Assert.Same(known, known.Learn("2026-03-31", First.AddTicks(-1)));
        Assert.Same(known, known.Learn("2026-03-31", First));
        var sold = CardWatch.Sold(
            known,
            RadarGiven.Sale(CardType.Phone, "phone-50", First.AddTicks(-1), "2026-04-15"),
            null,
            RadarGiven.Rules(CardType.Phone),
            RadarGiven.Policy);
        Assert.Equal(known.Fact, sold.Fact);
        Assert.Equal("phone-50", sold.Sale.PlanCode.Value);
        Assert.Same(sold, CardWatch.Sold(
            sold,
            RadarGiven.Sale(CardType.Phone, "phone-200", First.AddTicks(-1), "2026-08-15"),
            null,
            RadarGiven.Rules(CardType.Phone),
            RadarGiven.Policy));
    }

    [Fact]
    public void A_silent_issuer_is_asked_for_a_while_and_then_what_is_known_is_told_and_marked()
    {
        var (card, now) = (Phone, First);
        Assert.True(CardWatch.AsksIssuer(card, RadarGiven.Rules(CardType.Phone), RadarGiven.Policy, now));
        while (now - First < RadarGiven.Policy.SilentFor)
        {
            var look = card.Look(null, now);
            Assert.Null(look.Reminder);
            Assert.Equal(now + RadarGiven.Policy.AskAgainAfter, look.After!.DueAt);
            (card, now) = (look.After, look.After.DueAt);
        }

        var told = card.Look(null, now);

        Assert.False(told.Reminder!.IsConfirmed);
        Assert.Equal(Second, told.After!.DueAt);
        Assert.Null(told.After.AskedAt);
    }

    [Fact]
    public void What_was_overtaken_is_never_told_and_the_issuer_is_asked_until_it_answers_ever_more_rarely()
    {
        var (rules, policy) = (RadarGiven.Rules(CardType.Phone), RadarGiven.Policy);
        var (card, now, asked) = (CardWatch.TakenBack(Phone, Phone.Sale, First)!, First, 0);
        for (; now < First.AddDays(20); asked++)
        {
            var look = card.Look(null, now);
            Assert.Null(look.Reminder);
            Assert.True(CardWatch.AsksIssuer(look.After!, rules, policy, look.After!.DueAt));
            Assert.InRange(look.After.DueAt - now, policy.AskAgainAfter, policy.AskAgainAtLatest);
            (card, now) = (look.After, look.After.DueAt);
        }

        var answered = card.Look(RadarGiven.Fact("2026-04-15", now), now);

        Assert.InRange(asked, 30, 50);
        Assert.Equal(TwoWeeks, answered.Reminder!.Window);
        Assert.Equal((false, null), (answered.After!.IsStale, answered.After.AskedAt));
    }

    [Fact]
    public void What_the_issuer_said_a_moment_ago_is_not_asked_again()
    {
        var known = Phone.Learn("2026-03-31", First.AddMinutes(-5));

        Assert.False(CardWatch.AsksIssuer(known, RadarGiven.Rules(CardType.Phone), RadarGiven.Policy, First));
        Assert.True(known.Look(null, First).Reminder!.IsConfirmed);
    }

    [Theory]
    [InlineData(CardStanding.Blocked)]
    [InlineData(CardStanding.Terminated)]
    public void A_card_that_takes_nothing_is_not_told(CardStanding standing)
    {
        var fact = CardFact.Of(
            new CardState(CardType.Phone, standing, DemoCards.At("2026-04-01")), First, CardFactSource.Refresh);

        var look = Phone.Look(fact, First);

        Assert.Null(look.Reminder);
        Assert.True(look.After!.DueAt > First);
        Assert.Equal(standing == CardStanding.Terminated, look.After.Fact.ValidUntil is null);
    }

    [Fact]
    public void A_sale_without_a_quote_gives_at_least_what_its_plan_does_to_the_card_as_it_was_known()
    {
        var rules = RadarGiven.Rules(CardType.KeepNumber);
        var sale = RadarGiven.Sale(CardType.KeepNumber, "keep-1y", DemoCards.Now, null, 60);

        var unknown = CardWatch.Sold(null, sale, DemoCards.Plan("keep-1y"), rules, RadarGiven.Policy);
        Assert.Equal(DemoCards.At("2027-01-16"), unknown.Fact.ValidUntil);
        Assert.True(unknown.Fact.AtLeast);

        var known = RadarGiven.Card(CardType.KeepNumber, "2026-03-31");
        var renewed = CardWatch.Sold(known, sale, DemoCards.Plan("keep-1y"), rules, RadarGiven.Policy);
        Assert.Equal(DemoCards.At("2027-04-01"), renewed.Fact.ValidUntil);
    }

    [Fact]
    public void A_sale_that_tells_nothing_of_the_end_makes_the_issuer_be_asked()
    {
        var sale = RadarGiven.Sale(CardType.Phone, "gone", DemoCards.Now);
        var rules = RadarGiven.Rules(CardType.Phone);

        var card = CardWatch.Sold(null, sale, null, rules, RadarGiven.Policy);

        Assert.True(card.DueAt <= DemoCards.Now);
        Assert.True(CardWatch.AsksIssuer(card, rules, RadarGiven.Policy, DemoCards.Now));
        var look = card.Look(RadarGiven.Fact("2026-03-31", DemoCards.Now), DemoCards.Now);
        Assert.Null(look.Reminder);
        Assert.Equal(First, look.After!.DueAt);
    }

    [Fact]
    public void After_a_reversal_the_sale_before_counts_and_the_issuer_is_asked()
    {
        var before = RadarGiven.Sale(CardType.Phone, "phone-50", First.AddDays(-30)).Sale;

        Assert.Null(CardWatch.TakenBack(Phone, null, First));
        var card = CardWatch.TakenBack(Phone, before, First)!;

        Assert.Equal(before, card.Sale);
        Assert.True(CardWatch.AsksIssuer(card, RadarGiven.Rules(CardType.Phone), RadarGiven.Policy, First));
    }

    [Fact]
    public void What_was_asked_before_a_reversal_is_not_learnt_after_it()
    {
        var before = RadarGiven.Sale(CardType.Phone, "phone-50", First.AddDays(-30)).Sale;
        var card = CardWatch.TakenBack(Phone, before, First)!;

        Assert.Same(card, card.Learn("2026-09-30", First.AddTicks(-1)));
        var learnt = card.Learn("2026-04-30", First);

        Assert.False(learnt.IsStale);
        Assert.Equal(DemoCards.At("2026-05-01"), learnt.Fact.ValidUntil);
    }

    [Fact]
    public void A_sale_after_a_reversal_does_not_build_on_what_was_overtaken()
    {
        var (rules, plan) = (RadarGiven.Rules(CardType.KeepNumber), DemoCards.Plan("keep-1y"));
        var known = RadarGiven.Card(CardType.KeepNumber, "2027-03-31");
        var overtaken = CardWatch.TakenBack(known, known.Sale, First)!;
        var sale = RadarGiven.Sale(CardType.KeepNumber, "keep-1y", First.AddDays(1));

        var card = CardWatch.Sold(overtaken, sale, plan, rules, RadarGiven.Policy);

        Assert.Equal(CardWatch.Sold(null, sale, plan, rules, RadarGiven.Policy).Fact.ValidUntil, card.Fact.ValidUntil);
        Assert.True(CardWatch.Sold(known, sale, plan, rules, RadarGiven.Policy).Fact.ValidUntil > card.Fact.ValidUntil);
        Assert.True(CardWatch.AsksIssuer(card, rules, RadarGiven.Policy, First.AddDays(1)));
        Assert.True(card.DueAt <= First.AddDays(1));
    }

    [Fact]
    public void A_card_is_forgotten_a_year_after_its_end_and_not_before()
    {
        var forgotten = DemoCards.At("2026-04-01").AddDays(366);

        Assert.NotNull(Phone.Look(null, forgotten.AddTicks(-1)).After);
        Assert.Null(Phone.Look(null, forgotten).After);
    }

    [Theory]
    [InlineData("2026-03-18T08:59:59", "2026-03-18T09:00:00")]
    [InlineData("2026-03-18T09:00:00", "2026-03-18T09:00:00")]
    [InlineData("2026-03-18T20:59:59", "2026-03-18T20:59:59")]
    [InlineData("2026-03-18T21:00:00", "2026-03-19T09:00:00")]
    public void Customers_are_told_by_day(string now, string told)
    {
        static DateTimeOffset At(string time) => new(
            DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

        Assert.Equal(
            At(told), RadarGiven.Policy.TellAt(At(now), RadarGiven.Rules(CardType.Phone).Zone));
    }
}
