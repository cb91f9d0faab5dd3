using Partner.Core.TopUps;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Evidence that contradicts a final state. It changes nothing; the audit lists it for people.</summary>
internal static class AnomalyTable
{
    private static readonly RowSqlText InsertAnomaly = RowSqlText.InsertIfAbsent(
        "anomalies", 2, RowShape.Of("partner_id text, id text, top_up_id text, detail text, at long"));

    /// <summary>Notes it, once.</summary>
    public static void Insert(Changes changes, TopUpRecord topUp, string detail, DateTimeOffset now) => changes.Add(
        InsertAnomaly, topUp.PartnerId.Value, $"{topUp.Id}/{detail}", topUp.Id.Value, detail, now.UtcTicks);
}
