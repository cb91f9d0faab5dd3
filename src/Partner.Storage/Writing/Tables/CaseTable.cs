using System.Data.Common;
using Partner.Core.Arrivals;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Cases of top-ups that were reported as not arrived.</summary>
internal static class CaseTable
{
    private const string Change =
        "state int, verdict int, version int, top_up_version int, looks int, due_at long, looked_at long, " +
        "looked_in int, issuer_statement int, card_statement int, card_differences int, escalated_at long, " +
        "closed_at long, evidence text, sold_again text";

    /// <summary>Cases as they are stored.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "arrival_cases.read-rows",
        "t.partner_id, t.top_up_id, t.outlet, t.card, t.plan_code, t.opened_at, t.opened_in, t.clock_ends_at, " +
        "t.state, t.verdict, t.version, t.top_up_version, t.looks, t.due_at, t.looked_at, t.looked_in, " +
        "t.issuer_statement, t.card_statement, t.card_differences, t.escalated_at, t.closed_at, t.evidence, " +
        "t.sold_again",
        "arrival_cases t",
        RowShape.Of("partner_id text, top_up_id text"),
        "t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id");

    private static readonly RowSqlText InsertCase = RowSqlText.Insert("arrival_cases", RowShape.Of(
        "partner_id text, top_up_id text, outlet text, card text, plan_code text, opened_at long, opened_in int, " +
        "clock_ends_at long, lease_until long, " + Change));

    private static readonly RowSqlText Update = RowSqlText.Update(
        "arrival_cases.update-rows",
        "arrival_cases",
        2,
        RowShape.Of("partner_id text, top_up_id text, was int, " + Change),
        "state = k.state, verdict = k.verdict, version = k.version, top_up_version = k.top_up_version, " +
        "looks = k.looks, due_at = k.due_at, looked_at = k.looked_at, looked_in = k.looked_in, " +
        "issuer_statement = k.issuer_statement, card_statement = k.card_statement, " +
        "card_differences = k.card_differences, escalated_at = k.escalated_at, closed_at = k.closed_at, " +
        "evidence = k.evidence, sold_again = k.sold_again",
        "t.version = k.was");

    private static readonly RowSqlText UpdateSoldAgain = RowSqlText.Update(
        "arrival_cases.note-sold-again",
        "arrival_cases",
        2,
        RowShape.Of("partner_id text, top_up_id text, sold_again text"));

    /// <summary>Stores a case: a compare-and-set on the version that was read.</summary>
    public static void Store(Changes changes, ResourceKey key, TrackedRow<ArrivalCase> stored)
    {
        var now = stored.Now;
        ReadOnlySpan<Cell> change =
        [
            (int)now.State,
            (int)now.Verdict,
            now.Version,
            now.TopUpVersion,
            now.Looks,
            now.DueAt.UtcTicks,
            now.Evidence?.At.UtcTicks,
            (int?)now.Evidence?.TopUp,
            (int?)now.Evidence?.Issuer,
            (int?)now.Evidence?.Card,
            (int?)now.Evidence?.Differences,
            now.EscalatedAt?.UtcTicks,
            now.ClosedAt?.UtcTicks,
            now.OperatorEvidence,
            now.SoldAgain?.Value,
        ];
        if (stored.Exists)
        {
            changes.Add(Update, [key.PartnerId.Value, key.Id, stored.Stored.Version, .. change]);
            return;
        }

        changes.Add(
            InsertCase,
            [
                key.PartnerId.Value,
                key.Id,
                now.Outlet,
                now.Card.Value,
                now.PlanCode.Value,
                now.OpenedAt.UtcTicks,
                (int)now.OpenedIn,
                now.ClockEndsAt.UtcTicks,
                0L,
                .. change,
            ]);
    }

    /// <summary>Notes that the plan was sold to the card again in spite of the case.</summary>
    /// <param name="topUpId">The later sale.</param>
    public static void NoteSoldAgain(Changes changes, ResourceKey key, TopUpId topUpId) =>
        changes.Add(UpdateSoldAgain, key.PartnerId.Value, key.Id, topUpId.Value);

    /// <summary>Reads a row of <see cref="Read"/>.</summary>
    public static ArrivalCase CaseIn(DbDataReader row) => new CaseRow
    {
        PartnerId = row.GetString(0),
        TopUpId = row.GetString(1),
        Outlet = row.GetString(2),
        Card = row.GetString(3),
        PlanCode = row.GetString(4),
        OpenedAt = row.GetInt64(5),
        OpenedIn = row.GetInt32(6),
        ClockEndsAt = row.GetInt64(7),
        State = row.GetInt32(8),
        Verdict = row.GetInt32(9),
        Version = row.GetInt32(10),
        TopUpVersion = row.GetInt32(11),
        Looks = row.GetInt32(12),
        DueAt = row.GetInt64(13),
        LookedAt = row.Int64OrNull(14),
        LookedIn = row.Int32OrNull(15),
        IssuerStatement = row.Int32OrNull(16),
        CardStatement = row.Int32OrNull(17),
        CardDifferences = row.Int32OrNull(18),
        EscalatedAt = row.Int64OrNull(19),
        ClosedAt = row.Int64OrNull(20),
        Evidence = row.TextOrNull(21),
        SoldAgain = row.TextOrNull(22),
    }.ToRecord();
}
