using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;
using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Balances;

/// <summary>A month's commission of a payee under one schedule.</summary>
/// <param name="Totals">The sums.</param>
/// <param name="Zone">IANA name of the schedule's zone, in which the month is counted.</param>
/// <param name="Tiering">How steps are read.</param>
/// <param name="Rule">The rule of the most volume; of those that apply now where there is no volume yet.</param>
/// <param name="Outlook">The way to the next step; null on the highest, without steps and for past months.</param>
internal sealed record CommissionReport(
    CommissionTotals Totals, string Zone, Tiering Tiering, CommissionRule Rule, TierOutlook? Outlook);

/// <summary>Sums a partner's commission, as a seller and as a parent. It never reads what others earn.</summary>
internal sealed class CommissionReports(
    TermsSource terms, SalePreparation preparation, PartnerDirectory partners, PartnerStore store, TimeProvider clock)
{
    private sealed record RuleInUse(string Zone, Tiering Tiering, CommissionRule Rule);

    /// <summary>Sums a month.</summary>
    /// <param name="partnerId">The payee.</param>
    /// <param name="month">"2026-10"; null for the present one by each schedule's zone.</param>
    /// <returns>
    /// By schedule: those with commission in the month, in the present one also those that apply now.
    /// </returns>
    public async Task<IReadOnlyList<CommissionReport>> SumAsync(
        PartnerId partnerId, string? month, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var inForce = terms.At(now);
        var partner = await partners.GetAsync(partnerId, cancel);
        var schedules = inForce?.Rules.Schedules ?? [];
        var months = month is not null
            ? [month]
            : schedules.Select(schedule => schedule.Zone.Id).Append("UTC")
                .Select(zone => CommissionMath.MonthOf(now, zone))
                .Distinct(StringComparer.Ordinal);
        var reports = new List<CommissionReport>();
        foreach (var one in months)
        {
            foreach (var totals in await store.Commissions.TotalsAsync(partnerId, one, cancel))
            {
                var rule = await RuleOfAsync(partnerId, totals, schedules, now, cancel);
                var isPresent = CommissionMath.MonthOf(now, rule.Zone) == one;
                if (month is not null || isPresent)
                {
                    reports.Add(Report(totals, rule, isPresent));
                }
            }
        }

        if (inForce is not null)
        {
            var chain = await preparation.ChainAsync(partner, inForce, cancel);
            reports.AddRange(Unused(inForce.Index.RulesOf(chain[0]), reports, partner, month, now));
        }

        return
        [
            .. reports.OrderBy(report => report.Totals.ScheduleId, StringComparer.Ordinal)
                .ThenBy(report => report.Totals.Month, StringComparer.Ordinal)
                .ThenBy(report => report.Totals.Mode),
        ];
    }

    /// <summary>
    /// The rule of the most volume: as it is in force, since the way to the next step goes on from there; for a month
    /// that is over, and for a rule that is gone, as it was pinned by the newest top-up.
    /// </summary>
    private async Task<RuleInUse> RuleOfAsync(
        PartnerId partnerId,
        CommissionTotals totals,
        IReadOnlyList<CommissionSchedule> schedules,
        DateTimeOffset now,
        CancellationToken cancel)
    {
        var schedule = schedules.FirstOrDefault(one => one.Id == totals.ScheduleId);
        if (schedule is not null
            && CommissionMath.MonthOf(now, schedule.Zone.Id) == totals.Month
            && schedule.Rules.FirstOrDefault(rule => rule.Id == totals.RuleId) is { } inForce)
        {
            return new RuleInUse(schedule.Zone.Id, schedule.Tiering, inForce);
        }

        var pinned = await store.Commissions
            .TermsAsync(partnerId, totals.Month, totals.ScheduleId, totals.RuleId, cancel)
            ?? throw new InvalidOperationException(
                $"{totals.ScheduleId} has commission of {totals.Month} by {totals.RuleId}, but no entry of it.");
        return new RuleInUse(pinned.Zone, pinned.Tiering, pinned.Rule);
    }

    private static CommissionReport Report(CommissionTotals totals, RuleInUse rule, bool isPresent) => new(
        totals,
        rule.Zone,
        rule.Tiering,
        rule.Rule,
        isPresent ? TierOutlook.Of(rule.Rule, rule.Tiering, totals.Volume.Minor) : null);

    /// <summary>The schedules that apply now and have no commission in the present month yet.</summary>
    private static IEnumerable<CommissionReport> Unused(
        IReadOnlyList<(CommissionSchedule Schedule, CommissionRule Rule, int Sales)> applying,
        List<CommissionReport> reports,
        PartnerAccount partner,
        string? month,
        DateTimeOffset now)
    {
        foreach (var (schedule, rule, _) in applying.DistinctBy(found => found.Schedule.Id))
        {
            var present = CommissionMath.MonthOf(now, schedule.Zone.Id);
            var known = reports.Any(report =>
                report.Totals.ScheduleId == schedule.Id && report.Totals.Month == present);
            if (known || (month is not null && month != present))
            {
                continue;
            }

            var none = Money.Zero(partner.Currency);
            var totals = new CommissionTotals(
                schedule.Id,
                present,
                schedule.Mode,
                rule.Id,
                Money.Zero(schedule.Currency),
                0,
                none,
                none,
                none,
                none,
                none,
                Money.Zero(schedule.Currency));
            yield return Report(totals, new RuleInUse(schedule.Zone.Id, schedule.Tiering, rule), isPresent: true);
        }
    }
}
