using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Shifts;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Shifts;

/// <summary>Which day a shift counts on, and what may be dated into it.</summary>
public sealed class ShiftDecisionTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Given.Noon.UtcDateTime);

    [Theory]
    [InlineData(null, null, false, 0, Reason.None)]
    [InlineData(null, 0, false, 0, Reason.None)]
    [InlineData(null, 0, true, 1, Reason.None)]
    [InlineData(null, 2, false, 2, Reason.None)]
    [InlineData(null, -3, true, 0, Reason.None)]
    [InlineData(-1, -1, false, -1, Reason.None)]
    [InlineData(-1, 0, false, 0, Reason.InvalidRequest)]
    [InlineData(0, 0, true, 0, Reason.BusinessDayClosed)]
    [InlineData(-1, 0, true, 0, Reason.BusinessDayClosed)]
    [InlineData(8, null, false, 0, Reason.InvalidRequest)]
    public void The_day_of_a_shift(int? given, int? latest, bool wasLast, int expected, Reason reason)
    {
        var before = latest is { } day ? Closed(Today.AddDays(day), wasLast, null) : null;
        var order = Order(given is { } asked ? Today.AddDays(asked) : null);

        var shift = ShiftDecision.Close(
            new PartnerId("acme"), "id", order, before, 9, 12, Today, Given.Noon);

        Assert.Equal(reason, shift.Refusal?.Reason ?? Reason.None);
        if (reason == Reason.None)
        {
            Assert.Equal(Today.AddDays(expected), shift.Value.BusinessDate);
            Assert.Equal(before is null ? 1 : 6, shift.Value.Number);
            Assert.Equal(
                new ShiftRange(before is null ? 0 : 7, 9, before is null ? 0 : 8, 12), shift.Value.Range);
        }
    }

    [Fact]
    public void A_refund_is_dated_into_no_closed_day_and_counts_on_the_next_where_it_is_not_dated()
    {
        var till = new Till("shop", "till", "", Today);

        Assert.Equal(Reason.BusinessDayClosed, ShiftDecision.OpenDay(till, true, Today).Refusal?.Reason);
        Assert.Equal(Today.AddDays(2), ShiftDecision.OpenDay(till, false, Today.AddDays(1)).Value.BusinessDate);
        Assert.Equal(till, ShiftDecision.OpenDay(till, true, Today.AddDays(-1)).Value);
        Assert.Equal(till, ShiftDecision.OpenDay(till, true, null).Value);
    }

    [Fact]
    public void More_cashiers_than_a_shift_has_lines_for_share_those_without_one()
    {
        var money = new Money(100, Given.Cny);
        var parts = Enumerable.Range(0, ShiftSums.MostCashiers + 50).Select(number => new ShiftLine(
            ShiftEntry.SaleSucceeded, $"{number:D4}", 1, money, money, money, money, money));

        var figures = ShiftSums.Figures(parts);

        Assert.True(figures.MoreCashiers);
        Assert.Equal(ShiftSums.MostCashiers + 1, figures.Lines.Count);
        var others = figures.Lines[^1];
        Assert.Equal(("", 50L, 5_000L), (others.Cashier, others.Count, others.Fee.Minor));
    }

    private static ShiftOrder Order(DateOnly? day) =>
        new(new RequestId("request-0000000001"), "shop", "till", "", day, false);

    private static Shift Closed(DateOnly day, bool last, DateOnly? through) => new()
    {
        PartnerId = new PartnerId("acme"),
        Id = "before",
        RequestId = new RequestId("request-0000000000"),
        Outlet = "shop",
        Terminal = "till",
        Number = 5,
        BusinessDate = day,
        LastOfDay = last,
        ClosedThrough = last ? day : through,
        ClosedBy = "",
        ClosedAt = Given.Noon,
        Range = new ShiftRange(3, 7, 4, 8),
    };
}
