using Microsoft.EntityFrameworkCore;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Reminders;

namespace Partner.Storage.Model;

/// <summary>What is known of a partner's card: of the present, or of when a reminder was made.</summary>
internal abstract class CardFactsRow
{
    public required string PartnerId { get; set; }

    public required string Card { get; set; }

    public int CardType { get; set; }

    /// <summary>Null when nothing is known of the end, or there is none any more.</summary>
    public long? ValidUntil { get; set; }

    public int? Standing { get; set; }

    public string? Region { get; set; }

    public long KnownAt { get; set; }

    public int Source { get; set; }

    public bool AtLeast { get; set; }

    public required string Outlet { get; set; }

    public required string TopUpId { get; set; }

    public required string PlanCode { get; set; }

    public int Channel { get; set; }

    public long Face { get; set; }

    public required string Currency { get; set; }

    public long SoldAt { get; set; }
}

/// <summary>A card that a partner has sold to, as long as a sale stands.</summary>
internal sealed class CustomerCardRow : CardFactsRow
{
    /// <summary>The number that its customer left last.</summary>
    public string? ContactId { get; set; }

    /// <summary>The last reminder: number of the last day that it told, its window, and when it was made.</summary>
    public int? ToldDay { get; set; }

    public int? ToldUnit { get; set; }

    public int? ToldCount { get; set; }

    public long? ToldAt { get; set; }

    public bool Stale { get; set; }

    public long? AskedAt { get; set; }

    public long DueAt { get; set; }

    public int Version { get; set; }

    /// <summary>Who looks at it now; whatever changes the card ends that.</summary>
    public string? LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }
}

/// <summary>A reminder that fell due.</summary>
internal sealed class ReminderRow : CardFactsRow
{
    public long Number { get; set; }

    public int WindowUnit { get; set; }

    public int WindowCount { get; set; }

    /// <summary>Number of the last day of validity, by the card's calendar.</summary>
    public int LastDay { get; set; }

    public long DueAt { get; set; }

    public long MadeAt { get; set; }

    public bool Confirmed { get; set; }

    public bool RenewsItself { get; set; }

    public bool TellsCustomer { get; set; }
}

/// <summary>How far a partner's sales were followed, and the number of its last reminder.</summary>
internal sealed class ReminderProgressRow : IEventProgressRow
{
    public required string PartnerId { get; set; }

    public long LastEvent { get; set; }

    public long LastNumber { get; set; }

    public required string LeaseOwner { get; set; }

    public long LeaseUntil { get; set; }
}

/// <summary>The tables of customers' cards and reminders, and what their rows say.</summary>
internal static class ReminderMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CustomerCardRow>(entity =>
        {
            entity.ToTable("customer_cards");
            entity.HasKey(row => new { row.PartnerId, row.Card });

            // The lists: each type has its own ends; and what is due, in all and of a partner. Those that end with the
            // card do not begin with the partner: PostgreSQL would take them for the key until it has statistics.
            entity.HasIndex(row => new { row.CardType, row.PartnerId, row.ValidUntil, row.Card });
            entity.HasIndex(row => new { row.Outlet, row.PartnerId, row.CardType, row.ValidUntil, row.Card });
            entity.HasIndex(row => row.DueAt);
            entity.HasIndex(row => new { row.PartnerId, row.DueAt }).HasFilter(IndexFilters.Above0("due_at"));
        });
        model.Entity<ReminderRow>(entity =>
        {
            entity.ToTable("reminders");
            entity.HasKey(row => new { row.PartnerId, row.Number });

            // One for a card, its last day and window, whatever the code above decides.
            entity.HasIndex(row => new { row.PartnerId, row.Card, row.LastDay, row.WindowUnit, row.WindowCount })
                .IsUnique();
            entity.HasIndex(row => row.MadeAt);
        });
        model.Entity<ReminderProgressRow>().ToTable("reminder_progress").HasKey(row => row.PartnerId);
    }

    public static CustomerCard ToRecord(this CustomerCardRow row) => Facts(row) with
    {
        ContactId = Core.Identifiers.ContactId.Of(row.ContactId),
        Told = row is { ToldDay: { } day, ToldUnit: { } unit, ToldCount: { } count, ToldAt: { } at }
            ? new ToldReminder(
                DateOnly.FromDayNumber(day), new CalendarPeriod((PeriodUnit)unit, count), Mapping.Instant(at))
            : null,
        IsStale = row.Stale,
        AskedAt = Mapping.Instant(row.AskedAt),
        DueAt = Mapping.Instant(row.DueAt),
        Version = row.Version,
    };

    public static CardReminder ToRecord(this ReminderRow row) => new(
        Facts(row),
        new CalendarPeriod((PeriodUnit)row.WindowUnit, row.WindowCount),
        Mapping.Instant(row.DueAt),
        Mapping.Instant(row.MadeAt))
    {
        Number = row.Number,
        IsConfirmed = row.Confirmed,
        RenewsItself = row.RenewsItself,
        TellsCustomer = row.TellsCustomer,
    };

    private static CustomerCard Facts(CardFactsRow row) => new()
    {
        PartnerId = new PartnerId(row.PartnerId),
        Card = CardNumber.Stored(row.Card),
        CardType = (CardType)row.CardType,
        Sale = new LastSale(
            new TopUpId(row.TopUpId),
            new PlanCode(row.PlanCode),
            (Channel)row.Channel,
            row.Outlet,
            new Money(row.Face, Core.Amounts.Currency.Of(row.Currency)),
            Mapping.Instant(row.SoldAt)),
        Fact = new CardFact(
            Mapping.Instant(row.ValidUntil),
            (CardStanding?)row.Standing,
            row.Region,
            Mapping.Instant(row.KnownAt),
            (CardFactSource)row.Source)
        {
            AtLeast = row.AtLeast,
        },
    };
}
