using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Storage.Model;

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
                .Join(
                    session.Context.TopUps,
                    level => new { PartnerId = level.SellerId, Id = level.TopUpId },
                    topUp => new { topUp.PartnerId, topUp.Id },
                    (level, topUp) => new { level, topUp.Price });
            foreach (var pair in rows.AsEnumerable())
            {
                records.TryAdd((pair.level.PartnerId, pair.level.TopUpId), ToRecord(pair.level, pair.Price));
            }
        }

        return [.. records.Values];
    }

    private static CommissionRecord ToRecord(CommissionRow row, string price)
    {
        var entry = CommissionSql.Entry(row, PriceJson.Read(price).Levels);
        return new CommissionRecord(
            entry,
            row.ReversedAt is not null,
            entry.Amount with { Minor = row.TrueUp },
            entry.Credit with { Minor = row.TrueUpCredit },
            row.Settlement is not null,
            row.ClawbackSettlement is not null);
    }
}
