using Partner.Core.Amounts;

namespace Partner.Core.Pricing;

/// <summary>What the customer pays on top of the face value, by channel. The partner keeps the fee.</summary>
/// <param name="Version">Version of the document.</param>
/// <param name="HandlingFees">Fee by channel; a channel that is missing has none. One currency per entry's plan.</param>
public sealed record PriceList(string Version, IReadOnlyDictionary<Channel, Money> HandlingFees);

/// <summary>The commission that partners earn: one rate on the face value.</summary>
/// <param name="Version">Version of the document.</param>
/// <param name="RuleId">Identifier of the rule, as it appears in breakdowns and postings.</param>
/// <param name="Rate">The rate.</param>
public sealed record CommissionSchedule(string Version, string RuleId, BasisPoints Rate);
