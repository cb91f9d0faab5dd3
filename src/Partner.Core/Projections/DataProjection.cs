using Partner.Core.Plans;

namespace Partner.Core.Projections;

/// <summary>What a sale makes of a card's validity and data.</summary>
/// <param name="ValidUntil">The card's end of validity; null while it was never activated.</param>
/// <param name="Packs">Data that can be used.</param>
/// <param name="Queue">Data that waits.</param>
/// <param name="Notes">What is lost, merged or queued.</param>
internal sealed record DataProjection(
    DateTimeOffset? ValidUntil,
    IReadOnlyList<DataPack> Packs,
    IReadOnlyList<QueuedPack> Queue,
    IReadOnlyList<ProjectionNote> Notes)
{
    public static DataProjection Of(CardState card, ProjectedSale sale, CardTypeRules rules, DateTimeOffset now)
    {
        var running = card.Packs.Where(pack => pack.RunsAt(now)).ToList();
        if (sale.Plan.StartsAtFirstUse())
        {
            return AtFirstUse(card, running, sale, rules, now);
        }

        return sale.Plan.Queues() && !sale.StartNow && (running.Count > 0 || Turns(card.Queue).Any())
            ? InTurn(card, running, sale, rules, now)
            : AtOnce(card, running, sale, rules, now);
    }

    /// <summary>It only waits: the card must live until it may at the latest begin.</summary>
    private static DataProjection AtFirstUse(
        CardState card, List<DataPack> running, ProjectedSale sale, CardTypeRules rules, DateTimeOffset now)
    {
        var today = CardCalendar.EndOfDay(now, rules.Zone);
        var useBy = sale.Plan.Grants.UseWithin is { } within ? CardCalendar.Add(today, within, rules.Zone) : today;
        IReadOnlyList<QueuedPack> queue = sale.Plan is { DataBytes: > 0 } plan && plan.PackPeriod() is { } period
            ? [.. card.Queue, new QueuedPack(plan.Region, plan.DataBytes, period, null, useBy)]
            : card.Queue;
        return new DataProjection(Later(card.ValidUntil, useBy), running, queue, []);
    }

    private static DataProjection InTurn(
        CardState card, List<DataPack> running, ProjectedSale sale, CardTypeRules rules, DateTimeOffset now)
    {
        var plan = sale.Plan;
        var free = EndOf(running, card.ValidUntil, rules, now);
        var added = new QueuedPack(plan.Region, plan.DataBytes, plan.PackPeriod()!.Value, free, null);
        var (queue, end) = Chain([.. Turns(card.Queue), added], free, rules);
        return new DataProjection(
            Later(card.ValidUntil, end), running, [.. queue, .. AtUse(card.Queue)],
            [new ProjectionNote(ProjectionNoteKind.DataQueued) { Bytes = plan.DataBytes }]);
    }

    private static DataProjection AtOnce(
        CardState card, List<DataPack> running, ProjectedSale sale, CardTypeRules rules, DateTimeOffset now)
    {
        var (plan, notes) = (sale.Plan, new List<ProjectionNote>());
        var today = CardCalendar.EndOfDay(now, rules.Zone);
        var validUntil = card.ValidUntil;
        if (plan.ValidityFor(sale.Amount) is { } period)
        {
            // A pack that could have waited is used from today on: its time is that of the pack, not of the card.
            var fromToday = plan.Grants.CountedFrom == CountedFrom.Today;
            var start = fromToday || plan.Queues() ? today : Later(card.ValidUntil, today);
            var end = CardCalendar.Add(start, period, rules.Zone);
            if (fromToday && Overlap(card.ValidUntil, today, end, rules) is > 0 and var days)
            {
                notes.Add(new ProjectionNote(ProjectionNoteKind.ValidityLost) { Days = days });
            }

            validUntil = Later(card.ValidUntil, end);
        }

        if (plan.DataBytes == 0)
        {
            return new DataProjection(validUntil, running, card.Queue, notes);
        }

        var own = plan.Queues() ? plan.PackPeriod() : plan.Grants.DataPeriod;
        var lapses = own is { } ownPeriod ? CardCalendar.Add(today, ownPeriod, rules.Zone) : validUntil;
        var packs = Merge(running, new DataPack(plan.Region, plan.DataBytes, lapses), plan.KeepsData(), notes);
        var (queue, last) = Chain([.. Turns(card.Queue)], EndOf(packs, validUntil, rules, now), rules);
        return new DataProjection(
            queue.Count > 0 ? Later(validUntil, last) : validUntil, packs, [.. queue, .. AtUse(card.Queue)], notes);
    }

    /// <summary>The new pack takes over what remains of its own region; others go on beside it.</summary>
    private static List<DataPack> Merge(
        List<DataPack> running, DataPack added, bool keeps, List<ProjectionNote> notes)
    {
        var same = running.Where(pack => pack.Region is null || pack.Region == added.Region).ToList();
        var remaining = same.Sum(pack => pack.RemainingBytes);
        if (remaining > 0)
        {
            var kind = keeps ? ProjectionNoteKind.DataMerged : ProjectionNoteKind.DataLost;
            notes.Add(new ProjectionNote(kind) { Bytes = remaining });
        }

        var merged = !keeps ? added : added with
        {
            RemainingBytes = added.RemainingBytes + remaining,
            ExpiresAt = same.Exists(pack => pack.ExpiresAt is null) || added.ExpiresAt is null
                ? null
                : same.Select(pack => pack.ExpiresAt!.Value).Append(added.ExpiresAt.Value).Max(),
        };
        return [.. running.Where(pack => !same.Contains(pack)), merged];
    }

    /// <summary>Each pack begins where the one before it ends.</summary>
    private static (List<QueuedPack> Queue, DateTimeOffset End) Chain(
        List<QueuedPack> queue, DateTimeOffset free, CardTypeRules rules)
    {
        var chained = new List<QueuedPack>();
        foreach (var pack in queue)
        {
            chained.Add(pack with { StartsAt = free });
            free = CardCalendar.Add(free, pack.Period, rules.Zone);
        }

        return (chained, free);
    }

    /// <summary>When the last of the running packs ends; what lasts as long as the card ends with it.</summary>
    private static DateTimeOffset EndOf(
        List<DataPack> running, DateTimeOffset? validUntil, CardTypeRules rules, DateTimeOffset now) =>
        running.Select(pack => pack.ExpiresAt ?? validUntil).OfType<DateTimeOffset>().Where(end => end > now)
            .DefaultIfEmpty(CardCalendar.EndOfDay(now, rules.Zone)).Max();

    private static int Overlap(
        DateTimeOffset? validUntil, DateTimeOffset today, DateTimeOffset end, CardTypeRules rules) =>
        validUntil is { } present && present > today
            ? CardCalendar.LastDay(present < end ? present : end, rules.Zone).DayNumber
                - CardCalendar.LastDay(today, rules.Zone).DayNumber
            : 0;

    private static IEnumerable<QueuedPack> Turns(IEnumerable<QueuedPack> queue) =>
        queue.Where(pack => pack.StartsAt is not null);

    private static IEnumerable<QueuedPack> AtUse(IEnumerable<QueuedPack> queue) =>
        queue.Where(pack => pack.StartsAt is null);

    private static DateTimeOffset Later(DateTimeOffset? present, DateTimeOffset other) =>
        present is { } there && there > other ? there : other;
}
