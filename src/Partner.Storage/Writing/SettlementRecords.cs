using Partner.Core.Commissions;
using Partner.Core.Settlements;

namespace Partner.Storage.Writing;

/// <summary>Loads what closing a period needs, and locks it: nothing of it changes until the commit.</summary>
internal static class SettlementRecords
{
    /// <summary>
    /// Every record of the volumes in which something is open, and the records of all levels of their top-ups. A sale
    /// or reversal that would change one of them waits for the payee's lock.
    /// </summary>
    public static (IReadOnlyList<CommissionRecord> Records, IReadOnlyDictionary<VolumeKey, long> Volumes) LoadLocked(
        WriteSession session, string period)
    {
        var locked = new Dictionary<VolumeKey, long>();
        while (true)
        {
            var records = Load(session, period);
            var missing = records.Select(record => record.Entry.Volume).Distinct()
                .Where(key => !locked.ContainsKey(key))
                .OrderBy(key => key.PayeeId, StringComparer.Ordinal)
                .ThenBy(key => key.ScheduleId, StringComparer.Ordinal)
                .ThenBy(key => key.Currency.Code, StringComparer.Ordinal)
                .ThenBy(key => key.Month, StringComparer.Ordinal)
                .ToList();
            if (missing.Count == 0)
            {
                return (records, locked);
            }

            foreach (var payee in missing.Select(key => key.PayeeId).Distinct(StringComparer.Ordinal))
            {
                session.Lock(payee);
            }

            foreach (var key in missing)
            {
                locked.Add(key, session.Volume(key));
            }
        }
    }

    private static List<CommissionRecord> Load(WriteSession session, string period)
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
                records.TryAdd((stored.Row.PartnerId, stored.Row.TopUpId), CommissionSql.Record(stored));
            }
        }

        return [.. records.Values];
    }
}
