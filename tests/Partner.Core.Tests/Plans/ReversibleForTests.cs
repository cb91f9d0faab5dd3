using Partner.Core.Plans;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Plans;

public sealed class ReversibleForTests
{
    [Theory]
    [InlineData(null, null, 30)]
    [InlineData(RefundScope.Never, null, 0)]
    [InlineData(RefundScope.Unused, null, 30)]
    [InlineData(RefundScope.Unused, 10, 10)]
    [InlineData(RefundScope.Unused, 90, 90)]
    [InlineData(RefundScope.UnusedData, 90, 90)]
    [InlineData(RefundScope.UnusedData, null, 30)]
    [InlineData(RefundScope.UnusedDays, 10, 10)]
    public void A_sale_is_taken_back_for_as_long_as_the_plan_refunds_it(
        RefundScope? scope, int? within, int minutes)
    {
        var plan = Given.Plan("plan", new PlanPrice.Fixed(Given.Yuan(1))) with
        {
            ReversalWindow = TimeSpan.FromMinutes(30),
            Conditions = new PlanConditions
            {
                Refund = scope is { } known
                    ? new RefundPolicy(
                        known, within is { } time ? TimeSpan.FromMinutes(time) : null, RefundMeans.Money)
                    : null,
            },
        };

        Assert.Equal(TimeSpan.FromMinutes(minutes), plan.ReversibleFor);
    }
}
