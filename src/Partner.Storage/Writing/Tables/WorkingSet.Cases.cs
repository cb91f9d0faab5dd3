using Partner.Core.Arrivals;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of cases, and becomes true by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<ResourceKey, TrackedRow<ArrivalCase>> _cases = [];
    private readonly Dictionary<DuplicateKey, TopUpId> _underCase = [];
    private readonly HashSet<PartnerId> _withoutCases = [];
    private readonly Dictionary<ResourceKey, TopUpId> _soldAgain = [];

    /// <summary>The case of a top-up as this transaction has it so far; null while it was never reported.</summary>
    public ArrivalCase? Case(ResourceKey key) => _cases.GetValueOrDefault(key)?.Now;

    /// <summary>
    /// Whether a partner may have cases that are not closed: it is read with its float, without which nobody knows.
    /// </summary>
    public bool MayHaveCases(PartnerId partnerId) => !_withoutCases.Contains(partnerId);

    /// <summary>
    /// Stores a case as it is now. One that is closed keeps further sales away for the rest of the batch: they are as
    /// if they had come just before.
    /// </summary>
    public void Set(ArrivalCase changed)
    {
        var key = new ResourceKey(changed.PartnerId, changed.TopUpId.Value);
        if (!_cases.TryGetValue(key, out var row))
        {
            row = new TrackedRow<ArrivalCase>(changed with { Version = 0 }, false);
            _cases.Add(key, row);
        }

        row.Now = changed;
        if (changed.ClosedAt is null)
        {
            _withoutCases.Remove(changed.PartnerId);
            _underCase[new DuplicateKey(changed.PartnerId, changed.Card.Value, changed.PlanCode)] = changed.TopUpId;
        }
    }

    /// <summary>Notes a sale that was made in spite of a case.</summary>
    /// <param name="under">The top-up that was reported.</param>
    /// <param name="sold">The later one.</param>
    public void NoteSoldAgain(PartnerId partnerId, TopUpId under, TopUpId sold) =>
        _soldAgain[new ResourceKey(partnerId, under.Value)] = sold;

    private void ReadCases(Footprint footprint, Exchange exchange) => exchange.Add(
        CaseTable.Read,
        Rows(CaseTable.Read, footprint.Cases, Add),
        row => _cases[KeyIn(row)] = new TrackedRow<ArrivalCase>(CaseTable.CaseIn(row), true));

    private void FlushCases()
    {
        foreach (var (key, sold) in _soldAgain)
        {
            if (_cases.TryGetValue(key, out var row))
            {
                row.Now = row.Now with { SoldAgain = sold };
            }
            else
            {
                CaseTable.NoteSoldAgain(Changes, key, sold);
            }
        }

        foreach (var (key, row) in _cases.Where(row => row.Value.HasChanged))
        {
            CaseTable.Store(Changes, key, row);
        }
    }
}
