using System.Data.Common;
using Partner.Core.Approvals;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Changes to partners' money that wait for a second person; and why floats were put right.</summary>
internal static class ApprovalTable
{
    private const string Columns =
        "t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, " +
        "t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, " +
        "t.decision_why";

    private const string Decision =
        "state int, decided_at long, decider_kind int, decider text, decider_person text, decision_why text";

    /// <summary>Approvals by their ids.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "approvals.read-rows",
        Columns,
        "approvals t",
        RowShape.Of("partner_id text, id text"),
        "t.partner_id = k.partner_id AND t.id = k.id");

    /// <summary>Approvals by the operator's ids of what they are about.</summary>
    public static readonly RowSqlText ReadByRequest = RowSqlText.Select(
        "approvals.read-by-request",
        Columns,
        "approvals t",
        RowShape.Of("partner_id text, request_id text"),
        "t.partner_id = k.partner_id AND t.request_id = k.request_id");

    /// <summary>Partners' approvals that are stored as pending.</summary>
    public static readonly RowSqlText ReadPending = RowSqlText.Select(
        "approvals.read-pending",
        Columns,
        "approvals t",
        RowShape.Of("partner_id text"),
        "t.partner_id = k.partner_id AND t.state = 1");

    /// <summary>Partners' statuses.</summary>
    public static readonly RowSqlText ReadStatuses = RowSqlText.Select(
        "partners.read-statuses", "t.id, t.status", "partners t", RowShape.Of("id text"), "t.id = k.id");

    private static readonly RowSqlText InsertApproval = RowSqlText.Insert("approvals", RowShape.Of(
        "partner_id text, id text, kind int, request_id text, currency text, amount long, reason int, evidence text, " +
        "why text, maker_kind int, maker text, maker_person text, created_at long, " + Decision));

    // A compare-and-set: what was decided is never decided again.
    private static readonly RowSqlText Update = RowSqlText.Update(
        "approvals.update-rows",
        "approvals",
        2,
        RowShape.Of("partner_id text, id text, " + Decision),
        condition: "t.state = 1");

    private static readonly RowSqlText InsertAdjustment = RowSqlText.Insert("adjustments", RowShape.Of(
        "partner_id text, transfer_id text, reason int, evidence text"));

    /// <summary>Stores an approval.</summary>
    public static void Store(Changes changes, TrackedRow<Approval> stored)
    {
        var (now, change) = (stored.Now, stored.Now.Change);
        ReadOnlySpan<Cell> decision =
        [
            (int)now.State,
            now.DecidedAt?.UtcTicks,
            (int?)now.Decider?.Actor.Kind,
            now.Decider?.Actor.Name,
            now.Decider?.Person,
            now.Decider is null ? null : now.DecisionWhy,
        ];
        if (stored.Exists)
        {
            changes.Add(Update, [now.PartnerId.Value, now.Id, .. decision]);
            return;
        }

        changes.Add(
            InsertApproval,
            [
                now.PartnerId.Value,
                now.Id,
                (int)change.Kind,
                change.RequestId?.Value,
                change.Amount.Currency.Code,
                change.Amount.Minor,
                (int?)change.Reason,
                Hide(change.Evidence),
                now.Why,
                (int)now.Maker.Actor.Kind,
                now.Maker.Actor.Name,
                now.Maker.Person,
                now.CreatedAt.UtcTicks,
                .. decision,
            ]);
    }

    /// <summary>Stores why a transfer puts a float right.</summary>
    public static void Explain(Changes changes, PartnerId partnerId, string transferId, MoneyChange change) =>
        changes.Add(InsertAdjustment, partnerId.Value, transferId, (int)change.Reason!, Hide(change.Evidence));

    // It is kept for ever, as the action log is, and has no long numbers either.
    private static string Hide(string evidence) => Core.Actions.ActionFacts.Hide(evidence);

    /// <summary>Reads a row.</summary>
    public static Approval In(DbDataReader row) => new ApprovalRow
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        Kind = row.GetInt32(2),
        RequestId = row.TextOrNull(3),
        Currency = row.GetString(4),
        Amount = row.GetInt64(5),
        Reason = row.Int32OrNull(6),
        Evidence = row.GetString(7),
        Why = row.GetString(8),
        MakerKind = row.GetInt32(9),
        Maker = row.GetString(10),
        MakerPerson = row.GetString(11),
        State = row.GetInt32(12),
        CreatedAt = row.GetInt64(13),
        DecidedAt = row.Int64OrNull(14),
        DeciderKind = row.Int32OrNull(15),
        Decider = row.TextOrNull(16),
        DeciderPerson = row.TextOrNull(17),
        DecisionWhy = row.TextOrNull(18),
    }.ToRecord();
}
