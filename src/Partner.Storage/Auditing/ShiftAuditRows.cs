using System.Data.Common;
using System.Text.Json;
using Partner.Core.Auditing;
using Partner.Storage.Model;
using Partner.Storage.Sql;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Auditing;

/// <summary>
/// What an audit reads of shifts: the rows, and along the same indexes as a closing the sales and refunds of each.
/// </summary>
internal static class ShiftAuditRows
{
    private const string Order = "ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id";

    public static readonly SqlText All = new(
        "audit.shifts",
        "SELECT s.partner_id, s.id, s.outlet, s.terminal, s.number, s.from_receipt, s.through_receipt, s.from_event, " +
        "s.through_event, s.business_date, s.last_of_day, s.closed_through, s.closed_at, s.figures, s.sequel " +
        $"FROM shifts s {Order}");

    public static readonly SqlText Sales = new(
        "audit.shift-sales",
        "SELECT s.partner_id, s.id, t.state, t.final_event, t.final_at, t.cashier, t.currency, t.debit_currency, " +
        "t.face, t.handling_fee, t.customer_pays, t.net_debit, t.commission FROM shifts s INNER JOIN top_ups t " +
        $"ON {At("t")} AND t.receipt_counter > s.from_receipt AND t.receipt_counter <= s.through_receipt {Order}");

    // Those of before refunds were numbered are in the terminal's first shift.
    public static readonly SqlText Refunds = new(
        "audit.shift-refunds",
        "SELECT s.partner_id, s.id, r.state, r.final_event, r.final_at, r.cashier, t.currency, t.debit_currency, " +
        "COALESCE(r.refund_face, t.face), " +
        "CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END, " +
        "COALESCE(r.refund_pays, t.customer_pays), r.amount, COALESCE(r.refund_commission, t.commission) " +
        $"FROM shifts s INNER JOIN reversals r ON {At("r")} AND ((r.saved_event > s.from_event " +
        "AND r.saved_event <= s.through_event) OR (r.saved_event IS NULL AND s.from_receipt = 0 AND s.from_event = 0 " +
        "AND r.created_at <= s.closed_at)) " +
        $"INNER JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id {Order}");

    public static ShiftFacts Shift(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.GetInt64(7),
        row.GetInt64(8),
        row.GetInt32(9),
        row.GetBoolean(10),
        row.Int32OrNull(11),
        AuditRows.Instant(row.GetInt64(12)))
    {
        Figures = Sums(AuditRows.Text(row, 13)),
        Sequel = Sums(AuditRows.Text(row, 14)),
    };

    public static ShiftPartFacts Part(DbDataReader row, bool isRefund) => new(
        row.GetString(0),
        row.GetString(1),
        isRefund,
        row.GetInt32(2),
        row.Int64OrNull(3),
        AuditRows.Time(row, 4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        row.GetInt64(8),
        row.GetInt64(9),
        row.GetInt64(10),
        row.GetInt64(11),
        row.GetInt64(12));

    // What is alike but for blanks at its end is the same for SQL Server, until they are made visible.
    private static string At(string row) =>
        $"{row}.partner_id = s.partner_id AND {row}.terminal <> '' AND {row}.outlet = s.outlet " +
        $"AND {row}.terminal = s.terminal AND REPLACE({row}.outlet, ' ', '_') = REPLACE(s.outlet, ' ', '_') " +
        $"AND REPLACE({row}.terminal, ' ', '_') = REPLACE(s.terminal, ' ', '_')";

    private static ShiftSumFacts? Sums(string? json)
    {
        try
        {
            return ShiftJson.Facts(json);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The audit says so.
            return new ShiftSumFacts(null, false, 0);
        }
    }
}
