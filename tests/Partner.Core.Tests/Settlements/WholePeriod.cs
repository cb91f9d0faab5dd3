using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Settlements;

namespace Partner.Core.Tests.Settlements;

/// <summary>A settlement with what it posts and changes.</summary>
internal sealed record PeriodResult(
    SettlementStatement Statement, Transfer? Transfer, IReadOnlyList<RecordChange> Changes)
{
    /// <summary>What reaches the float.</summary>
    public long FloatMinor =>
        Transfer?.Legs.Where(leg => leg.Account == Account.Float).Sum(leg => leg.Amount.Minor) ?? 0;
}

/// <summary>Closes a period whose records are all in memory: every record there is, needed or not.</summary>
internal static class WholePeriod
{
    public static IReadOnlyList<PeriodResult> Close(
        string period, IEnumerable<CommissionRecord> records, DateTimeOffset now)
    {
        var (tally, volumes) = (new PeriodTally(period), VolumesOf(records));
        var changes = records
            .GroupBy(record => (record.Entry.SellerId, record.Entry.TopUpId))
            .SelectMany(chain => tally.Count(chain, volumes))
            .ToLookup(change => (change.Before.Entry.Level.PayeeId, change.Before.Entry.Level.FloatCurrency));
        return
        [
            .. tally.Close(now).Select(posting => new PeriodResult(
                posting.Statement,
                posting.Transfer,
                [.. changes[(posting.Statement.PayeeId, posting.Statement.Currency)]])),
        ];
    }

    /// <summary>A record of an entry that was just granted.</summary>
    public static CommissionRecord Fresh(CommissionEntry entry) => new(
        entry, false, Money.Zero(entry.Amount.Currency), Money.Zero(entry.Credit.Currency), false, false);

    /// <summary>The remaining volumes of the months: the bases of what was not taken back.</summary>
    public static Dictionary<VolumeKey, long> VolumesOf(IEnumerable<CommissionRecord> records)
    {
        var volumes = new Dictionary<VolumeKey, long>();
        foreach (var record in records)
        {
            var size = record.Entry.Level.Terms.Base.Minor
                - (record.Reversed ? record.Entry.PartOf(record.Share).Level.Terms.Base.Minor : 0);
            volumes[record.Entry.Volume] = volumes.GetValueOrDefault(record.Entry.Volume) + size;
        }

        return volumes;
    }
}
