using System.Collections.Concurrent;
using Partner.Core.Plans;

namespace Partner.Core.Pricing;

/// <summary>Whose sales of what: the key under which rules are kept. Chains are compared by value.</summary>
internal readonly record struct SaleKind(IReadOnlyList<Payee> Chain, PlanCode PlanCode, Channel Channel, string Outlet)
{
    public bool Equals(SaleKind other)
    {
        if (Channel != other.Channel
            || PlanCode != other.PlanCode
            || !string.Equals(Outlet, other.Outlet, StringComparison.Ordinal)
            || Chain.Count != other.Chain.Count)
        {
            return false;
        }

        for (var i = 0; !ReferenceEquals(Chain, other.Chain) && i < Chain.Count; i++)
        {
            if (Chain[i] != other.Chain[i])
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode() => HashCode.Combine(Chain[0].PartnerId, PlanCode, Channel, Outlet.Length);
}

/// <summary>
/// Rules that were looked up. Bounded: when it is full it starts anew, which costs one look-up for each kind of sale
/// and needs no lock on the way.
/// </summary>
internal sealed class SaleRulesCache
{
    private const int Most = 10_000;

    private ConcurrentDictionary<SaleKind, SaleRules> _kept = new();
    private int _count;

    public SaleRules? Find(SaleKind key) => _kept.TryGetValue(key, out var rules) ? rules : null;

    public void Keep(SaleKind key, SaleRules rules)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Volatile.Write(ref _kept, new ConcurrentDictionary<SaleKind, SaleRules>());
            Volatile.Write(ref _count, 1);
        }

        _kept.TryAdd(key, rules);
    }
}
