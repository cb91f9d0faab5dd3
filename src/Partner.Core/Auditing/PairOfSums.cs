namespace Partner.Core.Auditing;

/// <summary>Two sums by key that must agree once all is counted.</summary>
internal sealed class PairOfSums<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (Int128 First, Int128 Second)> _sums = [];

    /// <summary>Adds to either sum.</summary>
    public void Add(TKey key, Int128 first, Int128 second)
    {
        var (one, other) = _sums.GetValueOrDefault(key);
        _sums[key] = (one + first, other + second);
    }

    /// <summary>The keys whose sums differ, in the order in which they came up.</summary>
    public IEnumerable<(TKey Key, Int128 First, Int128 Second)> Differences() => _sums
        .Where(pair => pair.Value.First != pair.Value.Second)
        .Select(pair => (pair.Key, pair.Value.First, pair.Value.Second));
}

/// <summary>What the entries of a settlement's line make.</summary>
internal sealed class LineSums
{
    private long _topUps;
    private long _reversals;
    private Int128 _base;
    private Int128 _earned;
    private Int128 _clawedBack;

    /// <summary>Counts an entry as earned.</summary>
    public void Earn(CommissionFacts entry)
    {
        _topUps++;
        _base += entry.Base;
        _earned += entry.Credit;
    }

    /// <summary>Counts an entry as taken back.</summary>
    public void TakeBack(CommissionFacts entry)
    {
        _reversals++;
        _clawedBack -= entry.CreditBack;
    }

    /// <summary>Whether a line says the same. Its true-up is compared over all settlements.</summary>
    public bool Agrees(SettlementLineFacts line) => line.TopUps == _topUps && line.Reversals == _reversals
        && line.Base == _base && line.Earned == _earned && line.ClawedBack == _clawedBack;
}
