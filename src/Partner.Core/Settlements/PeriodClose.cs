using Partner.Core.Commissions;
using Partner.Core.Ledger;

namespace Partner.Core.Settlements;

/// <summary>A settlement with what it posts and changes.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Transfer">For the books of the payee; null when nothing moves.</param>
/// <param name="Changes">What it does to each record that it counts.</param>
public sealed record PeriodResult(PeriodStatement Statement, Transfer? Transfer, IReadOnlyList<RecordChange> Changes);

/// <summary>
/// Closes a calendar month whose records are all in memory; <see cref="PeriodTally"/> does it while they go by. Pure:
/// the same records give the same settlements, so that they can be proved again later.
/// <list type="number">
/// <item>Every WHOLE record of this and earlier months gets its target at the remaining volume of its month, from the
/// seller upwards; what is missing to it is its true-up. MARGINAL ones and fixed overrides stay as they were granted.
/// </item>
/// <item>Records of this and earlier months that no settlement has counted are counted now, and so are reversals, of
/// whatever month. A true-up of a reversed record is taken back.</item>
/// <item>Tax is taken once per version of a tax rule on the signed sum of what was not taxed at credit.</item>
/// </list>
/// </summary>
public static class PeriodClose
{
    /// <summary>Closes a period for all partners.</summary>
    /// <param name="period">"2026-10"; it may be settled by <see cref="PeriodRules.Refuse"/>.</param>
    /// <param name="records">
    /// The records of all levels of every top-up that <see cref="Affects"/> names; more do no harm.
    /// </param>
    /// <param name="volumes">Remaining volumes, at least of every WHOLE record that is not reversed.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>One for each payee and currency with something to count, by payee; none for the others.</returns>
    public static IReadOnlyList<PeriodResult> Close(
        string period,
        IEnumerable<CommissionRecord> records,
        IReadOnlyDictionary<VolumeKey, long> volumes,
        DateTimeOffset now)
    {
        var tally = new PeriodTally(period);
        var changes = records
            .GroupBy(record => (record.Entry.SellerId, record.Entry.TopUpId))
            .SelectMany(chain => tally.Count(chain, volumes))
            .ToLookup(change => (change.Before.Entry.Level.PayeeId, change.Before.Entry.Level.FloatCurrency));
        return
        [
            .. tally.Close(now).Select(posting => new PeriodResult(
                posting.Statement,
                posting.Transfer,
                [
                    .. changes[(posting.Statement.PayeeId, posting.Statement.Currency)]
                        .OrderBy(change => change.Before.Entry.SellerId.Value, StringComparer.Ordinal)
                        .ThenBy(change => change.Before.Entry.TopUpId.Value, StringComparer.Ordinal),
                ])),
        ];
    }

    /// <summary>
    /// Whether the settlement of a period needs a record's whole volume: then load every record of that volume, and of
    /// each of their top-ups the records of all levels.
    /// </summary>
    /// <param name="period">The period.</param>
    /// <param name="record">A record.</param>
    public static bool Affects(string period, CommissionRecord record) =>
        record.IsOpen && string.CompareOrdinal(record.Entry.Month, period) <= 0;

    /// <summary>The remaining volumes of the months: the bases of what was not taken back.</summary>
    /// <param name="records">All records of these volumes.</param>
    public static IReadOnlyDictionary<VolumeKey, long> VolumesOf(IEnumerable<CommissionRecord> records)
    {
        var volumes = new Dictionary<VolumeKey, long>();
        foreach (var record in records)
        {
            var size = record.Reversed ? 0 : record.Entry.Level.Terms.Base.Minor;
            volumes[record.Entry.Volume] = checked(volumes.GetValueOrDefault(record.Entry.Volume) + size);
        }

        return volumes;
    }
}
