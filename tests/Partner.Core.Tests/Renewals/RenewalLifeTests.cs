using Partner.Core.Errors;
using Partner.Core.Renewals;
using Partner.Core.Tests.Support;
using static Partner.Core.Tests.Renewals.RenewalGiven;

namespace Partner.Core.Tests.Renewals;

/// <summary>What partners do to auto-renewals.</summary>
public sealed class RenewalLifeTests
{
    private static readonly DateTimeOffset Now = Given.Noon.AddHours(1);
    private static readonly TopUpId Under = new("00000000000000000000000001");

    [Fact]
    public void What_is_paused_before_anything_was_sold_sells_nothing()
    {
        var selling = Due() with { Phase = RenewalPhase.Selling };

        var change = RenewalLife.Pause(selling, null, Now).Value;

        Assert.Equal(RenewalStepKind.Paused, Assert.Single(change.Steps).Kind);
        Assert.Equal(
            (RenewalState.Paused, (DateTimeOffset?)null, MoneyMoved.No),
            (change.After.State, change.After.DueAt, change.After.MoneyMoved));
        Assert.NotEqual(selling.SaleId, change.After.SaleId);
    }

    [Fact]
    public void What_is_paused_while_its_top_up_is_under_way_is_followed_to_its_end()
    {
        var change = RenewalLife.Pause(Due() with { Phase = RenewalPhase.Selling }, Under, Now).Value;

        Assert.Equal((Under, Now, MoneyMoved.Unknown), (
            change.After.TopUpId, change.After.DueAt, change.After.MoneyMoved));
        var done = RenewalDecision.Follow(
            change.After, Given.TopUp(Core.TopUps.TopUpState.Succeeded), Policy, Now).After;
        Assert.Equal(
            (RenewalState.Paused, 1, (DateTimeOffset?)null), (done.State, done.Made, done.DueAt));
    }

    [Fact]
    public void Pausing_resuming_and_cancelling_again_change_nothing()
    {
        var paused = RenewalLife.Pause(Due(), null, Now).Value.After;
        var cancelled = RenewalLife.Cancel(paused, null, Now).Value.After;

        AssertSame(paused, RenewalLife.Pause(paused, null, Now.AddHours(1)));
        AssertSame(Due(), RenewalLife.Resume(Due(), Rules.Zone, Now));
        AssertSame(cancelled, RenewalLife.Cancel(cancelled, null, Now.AddHours(1)));
        Assert.Equal(Now, RenewalLife.Resume(paused, Rules.Zone, Now).Value.After.DueAt);
    }

    [Fact]
    public void What_is_resumed_tells_when_it_renews_by_the_cards_calendar_unless_a_renewal_is_not_seen_yet()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var summer = new DateTimeOffset(2027, 10, 31, 23, 0, 0, TimeSpan.Zero);
        var paused = RenewalLife.Pause(Due() with { CycleEnd = summer }, null, Now).Value.After;
        var sold = paused with { Phase = RenewalPhase.Renewed };

        // Midnight in Berlin is at 22:00 before the clocks go back, and at 23:00 after.
        Assert.Null(paused.RenewsAt);
        Assert.Equal(summer.AddDays(-3).AddHours(-1), RenewalLife.Resume(paused, zone, Now).Value.After.RenewsAt);
        Assert.Null(RenewalLife.Resume(sold, zone, Now).Value.After.RenewsAt);
    }

    [Theory]
    [InlineData(RenewalState.Cancelled, true, true, false)]
    [InlineData(RenewalState.Ended, true, true, true)]
    public void What_is_over_stays_so(RenewalState state, bool pause, bool resume, bool cancel)
    {
        var over = Due() with { State = state };

        Assert.Equal(pause, RenewalLife.Pause(over, null, Now).Refusal?.Reason == Reason.AutoRenewalOver);
        Assert.Equal(resume, RenewalLife.Resume(over, Rules.Zone, Now).Refusal?.Reason == Reason.AutoRenewalOver);
        Assert.Equal(cancel, RenewalLife.Cancel(over, null, Now).Refusal?.Reason == Reason.AutoRenewalOver);
    }

    private static void AssertSame(AutoRenewal known, Result<RenewalChange> result)
    {
        Assert.Equal(known, result.Value.After);
        Assert.Empty(result.Value.Steps);
    }
}
