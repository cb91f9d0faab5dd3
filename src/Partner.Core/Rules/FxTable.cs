using Partner.Core.Amounts;

namespace Partner.Core.Rules;

/// <summary>A rate between two currencies.</summary>
/// <param name="Id">Identifier within the document: "USD-CNY".</param>
/// <param name="Plan">Currency of the plan.</param>
/// <param name="Float">Currency of the float.</param>
/// <param name="RateE8">Float major units for one plan major unit, times 10^8; above zero.</param>
/// <param name="Margin">Added to a debit's conversion; never to a commission's.</param>
public sealed record FxRate(string Id, Currency Plan, Currency Float, long RateE8, BasisPoints Margin);

/// <summary>A version of the FX rates.</summary>
/// <param name="Version">Id and version of the document.</param>
/// <param name="From">When it took effect (UTC): the age of a rate counts from here.</param>
/// <param name="MaximumAge">A rate of exactly this age is still accepted, an older one refuses.</param>
/// <param name="Rates">One for each pair.</param>
public sealed record FxTable(string Version, DateTimeOffset From, TimeSpan MaximumAge, IReadOnlyList<FxRate> Rates);
