using Partner.Core.Ledger;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Ledger;

/// <summary>How long a float lasts.</summary>
public sealed class FloatOutlookTests
{
    private static readonly DateTimeOffset Now = Given.Noon;
    private static readonly DateTimeOffset WeekAgo = Now.AddDays(-7);

    [Theory]
    [InlineData(10_000, 0, 3_000, 1_000L)]
    [InlineData(10_000, 5_000, 8_000, 1_000L)]
    [InlineData(10_000, 0, 2_999, 1_001L)]
    [InlineData(-1_000, 0, -8_000, 1_000L)]
    [InlineData(10_000, -700, 2_300, 1_000L)]
    [InlineData(10_000, 0, 10_000, null)]
    [InlineData(10_000, 0, 10_001, null)]
    [InlineData(10_000, 5_000, 15_000, null)]
    [InlineData(long.MaxValue, long.MaxValue, long.MinValue, 3_952_873_730_080_618_204L)]
    [InlineData(7, 0, 6, 1L)]
    public void The_pace_is_what_was_lost_beside_what_was_paid_in(long before, long paidIn, long now, long? perDay) =>
        Assert.Equal(perDay, FloatOutlook.PerDay(new FloatPast(WeekAgo, Now.AddYears(-1), before, paidIn), now, Now));

    [Theory]
    [InlineData(2, 500)]
    [InlineData(1, 1_000)]
    [InlineData(0, 1_000)]
    public void A_young_float_is_looked_at_from_its_first_entry_a_day_at_least(int days, long perDay) =>
        Assert.Equal(perDay, FloatOutlook.PerDay(new FloatPast(WeekAgo, Now.AddDays(-days), 0, 5_000), 4_000, Now));

    [Fact]
    public void A_pace_that_is_too_large_to_be_told_is_none() => Assert.Null(FloatOutlook.PerDay(
        new FloatPast(WeekAgo, Now.AddDays(-1), long.MaxValue, long.MaxValue), long.MinValue, Now));

    [Fact]
    public void A_float_without_entries_has_no_pace() =>
        Assert.Null(FloatOutlook.PerDay(new FloatPast(WeekAgo, null, 0, 0), 0, Now));

    [Theory]
    [InlineData(3_000, 1_000L, 3)]
    [InlineData(0, 1_000L, 0)]
    [InlineData(-5_000, 1_000L, 0)]
    [InlineData(3_653, 1L, 3_653)]
    [InlineData(3_654, 1L, null)]
    [InlineData(long.MaxValue, 1L, null)]
    [InlineData(long.MinValue, 1L, 0)]
    [InlineData(1_000, null, null)]
    [InlineData(0, null, null)]
    [InlineData(long.MaxValue, long.MaxValue, 1)]
    public void It_runs_out_when_what_is_available_is_used_up(long available, long? perDay, int? days) =>
        Assert.Equal(days is { } after ? Now.AddDays(after) : null, FloatOutlook.RunsOutAt(available, perDay, Now));

    [Fact]
    public void Credit_counts_as_available()
    {
        var position = Given.Float(1_000, reserved: 500, limit: 2_500);

        Assert.Equal(Now.AddDays(3), FloatOutlook.RunsOutAt(position.Available, 1_000, Now));
    }

    [Fact]
    public void What_is_needed_is_summed_and_never_overflows()
    {
        Assert.Equal((0, 0), FloatOutlook.Needed([]));
        Assert.Equal((350, 4), FloatOutlook.Needed([(100, 3), (50, 1)]));
        Assert.Equal((long.MaxValue, 3), FloatOutlook.Needed([(long.MaxValue, 2), (1, 1)]));
    }
}
