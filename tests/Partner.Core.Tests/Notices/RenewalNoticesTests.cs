using Partner.Core.Errors;
using Partner.Core.Notices;
using Partner.Core.Renewals;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;
using static Partner.Core.Tests.Renewals.RenewalGiven;

namespace Partner.Core.Tests.Notices;

/// <summary>Which steps of an auto-renewal its customer is told of, and in time.</summary>
public sealed class RenewalNoticesTests
{
    private static readonly ContactId Contact = new("00000000000000000000000009");
    private static readonly DateTimeOffset Now = Given.Noon;

    private static AutoRenewal Told => Due() with { ContactId = Contact };

    private static AutoRenewal Selling => Next(Told, Card(End), Now).Change.After;

    [Fact]
    public void A_renewal_is_told_once_and_its_sale_tells_nothing_beside()
    {
        var change = RenewalDecision.Follow(Selling, Given.TopUp(TopUpState.Succeeded), Policy, Now);

        var notice = Assert.Single(Of(Selling, change));

        Assert.Equal((NoticeKind.AutoRenewed, Contact, Now), (notice.Kind, notice.ContactId, notice.CreatedAt));
        Assert.Equal((Now, Now.AddHours(6)), (notice.DueAt, notice.ExpiresAt));
        Assert.Equal("00000000000000000000000007.41.auto_renewed", notice.Id);
        Assert.Equal(41, RenewalNotices.StepOf(notice));
        Assert.Null(notice.Facts);
        Assert.Empty(Of(Selling with { ContactId = null }, change with
        {
            After = change.After with { ContactId = null },
        }));
        Assert.Null(RenewalNotices.StepOf(notice with { Kind = NoticeKind.Arrival, Occasion = "0001" }));
    }

    [Theory]
    [InlineData(Reason.InsufficientFloat)]
    [InlineData(Reason.MaxDebitExceeded)]
    [InlineData(Reason.IssuerUnavailable)]
    [InlineData(Reason.CardBlocked)]
    [InlineData(Reason.CaseOpen)]
    public void Of_a_cycles_failures_the_first_the_last_in_time_and_the_giving_up_are_told(Reason reason)
    {
        var told = Climb(Selling, Now, [reason]);

        // The card ends after 72 hours, and the last attempt is made an hour before.
        Assert.Equal((NoticeKind.AutoRenewalFailed, 0.0), told[0]);
        Assert.Equal((NoticeKind.AutoRenewalStopped, 71.0), told[2]);
        Assert.Equal(NoticeKind.AutoRenewalFailed, told[1].Kind);
        Assert.InRange(told[1].Hours, 47, 70);
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public void However_long_the_ladder_is_and_whatever_fails_a_customer_gets_three_messages_and_one_in_the_last_day()
    {
        Reason[] reasons =
            [Reason.InsufficientFloat, Reason.MaxDebitExceeded, Reason.IssuerUnavailable, Reason.CaseOpen];
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var left = TimeSpan.FromMinutes(random.Next(-60 * 24 * 20, 60 * 24 * 200));
            var known = Selling with { CycleEnd = Now + left, RenewsAt = Now };

            var told = Climb(known, Now, random.GetItems(reasons, 50));

            Assert.InRange(told.Count, 2, 3);
            Assert.Equal((NoticeKind.AutoRenewalFailed, 0.0), told[0]);
            Assert.Equal(NoticeKind.AutoRenewalStopped, told[^1].Kind);
            var before = left.TotalHours - told[^2].Hours;
            Assert.True(left < TimeSpan.FromDays(1) || before is > 1 and <= 25, $"seed {seed}: {before} h before");
        }
    }

    [Fact]
    public void What_ends_it_is_told_where_the_customer_still_counted_on_it()
    {
        var paused = RenewalLife.Pause(Told, null, Now).Value;
        var cancelled = RenewalLife.Cancel(Told, null, Now).Value;
        var later = RenewalLife.Cancel(paused.After, null, Now).Value;
        var taken = RenewalDecision.Follow(Selling, Given.TopUp(TopUpState.Cancelled), Policy, Now);
        var ended = Next(Told, Card(Now.AddDays(-30)), Now).Change;
        var resumed = RenewalLife.Resume(paused.After, Rules.Zone, Now).Value;
        var elsewhere = Next(Told, Card(End.AddDays(30)), Now).Change;

        Assert.All([paused, cancelled, ended], change => Assert.Equal(
            NoticeKind.AutoRenewalStopped, Assert.Single(Of(Told, change)).Kind));
        Assert.Equal(NoticeKind.AutoRenewalStopped, Assert.Single(Of(Selling, taken)).Kind);
        Assert.Empty(Of(paused.After, later));
        Assert.Empty(Of(paused.After, resumed));
        Assert.Empty(Of(Told, elsewhere));
    }

    [Fact]
    public void The_last_renewal_is_told_and_that_it_was_the_last()
    {
        var last = Selling with { Terms = Terms() with { MostRenewals = 1 } };
        var change = RenewalDecision.Follow(last, Given.TopUp(TopUpState.Succeeded), Policy, Now);

        var notices = Of(last, change);

        Assert.Equal(
            [NoticeKind.AutoRenewed, NoticeKind.AutoRenewalStopped], notices.Select(notice => notice.Kind));
        Assert.Distinct(notices.Select(notice => notice.Occasion));

        // The end that was seen is not the card's any more.
        Assert.Null(RenewalNotices.EndOf(change.After, change.Steps[1]));
    }

    [Fact]
    public void The_end_is_told_unless_it_has_passed_or_is_overtaken()
    {
        var failed = RenewalDecision.Refused(Selling, new Refusal(Reason.InsufficientFloat), Policy, Now);
        var past = RenewalDecision.Refused(
            Selling with { CycleEnd = Now }, new Refusal(Reason.InsufficientFloat), Policy, Now);
        var renewed = RenewalDecision.Follow(Selling, Given.TopUp(TopUpState.Succeeded), Policy, Now).After;
        var next = Next(renewed, Card(End.AddDays(30)), Now).Change.After;

        Assert.Equal(End, RenewalNotices.EndOf(failed.After, failed.Steps[0]));
        Assert.Null(RenewalNotices.EndOf(past.After, past.Steps[0]));
        Assert.Null(RenewalNotices.EndOf(renewed, RenewalLife.Cancel(renewed, null, Now).Value.Steps[0]));
        Assert.Equal(
            End.AddDays(30), RenewalNotices.EndOf(next, RenewalLife.Cancel(next, null, Now).Value.Steps[0]));
    }

    [Fact]
    public void The_number_gets_its_end_with_the_auto_renewal_once_and_not_before()
    {
        var paused = RenewalLife.Pause(Told, null, Now).Value;
        var cancelled = RenewalLife.Cancel(Told, Given.TopUp().Id, Now).Value;
        var ended = Next(Told, Card(Now.AddDays(-30)), Now).Change;
        var follows = RenewalDecision.Follow(
            cancelled.After with { Phase = RenewalPhase.Selling }, Given.TopUp(TopUpState.Succeeded), Policy, Now);

        Assert.All([cancelled, ended], change => Assert.Equal(
            Now.AddDays(90), RenewalNotices.NumberEndsAt(Told, change)));
        Assert.Null(RenewalNotices.NumberEndsAt(Told, paused));
        Assert.Null(RenewalNotices.NumberEndsAt(cancelled.After, follows));
        Assert.Null(RenewalNotices.NumberEndsAt(Due(), RenewalLife.Cancel(Due(), null, Now).Value));

        // What was under way then is told all the same.
        Assert.Equal(NoticeKind.AutoRenewed, Assert.Single(Of(cancelled.After, follows)).Kind);
    }

    /// <summary>The notices of a change, its steps numbered from 41 on.</summary>
    private static List<Notice> Of(AutoRenewal before, RenewalChange change) =>
    [
        .. change.Steps.Select((step, i) => RenewalNotices.Of(before, change.After, step with { Number = 41 + i }))
            .OfType<Notice>(),
    ];

    /// <summary>What a ladder of failures tells until it is given up, and how many hours after its beginning.</summary>
    private static List<(NoticeKind Kind, double Hours)> Climb(AutoRenewal known, DateTimeOffset now, Reason[] reasons)
    {
        var (told, start) = (new List<(NoticeKind Kind, double Hours)>(), now);
        for (var attempt = 0; known.State == RenewalState.Active; attempt++)
        {
            var selling = known with { Phase = RenewalPhase.Selling };
            var reason = reasons[attempt % reasons.Length];
            var change = reason == Reason.CardBlocked
                ? RenewalDecision.Follow(
                    selling, Given.TopUp(TopUpState.Failed) with { Reason = reason }, Policy, now)
                : RenewalDecision.Refused(selling, new Refusal(reason), Policy, now);
            told.AddRange(Of(selling, change).Select(notice => (notice.Kind, (now - start).TotalHours)));
            (known, now) = (change.After, change.After.DueAt ?? now);
        }

        return told;
    }
}
