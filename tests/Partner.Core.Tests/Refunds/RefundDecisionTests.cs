using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Refunds;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Refunds;

/// <summary>What the policy of a sale makes of what is left of it.</summary>
public sealed class RefundDecisionTests
{
    [Theory]
    [InlineData(RefundScope.Never, 10, Reason.RefundExcluded)]
    [InlineData(RefundScope.Never, null, Reason.RefundExcluded)]
    [InlineData(RefundScope.Unused, 9, Reason.RefundNothingLeft)]
    [InlineData(RefundScope.UnusedData, 0, Reason.RefundNothingLeft)]
    [InlineData(RefundScope.UnusedData, null, Reason.IssuerUnavailable)]
    [InlineData(RefundScope.UnusedDays, 0, Reason.RefundNothingLeft)]
    [InlineData(RefundScope.UnusedDays, null, Reason.IssuerUnavailable)]
    public void What_is_not_refunded_says_why(RefundScope scope, int? unusedOfTen, Reason reason) => Assert.Equal(
        reason, Decide(scope, RefundMeans.Money, unusedOfTen).Refusal?.Reason);

    [Theory]
    [InlineData(RefundScope.Unused, null)] // The issuer refuses it, if it was used.
    [InlineData(RefundScope.Unused, 10)]
    [InlineData(RefundScope.UnusedData, 10)]
    [InlineData(RefundScope.UnusedDays, 10)]
    public void What_was_not_used_goes_back_as_a_whole_and_is_taken_off_as_a_whole(RefundScope scope, int? unusedOfTen)
    {
        var decision = Decide(scope, RefundMeans.Money, unusedOfTen).Value;

        Assert.Equal(RefundDecision.InFull, decision);
        Assert.Equal((0L, 0), (decision.Bytes, decision.Days));
    }

    [Fact]
    public void A_plan_that_says_nothing_is_taken_back_as_a_whole() => Assert.Equal(
        RefundDecision.InFull, RefundDecision.Decide(null, null).Value);

    [Fact]
    public void A_part_is_the_share_of_what_is_left_and_that_is_what_is_taken_off()
    {
        var data = Decide(RefundScope.UnusedData, RefundMeans.Money, 4).Value;
        var days = Decide(RefundScope.UnusedDays, RefundMeans.Money, 7).Value;

        Assert.Equal(
            (RefundGround.UnusedData, new RefundShare(4, 10), 4L, 0), (data.Ground, data.Share, data.Bytes, data.Days));
        Assert.Equal(
            (RefundGround.UnusedDays, new RefundShare(7, 10), 0L, 7), (days.Ground, days.Share, days.Bytes, days.Days));
    }

    [Theory]
    [InlineData(4, 40)]
    [InlineData(10, 100)]
    public void Points_stand_for_what_the_customer_would_get_and_no_money_moves(int unusedOfTen, long points)
    {
        var sold = SoldFor(RefundScope.UnusedData, RefundMeans.Points);

        var refund = Refund.Of(sold, new RefundUsage(10, unusedOfTen)).Value;

        Assert.Equal((points, 0, 0, 0), (refund.Points, refund.CustomerGets.Minor, refund.Part.NetDebit.Minor,
            refund.Part.Commission.Credit.Minor));
        Assert.NotNull(PartialRefund.Of(refund));
    }

    [Fact]
    public void A_share_of_less_than_a_fen_is_nothing()
    {
        var sold = SoldFor(RefundScope.UnusedData, RefundMeans.Money);

        Assert.Equal(Reason.RefundNothingLeft, Refund.Of(sold, new RefundUsage(100_000, 1)).Refusal?.Reason);
        Assert.Equal(1, Refund.Of(sold, new RefundUsage(10_000, 1)).Value.CustomerGets.Minor);
    }

    [Theory]
    [InlineData(4_000, 0, null)]
    [InlineData(4_001, 0, Reason.RefundChanged)]
    [InlineData(10_000, 0, Reason.RefundChanged)]
    [InlineData(null, 40, Reason.RefundChanged)]
    public void Another_refund_than_the_customer_was_told_is_refused(int? money, long points, Reason? reason)
    {
        var refund = Refund.Of(SoldFor(RefundScope.UnusedData, RefundMeans.Money), new RefundUsage(10, 4)).Value;

        var refusal = refund.Refuse(new ExpectedRefund(money is { } fen ? Given.Fen(fen) : null, points));

        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(reason is null ? null : "40.00 CNY", refusal?.Metadata["customer_gets"]);
    }

    [Fact]
    public void Points_in_place_of_the_money_that_the_customer_was_told_are_told_as_the_new_refund()
    {
        var refund = Refund.Of(SoldFor(RefundScope.UnusedData, RefundMeans.Points), new RefundUsage(10, 4)).Value;

        var refusal = refund.Refuse(new ExpectedRefund(Given.Yuan(40), 0));

        Assert.Equal(
            new Dictionary<string, string> { ["points"] = "40", ["customer_gets"] = "0.00 CNY" }, refusal?.Metadata);
    }

    [Fact]
    public void A_refund_in_full_is_stored_as_none_and_a_part_with_its_sums()
    {
        var sold = SoldFor(RefundScope.UnusedData, RefundMeans.Money);
        sold = sold with
        {
            Offer = sold.Offer with
            {
                Price = sold.Offer.Price with { HandlingFee = Given.Yuan(2), CustomerPays = Given.Yuan(102) },
            },
        };

        var full = Refund.Of(sold, new RefundUsage(10, 10)).Value;
        var part = Refund.Of(sold, new RefundUsage(10, 4)).Value;

        Assert.Null(PartialRefund.Of(full));
        Assert.Null(RefundSums.Of(full));
        Assert.Equal(new PartialRefund(part.Decision, 0), PartialRefund.Of(part));
        Assert.Equal(new RefundSums(4_000, 4_080, 120) { Fee = 80 }, RefundSums.Of(part));
    }

    [Fact]
    public void A_sale_pins_what_its_plan_says()
    {
        var plan = Given.Plan("p", new PlanPrice.Fixed(Given.Yuan(1))) with
        {
            DataBytes = 5,
            PeriodUnit = PeriodUnit.Day,
            PeriodCount = 3,
            Conditions = new PlanConditions
            {
                Refund = new RefundPolicy(RefundScope.UnusedDays, null, RefundMeans.Points),
            },
        };

        Assert.Equal(
            new RefundTerms(RefundScope.UnusedDays, RefundMeans.Points)
            {
                Bytes = 5,
                Period = new CalendarPeriod(PeriodUnit.Day, 3),
            },
            RefundTerms.Of(plan, Given.Yuan(1)));
        Assert.Null(RefundTerms.Of(plan with { Conditions = PlanConditions.None }, Given.Yuan(1)));
    }

    private static Result<RefundDecision> Decide(RefundScope scope, RefundMeans means, int? unusedOfTen) =>
        RefundDecision.Decide(
            new RefundTerms(scope, means), unusedOfTen is { } unused ? new RefundUsage(10, unused) : null);

    private static TopUpRecord SoldFor(RefundScope scope, RefundMeans means) =>
        Given.TopUp(TopUpState.Succeeded) with
        {
            Offer = Given.Offer() with { Refund = new RefundTerms(scope, means) { Bytes = 10 } },
        };
}
