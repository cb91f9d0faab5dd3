using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>The statements on settlements, closed periods and the marks on commission entries.</summary>
internal static class SettlementSql
{
    private const string Open = "(settlement IS NULL OR (reversed_at IS NOT NULL AND clawback_settlement IS NULL))";

    private static readonly Statement AddPeriod = Statement.InsertIfAbsent("settled_periods", 1, "period, closed_at");

    private static readonly Statement RemovePeriod = new(
        "settled_periods.remove", "DELETE FROM settled_periods WHERE period = @p0");

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

    private static readonly Statement InsertSettlement = Statement.Insert(
        "settlements", "partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement");

    private static readonly Statement MarkEntry = new(
        "commissions.settle",
        "UPDATE commissions SET true_up = @p2, true_up_credit = @p3, settlement = COALESCE(settlement, @p4), " +
        "clawback_settlement = COALESCE(clawback_settlement, @p5) WHERE partner_id = @p0 AND top_up_id = @p1");

    /// <summary>Marks a period as closed.</summary>
    /// <returns>Whether it was open.</returns>
    public static bool TryClose(StatementCache statements, string period, DateTimeOffset now) =>
        statements.Execute(AddPeriod, period, now.UtcTicks) == 1;

    /// <summary>Takes the mark back that this transaction made.</summary>
    public static void Reopen(StatementCache statements, string period) => statements.Execute(RemovePeriod, period);

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

    public static void Insert(StatementCache statements, PeriodStatement statement, string? transferId) =>
        statements.Execute(
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

    public static void Mark(StatementCache statements, string number, RecordChange change)
    {
        var (entry, after) = (change.Before.Entry, change.After);
        statements.Execute(
            MarkEntry,
            entry.Level.PayeeId,
            entry.TopUpId,
            after.TrueUp.Minor,
            after.TrueUpCredit.Minor,
            change.Counts ? number : null,
            change.ClawsBack ? number : null);
    }
}
