using System.Data.Common;
using Partner.Core.Shifts;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Closed shifts, as closing reads and writes them.</summary>
internal static class ShiftTable
{
    private const string Columns =
        "t.partner_id, t.id, t.request_id, t.outlet, t.terminal, t.number, t.business_date, t.last_of_day, " +
        "t.closed_through, t.closed_by, t.opened_at, t.closed_at, t.from_receipt, t.through_receipt, t.from_event, " +
        "t.through_event, t.figures, t.sequel";

    /// <summary>The latest shifts of terminals.</summary>
    public static readonly RowSqlText Latest = RowSqlText.Select(
        "shifts.read-latest",
        Columns,
        "shifts t",
        RowShape.Of("partner_id text, outlet text, terminal text"),
        "t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal AND t.number = " +
        "(SELECT MAX(x.number) FROM shifts x WHERE x.partner_id = k.partner_id AND x.outlet = k.outlet " +
        "AND x.terminal = k.terminal)");

    /// <summary>The shifts that request ids closed.</summary>
    public static readonly RowSqlText Used = RowSqlText.Select(
        "shifts.read-used",
        Columns,
        "shifts t",
        RowShape.Of("partner_id text, request_id text"),
        "t.partner_id = k.partner_id AND t.request_id = k.request_id");

    private static readonly RowSqlText InsertShift = RowSqlText.Insert("shifts", RowShape.Of(
        "partner_id text, id text, request_id text, outlet text, terminal text, number long, business_date int, " +
        "last_of_day bool, closed_through int, closed_by text, opened_at long, closed_at long, from_receipt long, " +
        "through_receipt long, from_event long, through_event long"));

    /// <summary>Stores a shift that is closed now.</summary>
    public static void Insert(Changes changes, Shift shift) => changes.Add(
        InsertShift,
        shift.PartnerId.Value,
        shift.Id,
        shift.RequestId.Value,
        shift.Outlet,
        shift.Terminal,
        shift.Number,
        shift.BusinessDate.DayNumber,
        shift.LastOfDay,
        shift.ClosedThrough?.DayNumber,
        shift.ClosedBy,
        shift.OpenedAt?.UtcTicks,
        shift.ClosedAt.UtcTicks,
        shift.Range.FromReceipt,
        shift.Range.ThroughReceipt,
        shift.Range.FromEvent,
        shift.Range.ThroughEvent);

    /// <summary>Reads a row.</summary>
    public static Shift ShiftIn(DbDataReader row) => new ShiftRow
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        RequestId = row.GetString(2),
        Outlet = row.GetString(3),
        Terminal = row.GetString(4),
        Number = row.GetInt64(5),
        BusinessDate = row.GetInt32(6),
        LastOfDay = row.GetBoolean(7),
        ClosedThrough = row.Int32OrNull(8),
        ClosedBy = row.GetString(9),
        OpenedAt = row.Int64OrNull(10),
        ClosedAt = row.GetInt64(11),
        FromReceipt = row.GetInt64(12),
        ThroughReceipt = row.GetInt64(13),
        FromEvent = row.GetInt64(14),
        ThroughEvent = row.GetInt64(15),
        Figures = row.TextOrNull(16),
        Sequel = row.TextOrNull(17),
    }.ToRecord();
}
