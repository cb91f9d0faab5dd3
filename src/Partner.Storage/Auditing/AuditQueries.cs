using Partner.Storage.Sql;

namespace Partner.Storage.Auditing;

/// <summary>
/// What an audit reads. Queries by operation begin with the partner and the operation, and are ordered by them: the
/// top-up that a row belongs to or names, under the partner that sold it, else the transfer. Nothing is left out for
/// want of what it refers to.
/// </summary>
internal static class AuditQueries
{
    public static readonly SqlText Partners = new(
        "audit.partners",
        "SELECT p.id, COALESCE(c.last_event, 0), COALESCE(c.last_receipt, 0) FROM partners p " +
        "LEFT JOIN partner_counters c ON c.partner_id = p.id");

    public static readonly SqlText Balances = new(
        "audit.balances",
        "SELECT partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances");

    public static readonly SqlText Entries = new(
        "audit.entries",
        "SELECT partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at FROM float_entries " +
        "ORDER BY partner_id, currency, sequence");

    public static readonly SqlText Events = new(
        "audit.events",
        "SELECT partner_id, number, top_up_id, state FROM events ORDER BY partner_id, number");

    public static readonly SqlText Receipts = new(
        "audit.receipts",
        "SELECT partner_id, receipt_counter, id FROM top_ups ORDER BY partner_id, receipt_counter, id");

    public static readonly SqlText Actions = new(
        "audit.actions",
        "SELECT partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, " +
        "previous_hash, hash FROM actions ORDER BY partner_id, number");

    public static readonly SqlText ActionHeads = new(
        "audit.action-heads",
        "SELECT partner_id, last_action, last_action_hash FROM partner_counters WHERE last_action IS NOT NULL");

    public static readonly SqlText SharedIds = new(
        "audit.shared-ids",
        "SELECT id FROM (SELECT id FROM top_ups UNION ALL SELECT id FROM reversals " +
        "UNION ALL SELECT id FROM esim_reissues) ids GROUP BY id " +
        "HAVING COUNT(*) > 1 ORDER BY id");

    public static readonly SqlText Renewed = new(
        "audit.renewed",
        "SELECT s.partner_id, s.renewal_id, s.cycle, t.state FROM auto_renewal_steps s LEFT JOIN top_ups t " +
        "ON t.partner_id = s.partner_id AND t.id = s.top_up_id WHERE s.kind = 2 " +
        "ORDER BY s.partner_id, s.renewal_id, s.cycle, s.number");

    public static readonly SqlText RenewalSales = new(
        "audit.renewal-sales",
        "SELECT partner_id, id, request_id FROM top_ups WHERE origin = 2 AND state = 2 " +
        "ORDER BY partner_id, request_id");

    public static readonly SqlText TopUps = new(
        "audit.top-ups",
        "SELECT partner_id, id, request_id, state, version, card, plan_code, currency, face, handling_fee, " +
        "customer_pays, net_debit, commission, price, quote_id, reversal_id, issuer_reference, created_at, " +
        "accepted_at, in_doubt_since, event_number, debit_currency, business_date, refund_ground, " +
        "refund_part, refund_whole, refund_points, refund_terms, gift_state, gift_reason, counted_day, counted_in, " +
        "outlet, terminal, cashier FROM top_ups " +
        "ORDER BY partner_id, id");

    public static readonly SqlText Gifts = new(
        "audit.gifts",
        "SELECT partner_id, top_up_id, state, reason, created_at, in_doubt_since, granted_at, back_whole, " +
        "back_service, back_credit, back_points FROM card_gifts ORDER BY partner_id, top_up_id");

    public static readonly SqlText Reversals = new(
        "audit.reversals",
        "SELECT partner_id, top_up_id, id, request_id, state, currency, amount, clawback, created_at, " +
        "in_doubt_since, business_date, refund_ground, refund_part, refund_whole, refund_points, refund_face, " +
        "refund_pays, refund_commission FROM reversals ORDER BY partner_id, top_up_id, id");

    public static readonly SqlText Transfers = new(
        "audit.transfers",
        "SELECT COALESCE(seller_id, partner_id) AS seller, COALESCE(top_up_id, id) AS operation, partner_id, id, " +
        "kind, phase, top_up_id, reverses, resolved_at, basis FROM transfers " +
        "ORDER BY seller, operation, partner_id, id");

    public static readonly SqlText Legs = new(
        "audit.legs",
        "SELECT COALESCE(t.seller_id, l.partner_id) AS seller, COALESCE(t.top_up_id, l.transfer_id) AS operation, " +
        "l.partner_id, l.transfer_id, l.account, l.currency, l.amount FROM legs l " +
        "LEFT JOIN transfers t ON t.partner_id = l.partner_id AND t.id = l.transfer_id " +
        "ORDER BY seller, operation, l.partner_id, l.transfer_id, l.number");

    public static readonly SqlText EntriesByOperation = new(
        "audit.entries-by-operation",
        "SELECT COALESCE(t.seller_id, e.partner_id) AS seller, COALESCE(t.top_up_id, e.transfer_id) AS operation, " +
        "e.partner_id, e.currency, e.sequence, e.transfer_id, e.amount, e.balance_after, e.posted_at " +
        "FROM float_entries e LEFT JOIN transfers t ON t.partner_id = e.partner_id AND t.id = e.transfer_id " +
        "ORDER BY seller, operation, e.partner_id, e.transfer_id, e.sequence");

    // What a closing under way has posted but not written into the entries yet counts as written.
    public static readonly SqlText Commissions = new(
        "audit.commissions",
        "SELECT c.seller_id, c.top_up_id, c.partner_id, c.level_number, c.schedule, c.rule_id, c.mode, c.month, " +
        "c.earned_at, c.currency, c.float_currency, c.base, c.volume_before, c.own, c.beneath, c.amount, c.credit, " +
        "c.tax, c.parts, COALESCE(m.true_up, c.true_up), COALESCE(m.true_up_credit, c.true_up_credit), " +
        "c.reversed_at, COALESCE(c.settlement, CASE WHEN m.counts = 1 THEN m.number END), " +
        "COALESCE(c.clawback_settlement, CASE WHEN m.claws_back = 1 THEN m.number END), c.returned_part, " +
        "c.returned_whole, c.returned_base, c.returned_credit FROM commissions c " +
        "LEFT JOIN (SELECT k.partner_id, k.top_up_id, k.true_up, k.true_up_credit, k.counts, k.claws_back, s.number " +
        "FROM closing_marks k INNER JOIN closing_statements p ON p.partner_id = k.partner_id " +
        "AND p.currency = k.currency INNER JOIN settlements s ON s.partner_id = p.partner_id " +
        "AND s.number = p.number) m ON m.partner_id = c.partner_id AND m.top_up_id = c.top_up_id " +
        "ORDER BY c.seller_id, c.top_up_id, c.level_number, c.partner_id");

    public static readonly SqlText Settlements = new(
        "audit.settlements",
        "SELECT partner_id, COALESCE(transfer_id, number) AS operation, number, period, currency, gross, tax, total, " +
        "transfer_id, statement FROM settlements ORDER BY partner_id, operation, number");

    public static readonly SqlText Volumes = new(
        "audit.volumes", "SELECT partner_id, schedule, currency, month, volume FROM volumes");

    public static readonly SqlText Usages = new(
        "audit.usages", "SELECT scope, promotion, subject, uses, spent FROM usages");

    public static readonly SqlText LimitUses = new(
        "audit.limit-uses", "SELECT partner_id, subject, outlet, holder, period, card, used FROM limit_uses");

    public static readonly SqlText ClosedPeriods = new("audit.closed-periods", "SELECT period FROM settled_periods");

    public static readonly SqlText UnfinishedPeriods = new(
        "audit.unfinished-periods", "SELECT period FROM closings WHERE planned_at IS NOT NULL");

    public static readonly SqlText Requests = new(
        "audit.requests",
        "SELECT q.partner_id, COALESCE(r.top_up_id, NULLIF(q.resource_id, ''), q.request_id) AS operation, " +
        "q.request_id, q.method, q.resource_id FROM requests q LEFT JOIN reversals r ON r.partner_id = q.partner_id " +
        "AND r.id = q.resource_id ORDER BY q.partner_id, operation, q.request_id");

    public static readonly SqlText Approvals = new(
        "audit.approvals",
        "SELECT partner_id, id, kind, request_id, currency, amount, state, maker, decider FROM approvals " +
        "ORDER BY partner_id, id");

    public static readonly SqlText Adjustments = new(
        "audit.adjustments",
        "SELECT partner_id, transfer_id, reason, CASE WHEN evidence = '' THEN 0 ELSE 1 END FROM adjustments " +
        "ORDER BY partner_id, transfer_id");

    public static readonly SqlText Jobs = new(
        "audit.jobs",
        "SELECT j.partner_id, COALESCE(r.top_up_id, CASE WHEN j.kind = 3 OR j.kind = 4 " +
        "THEN REPLACE(REPLACE(j.operation_id, '-gifts-back', ''), '-gifts', '') END, j.operation_id) AS operation, " +
        "j.operation_id, j.kind FROM jobs j " +
        "LEFT JOIN reversals r ON r.partner_id = j.partner_id AND r.id = j.operation_id WHERE j.kind <= 4 " +
        "ORDER BY j.partner_id, operation, j.operation_id");

    public static readonly SqlText Reissues = new(
        "audit.esim-reissues",
        "SELECT e.partner_id, e.id, e.card, e.state, e.created_at, e.in_doubt_since, j.kind FROM esim_reissues e " +
        "LEFT JOIN jobs j ON j.partner_id = e.partner_id AND j.operation_id = e.id AND j.kind = 5 " +
        "ORDER BY e.partner_id, e.id");

    public static readonly SqlText EventsByOperation = new(
        "audit.events-by-operation",
        "SELECT e.partner_id, e.top_up_id, e.partner_id, e.number, e.top_up_id, e.state FROM events e " +
        "ORDER BY e.partner_id, e.top_up_id, e.number");

    public static readonly SqlText Quotes = new(
        "audit.quotes",
        "SELECT partner_id, used_by, id, card, plan_code, price FROM quotes WHERE used_by IS NOT NULL " +
        "ORDER BY partner_id, used_by, id");

    public static readonly SqlText Anomalies = new(
        "audit.anomalies",
        "SELECT partner_id, top_up_id, detail FROM anomalies ORDER BY partner_id, top_up_id, id");
}
