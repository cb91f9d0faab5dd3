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
        var beneath = 0L;
        foreach (var record in chain.OrderBy(record => record.Entry.Level.Number))
        {
            if (string.CompareOrdinal(record.Entry.Month, period) > 0)
            {
                beneath += record.Standing.Minor;
                continue;
            }

            var (target, credit) = TargetOf(record, beneath, volumes);
            beneath += target.Minor;
            yield return new RecordChange(
                record,
                !record.Settled,
                record.Reversed && !record.ClawbackSettled,
                target - record.Standing,
                credit - record.StandingCredit);
        }
    }

    private static (Money Plan, Money Credit) TargetOf(
        CommissionRecord record, long beneath, IReadOnlyDictionary<VolumeKey, long> volumes)
    {
        var (entry, level) = (record.Entry, record.Entry.Level);
        if (record.Reversed)
        {
            return (Money.Zero(entry.Amount.Currency), Money.Zero(entry.Credit.Currency));
        }

        if (CommissionAccrual.IsAddedOnTop(level))
        {
            return (record.Standing, record.StandingCredit);
        }

        // A parent's own rate is fixed where it is not WHOLE, but what is granted beneath it may have changed.
        var own = level.Terms.Tiering == Tiering.Whole
            ? CommissionMath.EarnAtMonthEnd(level.Terms, volumes[entry.Volume])
            : entry.Own;
        var target = own with { Minor = Math.Max(0, own.Minor - beneath) };
        return (target, CommissionAccrual.ToFloat(level, target));
    }
}
