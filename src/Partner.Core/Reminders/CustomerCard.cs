using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Reminders;

/// <summary>What is known of a card was learnt from this. Numbers are stored, and those of the contract.</summary>
public enum CardFactSource
{
    /// <summary>A sale: what its quote promised, or what its plan gives at least.</summary>
    Sale = 1,

    /// <summary>The issuer, when the partner looked the card up.</summary>
    LookUp = 2,

    /// <summary>The issuer, when it was asked for the sake of the list or of a reminder.</summary>
    Refresh = 3,
}

/// <summary>What is known of a card.</summary>
/// <param name="ValidUntil">End of validity (UTC), exclusive; null when nothing is known of it, or it has none.</param>
/// <param name="Standing">Whether it can be used; null when nobody looked.</param>
/// <param name="Region">Where it works; null when not known.</param>
/// <param name="KnownAt">When this was true (UTC): of two facts the newer one counts.</param>
/// <param name="Source">From what it was learnt.</param>
public sealed record CardFact(
    DateTimeOffset? ValidUntil, CardStanding? Standing, string? Region, DateTimeOffset KnownAt, CardFactSource Source)
{
    /// <summary>Whether the card may be valid for longer.</summary>
    public bool AtLeast { get; init; }

    /// <summary>What the issuer says when it has no such card: its number is lost.</summary>
    /// <param name="at">When it was asked.</param>
    /// <param name="source">On whose behalf.</param>
    public static CardFact Gone(DateTimeOffset at, CardFactSource source) =>
        new(null, CardStanding.Terminated, null, at, source);

    /// <summary>What the issuer says. A card whose number is lost has no end any more that matters.</summary>
    /// <param name="state">The card as it is.</param>
    /// <param name="at">When it was asked (UTC).</param>
    /// <param name="source">On whose behalf.</param>
    public static CardFact Of(CardState state, DateTimeOffset at, CardFactSource source) =>
        state.Standing == CardStanding.Terminated
            ? Gone(at, source)
            : new CardFact(state.ValidUntil, state.Standing, state.Region, at, source);
}

/// <summary>The last sale to a card that stands.</summary>
/// <param name="TopUpId">The top-up.</param>
/// <param name="PlanCode">What was sold.</param>
/// <param name="Channel">Through which channel.</param>
/// <param name="Outlet">At which outlet; empty when none.</param>
/// <param name="Face">At which amount.</param>
/// <param name="At">When it succeeded (UTC).</param>
public sealed record LastSale(
    TopUpId TopUpId, PlanCode PlanCode, Channel Channel, string Outlet, Money Face, DateTimeOffset At);

/// <summary>The last reminder of a card.</summary>
/// <param name="EndDay">The last day of the validity that it told, by the card's calendar.</param>
/// <param name="Window">How long before the end it was due.</param>
/// <param name="At">When it was made (UTC).</param>
public sealed record ToldReminder(DateOnly EndDay, CalendarPeriod Window, DateTimeOffset At);

/// <summary>A card that a partner has sold to: whatever is known of it, without asking anybody.</summary>
public sealed record CustomerCard
{
    /// <summary>The partner.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>The card.</summary>
    public required CardNumber Card { get; init; }

    /// <summary>Its type.</summary>
    public required CardType CardType { get; init; }

    /// <summary>The partner's last sale to it.</summary>
    public required LastSale Sale { get; init; }

    /// <summary>What is known of it.</summary>
    public required CardFact Fact { get; init; }

    /// <summary>The number that its customer left last; null where none was left.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The last reminder; null when there was none.</summary>
    public ToldReminder? Told { get; init; }

    /// <summary>Whether the issuer is to be asked, because what is known has been overtaken, or is nothing.</summary>
    public bool IsStale { get; init; }

    /// <summary>
    /// Since when the issuer is asked in vain, or what is known is overtaken (UTC); null while neither is.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When it is looked at next (UTC).</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Counts its changes, from 0.</summary>
    public int Version { get; init; }

    /// <summary>Whether it can be used at an instant, by what is known; null when nobody knows.</summary>
    public CardStanding? StandingAt(DateTimeOffset now) => Fact switch
    {
        { Standing: CardStanding.Blocked or CardStanding.Terminated or CardStanding.InGrace } => Fact.Standing,
        { ValidUntil: { } end } when end <= now => CardStanding.InGrace,
        _ => Fact.Standing,
    };

    /// <summary>
    /// The card as projections take it. Its data is not known: it is taken to last as long as the card, so that a pack
    /// that would wait for its turn waits until then.
    /// </summary>
    /// <param name="now">The instant (UTC).</param>
    public CardState StateAt(DateTimeOffset now) => new(
        CardType, StandingAt(now) ?? CardStanding.Active, Fact.ValidUntil)
    {
        Region = Fact.Region,
        Packs = Fact.ValidUntil > now ? [new DataPack(Fact.Region, 0, Fact.ValidUntil)] : [],
    };
}
