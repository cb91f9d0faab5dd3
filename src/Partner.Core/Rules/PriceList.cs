using Partner.Core.Amounts;

namespace Partner.Core.Rules;

/// <summary>A price that replaces a fixed plan's own.</summary>
/// <param name="Id">Identifier within the list, as it appears in breakdowns.</param>
/// <param name="Applies">To which sales.</param>
/// <param name="Price">Above zero, in the list's currency.</param>
public sealed record PriceEntry(string Id, Selector Applies, Money Price);

/// <summary>
/// A handling fee on top of the price: a fixed amount, or basis points of the face (half-even) within bounds.
/// </summary>
/// <param name="Id">Identifier within the list, as it appears in breakdowns.</param>
/// <param name="Applies">To which sales.</param>
/// <param name="Fixed">The fee; null when it is a rate.</param>
/// <param name="Rate">Rate on the face; 0 when the fee is fixed.</param>
/// <param name="Minimum">Least fee of a rate; null when there is none.</param>
/// <param name="Maximum">Greatest fee of a rate; null when there is none.</param>
/// <param name="PartnerShare">How much of the fee the partner keeps, 0 to 10,000; the share is rounded down.</param>
public sealed record FeeEntry(
    string Id, Selector Applies, Money? Fixed, BasisPoints Rate,
    Money? Minimum, Money? Maximum, BasisPoints PartnerShare);

/// <summary>A version of a price list: prices and fees of one currency.</summary>
/// <param name="Version">Id and version of the document: "demo-prices@2026-01".</param>
/// <param name="Currency">Currency of all its amounts; only plans of this currency see it.</param>
/// <param name="Prices">Prices; no two with the same selector.</param>
/// <param name="Fees">Fees; no two with the same selector.</param>
public sealed record PriceList(
    string Version, Currency Currency, IReadOnlyList<PriceEntry> Prices, IReadOnlyList<FeeEntry> Fees);
