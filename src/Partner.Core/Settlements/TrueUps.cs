using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;

namespace Partner.Core.Settlements;

/// <summary>What each record should stand at once a period is over, and what is missing to it.</summary>
internal static class TrueUps
{
    /// <summary>The changes of one top-up's records, from the seller upwards.</summary>
    /// <param name="period">The period; a record of a later month counts only beneath others.</param>
    /// <param name="chain">The records of all levels of one top-up.</param>
    /// <param name="volumes">Remaining volumes of the months of WHOLE records.</param>
    public static IEnumerable<RecordChange> Of(
        string period, IEnumerable<CommissionRecord> chain, IReadOnlyDictionary<VolumeKey, long> volumes)
    {
        // Of a sale that was taken back in part, every level is worked out as if it stood, and its part then goes.
        var beneath = 0L;
        foreach (var record in chain.OrderBy(record => record.Entry.Level.Number))
        {
            if (string.CompareOrdinal(record.Entry.Month, period) > 0)
            {
                beneath += record.Reversed ? record.Entry.Amount.Minor : record.Standing.Minor;
                continue;
            }

            var whole = WholeOf(record, beneath, volumes);
            beneath += whole.Minor;
            yield return new RecordChange(
                record,
                !record.Settled,
                record.Reversed && !record.ClawbackSettled,
                record.Left(whole) - record.Standing,
                record.LeftCredit(whole) - record.StandingCredit);
        }
    }

    /// <summary>What all of the sale should earn; of one that is gone it does not matter.</summary>
    private static Money WholeOf(
        CommissionRecord record, long beneath, IReadOnlyDictionary<VolumeKey, long> volumes)
    {
        var (entry, level) = (record.Entry, record.Entry.Level);
        if (record.IsGone || CommissionAccrual.IsAddedOnTop(level))
        {
            return entry.Amount;
        }

        // A parent's own rate is fixed where it is not WHOLE, but what is granted beneath it may have changed.
        var own = level.Terms.Tiering == Tiering.Whole
            ? CommissionMath.EarnAtMonthEnd(level.Terms, volumes[entry.Volume])
            : entry.Own;
        return own with { Minor = Math.Max(0, own.Minor - beneath) };
    }
}
