using System.Data.Common;
using Partner.Core.Amounts;
using Partner.Core.Shifts;
using Partner.Core.TopUps;
using Partner.Storage.Reading;
using Partner.Storage.Sql;

namespace Partner.Storage;

/// <summary>
/// Adds shifts up, each along one stretch of an index. What a sale or refund was at a shift's close follows from the
/// event that ended it, whenever it is asked for: so the figures can be made again, and are the same.
/// </summary>
internal static class ShiftQueries
{
    // What is alike but for blanks at its end is the same for SQL Server, until they are made visible.
    private const string Sold =
        "FROM top_ups t WHERE t.partner_id = @p0 AND t.terminal <> '' AND t.outlet = @p1 AND t.terminal = @p2 " +
        "AND REPLACE(t.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') " +
        "AND REPLACE(t.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') " +
        "AND t.receipt_counter > @p3 AND t.receipt_counter <= @p4";

    private const string Refunded =
        "FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id " +
        "WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 " +
        "AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') " +
        "AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') ";

    // A server that does not number ends yet leaves their time.
    private const string SaleWasOpen =
        "(t.state = 1 OR t.final_event > @p5 OR (t.final_event IS NULL AND t.final_at > @p6))";

    private const string RefundWasOpen =
        "(r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6))";

    private static readonly SqlText Sales = new(
        "shifts.sum-sales", Sum(SaleColumns($"CASE WHEN {SaleWasOpen} THEN 1 ELSE t.state END") + Sold));

    private static readonly SqlText EndedSales = new(
        "shifts.sum-ended-sales", Sum(SaleColumns("t.state") + Sold + " AND " + SaleWasOpen));

    private static readonly SqlText Refunds = new(
        "shifts.sum-refunds",
        Sum(RefundColumns($"CASE WHEN {RefundWasOpen} THEN 1 ELSE r.state END") + Refunded +
            "AND r.saved_event > @p3 AND r.saved_event <= @p4"));

    private static readonly SqlText EndedRefunds = new(
        "shifts.sum-ended-refunds",
        Sum(RefundColumns("r.state") + Refunded +
            "AND r.saved_event > @p3 AND r.saved_event <= @p4 AND " + RefundWasOpen));

    // Of before reversals were numbered: they are in the terminal's first shift.
    private static readonly SqlText OldRefunds = new(
        "shifts.sum-old-refunds",
        Sum(RefundColumns($"CASE WHEN {RefundWasOpen} THEN 1 ELSE r.state END") + Refunded +
            "AND r.saved_event IS NULL AND r.created_at > @p3 AND r.created_at <= @p4"));

    private static readonly SqlText OldEndedRefunds = new(
        "shifts.sum-old-ended-refunds",
        Sum(RefundColumns("r.state") + Refunded +
            "AND r.saved_event IS NULL AND r.created_at > @p3 AND r.created_at <= @p4 AND " + RefundWasOpen));

    /// <summary>The figures of a shift at its close.</summary>
    public static ShiftFigures Figures(ReadSession session, Shift shift) =>
        ShiftSums.Figures(Lines(session, shift, Sales, Refunds, OldRefunds));

    /// <summary>What became of what was under way.</summary>
    public static ShiftSequel Sequel(ReadSession session, Shift shift) =>
        ShiftSums.Sequel(Lines(session, shift, EndedSales, EndedRefunds, OldEndedRefunds));

    private static List<ShiftLine> Lines(
        ReadSession session, Shift shift, SqlText sales, SqlText refunds, SqlText oldRefunds) => session.AtOneMoment(
        _ =>
        {
            var range = shift.Range;
            List<ShiftLine> All(SqlText sql, Func<int, ShiftEntry> entry, long from, long through) =>
                session.Commands.All(
                    sql,
                    row => LineIn(row, entry),
                    shift.PartnerId.Value,
                    shift.Outlet,
                    shift.Terminal,
                    from,
                    through,
                    range.ThroughEvent,
                    shift.ClosedAt.UtcTicks);
            var lines = All(
                sales, state => ShiftSums.Of((TopUpState)state), range.FromReceipt, range.ThroughReceipt);
            ShiftEntry OfRefund(int state) => ShiftSums.Of((ReversalState)state);
            lines.AddRange(All(refunds, OfRefund, range.FromEvent, range.ThroughEvent));
            if (range.IsFirst)
            {
                lines.AddRange(All(oldRefunds, OfRefund, 0, shift.ClosedAt.UtcTicks));
            }

            return lines;
        });

    private static ShiftLine LineIn(DbDataReader row, Func<int, ShiftEntry> entry)
    {
        var (plan, debit) = (Currency.Of(row.GetString(2)), Currency.Of(row.GetString(3)));
        var kind = entry(row.GetInt32(0));
        var commission = kind is ShiftEntry.SaleSucceeded or ShiftEntry.RefundSucceeded ? row.GetInt64(9) : 0;
        return new ShiftLine(
            kind,
            row.GetString(1),
            row.GetInt64(4),
            new Money(row.GetInt64(5), plan),
            new Money(row.GetInt64(6), plan),
            new Money(row.GetInt64(7), plan),
            new Money(row.GetInt64(8), debit),
            new Money(commission, plan));
    }

    private static string Sum(string rows) =>
        "SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), " +
        "CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), " +
        $"CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM ({rows}) x " +
        "GROUP BY x.entry, x.cashier, x.currency, x.debit_currency";

    private static string SaleColumns(string state) =>
        $"SELECT {state} AS entry, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee AS fee, " +
        "t.customer_pays AS pays, t.net_debit AS debit, t.commission ";

    private static string RefundColumns(string state) =>
        $"SELECT {state} AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, " +
        "CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, " +
        "COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, " +
        "COALESCE(r.refund_commission, t.commission) AS commission ";
}
