using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Commissions;

/// <summary>How far it is to the next step and what it would be worth, worked out by hand.</summary>
public sealed class TierOutlookTests
{
    /// <summary>3 %; from 1,000.00 4 %; from 5,000.00 5.5 %; from 9,000.00 only 2 %.</summary>
    private static readonly CommissionRule Rule = new(
        "rule",
        Selector.Everything,
        new BasisPoints(300),
        0,
        null,
        null,
        [
            new TierStep(100_000, new BasisPoints(400)),
            new TierStep(500_000, new BasisPoints(550)),
            new TierStep(900_000, new BasisPoints(200)),
        ],
        null);

    [Theory]
    //         tiering            volume   from     missing  rate  worth
    [InlineData(Tiering.Marginal, 0, 100_000, 100_000, 400, 100)] // 100.00 × (4 % − 3 %) = 1.00
    [InlineData(Tiering.Marginal, 99_999, 100_000, 1, 400, 100)]
    [InlineData(Tiering.Marginal, 100_000, 500_000, 400_000, 550, 150)] // 100.00 × (5.5 % − 4 %) = 1.50
    [InlineData(Tiering.Marginal, 500_000, 900_000, 400_000, 200, -350)] // 100.00 × (2 % − 5.5 %) = −3.50
    [InlineData(Tiering.Whole, 0, 100_000, 100_000, 400, 1_000)] // 1,000.00 × 1 % = 10.00
    [InlineData(Tiering.Whole, 99_999, 100_000, 1, 400, 1_000)]
    [InlineData(Tiering.Whole, 100_000, 500_000, 400_000, 550, 7_500)] // 5,000.00 × 1.5 % = 75.00
    [InlineData(Tiering.Whole, 899_999, 900_000, 1, 200, -31_500)] // 9,000.00 × −3.5 % = −315.00
    public void The_next_step_is_the_first_above_the_volume(
        Tiering tiering, long volume, long from, long missing, int rate, long worth) => Assert.Equal(
        new TierOutlook(from, missing, new BasisPoints(rate), worth), TierOutlook.Of(Rule, tiering, volume));

    [Theory]
    [InlineData(Tiering.Marginal)]
    [InlineData(Tiering.Whole)]
    public void On_the_highest_step_and_without_steps_there_is_no_next_one(Tiering tiering)
    {
        Assert.Null(TierOutlook.Of(Rule, tiering, 900_000));
        Assert.Null(TierOutlook.Of(Rule with { Steps = [] }, tiering, 0));
    }

    [Fact]
    public void What_a_WHOLE_step_is_worth_is_what_a_month_that_ends_at_it_earns_more()
    {
        var terms = new CommissionTerms(
            "schedule", "schedule@1", "UTC", CommissionBase.Face, new Money(500_000, Currency.Of("CNY")),
            Tiering.Whole, CommissionMode.Settled, TaxMoment.Settlement, Rule);
        var reached = CommissionMath.EarnAtMonthEnd(terms, 500_000).Minor;
        var atPresentRate = new BasisPoints(400).OfHalfEven(terms.Base).Minor;

        Assert.Equal(reached - atPresentRate, TierOutlook.Of(Rule, Tiering.Whole, 250_000)!.Worth);
    }
}
