using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;

namespace Partner.Core.Projections;

/// <summary>Whether a card can be used and topped up. Numbers are those of <c>CardStatus</c> in the contract.</summary>
public enum CardStanding
{
    /// <summary>In service.</summary>
    Active = 1,

    /// <summary>Service is suspended, the number is kept.</summary>
    Suspended = 2,

    /// <summary>Past its validity, within grace: out of service, the number is kept.</summary>
    InGrace = 3,

    /// <summary>Past grace: the number is lost.</summary>
    Terminated = 4,

    /// <summary>Blocked by the issuer.</summary>
    Blocked = 5,
}

/// <summary>How far the profile of an eSIM is. Numbers are those of the contract.</summary>
public enum EsimProfile
{
    /// <summary>Ready to be downloaded.</summary>
    Released = 1,

    /// <summary>Downloaded and installed on a device, switched off.</summary>
    Installed = 2,

    /// <summary>Installed and switched on.</summary>
    Enabled = 3,

    /// <summary>Switched off by the operator.</summary>
    Disabled = 4,

    /// <summary>Deleted from its device: it has to be issued again.</summary>
    Deleted = 5,
}

/// <summary>Data on a card that can be used now.</summary>
/// <param name="Region">Where: ISO 3166-1 alpha-2 or "GLOBAL"; null when the issuer does not say.</param>
/// <param name="RemainingBytes">What is left: 0 or more.</param>
/// <param name="ExpiresAt">When it lapses (UTC), exclusive; null: with the card.</param>
public sealed record DataPack(string? Region, long RemainingBytes, DateTimeOffset? ExpiresAt);

/// <summary>Data on a card that has not begun.</summary>
/// <param name="Region">As of a <see cref="DataPack"/>.</param>
/// <param name="Bytes">What it will give.</param>
/// <param name="Period">How long it lasts once begun.</param>
/// <param name="StartsAt">When its turn comes (UTC); null: at first use.</param>
/// <param name="UseBy">For a start at first use: when it lapses unused (UTC); null otherwise.</param>
public sealed record QueuedPack(
    string? Region, long Bytes, CalendarPeriod Period, DateTimeOffset? StartsAt, DateTimeOffset? UseBy);

/// <summary>A card at an instant, as the issuer tells it or as it is projected.</summary>
/// <param name="CardType">Its type.</param>
/// <param name="Standing">Whether it can be used.</param>
/// <param name="ValidUntil">End of validity (UTC), exclusive; null when it was never activated.</param>
public sealed record CardState(CardType CardType, CardStanding Standing, DateTimeOffset? ValidUntil)
{
    /// <summary>The balance; null when the card has none, or the issuer does not say.</summary>
    public Money? Balance { get; init; }

    /// <summary>Data that can be used; lapsed packs may still be among them.</summary>
    public IReadOnlyList<DataPack> Packs { get; init; } = [];

    /// <summary>Packs that wait, in the order in which they begin; those that begin at first use last.</summary>
    public IReadOnlyList<QueuedPack> Queue { get; init; } = [];

    /// <summary>Where the card works; null when the issuer does not say.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the card renews itself; null when the issuer does not say.</summary>
    public bool? AutoRenewal { get; init; }

    /// <summary>The state of its eSIM profile; null when it has none, or the issuer does not say.</summary>
    public EsimProfile? EsimProfile { get; init; }

    /// <summary>Data that can be used at an instant, in bytes.</summary>
    public long DataAt(DateTimeOffset now) => Packs.Where(pack => pack.RunsAt(now)).Sum(pack => pack.RemainingBytes);
}

/// <summary>Questions about packs.</summary>
public static class DataPacks
{
    /// <summary>Whether a pack can still be used.</summary>
    public static bool RunsAt(this DataPack pack, DateTimeOffset now) => pack.ExpiresAt is not { } end || end > now;
}
