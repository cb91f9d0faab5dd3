using Partner.Core.Commissions;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Payees' volumes of months.</summary>
internal static class VolumeTable
{
    private static readonly RowShape Key = RowShape.Of("partner_id text, schedule text, currency text, month text");

    private static readonly RowShape Row = RowShape.Of(
        "partner_id text, schedule text, currency text, month text, volume long");

    /// <summary>Volumes as they are.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "volumes.read-rows",
        "t.partner_id, t.schedule, t.currency, t.month, t.volume",
        "volumes t",
        Key,
        Key.IsNamed());

    private static readonly RowSqlText Insert = RowSqlText.Insert("volumes", Row).In(SqlGroups.Balances);

    private static readonly RowSqlText Update = RowSqlText.Update("volumes.update-rows", "volumes", 4, Row)
        .In(SqlGroups.Balances);

    /// <summary>Stores a volume.</summary>
    public static void Store(Changes changes, VolumeKey key, TrackedRow<long> volume) => changes.Add(
        volume.Exists ? Update : Insert, key.PayeeId.Value, key.ScheduleId, key.Currency.Code, key.Month, volume.Now);
}
