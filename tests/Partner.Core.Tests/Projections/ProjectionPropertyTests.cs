using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Projections;

/// <summary>Whatever the card, the plan and the moment: a second reading of the rules promises the same.</summary>
public sealed class ProjectionPropertyTests
{
    private static readonly string?[] CardRegions = [null, "GLOBAL", "CN", "JP"];
    private static readonly string[] PlanRegions = ["GLOBAL", "CN", "JP"];

    [Fact]
    public void A_projection_is_what_the_rules_say_when_they_are_written_a_second_time() =>
        Check(500, (card, sale, rules, now) =>
        {
            var projected = CardProjector.Project(card, sale, rules, now);
            var naive = NaiveProjector.Project(card, sale.Plan, sale.Amount, sale.StartNow, rules, now);
            if (projected.Refusal is { } refusal)
            {
                return refusal.Reason == naive.Refused;
            }

            var (after, notes) = (projected.Value.After, projected.Value.Notes);
            return naive.After is { } expected
                && after with { Packs = [], Queue = [] } == expected with { Packs = [], Queue = [] }
                && after.Packs.SequenceEqual(expected.Packs)
                && after.Queue.SequenceEqual(expected.Queue)
                && Bytes(notes, ProjectionNoteKind.DataLost) == naive.Lost
                && Bytes(notes, ProjectionNoteKind.DataMerged) == naive.Merged
                && notes.Where(note => note.Kind == ProjectionNoteKind.ValidityLost).Sum(note => note.Days)
                    == naive.Days;
        });

    [Fact]
    public void No_sale_shortens_a_card_or_takes_what_it_does_not_name_as_lost() =>
        Check(500, (card, sale, rules, now) =>
        {
            var projected = CardProjector.Project(card, sale, rules, now);
            if (projected.Refusal is not null)
            {
                return true;
            }

            var (before, after) = (projected.Value.Before, projected.Value.After);
            var lost = Bytes(projected.Value.Notes, ProjectionNoteKind.DataLost);
            var inQueue = after.Queue.Sum(pack => pack.Bytes) - before.Queue.Sum(pack => pack.Bytes);
            return (before.ValidUntil is null || after.ValidUntil >= before.ValidUntil)
                && after.DataAt(now) + inQueue == before.DataAt(now) - lost + sale.Plan.DataBytes
                && after.Balance?.Minor >= (before.Balance?.Minor ?? 0)
                && (sale.Plan.DataBytes == 0 || sale.Plan.StartsAtFirstUse() || LivesForAll(after, rules))
                && CardComparison.Compare(projected.Value, after, now) == CardDifferences.None;
        });

    private static bool LivesForAll(CardState card, CardTypeRules rules) =>
        card.Queue.Where(pack => pack.StartsAt is not null)
            .All(pack => CardCalendar.Add(pack.StartsAt!.Value, pack.Period, rules.Zone) <= card.ValidUntil);

    private static long Bytes(IEnumerable<ProjectionNote> notes, ProjectionNoteKind kind) =>
        notes.Where(note => note.Kind == kind).Sum(note => note.Bytes);

    private static void Check(int cases, Func<CardState, ProjectedSale, CardTypeRules, DateTimeOffset, bool> holds)
    {
        var all = from type in Gen.Elements(Enum.GetValues<CardType>())
                  from now in AnyInstant()
                  from card in AnyCard(type, now)
                  from sale in AnySale(type)
                  from rules in AnyRules(type)
                  select (card, sale, rules, now);
        Prop.ForAll(all.ToArbitrary(), one => holds(one.card, one.sale, one.rules, one.now))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    private static Gen<DateTimeOffset> AnyInstant() =>
        from minutes in Gen.Choose(0, 60 * 24 * 366 * 8)
        select new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    private static Gen<CalendarPeriod> AnyPeriod() =>
        from unit in Gen.Elements(PeriodUnit.Day, PeriodUnit.Month, PeriodUnit.Year)
        from count in Gen.Choose(1, 3)
        select new CalendarPeriod(unit, count);

    private static Gen<DateTimeOffset?> MaybeAround(DateTimeOffset now) =>
        from hours in Gen.Choose(-24 * 60, 24 * 200)
        from there in Gen.Choose(0, 4)
        select there == 0 ? (DateTimeOffset?)null : now.AddHours(hours);

    private static Gen<CardState> AnyCard(CardType type, DateTimeOffset now)
    {
        var pack = from region in Gen.Elements(CardRegions)
                   from bytes in Gen.Choose(0, 1000)
                   from ends in MaybeAround(now)
                   select new DataPack(region, bytes, ends);
        var waiting = from bytes in Gen.Choose(1, 1000)
                      from period in AnyPeriod()
                      select new QueuedPack("GLOBAL", bytes, period, now.AddDays(1), null);
        return from standing in Gen.Elements(
                   CardStanding.Active, CardStanding.Active, CardStanding.Suspended, CardStanding.InGrace,
                   CardStanding.Terminated, CardStanding.Blocked)
               from until in MaybeAround(now)
               from balance in Gen.Choose(0, 20_000)
               from packs in pack.ListOf(2)
               from queue in Gen.Choose(0, 2).SelectMany(waiting.ListOf)
               from region in Gen.Elements(CardRegions)
               select new CardState(type, standing, until)
               {
                   Balance = Given.Fen(balance),
                   Packs = [.. packs],
                   Queue = [.. queue],
                   Region = region,
               };
    }

    private static Gen<ProjectedSale> AnySale(CardType type) =>
        from period in AnyPeriod()
        from own in AnyPeriod()
        from shape in Gen.Choose(0, 5)
        from region in Gen.Elements(PlanRegions)
        from today in Gen.Elements<CountedFrom?>(null, CountedFrom.End, CountedFrom.Today)
        from rollover in Gen.Elements<bool?>(null, true, false)
        from order in Gen.Elements<PackOrder?>(null, PackOrder.Merge, PackOrder.Queue)
        from yuan in Gen.Choose(1, 300)
        from startNow in Gen.Elements(true, false)
        select new ProjectedSale(
            Shape(type, shape, period, own, region, today, rollover, order), Given.Yuan(yuan), startNow);

    private static Plan Shape(
        CardType type,
        int shape,
        CalendarPeriod period,
        CalendarPeriod own,
        string region,
        CountedFrom? from,
        bool? rollover,
        PackOrder? order)
    {
        var plain = Given.Plan("plan", new PlanPrice.Fixed(Given.Yuan(1)), type) with { Region = region };
        var timed = plain with
        {
            PeriodUnit = period.Unit,
            PeriodCount = period.Count,
            Grants = new PlanGrants { CountedFrom = from },
        };
        return shape switch
        {
            0 => plain,
            1 => timed,
            2 => plain with
            {
                Grants = new PlanGrants
                {
                    CountedFrom = from,
                    Credit = true,
                    ByAmount =
                    [
                        new(Given.Yuan(20), new(PeriodUnit.Day, 30)), new(Given.Yuan(100), new(PeriodUnit.Month, 3)),
                    ],
                },
            },
            3 => timed with
            {
                DataBytes = 700,
                Grants = new PlanGrants { CountedFrom = from, Rollover = rollover, Packs = order },
            },
            4 => timed with
            {
                DataBytes = 700,
                Grants = new PlanGrants { CountedFrom = from, Rollover = rollover, Packs = order, DataPeriod = own },
            },
            _ => timed with
            {
                DataBytes = 700,
                Grants = new PlanGrants { Start = GrantStart.AtFirstUse, UseWithin = own, Rollover = rollover },
            },
        };
    }

    private static Gen<CardTypeRules> AnyRules(CardType type) =>
        from zone in Gen.Elements(CardCalendarTests.Zones)
        from grace in Gen.OneOf(
            AnyPeriod().Select(period => (CalendarPeriod?)period), Gen.Constant((CalendarPeriod?)null))
        from revivedBy in Gen.Elements<string[]>([], ["amount"], ["other"])
        from resumes in Gen.Elements(true, false)
        select new CardTypeRules(type, TimeZoneInfo.FindSystemTimeZoneById(zone))
        {
            Grace = grace,
            RevivedBy = revivedBy,
            ResumesSuspended = resumes,
        };
}
