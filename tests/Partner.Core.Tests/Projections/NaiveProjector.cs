using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Tests.Projections;

/// <summary>
/// The same rules written a second time, as one would do it by hand: field by field, with a calendar of its own.
/// </summary>
internal static class NaiveProjector
{
    public static (Reason Refused, CardState? After, long Lost, long Merged, int Days) Project(
        CardState card, Plan plan, Money amount, bool startNow, CardTypeRules rules, DateTimeOffset now)
    {
        var refused = Refused(card, plan, amount, rules, now);
        if (refused != Reason.None)
        {
            return (refused, null, 0, 0, 0);
        }

        var tomorrow = NaiveCalendar.Midnight(now, rules.Zone);
        var queueing = plan.DataBytes > 0 && PackLength(plan) is not null && plan.Grants.Packs switch
        {
            PackOrder.Queue => true,
            PackOrder.Merge => false,
            _ => plan.CardType == CardType.RegistrationEsim && plan.Grants.Start != GrantStart.AtFirstUse,
        };
        var live = card.Packs.Where(pack => pack.ExpiresAt is null || pack.ExpiresAt > now).ToList();
        var waiting = card.Queue.Where(pack => pack.StartsAt is not null).ToList();
        var unused = card.Queue.Where(pack => pack.StartsAt is null).ToList();
        var until = card.ValidUntil;
        var (lost, merged, days) = (0L, 0L, 0);

        if (plan.Grants.Start == GrantStart.AtFirstUse)
        {
            var useBy = NaiveCalendar.Add(tomorrow, plan.Grants.UseWithin!.Value, rules.Zone);
            until = Max(until, useBy);
            unused.Add(new QueuedPack(plan.Region, plan.DataBytes, PackLength(plan)!.Value, null, useBy));
        }
        else if (queueing && !startNow && (live.Count > 0 || waiting.Count > 0))
        {
            waiting.Add(new QueuedPack(plan.Region, plan.DataBytes, PackLength(plan)!.Value, null, null));
            until = Max(until, Rechain(waiting, live, card.ValidUntil, tomorrow, rules, now));
        }
        else
        {
            (until, days) = Extend(card.ValidUntil, plan, amount, queueing, tomorrow, rules);
            if (plan.DataBytes > 0)
            {
                var own = queueing ? PackLength(plan) : plan.Grants.DataPeriod;
                var end = own is { } length ? NaiveCalendar.Add(tomorrow, length, rules.Zone) : until;
                (lost, merged) = AddData(live, plan, end);
                if (waiting.Count > 0)
                {
                    until = Max(until, Rechain(waiting, live, until, tomorrow, rules, now));
                }
            }
        }

        var longer = until != card.ValidUntil && until > now;
        var standing = (card.Standing, longer) switch
        {
            (CardStanding.InGrace, true) => CardStanding.Active,
            (CardStanding.Suspended, true) => rules.ResumesSuspended ? CardStanding.Active : CardStanding.Suspended,
            _ => card.Standing,
        };
        var credit = plan.Grants.Credit ?? (plan.DataBytes == 0 && plan.PeriodUnit == PeriodUnit.None);
        var balance = credit ? new Money((card.Balance?.Minor ?? 0) + amount.Minor, amount.Currency) : card.Balance;
        var after = card with
        {
            ValidUntil = until,
            Packs = live,
            Queue = [.. waiting, .. unused],
            Balance = balance,
            Standing = standing,
        };
        return (Reason.None, after, lost, merged, days);
    }

    private static (DateTimeOffset? Until, int Days) Extend(
        DateTimeOffset? until, Plan plan, Money amount, bool queueing, DateTimeOffset tomorrow, CardTypeRules rules)
    {
        if (Granted(plan, amount) is not { } period)
        {
            return (until, 0);
        }

        var today = plan.Grants.CountedFrom == CountedFrom.Today;
        var start = today || queueing || until is null || until < tomorrow ? tomorrow : until.Value;
        var end = NaiveCalendar.Add(start, period, rules.Zone);
        var days = 0;
        for (var at = tomorrow; today && at < until && at < end; days++)
        {
            at = NaiveCalendar.Midnight(at, rules.Zone);
        }

        return (Max(until, end), days);
    }

    private static (long Lost, long Merged) AddData(List<DataPack> live, Plan plan, DateTimeOffset? end)
    {
        var (bytes, lost, merged) = (plan.DataBytes, 0L, 0L);
        var keeps = plan.Grants.Rollover ?? plan.CardType is CardType.RegistrationEsim or CardType.Travel;
        foreach (var pack in live.Where(pack => pack.Region is null || pack.Region == plan.Region).ToList())
        {
            live.Remove(pack);
            if (keeps)
            {
                merged += pack.RemainingBytes;
                bytes += pack.RemainingBytes;
                end = pack.ExpiresAt is null || end is null ? null : Max(end, pack.ExpiresAt.Value);
            }
            else
            {
                lost += pack.RemainingBytes;
            }
        }

        live.Add(new DataPack(plan.Region, bytes, end));
        return (lost, merged);
    }

    private static Reason Refused(
        CardState card, Plan plan, Money amount, CardTypeRules rules, DateTimeOffset now)
    {
        if (card.Standing == CardStanding.Blocked)
        {
            return Reason.CardBlocked;
        }

        var over = card.ValidUntil is { } end && rules.Grace is { } grace
            && NaiveCalendar.Add(end, grace, rules.Zone) <= now;
        if (over || card.Standing == CardStanding.Terminated)
        {
            return Reason.CardExpired;
        }

        var expired = card.Standing == CardStanding.InGrace || (card.ValidUntil is { } past && past <= now);
        var revives = (Granted(plan, amount) is not null || plan.Grants.Start == GrantStart.AtFirstUse)
            && (rules.RevivedBy.Count == 0 || rules.RevivedBy.Any(category => category == plan.Category));
        return expired && !revives ? Reason.ProductNotAccepted : Reason.None;
    }

    private static CalendarPeriod? Granted(Plan plan, Money amount)
    {
        CalendarPeriod? granted = plan.PeriodUnit == PeriodUnit.None
            ? null
            : new CalendarPeriod(plan.PeriodUnit, plan.PeriodCount);
        foreach (var band in plan.Grants.ByAmount)
        {
            granted = amount.Minor >= band.From.Minor ? band.Period : granted;
        }

        return granted;
    }

    private static CalendarPeriod? PackLength(Plan plan) => plan.Grants.DataPeriod
        ?? (plan.PeriodUnit == PeriodUnit.None ? null : new CalendarPeriod(plan.PeriodUnit, plan.PeriodCount));

    private static DateTimeOffset Rechain(
        List<QueuedPack> waiting,
        List<DataPack> live,
        DateTimeOffset? until,
        DateTimeOffset tomorrow,
        CardTypeRules rules,
        DateTimeOffset now)
    {
        DateTimeOffset? latest = null;
        foreach (var pack in live)
        {
            var end = pack.ExpiresAt ?? until;
            latest = end > now && (latest is null || end > latest) ? end : latest;
        }

        var next = latest ?? tomorrow;
        for (var i = 0; i < waiting.Count; i++)
        {
            waiting[i] = waiting[i] with { StartsAt = next };
            next = NaiveCalendar.Add(next, waiting[i].Period, rules.Zone);
        }

        return next;
    }

    private static DateTimeOffset Max(DateTimeOffset? one, DateTimeOffset two) =>
        one is { } there && there > two ? there : two;
}
