using System.Data.Common;
using Partner.Core.Renewals;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Auto-renewals, and what happened to them.</summary>
internal static class RenewalTable
{
    private const string Change =
        "state int, phase int, version int, cycle int, attempt int, failures int, cycle_end long, renews_at long, " +
        "due_at long, give_up_at long, made int, renewed_at long, top_up_id text, expected_debit long, " +
        "debit_currency text, last_kind int, last_reason int";

    /// <summary>Auto-renewals as they are stored.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "auto_renewals.read-rows",
        "t.partner_id, t.id, t.request_id, t.card, t.card_type, t.plan_code, t.channel, t.outlet, t.days_before, " +
        "t.max_price, t.price_currency, t.last_day, t.most_renewals, t.consent, t.created_at, t.state, t.phase, " +
        "t.version, t.cycle, t.attempt, t.failures, t.cycle_end, t.renews_at, t.due_at, t.give_up_at, t.made, " +
        "t.renewed_at, t.top_up_id, t.expected_debit, t.debit_currency, t.last_kind, t.last_reason, " +
        "t.contact_id, t.id_document, t.id_hash",
        "auto_renewals t",
        RowShape.Of("partner_id text, id text"),
        "t.partner_id = k.partner_id AND t.id = k.id");

    /// <summary>What request ids created.</summary>
    public static readonly RowSqlText ReadRequests = RowSqlText.Select(
        "auto_renewals.read-requests",
        "t.partner_id, t.request_id, t.id",
        "auto_renewals t",
        RowShape.Of("partner_id text, request_id text"),
        "t.partner_id = k.partner_id AND t.request_id = k.request_id");

    /// <summary>Those of plans and cards that are not over.</summary>
    public static readonly RowSqlText ReadCards = RowSqlText.Select(
        "auto_renewals.read-cards",
        "t.partner_id, t.card, t.plan_code, t.id",
        "auto_renewals t",
        RowShape.Of("partner_id text, card text, plan_code text"),
        "t.partner_id = k.partner_id AND t.card = k.card AND t.plan_code = k.plan_code AND t.state IN (1, 2)");

    /// <summary>Numbers of partners' last steps.</summary>
    public static readonly RowSqlText ReadLastSteps = RowSqlText.Select(
        "auto_renewal_steps.read-last",
        "t.partner_id, COALESCE((SELECT MAX(s.number) FROM auto_renewal_steps s WHERE s.partner_id = t.partner_id), " +
        "0) AS last_number",
        "partner_counters t",
        RowShape.Of("partner_id text"),
        "t.partner_id = k.partner_id");

    private static readonly RowSqlText InsertRenewal = RowSqlText.Insert("auto_renewals", RowShape.Of(
        "partner_id text, id text, request_id text, card text, card_type int, plan_code text, channel int, " +
        "outlet text, days_before int, max_price long, price_currency text, last_day int, most_renewals int, " +
        "consent text, created_at long, lease_until long, contact_id text, id_document int, id_hash text, " + Change));

    private static readonly RowSqlText Update = RowSqlText.Update(
        "auto_renewals.update-rows",
        "auto_renewals",
        2,
        RowShape.Of("partner_id text, id text, was int, " + Change),
        "state = k.state, phase = k.phase, version = k.version, cycle = k.cycle, attempt = k.attempt, " +
        "failures = k.failures, cycle_end = k.cycle_end, renews_at = k.renews_at, due_at = k.due_at, " +
        "give_up_at = k.give_up_at, made = k.made, renewed_at = k.renewed_at, top_up_id = k.top_up_id, " +
        "expected_debit = k.expected_debit, debit_currency = k.debit_currency, last_kind = k.last_kind, " +
        "last_reason = k.last_reason",
        "t.version = k.was");

    private static readonly RowSqlText InsertStep = RowSqlText.Insert("auto_renewal_steps", RowShape.Of(
        "partner_id text, number long, renewal_id text, outlet text, kind int, reason int, at long, cycle int, " +
        "card_end long, top_up_id text, next_at long, amount long, amount_currency text"));

    /// <summary>Stores an auto-renewal: a compare-and-set on the version that was read.</summary>
    public static void Store(Changes changes, TrackedRow<AutoRenewal> stored)
    {
        var now = stored.Now;
        ReadOnlySpan<Cell> change =
        [
            (int)now.State,
            (int)now.Phase,
            now.Version,
            now.Cycle,
            now.Attempt,
            now.Failures,
            now.CycleEnd.UtcTicks,
            now.RenewsAt?.UtcTicks,
            now.DueAt?.UtcTicks,
            now.GiveUpAt?.UtcTicks,
            now.Made,
            now.RenewedAt?.UtcTicks,
            now.TopUpId?.Value,
            now.ExpectedDebit?.Minor,
            now.ExpectedDebit?.Currency.Code,
            (int)now.LastKind,
            (int)now.LastReason,
        ];
        if (stored.Exists)
        {
            changes.Add(Update, [now.PartnerId.Value, now.Id.Value, stored.Stored.Version, .. change]);
            return;
        }

        var terms = now.Terms;
        changes.Add(
            InsertRenewal,
            [
                now.PartnerId.Value,
                now.Id.Value,
                now.RequestId.Value,
                terms.Card.Value,
                (int)now.CardType,
                terms.PlanCode.Value,
                (int)terms.Channel,
                now.Outlet,
                terms.DaysBefore,
                terms.MaxPrice.Minor,
                terms.MaxPrice.Currency.Code,
                terms.LastDay?.DayNumber,
                terms.MostRenewals,
                terms.Consent,
                now.CreatedAt.UtcTicks,
                0L,
                now.ContactId?.Value,
                (int?)now.IdCheck?.Document,
                now.IdCheck?.Hash,
                .. change,
            ]);
    }

    /// <summary>Stores what happened.</summary>
    public static void Insert(Changes changes, AutoRenewal renewal, RenewalStep step) => changes.Add(
        InsertStep,
        renewal.PartnerId.Value,
        step.Number,
        renewal.Id.Value,
        renewal.Outlet,
        (int)step.Kind,
        (int)step.Reason,
        step.At.UtcTicks,
        step.Cycle,
        step.CardEnd.UtcTicks,
        step.TopUpId?.Value,
        step.NextAt?.UtcTicks,
        step.Amount?.Minor,
        step.Amount?.Currency.Code);

    /// <summary>Reads a row of <see cref="Read"/>.</summary>
    public static AutoRenewal RenewalIn(DbDataReader row) => new RenewalRow
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        RequestId = row.GetString(2),
        Card = row.GetString(3),
        CardType = row.GetInt32(4),
        PlanCode = row.GetString(5),
        Channel = row.GetInt32(6),
        Outlet = row.GetString(7),
        DaysBefore = row.GetInt32(8),
        MaxPrice = row.GetInt64(9),
        PriceCurrency = row.GetString(10),
        LastDay = row.Int32OrNull(11),
        MostRenewals = row.Int32OrNull(12),
        Consent = row.GetString(13),
        CreatedAt = row.GetInt64(14),
        State = row.GetInt32(15),
        Phase = row.GetInt32(16),
        Version = row.GetInt32(17),
        Cycle = row.GetInt32(18),
        Attempt = row.GetInt32(19),
        Failures = row.GetInt32(20),
        CycleEnd = row.GetInt64(21),
        RenewsAt = row.Int64OrNull(22),
        DueAt = row.Int64OrNull(23),
        GiveUpAt = row.Int64OrNull(24),
        Made = row.GetInt32(25),
        RenewedAt = row.Int64OrNull(26),
        TopUpId = row.TextOrNull(27),
        ExpectedDebit = row.Int64OrNull(28),
        DebitCurrency = row.TextOrNull(29),
        LastKind = row.GetInt32(30),
        LastReason = row.GetInt32(31),
        ContactId = row.TextOrNull(32),
        IdDocument = row.Int32OrNull(33),
        IdHash = row.TextOrNull(34),
    }.ToRecord();
}
