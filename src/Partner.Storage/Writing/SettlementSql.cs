using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Providers.Rows;

namespace Partner.Storage.Writing;

/// <summary>The statements on settlements, closed periods and the marks on commission entries.</summary>
internal static class SettlementSql
{
    private const string Open = "(settlement IS NULL OR (reversed_at IS NOT NULL AND clawback_settlement IS NULL))";

    private static readonly Statement AddPeriod = Statement.InsertIfAbsent("settled_periods", 1, "period, closed_at");

    private static readonly Statement SelectLast = new(
        "settled_periods.last", "SELECT MAX(period) FROM settled_periods WHERE period <> @p0 OR @p1 = 0");

    private static readonly Statement SelectEarliestOpen = new(
        "commissions.earliest-open", "SELECT MIN(month) FROM commissions WHERE settlement IS NULL AND month > @p0");

    // A late clock may have written into a month that was closed before: the next settlement counts it.
    private static readonly Statement SelectLate = new(
        "commissions.late",
        dialect => "SELECT 1 FROM commissions WHERE settlement IS NULL AND month <= @p0 " +
            $"ORDER BY month {dialect.Limit("1")}");

    private static readonly Statement SelectOpenClawback = new(
        "commissions.open-clawback",
        dialect => "SELECT 1 FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL " +
            $"AND settlement IS NOT NULL ORDER BY partner_id {dialect.Limit("1")}");

    private static readonly Statement SelectOpenVolumes = new(
        "commissions.open-volumes",
        "SELECT DISTINCT partner_id, schedule, currency, month FROM commissions " +
        $"WHERE month <= @p0 AND {Open} ORDER BY partner_id, schedule, currency, month");

    private static readonly RowStatement InsertSettlement = RowStatement.Insert("settlements", RowShape.Of(
        "partner_id text, number text, period text, currency text, gross long, tax long, total long, " +
        "transfer_id text, posted_at long, statement text"));

    private static readonly RowStatement MarkEntry = RowStatement.UpdateIf(
        "commissions.settle-rows",
        "commissions",
        2,
        RowShape.Of(
            "partner_id text, top_up_id text, true_up long, true_up_credit long, settlement text, clawback text"),
        "true_up = k.true_up, true_up_credit = k.true_up_credit, " +
        "settlement = COALESCE(t.settlement, k.settlement), " +
        "clawback_settlement = COALESCE(t.clawback_settlement, k.clawback)",
        "0 = 0");

    /// <summary>Marks a period as closed.</summary>
    /// <returns>Whether it was open.</returns>
    public static bool TryClose(StatementCache statements, string period, DateTimeOffset now) =>
        statements.Execute(AddPeriod, period, now.UtcTicks) == 1;

    /// <summary>The latest closed period, but for one marked just now, and the earliest open month after it.</summary>
    public static (string? Last, string? EarliestOpen) Around(StatementCache statements, string period, bool mine)
    {
        var last = statements.First(
            SelectLast, row => row.IsDBNull(0) ? null : row.GetString(0), period, mine ? 1 : 0);
        return (last, statements.First(
            SelectEarliestOpen, row => row.IsDBNull(0) ? null : row.GetString(0), last ?? ""));
    }

    public static SettlementProgress Progress(StatementCache statements)
    {
        var (last, earliest) = Around(statements, "", false);
        var hasLate = last is not null && (statements.First(SelectLate, row => row.GetInt32(0), last) == 1
            || statements.First(SelectOpenClawback, row => row.GetInt32(0)) == 1);
        return new SettlementProgress(last, earliest, hasLate);
    }

    /// <summary>The volumes up to a period in which something is open.</summary>
    public static List<VolumeKey> OpenVolumes(StatementCache statements, string period) => statements.All(
        SelectOpenVolumes,
        row => new VolumeKey(row.GetString(0), row.GetString(1), Currency.Of(row.GetString(2)), row.GetString(3)),
        period);

    public static void Insert(Changes changes, PeriodStatement statement, string? transferId) =>
        changes.Add(
            InsertSettlement,
            statement.PayeeId,
            statement.Number,
            statement.Period,
            statement.Currency.Code,
            statement.Gross.Minor,
            statement.Tax.Minor,
            statement.Total.Minor,
            transferId,
            statement.PostedAt.UtcTicks,
            StatementJson.Write(statement));

    public static void Mark(Changes changes, string number, RecordChange change)
    {
        var (entry, after) = (change.Before.Entry, change.After);
        changes.Add(
            MarkEntry,
            entry.Level.PayeeId,
            entry.TopUpId,
            after.TrueUp.Minor,
            after.TrueUpCredit.Minor,
            change.Counts ? number : null,
            change.ClawsBack ? number : null);
    }
}
