using Partner.Core.Settlements;

namespace Partner.Core.Tests.Settlements;

public sealed class SettlementPeriodTests
{
    private static readonly string[] Zones = ["Asia/Shanghai", "America/New_York"];

    [Theory]
    [InlineData("2026-10", true)]
    [InlineData("2026-13", false)]
    [InlineData("2026-1", false)]
    [InlineData("202610", false)]
    [InlineData(" 2026-10", false)]
    [InlineData("2026-10-01", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_period_is_a_month_written_in_one_way(string? text, bool isPeriod) =>
        Assert.Equal(isPeriod, SettlementPeriod.IsPeriod(text));

    [Theory]
    [InlineData("2026-10", "2026-11")]
    [InlineData("2026-12", "2027-01")]
    public void The_next_period_may_be_of_the_next_year(string period, string next) =>
        Assert.Equal(next, SettlementPeriod.Next(period));

    [Theory]
    // October ends at 16:00 UTC on the 31st in Shanghai, and at 04:00 UTC on the 1st in New York.
    [InlineData("2026-10-31T16:00:00Z", false)]
    [InlineData("2026-11-01T03:59:59Z", false)]
    [InlineData("2026-11-01T04:00:00Z", true)]
    public void A_period_is_over_once_it_is_over_in_every_zone(string now, bool isOver) =>
        Assert.Equal(isOver, SettlementPeriod.IsOver("2026-10", Zones, At(now)));

    [Theory]
    [InlineData("2026-10", null, null, PeriodRefusal.None)]
    [InlineData("2026-10", "2026-09", "2026-10", PeriodRefusal.None)]
    [InlineData("2026-10", "2026-10", null, PeriodRefusal.AlreadySettled)]
    [InlineData("2026-09", "2026-10", "2026-11", PeriodRefusal.AlreadySettled)]
    [InlineData("2026-11", "2026-10", "2026-11", PeriodRefusal.NotOver)]
    [InlineData("2026-10", "2026-08", "2026-09", PeriodRefusal.EarlierOpen)]
    [InlineData("2026-10", null, "2026-09", PeriodRefusal.EarlierOpen)]
    // September had nothing to settle.
    [InlineData("2026-10", "2026-08", "2026-10", PeriodRefusal.None)]
    // Written into September by a late clock after September was settled: October counts it.
    [InlineData("2026-10", "2026-09", "2026-09", PeriodRefusal.None)]
    [InlineData("october", null, null, PeriodRefusal.Malformed)]
    public void Periods_are_settled_in_order_and_once(
        string period, string? lastSettled, string? earliestOpen, PeriodRefusal expected) =>
        Assert.Equal(
            expected, SettlementPeriod.Refuse(period, lastSettled, earliestOpen, Zones, At("2026-11-02T00:00:00Z")));

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
