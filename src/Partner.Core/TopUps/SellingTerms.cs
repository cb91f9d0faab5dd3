using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.TopUps;

/// <summary>The document versions in force at one instant.</summary>
/// <param name="Rules">All of them.</param>
public sealed record SellingTerms(RulesInForce Rules)
{
    private readonly Lazy<RuleIndex> _index = new(() => new RuleIndex(Rules));

    /// <summary>Plans and number ranges.</summary>
    public PlanCatalogue Catalogue => Rules.Catalogue;

    /// <summary>The same, arranged for pricing; made when it is first asked for.</summary>
    public RuleIndex Index => _index.Value;
}

/// <summary>Settings of the rules. The defaults are the documented ones.</summary>
public sealed record TopUpPolicy
{
    /// <summary>How long the same card and plan under another request id are suspected to be a duplicate.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether there is a key to keep identity checks with.</summary>
    public bool KeepsIdChecks { get; init; } = true;

    /// <summary>How long a quote binds.</summary>
    public TimeSpan QuoteValidity { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Age at which the reconciler stops repeating an operation that the issuer has no trace of, and asks the issuer to
    /// refuse the id for ever. Until the issuer acknowledges that, the operation stays in doubt.
    /// </summary>
    public TimeSpan WithdrawAfter { get; init; } = TimeSpan.FromMinutes(10);
}
