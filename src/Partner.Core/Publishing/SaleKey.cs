using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>
/// What rules are chosen by, in sales without an outlet. Slow and plain: for comparing documents, not for selling.
/// </summary>
internal sealed record SaleKey(PartnerId PartnerId, string? Tier, Plan Plan, Channel Channel)
{
    /// <summary>The most specific of the rules that match.</summary>
    /// <returns>The rule; the type's default when none matches.</returns>
    public T? Best<T>(IEnumerable<T> rules, Func<T, Selector> applies) =>
        rules.Where(rule => Matches(applies(rule))).OrderByDescending(rule => Rank(applies(rule))).FirstOrDefault();

    private bool Matches(Selector selector) =>
        selector.Outlet is null
        && (selector.PartnerId is null || selector.PartnerId == PartnerId)
        && (selector.Tier is null || selector.Tier == Tier)
        && (selector.PlanCode is null || selector.PlanCode == Plan.Code)
        && (selector.Category is null || selector.Category == Plan.Category)
        && (selector.CardType is null || selector.CardType == Plan.CardType)
        && (selector.Channel is null || selector.Channel == Channel);

    private static (int Payee, int Product, int Channel) Rank(Selector selector) => (
        selector switch { { PartnerId: not null } => 2, { Tier: not null } => 1, _ => 0 },
        selector switch
        {
            { PlanCode: not null } => 3,
            { Category: not null } => 2,
            { CardType: not null } => 1,
            _ => 0,
        },
        selector.Channel is null ? 0 : 1);
}
