using System.Data.Common;
using Partner.Core.Plans;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Reversals.</summary>
internal static class ReversalTable
{
    private const string Columns =
        "t.partner_id, t.id, t.top_up_id, t.request_id, t.state, t.version, t.reason, t.currency, t.amount, " +
        "t.clawback, t.comment, t.issuer_reference, t.created_at, t.final_at, t.in_doubt_since, t.evidence, " +
        "t.outlet, t.terminal, t.cashier, t.business_date, t.refund_ground, t.refund_part, t.refund_whole, " +
        "t.refund_face, t.refund_pays, t.refund_commission, t.refund_points, t.refund_fee, t.saved_event, " +
        "t.final_event";

    /// <summary>The partner's reversals that are stored in another version than the caller knows.</summary>
    public static readonly RowSqlText Changed = RowSqlText.Select(
        "reversals.read-changed",
        Columns,
        "reversals t",
        RowShape.Of("partner_id text, id text, known int"),
        "t.partner_id = k.partner_id AND t.id = k.id AND t.version <> k.known");

    /// <summary>The latest reversals of top-ups.</summary>
    public static readonly RowSqlText Latest = RowSqlText.Select(
        "reversals.read-latest",
        Columns,
        "reversals t",
        RowShape.Of("partner_id text, top_up_id text"),
        "t.partner_id = k.partner_id AND t.id = (SELECT x.reversal_id FROM top_ups x " +
        "WHERE x.partner_id = k.partner_id AND x.id = k.top_up_id)");

    private static readonly RowSqlText InsertReversal = RowSqlText.Insert("reversals", RowShape.Of(
        "partner_id text, id text, top_up_id text, request_id text, state int, version int, reason int, " +
        "currency text, amount long, clawback long, comment text, created_at long, outlet text, terminal text, " +
        "cashier text, business_date int, refund_ground int, refund_part long, refund_whole long, refund_face long, " +
        "refund_pays long, refund_commission long, refund_points long, refund_fee long, saved_event long"));

    private static readonly RowSqlText Update = RowSqlText.Update(
        "reversals.update-rows",
        "reversals",
        2,
        RowShape.Of(
            "partner_id text, id text, was int, state int, version int, reason int, issuer_reference text, " +
            "final_at long, in_doubt_since long, evidence text, final_event long"),
        "state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, " +
        "final_at = k.final_at, in_doubt_since = k.in_doubt_since, evidence = k.evidence, " +
        "final_event = k.final_event",
        "t.version = k.was");

    /// <summary>Saves a new reversal.</summary>
    public static void Insert(Changes changes, ReversalRecord reversal) => changes.Add(
        InsertReversal,
        reversal.PartnerId.Value,
        reversal.Id.Value,
        reversal.TopUpId.Value,
        reversal.RequestId.Value,
        (int)reversal.State,
        reversal.Version,
        (int)reversal.Reason,
        reversal.Amount.Currency.Code,
        reversal.Amount.Minor,
        reversal.Clawback.Minor,
        reversal.Comment,
        reversal.CreatedAt.UtcTicks,
        reversal.Till.Outlet,
        reversal.Till.Terminal,
        reversal.Till.Cashier,
        reversal.Till.BusinessDate.DayNumber,
        (int?)reversal.Partial?.Decision.Ground,
        reversal.Partial?.Decision.Share.Part,
        reversal.Partial?.Decision.Share.Whole,
        reversal.Sums?.Face,
        reversal.Sums?.CustomerGets,
        reversal.Sums?.Commission,
        PointsOf(reversal.Partial),
        reversal.Sums?.Fee,
        reversal.SavedEvent);

    /// <summary>The points of a refund; null where it is money.</summary>
    public static long? PointsOf(PartialRefund? refund) =>
        refund?.Decision.Means == RefundMeans.Points ? refund.Points : null;

    /// <summary>Stores a changed reversal: a compare-and-set on the version that was read.</summary>
    public static void Store(Changes changes, TrackedRow<ReversalRecord> reversal)
    {
        var now = reversal.Now;
        changes.Add(
            Update,
            now.PartnerId.Value,
            now.Id.Value,
            reversal.Stored.Version,
            (int)now.State,
            now.Version,
            (int)now.Reason,
            now.IssuerReference,
            now.FinalAt?.UtcTicks,
            now.InDoubtSince?.UtcTicks,
            now.Evidence,
            now.FinalEvent);
    }

    /// <summary>Reads a row.</summary>
    public static ReversalRecord Read(DbDataReader row) => new ReversalRow
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        TopUpId = row.GetString(2),
        RequestId = row.GetString(3),
        State = row.GetInt32(4),
        Version = row.GetInt32(5),
        Reason = row.GetInt32(6),
        Currency = row.GetString(7),
        Amount = row.GetInt64(8),
        Clawback = row.GetInt64(9),
        Comment = row.GetString(10),
        IssuerReference = row.TextOrNull(11),
        CreatedAt = row.GetInt64(12),
        FinalAt = row.Int64OrNull(13),
        InDoubtSince = row.Int64OrNull(14),
        Evidence = row.TextOrNull(15),
        Outlet = row.GetString(16),
        Terminal = row.GetString(17),
        Cashier = row.GetString(18),
        BusinessDate = row.GetInt32(19),
        RefundGround = row.Int32OrNull(20),
        RefundPart = row.Int64OrNull(21),
        RefundWhole = row.Int64OrNull(22),
        RefundFace = row.Int64OrNull(23),
        RefundPays = row.Int64OrNull(24),
        RefundCommission = row.Int64OrNull(25),
        RefundPoints = row.Int64OrNull(26),
        RefundFee = row.Int64OrNull(27),
        SavedEvent = row.Int64OrNull(28),
        FinalEvent = row.Int64OrNull(29),
    }.ToRecord();
}
