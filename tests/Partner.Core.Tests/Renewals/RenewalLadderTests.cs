using Partner.Core.Errors;
using Partner.Core.Renewals;
using Partner.Core.Tests.Support;
using static Partner.Core.Tests.Renewals.RenewalGiven;

namespace Partner.Core.Tests.Renewals;

/// <summary>What is tried again, how often, and that it is told before service ends.</summary>
public sealed class RenewalLadderTests
{
    private const int Cases = 1_000;

    [Fact]
    public void A_float_that_stays_low_is_tried_after_an_hour_after_four_then_daily_and_an_hour_before_the_end()
    {
        var attempts = Run(Due(), Given.Noon, Reason.InsufficientFloat, out var last);

        // The card ends on the third day at noon.
        Assert.Equal(
            [0.0, 1.0, 5.0, 29.0, 53.0, 71.0], attempts.Select(at => (at - Given.Noon).TotalHours));
        Assert.Equal([RenewalStepKind.LowFloat, RenewalStepKind.GivenUp], last.Steps.Select(step => step.Kind));
        Assert.Equal((RenewalState.Paused, (DateTimeOffset?)null), (last.After.State, last.After.DueAt));
        Assert.Null(last.Steps[0].NextAt);
    }

    [Fact]
    public void An_issuer_in_trouble_is_asked_again_after_ten_minutes_first()
    {
        var attempts = Run(Due(), Given.Noon, Reason.IssuerUnavailable, out _);

        Assert.Equal([0, 10, 70, 310], attempts.Take(4).Select(at => (int)(at - Given.Noon).TotalMinutes));
    }

    [Fact]
    public void Every_failure_is_told_every_attempt_has_its_own_id_and_trouble_ends_in_time()
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var start = Given.Noon.AddMinutes(random.Next(0, 100_000));
            var end = start.AddMinutes(random.Next(-60 * 24 * 20, 60 * 24 * 200));
            var known = Due(Terms(180)) with { CycleEnd = end, RenewsAt = start, DueAt = start };
            var reasons = new[]
            {
                Reason.InsufficientFloat, Reason.MaxDebitExceeded, Reason.IssuerUnavailable, Reason.CaseOpen,
            };
            var ids = new HashSet<RequestId>();
            var (now, given) = (start, false);
            for (var attempts = 0; !given; attempts++)
            {
                Assert.True(attempts < 220, $"seed {seed} never ends");
                Assert.True(ids.Add(known.SaleId), $"seed {seed} repeats an id");
                var selling = known with { Phase = RenewalPhase.Selling };
                var change = RenewalDecision.Refused(
                    selling, new Refusal(reasons[random.Next(reasons.Length)]), Policy, now);
                Assert.Equal(change.After.DueAt, change.Steps[0].NextAt);
                given = change.After.DueAt is null;
                Assert.Equal(given, change.Steps[^1].Kind == RenewalStepKind.GivenUp);
                if (!given)
                {
                    Assert.True(change.After.DueAt > now, $"seed {seed} stands still");
                    now = change.After.DueAt!.Value.AddSeconds(random.Next(0, 60));
                }

                known = change.After;
            }

            // Where there was a day at least, it was tried in the last hours and given up before the card ended.
            Assert.True(end - start < TimeSpan.FromDays(1) || now <= end, $"seed {seed} gives up too late");
            Assert.True(
                end - start < TimeSpan.FromDays(1) || end - now <= RenewalPolicy.LastChance,
                $"seed {seed} gives up too early");
            Assert.True(ids.Count >= 3, $"seed {seed} gives up after {ids.Count} attempts");
        }
    }

    [Fact]
    public void A_new_cycle_and_a_resumption_begin_the_ladder_anew()
    {
        Run(Due(), Given.Noon, Reason.InsufficientFloat, out var last);

        var resumed = RenewalLife.Resume(last.After, Rules.Zone, Given.Noon.AddDays(2)).Value.After;

        Assert.Equal((0, (DateTimeOffset?)null), (resumed.Failures, resumed.GiveUpAt));
        Assert.DoesNotContain(
            resumed.SaleId, new[] { Due().SaleId, (Due() with { Attempt = 2 }).SaleId });
    }

    private static List<DateTimeOffset> Run(
        AutoRenewal known, DateTimeOffset now, Reason reason, out RenewalChange last)
    {
        var attempts = new List<DateTimeOffset>();
        do
        {
            attempts.Add(now);
            last = RenewalDecision.Refused(
                known with { Phase = RenewalPhase.Selling }, new Refusal(reason), Policy, now);
            known = last.After;
            now = known.DueAt ?? now;
        }
        while (known.DueAt is not null);

        return attempts;
    }
}
