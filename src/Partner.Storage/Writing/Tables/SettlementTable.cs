using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Settlements: the statements of closed months.</summary>
internal static class SettlementTable
{
    /// <summary>The periods that settlements are of.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "settlements.read-rows",
        "t.partner_id, t.number, t.period",
        "settlements t",
        RowShape.Of("partner_id text, number text"),
        "t.partner_id = k.partner_id AND t.number = k.number");

    private static readonly RowSqlText InsertSettlement = RowSqlText.Insert("settlements", RowShape.Of(
        "partner_id text, number text, period text, currency text, gross long, tax long, total long, " +
        "transfer_id text, posted_at long, statement text"));

    /// <summary>Stores a settlement.</summary>
    public static void Insert(Changes changes, SettlementStatement statement, string? transferId) => changes.Add(
        InsertSettlement,
        statement.PayeeId.Value,
        statement.Number,
        statement.Period,
        statement.Currency.Code,
        statement.Gross.Minor,
        statement.Tax.Minor,
        statement.Total.Minor,
        transferId,
        statement.PostedAt.UtcTicks,
        SettlementJson.Write(statement));
}
