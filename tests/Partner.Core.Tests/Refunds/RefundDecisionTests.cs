using Partner.Core.Plans;
using Partner.Core.Refunds;

namespace Partner.Core.Tests.Refunds;

public sealed class RefundDecisionTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);
    private static readonly DateOnly First = new(2026, 2, 27);

    [Theory]
    [InlineData(null, 29, RefundGround.Whole)]
    [InlineData(null, 30, RefundGround.TooLate)]
    [InlineData(60, 59, RefundGround.Whole)]
    [InlineData(60, 60, RefundGround.TooLate)]
    public void A_plan_is_refunded_within_its_own_time_or_while_it_can_be_reversed(
        int? within, int age, RefundGround ground)
    {
        var policy = new RefundPolicy(RefundScope.Unused, Minutes(within), RefundMeans.Money);

        var decision = RefundDecision.Decide(policy, Window, Facts(age) with { WasUsed = false });

        Assert.Equal((ground, ground == RefundGround.Whole), (decision.Ground, decision.Share is not null));
    }

    [Fact]
    public void Without_a_policy_all_goes_back_within_the_window_and_without_a_window_nothing()
    {
        Assert.Equal(RefundShare.All, RefundDecision.Decide(null, Window, Facts(29)).Share);
        Assert.Null(RefundDecision.Decide(null, Window, Facts(30)).Share);
        Assert.Equal(RefundGround.TooLate, RefundDecision.Decide(null, TimeSpan.Zero, Facts(0)).Ground);
    }

    [Fact]
    public void What_is_never_refunded_is_not_however_young_it_is() => Assert.Equal(
        RefundGround.Never,
        RefundDecision.Decide(new RefundPolicy(RefundScope.Never, null, RefundMeans.Money), Window, Facts(0)).Ground);

    [Theory]
    [InlineData(false, RefundGround.Whole)]
    [InlineData(true, RefundGround.Used)]
    [InlineData(null, RefundGround.UsageUnknown)]
    public void What_is_refunded_unused_only_is_refunded_as_a_whole_or_not_at_all(bool? used, RefundGround ground) =>
        Assert.Equal(ground, Decide(RefundScope.Unused, Facts(1) with { WasUsed = used }).Ground);

    [Theory]
    [InlineData(0, RefundGround.Used, 0)]
    [InlineData(1, RefundGround.UnusedData, 1)]
    [InlineData(999, RefundGround.UnusedData, 999)]
    [InlineData(1000, RefundGround.Whole, 1)]
    [InlineData(5000, RefundGround.Whole, 1)]
    [InlineData(null, RefundGround.UsageUnknown, 0)]
    public void Unused_data_goes_back_and_never_more_than_was_granted(int? unused, RefundGround ground, long part)
    {
        var decision = Decide(
            RefundScope.UnusedData, Facts(1) with { GrantedBytes = 1000, UnusedBytes = unused });

        Assert.Equal((ground, part), (decision.Ground, decision.Share?.Part ?? 0));
    }

    // Granted: from 27 February to 8 March, ten days of which the present one counts as used.
    [Theory]
    [InlineData("2026-02-20", RefundGround.Whole, 1)]
    [InlineData("2026-02-26", RefundGround.Whole, 1)]
    [InlineData("2026-02-27", RefundGround.UnusedDays, 9)]
    [InlineData("2026-03-01", RefundGround.UnusedDays, 7)]
    [InlineData("2026-03-07", RefundGround.UnusedDays, 1)]
    [InlineData("2026-03-08", RefundGround.Used, 0)]
    [InlineData("2026-04-08", RefundGround.Used, 0)]
    public void Days_to_come_go_back(string today, RefundGround ground, long part)
    {
        var decision = Decide(RefundScope.UnusedDays, Facts(1) with
        {
            FirstDay = First,
            LastDay = First.AddDays(9),
            Today = DateOnly.ParseExact(today, "yyyy-MM-dd", null),
        });

        Assert.Equal((ground, part), (decision.Ground, decision.Share?.Part ?? 0));
    }

    [Fact]
    public void A_refund_is_in_what_the_policy_says() => Assert.Equal(
        RefundMeans.Points,
        RefundDecision.Decide(
            new RefundPolicy(RefundScope.UnusedData, null, RefundMeans.Points),
            Window,
            Facts(1) with { GrantedBytes = 2, UnusedBytes = 1 }).Means);

    private static RefundDecision Decide(RefundScope scope, RefundFacts facts) =>
        RefundDecision.Decide(new RefundPolicy(scope, null, RefundMeans.Money), Window, facts);

    private static RefundFacts Facts(int minutes) => new(TimeSpan.FromMinutes(minutes));

    private static TimeSpan? Minutes(int? count) => count is { } many ? TimeSpan.FromMinutes(many) : null;
}
