using Partner.Core.Plans;
using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>Data of a card.</summary>
internal sealed class IssuerPack
{
    public required string? Region { get; init; }

    public required long Bytes { get; set; }

    /// <summary>When it lapses; null: with the card.</summary>
    public DateTimeOffset? Ends { get; set; }
}

/// <summary>Data of a card that has not begun.</summary>
internal sealed class IssuerWaitingPack
{
    public required string? Region { get; init; }

    public required long Bytes { get; set; }

    public required CalendarPeriod Lasts { get; init; }

    /// <summary>Whether it takes over what is left of the pack before it.</summary>
    public required bool Keeps { get; init; }

    /// <summary>When its turn comes; null: at first use.</summary>
    public DateTimeOffset? Begins { get; set; }

    /// <summary>When it lapses unused.</summary>
    public DateTimeOffset? UseBy { get; init; }
}

/// <summary>
/// One card in the books of the simulated issuer: its own arithmetic of what plans do, from the same published data.
/// </summary>
internal sealed class IssuerAccount
{
    public DateTimeOffset ValidUntil { get; set; }

    /// <summary>Balance in minor units; null for a card without one.</summary>
    public long? Balance { get; set; }

    public List<IssuerPack> Packs { get; } = [];

    public List<IssuerWaitingPack> Waiting { get; } = [];

    /// <summary>Puts a plan onto the card.</summary>
    public void Apply(Plan plan, long amountMinor, CardTypeRules rules, DateTimeOffset at, bool startNow = false)
    {
        Advance(at, rules.Zone);
        if (plan.Grants.Credit ?? (plan.PeriodUnit == PeriodUnit.None && plan.DataBytes == 0))
        {
            Balance = (Balance ?? 0) + amountMinor;
        }

        var today = IssuerCalendar.NextMidnight(at, rules.Zone);
        if (plan.Grants.Start == GrantStart.AtFirstUse)
        {
            Keep(plan, today, rules.Zone);
        }
        else if (!startNow && IsQueued(plan) && (Packs.Count > 0 || Waiting.Exists(pack => pack.Begins is not null)))
        {
            Enqueue(plan, at, rules.Zone);
        }
        else
        {
            Begin(plan, amountMinor, at, rules.Zone);
        }
    }

    /// <summary>Puts onto the card what is given beside a plan.</summary>
    /// <param name="gift">What is given.</param>
    /// <param name="zone">The card's zone.</param>
    public void Give(IssuerRecord gift, TimeZoneInfo zone)
    {
        Advance(gift.At, zone);
        var tomorrow = IssuerCalendar.NextMidnight(gift.At, zone);
        foreach (var grant in gift.Grants ?? [])
        {
            var unit = CardReader.UnitOf(grant.Unit);
            if (grant.Bytes is { } bytes)
            {
                Packs.Add(new IssuerPack
                {
                    Region = grant.Region,
                    Bytes = bytes,
                    Ends = IssuerCalendar.After(tomorrow, unit, grant.Count, zone),
                });
                continue;
            }

            ValidUntil = IssuerCalendar.After(
                ValidUntil < tomorrow ? tomorrow : ValidUntil, unit, grant.Count, zone);
        }

        if (gift.AmountMinor is { } money)
        {
            Balance = (Balance ?? 0) + money;
        }
    }

    /// <summary>All data that is on it, begun or not.</summary>
    public long AllBytes => Packs.Sum(pack => pack.Bytes) + Waiting.Sum(pack => pack.Bytes);

    /// <summary>Takes data off: what came last goes first.</summary>
    public void TakeBytes(long bytes)
    {
        foreach (var pack in Waiting.AsEnumerable().Reverse())
        {
            var taken = Math.Min(bytes, pack.Bytes);
            (pack.Bytes, bytes) = (pack.Bytes - taken, bytes - taken);
        }

        Waiting.RemoveAll(pack => pack.Bytes == 0);
        foreach (var pack in Packs.OrderByDescending(pack => pack.Ends ?? DateTimeOffset.MaxValue))
        {
            var taken = Math.Min(bytes, pack.Bytes);
            (pack.Bytes, bytes) = (pack.Bytes - taken, bytes - taken);
        }
    }

    /// <summary>Takes days off the end; data does not outlast the card, nor begins after it.</summary>
    public void TakeDays(int days, TimeZoneInfo zone)
    {
        ValidUntil = IssuerCalendar.After(ValidUntil, PeriodUnit.Day, -days, zone);
        Packs.ForEach(pack => pack.Ends = pack.Ends > ValidUntil ? ValidUntil : pack.Ends);
        Waiting.RemoveAll(pack => pack.Begins >= ValidUntil);
    }

    /// <summary>Lets the customer use half of all data, and ten days go by, as nobody's clock shows.</summary>
    public void UseHalf(TimeZoneInfo zone)
    {
        Packs.ForEach(pack => pack.Bytes /= 2);
        TakeDays(10, zone);
    }

    /// <summary>Lets time pass: packs lapse, and those whose turn has come begin.</summary>
    public void Advance(DateTimeOffset now, TimeZoneInfo zone)
    {
        while (Waiting.Find(pack => pack.Begins is not null) is { Begins: { } begins } next && begins <= now)
        {
            Waiting.Remove(next);

            // What lapsed before is gone, whether or not anybody looked at the card in between.
            Packs.RemoveAll(pack => pack.Ends < begins);
            var former = Packs.FindAll(pack => pack.Ends <= begins);
            var left = next.Keeps
                ? former.FindAll(pack => pack.Region is null || pack.Region == next.Region).Sum(pack => pack.Bytes)
                : 0;
            Packs.RemoveAll(former.Contains);
            Packs.Add(new IssuerPack
            {
                Region = next.Region,
                Bytes = next.Bytes + left,
                Ends = IssuerCalendar.After(begins, next.Lasts.Unit, next.Lasts.Count, zone),
            });
        }

        Packs.RemoveAll(pack => pack.Ends <= now);
        Waiting.RemoveAll(pack => pack.UseBy <= now);
    }

    private static bool IsQueued(Plan plan) => plan.DataBytes > 0 && Length(plan) is not null
        && (plan.Grants.Packs is { } order
            ? order == PackOrder.Queue
            : plan.CardType == Core.Cards.CardType.RegistrationEsim);

    private static bool IsKept(Plan plan) => plan.Grants.Rollover
        ?? plan.CardType is Core.Cards.CardType.RegistrationEsim or Core.Cards.CardType.Travel;

    private static CalendarPeriod? Length(Plan plan) => plan.Grants.DataPeriod
        ?? (plan.PeriodCount > 0 ? new CalendarPeriod(plan.PeriodUnit, plan.PeriodCount) : null);

    private static CalendarPeriod? Granted(Plan plan, long amountMinor)
    {
        CalendarPeriod? granted = plan.PeriodCount > 0 ? new CalendarPeriod(plan.PeriodUnit, plan.PeriodCount) : null;
        foreach (var band in plan.Grants.ByAmount.Where(band => band.From.Minor <= amountMinor))
        {
            granted = band.Period;
        }

        return granted;
    }

    private void Keep(Plan plan, DateTimeOffset today, TimeZoneInfo zone)
    {
        var within = plan.Grants.UseWithin!.Value;
        var useBy = IssuerCalendar.After(today, within.Unit, within.Count, zone);
        Waiting.Add(new IssuerWaitingPack
        {
            Region = plan.Region,
            Bytes = plan.DataBytes,
            Lasts = Length(plan)!.Value,
            Keeps = IsKept(plan),
            UseBy = useBy,
        });
        ProlongTo(useBy);
    }

    private void Enqueue(Plan plan, DateTimeOffset at, TimeZoneInfo zone)
    {
        var place = Waiting.FindLastIndex(pack => pack.Begins is not null) + 1;
        Waiting.Insert(place, new IssuerWaitingPack
        {
            Region = plan.Region,
            Bytes = plan.DataBytes,
            Lasts = Length(plan)!.Value,
            Keeps = IsKept(plan),
            Begins = at,
        });
        Line(at, zone);
    }

    private void Begin(Plan plan, long amountMinor, DateTimeOffset at, TimeZoneInfo zone)
    {
        var today = IssuerCalendar.NextMidnight(at, zone);
        if (Granted(plan, amountMinor) is { } period)
        {
            var fromToday = plan.Grants.CountedFrom == CountedFrom.Today || IsQueued(plan) || ValidUntil < today;
            ProlongTo(IssuerCalendar.After(fromToday ? today : ValidUntil, period.Unit, period.Count, zone));
        }

        if (plan.DataBytes == 0)
        {
            return;
        }

        var own = IsQueued(plan) ? Length(plan) : plan.Grants.DataPeriod;
        var added = new IssuerPack
        {
            Region = plan.Region,
            Bytes = plan.DataBytes,
            Ends = own is { } lasts ? IssuerCalendar.After(today, lasts.Unit, lasts.Count, zone) : ValidUntil,
        };
        foreach (var old in Packs.FindAll(pack => pack.Region is null || pack.Region == plan.Region))
        {
            Packs.Remove(old);
            if (IsKept(plan))
            {
                added.Bytes += old.Bytes;
                added.Ends = old.Ends < added.Ends ? added.Ends : added.Ends is null ? null : old.Ends;
            }
        }

        Packs.Add(added);
        if (Waiting.Exists(pack => pack.Begins is not null))
        {
            Line(at, zone);
        }
    }

    /// <summary>Lines the waiting packs up behind those that run; where none does, they begin tomorrow.</summary>
    private void Line(DateTimeOffset at, TimeZoneInfo zone)
    {
        var ends = Packs.ConvertAll(pack => pack.Ends ?? ValidUntil).FindAll(end => end > at);
        var next = ends.Count == 0 ? IssuerCalendar.NextMidnight(at, zone) : ends.Max();
        foreach (var pack in Waiting.Where(pack => pack.Begins is not null))
        {
            pack.Begins = next;
            next = IssuerCalendar.After(next, pack.Lasts.Unit, pack.Lasts.Count, zone);
        }

        ProlongTo(next);
    }

    private void ProlongTo(DateTimeOffset end) => ValidUntil = end > ValidUntil ? end : ValidUntil;
}
