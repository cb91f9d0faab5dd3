using Partner.Core.Amounts;

namespace Partner.Core.Rules;

/// <summary>A withholding tax on commission.</summary>
/// <param name="Id">Identifier within the document.</param>
/// <param name="Applies">To which payees and sales.</param>
/// <param name="Rate">0 to 10,000, of the commission, half-even.</param>
public sealed record TaxRule(string Id, Selector Applies, BasisPoints Rate);

/// <summary>A version of the tax rules for commissions of one currency.</summary>
/// <param name="Version">Id and version of the document.</param>
/// <param name="Currency">Only plans of this currency see it.</param>
/// <param name="Rules">No two with the same selector.</param>
public sealed record TaxTable(string Version, Currency Currency, IReadOnlyList<TaxRule> Rules);
