using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Core.Cards;
using CoreMoney = Partner.Core.Amounts.Money;

namespace Partner.Server.Contract;

/// <summary>Values of the core in their wire form.</summary>
public static class Wire
{
    /// <summary>An amount.</summary>
    /// <param name="money">The amount.</param>
    public static Money ToWire(this CoreMoney money) =>
        new() { CurrencyCode = money.Currency.Code, Units = money.Units, Nanos = money.Nanos };

    /// <summary>A card, in full: only ever for the partner that named it.</summary>
    public static CardRef ToWire(this CardNumber card) =>
        card.IsPhone ? new CardRef { PhoneNumber = card.Value } : new CardRef { Iccid = card.Value };

    /// <summary>An instant.</summary>
    /// <param name="instant">The instant (UTC).</param>
    public static Timestamp ToWire(this DateTimeOffset instant) => Timestamp.FromDateTimeOffset(instant);

    /// <summary>An instant that may be absent.</summary>
    /// <param name="instant">The instant (UTC), or null.</param>
    public static Timestamp? ToWire(this DateTimeOffset? instant) => instant?.ToWire();
}
