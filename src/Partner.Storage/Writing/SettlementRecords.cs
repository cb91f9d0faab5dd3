using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Storage.Reading;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>Loads what closing a period needs.</summary>
internal static class SettlementRecords
{
    /// <summary>
    /// Every record of the volumes in which something is open, the records of all levels of their top-ups, and these
    /// volumes.
    /// </summary>
    public static (IReadOnlyList<CommissionRecord> Records, IReadOnlyDictionary<VolumeKey, long> Volumes) Load(
        ReadSession session, string period)
    {
        var records = Records(session, period);
        var keys = records.Select(record => record.Entry.Volume).Distinct().ToList();
        var set = session.Load(footprint => keys.ForEach(footprint.Add));
        return (records, keys.ToDictionary(key => key, set.Volume));
    }

    private static List<CommissionRecord> Records(ReadSession session, string period)
    {
        var records = new Dictionary<(string Payee, string TopUp), CommissionRecord>();
        foreach (var key in SettlementSql.OpenVolumes(session.Statements, period))
        {
            var rows = session.Context.Commissions
                .Where(row => row.PartnerId == key.PayeeId && row.Schedule == key.ScheduleId
                    && row.Currency == key.Currency.Code && row.Month == key.Month)
                .Join(
                    session.Context.Commissions,
                    one => new { one.SellerId, one.TopUpId },
                    level => new { level.SellerId, level.TopUpId },
                    (one, level) => level)
                .WithPrices(session.Context);
            foreach (var stored in rows.AsEnumerable())
            {
                records.TryAdd((stored.Row.PartnerId, stored.Row.TopUpId), CommissionTable.Record(stored));
            }
        }

        return [.. records.Values];
    }
}
