using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

public sealed class ReversalOrderTests
{
    private static readonly DateOnly Today = new(2026, 1, 16);

    private static readonly ReversalOrder Empty = new(new RequestId("reversal-of-a-sale"), "", "", "", "", null);

    [Fact]
    public void What_is_given_counts() => Assert.Equal(
        new Till("o2", "t2", "c2", new DateOnly(2026, 1, 17)),
        TillFor(Empty with
        {
            Outlet = "o2",
            Terminal = "t2",
            Cashier = "c2",
            BusinessDate = new DateOnly(2026, 1, 17),
        }).Value);

    [Fact]
    public void What_is_left_out_is_the_sales_outlet_nobody_and_today() =>
        Assert.Equal(new Till("outlet-1", "", "", Today), TillFor(Empty).Value);

    [Theory]
    [InlineData("2026-01-14", false)]
    [InlineData("2026-01-15", true)]
    [InlineData("2026-01-22", true)]
    [InlineData("2026-01-23", false)]
    public void A_day_is_near_and_not_before_the_sales(string day, bool taken)
    {
        var till = TillFor(Empty with { BusinessDate = DateOnly.Parse(day, CultureInfo.InvariantCulture) });

        Assert.Equal(taken, till.Refusal is null);
        Assert.Equal(taken ? null : "business_date", till.Refusal?.Violations.Single().Field);
    }

    [Theory]
    [InlineData("2026-01-14", "must not be before the sale's", "不得早于原销售的营业日")]
    [InlineData("2026-01-23", "must be at most a week away from today", "与今天相差不得超过一周")]
    public void A_day_that_is_not_taken_says_why(string day, string problem, string problemZh) => Assert.Equal(
        new FieldViolation("business_date", problem, problemZh),
        Assert.Single(TillFor(Empty with { BusinessDate = DateOnly.Parse(day, CultureInfo.InvariantCulture) })
            .Refusal!.Violations));

    [Fact]
    public void Today_is_the_sales_day_where_that_is_later() => Assert.Equal(
        new DateOnly(2026, 1, 19), TillFor(Empty, Given.Seller with { BusinessDate = new DateOnly(2026, 1, 19) })
            .Value.BusinessDate);

    [Fact]
    public void A_sale_without_a_day_may_be_taken_back_on_any() => Assert.Equal(
        new DateOnly(2026, 1, 9), TillFor(
            Empty with { BusinessDate = new DateOnly(2026, 1, 9) }, Given.Seller with { BusinessDate = null })
            .Value.BusinessDate);

    [Fact]
    public void Where_today_is_not_known_only_a_day_that_is_given_will_do()
    {
        Result<DateOnly> unknown = new Refusal(Reason.ServiceUnavailable);

        Assert.Equal(
            Reason.ServiceUnavailable, Empty.TillFor(Given.Seller, unknown, Given.Noon).Refusal?.Reason);
        Assert.Equal(Today, (Empty with { BusinessDate = Today }).TillFor(Given.Seller, unknown, Given.Noon)
            .Value.BusinessDate);
    }

    [Theory]
    [InlineData("2026-01-31T15:59:59Z", "Asia/Shanghai", "2026-01-31")]
    [InlineData("2026-01-31T16:00:00Z", "Asia/Shanghai", "2026-02-01")]
    [InlineData("2026-03-01T07:59:59Z", "America/Los_Angeles", "2026-02-28")]
    [InlineData("2026-12-31T23:59:59Z", "UTC", "2026-12-31")]
    [InlineData("2028-02-28T16:00:00Z", "Asia/Shanghai", "2028-02-29")]
    public void A_day_is_that_of_its_zone(string instant, string zone, string day) => Assert.Equal(
        DateOnly.Parse(day, CultureInfo.InvariantCulture),
        BusinessDays.Of(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), zone));

    private static Result<Till> TillFor(ReversalOrder order, Seller? sale = null) =>
        order.TillFor(sale ?? Given.Seller, Today, Given.Noon);
}
