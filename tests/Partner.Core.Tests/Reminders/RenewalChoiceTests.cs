using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Core.Tests.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Reminders;

/// <summary>Which renewal is the best for a card, and what a reminder says.</summary>
public sealed class RenewalChoiceTests
{
    [Theory]
    [InlineData(CardType.KeepNumber, "keep-1y", 60, "keep-1y 60.00 CNY")]
    [InlineData(CardType.RegistrationEsim, "esim-30d", 45, "esim-30d 45.00 CNY")]
    [InlineData(CardType.Phone, "phone-choice", 200, "phone-choice 200.00 CNY")]
    [InlineData(CardType.Phone, "phone-any", 77, "phone-any 77.00 CNY")]
    [InlineData(CardType.Travel, "travel-1m", 98, "travel-1m 98.00 CNY")]
    public void Of_each_card_type_what_the_customer_bought_last_is_proposed_again(
        CardType type, string plan, int yuan, string best)
    {
        var card = RadarGiven.Card(type, "2026-01-20", plan, yuan);

        var first = Options(card).FirstOrDefault(option => option.Ground == RenewalGround.BoughtLast);

        Assert.Equal(best, first is null ? "" : $"{first.Plan.Code} {first.Face}");
    }

    [Theory]
    [InlineData(CardType.KeepNumber, "keep-2y")]
    [InlineData(CardType.Phone, "phone-50")]
    public void What_is_not_sold_any_more_gives_way_to_what_costs_the_least_a_day(CardType type, string least)
    {
        var card = RadarGiven.Card(type, "2026-01-20", "gone");

        var best = RenewalChoice.LeastPerDay(Options(card).Select(option => (option, option.Face, 0)))!.Value.Option;

        var cheapest = Options(card).Min(option => (double)option.Face.Minor / option.Days);
        Assert.Equal(cheapest, (double)best.Face.Minor / best.Days, 6);
        Assert.Equal(RenewalGround.LeastPerDay, best.Ground);
        Assert.True(type == CardType.Phone || best.Plan.Code.Value == least);
    }

    [Fact]
    public void TRAVEL_a_plan_of_another_region_is_never_proposed_in_place_of_what_was_bought()
    {
        var plans = DemoCards.Catalogue.Plans.Append(
            DemoCards.Plan("travel-1m") with { Code = new PlanCode("travel-jp"), Region = "JP" });
        var catalogue = new PlanCatalogue("with-jp@1", plans, []) { CardTypes = DemoCards.Catalogue.CardTypes };
        var card = RadarGiven.Card(CardType.Travel, "2026-01-20", "gone");

        string[] Regions(string region) =>
        [
            .. Options(card with { Fact = card.Fact with { Region = region } }, catalogue)
                .Select(option => option.Plan.Region).Distinct().Order(),
        ];

        Assert.Equal(["GLOBAL"], Regions("FR"));
        Assert.Equal(["GLOBAL", "JP"], Regions("JP"));
    }

    [Fact]
    public void REGISTRATION_ESIM_a_pack_that_waits_for_its_turn_extends_the_card_from_its_end()
    {
        var card = RadarGiven.Card(CardType.RegistrationEsim, "2026-06-30", "esim-30d", 45);

        var best = Options(card).First();

        Assert.Equal((RenewalGround.BoughtLast, "esim-30d"), (best.Ground, best.Plan.Code.Value));
        Assert.Equal(DemoCards.At("2026-07-31"), best.ValidUntil);
    }

    [Fact]
    public void PHONE_an_amount_that_does_not_make_the_card_last_longer_is_not_proposed()
    {
        // 50 yuan give thirty days from today, and the card has sixty.
        var card = RadarGiven.Card(CardType.Phone, "2026-03-15", "phone-50", 50);

        Assert.DoesNotContain(Options(card), option => option.Plan.Code.Value == "phone-50");
        Assert.All(Options(card), option => Assert.True(option.ValidUntil > card.Fact.ValidUntil));
    }

    [Fact]
    public void KEEP_NUMBER_in_grace_is_proposed_what_revives_it_and_nothing_once_it_is_over()
    {
        Assert.NotEmpty(Options(RadarGiven.Card(CardType.KeepNumber, "2025-11-30", "keep-1y", 60)));
        Assert.Empty(Options(RadarGiven.Card(CardType.KeepNumber, "2025-09-30", "keep-1y", 60)));
    }

    [Fact]
    public void A_blocked_card_is_proposed_nothing() => Assert.Empty(Options(
        RadarGiven.Card(CardType.Phone, "2026-01-20").Learn("2026-01-20", DemoCards.Now, CardStanding.Blocked)));

    [Fact]
    public void Of_two_that_cost_the_same_a_day_the_longer_is_better()
    {
        RenewalOption Of(string plan, int days) => new(
            DemoCards.Plan(plan), Given.Yuan(1), RenewalGround.LeastPerDay, DemoCards.Now.AddDays(days), days);

        (RenewalOption, Money, int)[] priced =
            [(Of("phone-50", 30), Given.Yuan(30), 0), (Of("phone-200", 90), Given.Yuan(90), 0)];

        Assert.Equal("phone-200", RenewalChoice.LeastPerDay(priced)!.Value.Option.Plan.Code.Value);
        Assert.Equal("phone-200", RenewalChoice.LeastPerDay(priced.Reverse())!.Value.Option.Plan.Code.Value);
    }

    [Theory]
    [InlineData(NoticeLanguage.English, "2026-01-20",
        "LEB: card ending 0014 ends on 2026-01-20. Renew it in time: Phone credit 100, 100.00 CNY.")]
    [InlineData(NoticeLanguage.Chinese, "2026-01-20", "【LEB】尾号0014的卡将于2026-01-20到期，请及时续费：电话卡 100 元，100.00元。")]
    [InlineData(NoticeLanguage.English, "2026-01-10",
        "LEB: card ending 0014 ended on 2026-01-10. Renew it by 2026-04-10 to keep it.")]
    [InlineData(NoticeLanguage.Chinese, "2026-01-10", "【LEB】尾号0014的卡已于2026-01-10到期，请在2026-04-10前续费以保留。")]
    public void A_reminder_names_the_card_its_end_and_the_renewal(NoticeLanguage language, string lastDay, string text)
    {
        var card = RadarGiven.Card(CardType.Phone, lastDay);
        card = card with { Card = CardNumber.Iccid("8986030000000000014")! };
        var rules = RadarGiven.Rules(CardType.Phone);
        var facts = ReminderText.Facts(card, DemoCards.Plan("phone-100"), Given.Yuan(100), rules);

        Assert.Equal(text, ReminderText.Of(card, facts, false, rules, DemoCards.Now, language));
        Assert.Empty(ReminderText.Of(card, facts, true, rules, DemoCards.Now, language));
    }

    private static IEnumerable<RenewalOption> Options(CustomerCard card, PlanCatalogue? catalogue = null) =>
        RenewalChoice.Options(
            card,
            catalogue ?? DemoCards.Catalogue,
            plan => plan.Price is PlanPrice.Fixed one ? one.Amount : null,
            DemoCards.Now);
}
