-- account_events.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number bigint '$[1]')) AS k INNER JOIN account_events t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.number = k.number;

-- account_events.insert-if-absent
BEGIN TRY INSERT INTO account_events (partner_id, number, kind, at, thumbprint, days) SELECT @p0, @p1, @p2, @p3, @p4, @p5 WHERE NOT EXISTS (SELECT 1 FROM account_events WHERE partner_id = @p0 AND number = @p1) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- account_events.select-old
WITH claimed AS (SELECT TOP (@p1) partner_id, number FROM account_events WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE at < @p0 ORDER BY at) SELECT partner_id, number FROM claimed;

-- account_progress.insert-if-absent
BEGIN TRY INSERT INTO account_progress (partner_id, last_number) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM account_progress WHERE partner_id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- account_progress.numbered
UPDATE account_progress SET last_number = @p1 WHERE partner_id = @p0;

-- account_progress.read
SELECT last_number FROM account_progress WHERE partner_id = @p0;

-- actions.insert-rows
INSERT INTO actions (partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash) SELECT partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number, at, actor_kind, actor COLLATE Latin1_General_100_BIN2 AS actor, action COLLATE Latin1_General_100_BIN2 AS action, resource COLLATE Latin1_General_100_BIN2 AS resource, state_before COLLATE Latin1_General_100_BIN2 AS state_before, state_after COLLATE Latin1_General_100_BIN2 AS state_after, why COLLATE Latin1_General_100_BIN2 AS why, previous_hash COLLATE Latin1_General_100_BIN2 AS previous_hash, hash COLLATE Latin1_General_100_BIN2 AS hash FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number bigint '$[1]', at bigint '$[2]', actor_kind int '$[3]', actor nvarchar(128) '$[4]', action nvarchar(64) '$[5]', resource nvarchar(400) '$[6]', state_before nvarchar(max) '$[7]', state_after nvarchar(max) '$[8]', why nvarchar(max) '$[9]', previous_hash nvarchar(80) '$[10]', hash nvarchar(80) '$[11]')) AS k;

-- adjustments.insert-rows
INSERT INTO adjustments (partner_id, transfer_id, reason, evidence) SELECT partner_id, transfer_id, reason, evidence FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, transfer_id COLLATE Latin1_General_100_BIN2 AS transfer_id, reason, evidence COLLATE Latin1_General_100_BIN2 AS evidence FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', transfer_id nvarchar(140) '$[1]', reason int '$[2]', evidence nvarchar(max) '$[3]')) AS k;

-- anomalies.insert-rows-if-absent
BEGIN TRY INSERT INTO anomalies (partner_id, id, top_up_id, detail, at) SELECT partner_id, id, top_up_id, detail, at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, detail COLLATE Latin1_General_100_BIN2 AS detail, at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', top_up_id nvarchar(64) '$[2]', detail nvarchar(max) '$[3]', at bigint '$[4]')) AS k WHERE NOT EXISTS (SELECT 1 FROM anomalies t WHERE t.partner_id = k.partner_id AND t.id = k.id) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- approvals.insert-rows
INSERT INTO approvals (partner_id, id, kind, request_id, currency, amount, reason, evidence, why, maker_kind, maker, maker_person, created_at, state, decided_at, decider_kind, decider, decider_person, decision_why) SELECT partner_id, id, kind, request_id, currency, amount, reason, evidence, why, maker_kind, maker, maker_person, created_at, state, decided_at, decider_kind, decider, decider_person, decision_why FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, kind, request_id COLLATE Latin1_General_100_BIN2 AS request_id, currency COLLATE Latin1_General_100_BIN2 AS currency, amount, reason, evidence COLLATE Latin1_General_100_BIN2 AS evidence, why COLLATE Latin1_General_100_BIN2 AS why, maker_kind, maker COLLATE Latin1_General_100_BIN2 AS maker, maker_person COLLATE Latin1_General_100_BIN2 AS maker_person, created_at, state, decided_at, decider_kind, decider COLLATE Latin1_General_100_BIN2 AS decider, decider_person COLLATE Latin1_General_100_BIN2 AS decider_person, decision_why COLLATE Latin1_General_100_BIN2 AS decision_why FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', kind int '$[2]', request_id nvarchar(64) '$[3]', currency nvarchar(3) '$[4]', amount bigint '$[5]', reason int '$[6]', evidence nvarchar(max) '$[7]', why nvarchar(max) '$[8]', maker_kind int '$[9]', maker nvarchar(128) '$[10]', maker_person nvarchar(128) '$[11]', created_at bigint '$[12]', state int '$[13]', decided_at bigint '$[14]', decider_kind int '$[15]', decider nvarchar(128) '$[16]', decider_person nvarchar(128) '$[17]', decision_why nvarchar(max) '$[18]')) AS k;

-- approvals.read-by-request
SELECT t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, t.decision_why FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]')) AS k CROSS JOIN approvals t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- approvals.read-pending
SELECT t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, t.decision_why FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]')) AS k CROSS JOIN approvals t WHERE t.partner_id = k.partner_id AND t.state = 1;

-- approvals.read-rows
SELECT t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, t.decision_why FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k CROSS JOIN approvals t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- approvals.update-rows
UPDATE t SET state = k.state, decided_at = k.decided_at, decider_kind = k.decider_kind, decider = k.decider, decider_person = k.decider_person, decision_why = k.decision_why FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, state, decided_at, decider_kind, decider COLLATE Latin1_General_100_BIN2 AS decider, decider_person COLLATE Latin1_General_100_BIN2 AS decider_person, decision_why COLLATE Latin1_General_100_BIN2 AS decision_why FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', state int '$[2]', decided_at bigint '$[3]', decider_kind int '$[4]', decider nvarchar(128) '$[5]', decider_person nvarchar(128) '$[6]', decision_why nvarchar(max) '$[7]')) AS k INNER JOIN approvals t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.state = 1; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- arrival_cases.claim
UPDATE arrival_cases SET lease_owner = @p2, lease_until = @p3 WHERE partner_id = @p0 AND top_up_id = @p1 AND closed_at IS NULL AND lease_until <= @p4;

-- arrival_cases.insert-rows
INSERT INTO arrival_cases (partner_id, top_up_id, outlet, card, plan_code, opened_at, opened_in, clock_ends_at, lease_until, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence, sold_again) SELECT partner_id, top_up_id, outlet, card, plan_code, opened_at, opened_in, clock_ends_at, lease_until, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence, sold_again FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, card COLLATE Latin1_General_100_BIN2 AS card, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, opened_at, opened_in, clock_ends_at, lease_until, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence COLLATE Latin1_General_100_BIN2 AS evidence, sold_again COLLATE Latin1_General_100_BIN2 AS sold_again FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', outlet nvarchar(64) '$[2]', card nvarchar(32) '$[3]', plan_code nvarchar(40) '$[4]', opened_at bigint '$[5]', opened_in int '$[6]', clock_ends_at bigint '$[7]', lease_until bigint '$[8]', state int '$[9]', verdict int '$[10]', version int '$[11]', top_up_version int '$[12]', looks int '$[13]', due_at bigint '$[14]', looked_at bigint '$[15]', looked_in int '$[16]', issuer_statement int '$[17]', card_statement int '$[18]', card_differences int '$[19]', escalated_at bigint '$[20]', closed_at bigint '$[21]', evidence nvarchar(max) '$[22]', sold_again nvarchar(64) '$[23]')) AS k;

-- arrival_cases.note-sold-again
UPDATE t SET sold_again = k.sold_again FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, sold_again COLLATE Latin1_General_100_BIN2 AS sold_again FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', sold_again nvarchar(64) '$[2]')) AS k INNER JOIN arrival_cases t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- arrival_cases.read-rows
SELECT t.partner_id, t.top_up_id, t.outlet, t.card, t.plan_code, t.opened_at, t.opened_in, t.clock_ends_at, t.state, t.verdict, t.version, t.top_up_version, t.looks, t.due_at, t.looked_at, t.looked_in, t.issuer_statement, t.card_statement, t.card_differences, t.escalated_at, t.closed_at, t.evidence, t.sold_again FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]')) AS k CROSS JOIN arrival_cases t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- arrival_cases.release
UPDATE arrival_cases SET lease_owner = NULL, lease_until = 0 WHERE partner_id = @p0 AND top_up_id = @p1 AND lease_owner = @p2;

-- arrival_cases.update-rows
UPDATE t SET state = k.state, verdict = k.verdict, version = k.version, top_up_version = k.top_up_version, looks = k.looks, due_at = k.due_at, looked_at = k.looked_at, looked_in = k.looked_in, issuer_statement = k.issuer_statement, card_statement = k.card_statement, card_differences = k.card_differences, escalated_at = k.escalated_at, closed_at = k.closed_at, evidence = k.evidence, sold_again = k.sold_again FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, was, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence COLLATE Latin1_General_100_BIN2 AS evidence, sold_again COLLATE Latin1_General_100_BIN2 AS sold_again FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', was int '$[2]', state int '$[3]', verdict int '$[4]', version int '$[5]', top_up_version int '$[6]', looks int '$[7]', due_at bigint '$[8]', looked_at bigint '$[9]', looked_in int '$[10]', issuer_statement int '$[11]', card_statement int '$[12]', card_differences int '$[13]', escalated_at bigint '$[14]', closed_at bigint '$[15]', evidence nvarchar(max) '$[16]', sold_again nvarchar(64) '$[17]')) AS k INNER JOIN arrival_cases t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- audit.action-heads
SELECT partner_id, last_action, last_action_hash FROM partner_counters WHERE last_action IS NOT NULL;

-- audit.actions
SELECT partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash FROM actions ORDER BY partner_id, number;

-- audit.adjustments
SELECT partner_id, transfer_id, reason, CASE WHEN evidence = '' THEN 0 ELSE 1 END FROM adjustments ORDER BY partner_id, transfer_id;

-- audit.anomalies
SELECT partner_id, top_up_id, detail FROM anomalies ORDER BY partner_id, top_up_id, id;

-- audit.approvals
SELECT partner_id, id, kind, request_id, currency, amount, state, maker, decider FROM approvals ORDER BY partner_id, id;

-- audit.balances
SELECT partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances;

-- audit.closed-periods
SELECT period FROM settled_periods;

-- audit.commissions
SELECT c.seller_id, c.top_up_id, c.partner_id, c.level_number, c.schedule, c.rule_id, c.mode, c.month, c.earned_at, c.currency, c.float_currency, c.base, c.volume_before, c.own, c.beneath, c.amount, c.credit, c.tax, c.parts, COALESCE(m.true_up, c.true_up), COALESCE(m.true_up_credit, c.true_up_credit), c.reversed_at, COALESCE(c.settlement, CASE WHEN m.counts = 1 THEN m.number END), COALESCE(c.clawback_settlement, CASE WHEN m.claws_back = 1 THEN m.number END), c.returned_part, c.returned_whole, c.returned_base, c.returned_credit FROM commissions c LEFT JOIN (SELECT k.partner_id, k.top_up_id, k.true_up, k.true_up_credit, k.counts, k.claws_back, s.number FROM closing_marks k INNER JOIN closing_statements p ON p.partner_id = k.partner_id AND p.currency = k.currency INNER JOIN settlements s ON s.partner_id = p.partner_id AND s.number = p.number) m ON m.partner_id = c.partner_id AND m.top_up_id = c.top_up_id ORDER BY c.seller_id, c.top_up_id, c.level_number, c.partner_id;

-- audit.entries
SELECT partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at FROM float_entries ORDER BY partner_id, currency, sequence;

-- audit.entries-by-operation
SELECT COALESCE(t.seller_id, e.partner_id) AS seller, COALESCE(t.top_up_id, e.transfer_id) AS operation, e.partner_id, e.currency, e.sequence, e.transfer_id, e.amount, e.balance_after, e.posted_at FROM float_entries e LEFT JOIN transfers t ON t.partner_id = e.partner_id AND t.id = e.transfer_id ORDER BY seller, operation, e.partner_id, e.transfer_id, e.sequence;

-- audit.esim-reissues
SELECT e.partner_id, e.id, e.card, e.state, e.created_at, e.in_doubt_since, j.kind FROM esim_reissues e LEFT JOIN jobs j ON j.partner_id = e.partner_id AND j.operation_id = e.id AND j.kind = 5 ORDER BY e.partner_id, e.id;

-- audit.events
SELECT partner_id, number, top_up_id, state FROM events ORDER BY partner_id, number;

-- audit.events-by-operation
SELECT e.partner_id, e.top_up_id, e.partner_id, e.number, e.top_up_id, e.state FROM events e ORDER BY e.partner_id, e.top_up_id, e.number;

-- audit.gifts
SELECT partner_id, top_up_id, state, reason, created_at, in_doubt_since, granted_at, back_whole, back_service, back_credit, back_points FROM card_gifts ORDER BY partner_id, top_up_id;

-- audit.jobs
SELECT j.partner_id, COALESCE(r.top_up_id, CASE WHEN j.kind = 3 OR j.kind = 4 THEN REPLACE(REPLACE(j.operation_id, '-gifts-back', ''), '-gifts', '') END, j.operation_id) AS operation, j.operation_id, j.kind FROM jobs j LEFT JOIN reversals r ON r.partner_id = j.partner_id AND r.id = j.operation_id WHERE j.kind <= 4 ORDER BY j.partner_id, operation, j.operation_id;

-- audit.legs
SELECT COALESCE(t.seller_id, l.partner_id) AS seller, COALESCE(t.top_up_id, l.transfer_id) AS operation, l.partner_id, l.transfer_id, l.account, l.currency, l.amount FROM legs l LEFT JOIN transfers t ON t.partner_id = l.partner_id AND t.id = l.transfer_id ORDER BY seller, operation, l.partner_id, l.transfer_id, l.number;

-- audit.limit-uses
SELECT partner_id, subject, outlet, holder, period, card, used FROM limit_uses;

-- audit.partners
SELECT p.id, COALESCE(c.last_event, 0), COALESCE(c.last_receipt, 0) FROM partners p LEFT JOIN partner_counters c ON c.partner_id = p.id;

-- audit.quotes
SELECT partner_id, used_by, id, card, plan_code, price FROM quotes WHERE used_by IS NOT NULL ORDER BY partner_id, used_by, id;

-- audit.receipts
SELECT partner_id, receipt_counter, id FROM top_ups ORDER BY partner_id, receipt_counter, id;

-- audit.renewal-sales
SELECT partner_id, id, request_id FROM top_ups WHERE origin = 2 AND state = 2 ORDER BY partner_id, request_id;

-- audit.renewed
SELECT s.partner_id, s.renewal_id, s.cycle, t.state FROM auto_renewal_steps s LEFT JOIN top_ups t ON t.partner_id = s.partner_id AND t.id = s.top_up_id WHERE s.kind = 2 ORDER BY s.partner_id, s.renewal_id, s.cycle, s.number;

-- audit.requests
SELECT q.partner_id, COALESCE(r.top_up_id, NULLIF(q.resource_id, ''), q.request_id) AS operation, q.request_id, q.method, q.resource_id FROM requests q LEFT JOIN reversals r ON r.partner_id = q.partner_id AND r.id = q.resource_id ORDER BY q.partner_id, operation, q.request_id;

-- audit.reversals
SELECT partner_id, top_up_id, id, request_id, state, currency, amount, clawback, created_at, in_doubt_since, business_date, refund_ground, refund_part, refund_whole, refund_points, refund_face, refund_pays, refund_commission FROM reversals ORDER BY partner_id, top_up_id, id;

-- audit.settlements
SELECT partner_id, COALESCE(transfer_id, number) AS operation, number, period, currency, gross, tax, total, transfer_id, statement FROM settlements ORDER BY partner_id, operation, number;

-- audit.shared-ids
SELECT id FROM (SELECT id FROM top_ups UNION ALL SELECT id FROM reversals UNION ALL SELECT id FROM esim_reissues) ids GROUP BY id HAVING COUNT(*) > 1 ORDER BY id;

-- audit.shift-refunds
SELECT s.partner_id, s.id, r.state, r.final_event, r.final_at, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face), CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END, COALESCE(r.refund_pays, t.customer_pays), r.amount, COALESCE(r.refund_commission, t.commission) FROM shifts s INNER JOIN reversals r ON r.partner_id = s.partner_id AND r.terminal <> '' AND r.outlet = s.outlet AND r.terminal = s.terminal AND REPLACE(r.outlet, ' ', '_') = REPLACE(s.outlet, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(s.terminal, ' ', '_') AND ((r.saved_event > s.from_event AND r.saved_event <= s.through_event) OR (r.saved_event IS NULL AND s.from_receipt = 0 AND s.from_event = 0 AND r.created_at <= s.closed_at)) INNER JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id;

-- audit.shift-sales
SELECT s.partner_id, s.id, t.state, t.final_event, t.final_at, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee, t.customer_pays, t.net_debit, t.commission FROM shifts s INNER JOIN top_ups t ON t.partner_id = s.partner_id AND t.terminal <> '' AND t.outlet = s.outlet AND t.terminal = s.terminal AND REPLACE(t.outlet, ' ', '_') = REPLACE(s.outlet, ' ', '_') AND REPLACE(t.terminal, ' ', '_') = REPLACE(s.terminal, ' ', '_') AND t.receipt_counter > s.from_receipt AND t.receipt_counter <= s.through_receipt ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id;

-- audit.shifts
SELECT s.partner_id, s.id, s.outlet, s.terminal, s.number, s.from_receipt, s.through_receipt, s.from_event, s.through_event, s.business_date, s.last_of_day, s.closed_through, s.closed_at, s.figures, s.sequel FROM shifts s ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id;

-- audit.top-ups
SELECT partner_id, id, request_id, state, version, card, plan_code, currency, face, handling_fee, customer_pays, net_debit, commission, price, quote_id, reversal_id, issuer_reference, created_at, accepted_at, in_doubt_since, event_number, debit_currency, business_date, refund_ground, refund_part, refund_whole, refund_points, refund_terms, gift_state, gift_reason, counted_day, counted_in, outlet, terminal, cashier FROM top_ups ORDER BY partner_id, id;

-- audit.transfers
SELECT COALESCE(seller_id, partner_id) AS seller, COALESCE(top_up_id, id) AS operation, partner_id, id, kind, phase, top_up_id, reverses, resolved_at, basis FROM transfers ORDER BY seller, operation, partner_id, id;

-- audit.unfinished-periods
SELECT period FROM closings WHERE planned_at IS NOT NULL;

-- audit.usages
SELECT scope, promotion, subject, uses, spent FROM usages;

-- audit.volumes
SELECT partner_id, schedule, currency, month, volume FROM volumes;

-- auto_renewal_steps.insert-rows
INSERT INTO auto_renewal_steps (partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end, top_up_id, next_at, amount, amount_currency) SELECT partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end, top_up_id, next_at, amount, amount_currency FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number, renewal_id COLLATE Latin1_General_100_BIN2 AS renewal_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, kind, reason, at, cycle, card_end, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, next_at, amount, amount_currency COLLATE Latin1_General_100_BIN2 AS amount_currency FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number bigint '$[1]', renewal_id nvarchar(64) '$[2]', outlet nvarchar(64) '$[3]', kind int '$[4]', reason int '$[5]', at bigint '$[6]', cycle int '$[7]', card_end bigint '$[8]', top_up_id nvarchar(64) '$[9]', next_at bigint '$[10]', amount bigint '$[11]', amount_currency nvarchar(3) '$[12]')) AS k;

-- auto_renewal_steps.read-last
SELECT t.partner_id, COALESCE((SELECT MAX(s.number) FROM auto_renewal_steps s WHERE s.partner_id = t.partner_id), 0) AS last_number FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]')) AS k CROSS JOIN partner_counters t WHERE t.partner_id = k.partner_id;

-- auto_renewals.claim
UPDATE auto_renewals SET lease_owner = @p2, lease_until = @p3 WHERE partner_id = @p0 AND id = @p1 AND due_at <= @p4 AND lease_until <= @p5;

-- auto_renewals.insert-rows
INSERT INTO auto_renewals (partner_id, id, request_id, card, card_type, plan_code, channel, outlet, days_before, max_price, price_currency, last_day, most_renewals, consent, created_at, lease_until, contact_id, id_document, id_hash, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id, expected_debit, debit_currency, last_kind, last_reason) SELECT partner_id, id, request_id, card, card_type, plan_code, channel, outlet, days_before, max_price, price_currency, last_day, most_renewals, consent, created_at, lease_until, contact_id, id_document, id_hash, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id, expected_debit, debit_currency, last_kind, last_reason FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, card COLLATE Latin1_General_100_BIN2 AS card, card_type, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, channel, outlet COLLATE Latin1_General_100_BIN2 AS outlet, days_before, max_price, price_currency COLLATE Latin1_General_100_BIN2 AS price_currency, last_day, most_renewals, consent COLLATE Latin1_General_100_BIN2 AS consent, created_at, lease_until, contact_id COLLATE Latin1_General_100_BIN2 AS contact_id, id_document, id_hash COLLATE Latin1_General_100_BIN2 AS id_hash, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, expected_debit, debit_currency COLLATE Latin1_General_100_BIN2 AS debit_currency, last_kind, last_reason FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', request_id nvarchar(64) '$[2]', card nvarchar(32) '$[3]', card_type int '$[4]', plan_code nvarchar(40) '$[5]', channel int '$[6]', outlet nvarchar(64) '$[7]', days_before int '$[8]', max_price bigint '$[9]', price_currency nvarchar(3) '$[10]', last_day int '$[11]', most_renewals int '$[12]', consent nvarchar(100) '$[13]', created_at bigint '$[14]', lease_until bigint '$[15]', contact_id nvarchar(64) '$[16]', id_document int '$[17]', id_hash nvarchar(96) '$[18]', state int '$[19]', phase int '$[20]', version int '$[21]', cycle int '$[22]', attempt int '$[23]', failures int '$[24]', cycle_end bigint '$[25]', renews_at bigint '$[26]', due_at bigint '$[27]', give_up_at bigint '$[28]', made int '$[29]', renewed_at bigint '$[30]', top_up_id nvarchar(64) '$[31]', expected_debit bigint '$[32]', debit_currency nvarchar(3) '$[33]', last_kind int '$[34]', last_reason int '$[35]')) AS k;

-- auto_renewals.read-active
SELECT partner_id, card FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]')) AS k WHERE EXISTS (SELECT 1 FROM auto_renewals t WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.state = 1);

-- auto_renewals.read-cards
SELECT t.partner_id, t.card, t.plan_code, t.id FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]', plan_code nvarchar(40) '$[2]')) AS k CROSS JOIN auto_renewals t WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.plan_code = k.plan_code AND t.state IN (1, 2);

-- auto_renewals.read-requests
SELECT t.partner_id, t.request_id, t.id FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]')) AS k CROSS JOIN auto_renewals t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- auto_renewals.read-rows
SELECT t.partner_id, t.id, t.request_id, t.card, t.card_type, t.plan_code, t.channel, t.outlet, t.days_before, t.max_price, t.price_currency, t.last_day, t.most_renewals, t.consent, t.created_at, t.state, t.phase, t.version, t.cycle, t.attempt, t.failures, t.cycle_end, t.renews_at, t.due_at, t.give_up_at, t.made, t.renewed_at, t.top_up_id, t.expected_debit, t.debit_currency, t.last_kind, t.last_reason, t.contact_id, t.id_document, t.id_hash FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k CROSS JOIN auto_renewals t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- auto_renewals.release
UPDATE auto_renewals SET lease_owner = NULL, lease_until = 0 WHERE partner_id = @p0 AND id = @p1 AND lease_owner = @p2;

-- auto_renewals.sum-needed
SELECT d.expected_debit, CAST(COUNT(*) AS BIGINT) FROM (SELECT expected_debit FROM auto_renewals WHERE partner_id = @p0 AND renews_at < @p1 AND state = 1 AND debit_currency = @p2 ORDER BY renews_at OFFSET 0 ROWS FETCH NEXT @p3 ROWS ONLY) d GROUP BY d.expected_debit;

-- auto_renewals.update-rows
UPDATE t SET state = k.state, phase = k.phase, version = k.version, cycle = k.cycle, attempt = k.attempt, failures = k.failures, cycle_end = k.cycle_end, renews_at = k.renews_at, due_at = k.due_at, give_up_at = k.give_up_at, made = k.made, renewed_at = k.renewed_at, top_up_id = k.top_up_id, expected_debit = k.expected_debit, debit_currency = k.debit_currency, last_kind = k.last_kind, last_reason = k.last_reason FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, expected_debit, debit_currency COLLATE Latin1_General_100_BIN2 AS debit_currency, last_kind, last_reason FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', phase int '$[4]', version int '$[5]', cycle int '$[6]', attempt int '$[7]', failures int '$[8]', cycle_end bigint '$[9]', renews_at bigint '$[10]', due_at bigint '$[11]', give_up_at bigint '$[12]', made int '$[13]', renewed_at bigint '$[14]', top_up_id nvarchar(64) '$[15]', expected_debit bigint '$[16]', debit_currency nvarchar(3) '$[17]', last_kind int '$[18]', last_reason int '$[19]')) AS k INNER JOIN auto_renewals t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- balances.end-credit
UPDATE balances SET credit_limit = 0 WHERE partner_id = @p0;

-- balances.insert-if-absent
BEGIN TRY INSERT INTO balances (partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6 WHERE NOT EXISTS (SELECT 1 FROM balances WHERE partner_id = @p0 AND currency = @p1) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- balances.insert-rows
INSERT INTO balances (partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at) SELECT partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, currency COLLATE Latin1_General_100_BIN2 AS currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', currency nvarchar(3) '$[1]', posted bigint '$[2]', reserved bigint '$[3]', credit_limit bigint '$[4]', last_sequence bigint '$[5]', last_posted_at bigint '$[6]')) AS k;

-- balances.read-rows
SELECT t.partner_id, t.currency, t.posted, t.reserved, t.credit_limit, t.last_sequence, t.last_posted_at, CASE WHEN EXISTS (SELECT 1 FROM arrival_cases c WHERE c.partner_id = t.partner_id AND c.closed_at IS NULL) THEN 1 ELSE 0 END AS has_cases FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, currency COLLATE Latin1_General_100_BIN2 AS currency FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', currency nvarchar(3) '$[1]')) AS k CROSS JOIN balances t WHERE t.partner_id = k.partner_id AND t.currency = k.currency;

-- balances.update-rows
UPDATE t SET posted = k.posted, reserved = k.reserved, credit_limit = k.credit_limit, last_sequence = k.last_sequence, last_posted_at = k.last_posted_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, currency COLLATE Latin1_General_100_BIN2 AS currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', currency nvarchar(3) '$[1]', posted bigint '$[2]', reserved bigint '$[3]', credit_limit bigint '$[4]', last_sequence bigint '$[5]', last_posted_at bigint '$[6]')) AS k INNER JOIN balances t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.currency = k.currency; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- card_checks.advance
UPDATE card_checks SET last_event = @p2 WHERE partner_id = @p0 AND lease_owner = @p1 AND last_event < @p3;

-- card_checks.claim
UPDATE card_checks SET lease_owner = @p1, lease_until = @p2 WHERE partner_id = @p0 AND (lease_until <= @p3 OR lease_owner = @p4);

-- card_checks.claimed
SELECT last_event FROM card_checks WHERE partner_id = @p0 AND lease_owner = @p1;

-- card_checks.insert-if-absent
BEGIN TRY INSERT INTO card_checks (partner_id, last_event, lease_owner, lease_until) SELECT @p0, @p1, @p2, @p3 WHERE NOT EXISTS (SELECT 1 FROM card_checks WHERE partner_id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- card_gifts.insert-rows
INSERT INTO card_gifts (partner_id, top_up_id, created_at, state, version, reason, in_doubt_since, granted_at, reference, back_reference, final_at, evidence, back_whole, back_service, back_credit, back_points) SELECT partner_id, top_up_id, created_at, state, version, reason, in_doubt_since, granted_at, reference, back_reference, final_at, evidence, back_whole, back_service, back_credit, back_points FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, created_at, state, version, reason, in_doubt_since, granted_at, reference COLLATE Latin1_General_100_BIN2 AS reference, back_reference COLLATE Latin1_General_100_BIN2 AS back_reference, final_at, evidence COLLATE Latin1_General_100_BIN2 AS evidence, back_whole, back_service, back_credit, back_points FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', created_at bigint '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', in_doubt_since bigint '$[6]', granted_at bigint '$[7]', reference nvarchar(max) '$[8]', back_reference nvarchar(max) '$[9]', final_at bigint '$[10]', evidence nvarchar(max) '$[11]', back_whole bit '$[12]', back_service bit '$[13]', back_credit bigint '$[14]', back_points bigint '$[15]')) AS k;

-- card_gifts.read-rows
SELECT t.partner_id, t.top_up_id, t.state, t.version, t.reason, t.created_at, t.in_doubt_since, t.granted_at, t.reference, t.back_reference, t.final_at, t.evidence, t.back_whole, t.back_service, t.back_credit, t.back_points FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]')) AS k CROSS JOIN card_gifts t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- card_gifts.update-rows
UPDATE t SET state = k.state, version = k.version, reason = k.reason, in_doubt_since = k.in_doubt_since, granted_at = k.granted_at, reference = k.reference, back_reference = k.back_reference, final_at = k.final_at, evidence = k.evidence, back_whole = k.back_whole, back_service = k.back_service, back_credit = k.back_credit, back_points = k.back_points FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, was, state, version, reason, in_doubt_since, granted_at, reference COLLATE Latin1_General_100_BIN2 AS reference, back_reference COLLATE Latin1_General_100_BIN2 AS back_reference, final_at, evidence COLLATE Latin1_General_100_BIN2 AS evidence, back_whole, back_service, back_credit, back_points FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', in_doubt_since bigint '$[6]', granted_at bigint '$[7]', reference nvarchar(max) '$[8]', back_reference nvarchar(max) '$[9]', final_at bigint '$[10]', evidence nvarchar(max) '$[11]', back_whole bit '$[12]', back_service bit '$[13]', back_credit bigint '$[14]', back_points bigint '$[15]')) AS k INNER JOIN card_gifts t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- certificate_rules.delete
DELETE FROM certificate_rules WHERE id = @p0;

-- certificate_rules.insert-if-absent
BEGIN TRY INSERT INTO certificate_rules (id, partner_id, kind, pattern, outlet, terminal, permissions, created_at) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7 WHERE NOT EXISTS (SELECT 1 FROM certificate_rules WHERE id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- certificates.claim-uses
SELECT t.thumbprint FROM (SELECT thumbprint COLLATE Latin1_General_100_BIN2 AS thumbprint FROM OPENJSON(@p0) WITH (thumbprint nvarchar(64) '$[0]')) AS k INNER LOOP JOIN certificates t WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) ON t.thumbprint = k.thumbprint;

-- certificates.count-good
SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE partner_id = @p0 AND revoked_at IS NULL AND not_after > @p1;

-- certificates.count-keys
SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE key_hash = @p0;

-- certificates.count-renewals
SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE partner_id = @p0 AND issued_by = @p1 AND origin = 3 AND revoked_at IS NULL AND not_after > @p2;

-- certificates.insert-if-absent
BEGIN TRY INSERT INTO certificates (thumbprint, partner_id, outlet, terminal, permissions, subject, not_after, registered_at, origin, label, issued_by, serial, authority, encoded, key_hash, request_id, input_hash, warn_at) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17 WHERE NOT EXISTS (SELECT 1 FROM certificates WHERE thumbprint = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- certificates.note-issued
UPDATE certificates SET serial = @p2, authority = @p3 WHERE thumbprint = @p0 AND partner_id = @p1 AND authority IS NULL;

-- certificates.note-renewal
UPDATE certificates SET renewed_by = @p1 WHERE thumbprint = @p0;

-- certificates.note-uses
UPDATE t SET last_used_at = k.last_used_at FROM (SELECT thumbprint COLLATE Latin1_General_100_BIN2 AS thumbprint, last_used_at FROM OPENJSON(@p0) WITH (thumbprint nvarchar(64) '$[0]', last_used_at bigint '$[1]')) AS k INNER JOIN certificates t WITH (ROWLOCK) ON t.thumbprint = k.thumbprint; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- certificates.note-warning
UPDATE certificates SET warn_at = @p1 WHERE thumbprint = @p0;

-- certificates.read
SELECT c.partner_id, COALESCE(p.status, 1), c.outlet, c.permissions, c.revoked_at, c.terminal, c.last_used_at FROM certificates c LEFT JOIN partners p ON p.id = c.partner_id WHERE c.thumbprint = @p0 AND (p.id IS NOT NULL OR c.partner_id = '');

-- certificates.revoke
UPDATE certificates SET revoked_at = @p1, revoked_for = @p2 WHERE thumbprint = @p0 AND revoked_at IS NULL;

-- closed_days.insert-rows
INSERT INTO closed_days (partner_id, outlet, terminal, through, changed_in) SELECT partner_id, outlet, terminal, through, changed_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, through, changed_in FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', outlet nvarchar(64) '$[1]', terminal nvarchar(40) '$[2]', through int '$[3]', changed_in bigint '$[4]')) AS k;

-- closed_days.read-rows
SELECT t.partner_id, t.outlet, t.terminal, t.through FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', outlet nvarchar(64) '$[1]', terminal nvarchar(40) '$[2]')) AS k CROSS JOIN closed_days t WHERE t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal;

-- closed_days.update-rows
UPDATE t SET through = k.through, changed_in = k.changed_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, through, changed_in FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', outlet nvarchar(64) '$[1]', terminal nvarchar(40) '$[2]', through int '$[3]', changed_in bigint '$[4]')) AS k INNER JOIN closed_days t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- closing_marks.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]')) AS k INNER JOIN closing_marks t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- closing_marks.insert-rows-if-absent
BEGIN TRY INSERT INTO closing_marks (partner_id, top_up_id, currency, true_up, true_up_credit, counts, claws_back) SELECT partner_id, top_up_id, currency, true_up, true_up_credit, counts, claws_back FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, currency COLLATE Latin1_General_100_BIN2 AS currency, true_up, true_up_credit, counts, claws_back FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', currency nvarchar(3) '$[2]', true_up bigint '$[3]', true_up_credit bigint '$[4]', counts int '$[5]', claws_back int '$[6]')) AS k WHERE NOT EXISTS (SELECT 1 FROM closing_marks t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- closing_marks.next
SELECT top_up_id, true_up, true_up_credit, counts, claws_back FROM closing_marks WHERE partner_id = @p0 AND currency = @p1 AND top_up_id > @p2 ORDER BY top_up_id OFFSET 0 ROWS FETCH NEXT @p3 ROWS ONLY;

-- closing_marks.some
SELECT partner_id, top_up_id FROM closing_marks ORDER BY partner_id, top_up_id OFFSET 0 ROWS FETCH NEXT @p0 ROWS ONLY;

-- closing_statements.clear
DELETE FROM closing_statements;

-- closing_statements.insert-rows-if-absent
BEGIN TRY INSERT INTO closing_statements (partner_id, number, currency, statement, legs) SELECT partner_id, number, currency, statement, legs FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number COLLATE Latin1_General_100_BIN2 AS number, currency COLLATE Latin1_General_100_BIN2 AS currency, statement COLLATE Latin1_General_100_BIN2 AS statement, legs COLLATE Latin1_General_100_BIN2 AS legs FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number nvarchar(32) '$[1]', currency nvarchar(3) '$[2]', statement nvarchar(max) '$[3]', legs nvarchar(max) '$[4]')) AS k WHERE NOT EXISTS (SELECT 1 FROM closing_statements t WHERE t.partner_id = k.partner_id AND t.number = k.number) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- closing_statements.next
SELECT statement, legs FROM closing_statements WHERE number > @p0 ORDER BY number OFFSET 0 ROWS FETCH NEXT @p1 ROWS ONLY;

-- closings.change-period
UPDATE closings SET period = @p0 WHERE id = 1;

-- closings.complete
UPDATE closings SET planned_at = @p0 WHERE id = 1;

-- closings.end
DELETE FROM closings WHERE id = 1 AND closer = @p0;

-- closings.free
UPDATE closings SET until = 0 WHERE id = 1 AND closer = @p0;

-- closings.hold
UPDATE closings SET until = (SELECT DATEDIFF_BIG(millisecond, '2000-01-01T00:00:00', SYSUTCDATETIME())) + @p0 WHERE id = 1 AND closer = @p1;

-- closings.insert-if-absent
BEGIN TRY INSERT INTO closings (id, period, closer, until) SELECT @p0, @p1, @p2, @p3 WHERE NOT EXISTS (SELECT 1 FROM closings WHERE id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- closings.planned
SELECT period FROM closings WHERE planned_at IS NOT NULL;

-- closings.read
SELECT period, planned_at FROM closings WHERE id = 1;

-- closings.take
UPDATE closings SET closer = @p0, until = (SELECT DATEDIFF_BIG(millisecond, '2000-01-01T00:00:00', SYSUTCDATETIME())) + @p1 WHERE id = 1 AND (closer = @p0 OR until <= (SELECT DATEDIFF_BIG(millisecond, '2000-01-01T00:00:00', SYSUTCDATETIME())));

-- commissions.claim-rows
SELECT t.partner_id, t.top_up_id FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]')) AS k INNER LOOP JOIN commissions t WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- commissions.earliest-open
SELECT MIN(month) FROM commissions WHERE settlement IS NULL AND month > @p0;

-- commissions.insert-rows
INSERT INTO commissions (partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit) SELECT partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, seller_id COLLATE Latin1_General_100_BIN2 AS seller_id, level_number, schedule COLLATE Latin1_General_100_BIN2 AS schedule, rule_id COLLATE Latin1_General_100_BIN2 AS rule_id, mode, month COLLATE Latin1_General_100_BIN2 AS month, earned_at, currency COLLATE Latin1_General_100_BIN2 AS currency, float_currency COLLATE Latin1_General_100_BIN2 AS float_currency, base, volume_before, own, beneath, amount, credit, tax, parts COLLATE Latin1_General_100_BIN2 AS parts, true_up, true_up_credit FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', seller_id nvarchar(64) '$[2]', level_number int '$[3]', schedule nvarchar(64) '$[4]', rule_id nvarchar(64) '$[5]', mode int '$[6]', month nvarchar(7) '$[7]', earned_at bigint '$[8]', currency nvarchar(3) '$[9]', float_currency nvarchar(3) '$[10]', base bigint '$[11]', volume_before bigint '$[12]', own bigint '$[13]', beneath bigint '$[14]', amount bigint '$[15]', credit bigint '$[16]', tax bigint '$[17]', parts nvarchar(max) '$[18]', true_up bigint '$[19]', true_up_credit bigint '$[20]')) AS k;

-- commissions.late
SELECT 1 FROM commissions WHERE settlement IS NULL AND month <= @p0 ORDER BY month OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY;

-- commissions.of-top-up
SELECT partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit FROM commissions WHERE seller_id = @p0 AND top_up_id = @p1 ORDER BY level_number;

-- commissions.open-clawback
SELECT 1 FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL AND settlement IS NOT NULL ORDER BY partner_id OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY;

-- commissions.return-rows
UPDATE t SET reversed_at = k.reversed_at, returned_part = k.returned_part, returned_whole = k.returned_whole, returned_base = k.returned_base, returned_credit = k.returned_credit FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, reversed_at, returned_part, returned_whole, returned_base, returned_credit FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', reversed_at bigint '$[2]', returned_part bigint '$[3]', returned_whole bigint '$[4]', returned_base bigint '$[5]', returned_credit bigint '$[6]')) AS k INNER JOIN commissions t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.reversed_at IS NULL;

-- commissions.reverse-rows
UPDATE t SET reversed_at = k.reversed_at FROM (SELECT seller_id COLLATE Latin1_General_100_BIN2 AS seller_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, reversed_at FROM OPENJSON(@p0) WITH (seller_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', reversed_at bigint '$[2]')) AS k INNER JOIN commissions t WITH (ROWLOCK) ON t.seller_id = k.seller_id AND t.top_up_id = k.top_up_id AND t.reversed_at IS NULL;

-- commissions.settle-rows
UPDATE t SET true_up = k.true_up, true_up_credit = k.true_up_credit, settlement = COALESCE(t.settlement, k.settlement), clawback_settlement = COALESCE(t.clawback_settlement, k.clawback) FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, true_up, true_up_credit, settlement COLLATE Latin1_General_100_BIN2 AS settlement, clawback COLLATE Latin1_General_100_BIN2 AS clawback FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', true_up bigint '$[2]', true_up_credit bigint '$[3]', settlement nvarchar(32) '$[4]', clawback nvarchar(max) '$[5]')) AS k INNER JOIN commissions t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND 0 = 0;

-- commissions.to-close
SELECT c.seller_id, c.top_up_id, c.partner_id, c.level_number, c.month, c.earned_at, c.currency, c.float_currency, c.volume_before, c.own, c.beneath, c.amount, c.credit, c.tax, c.true_up, c.true_up_credit, c.reversed_at, c.settlement, c.clawback_settlement, COALESCE(v.volume, 0), c.returned_part, c.returned_whole FROM (SELECT DISTINCT x.seller_id, x.top_up_id FROM (SELECT partner_id, schedule, currency, month FROM commissions WHERE settlement IS NULL AND month <= (SELECT period FROM closings) UNION SELECT partner_id, schedule, currency, month FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL AND month <= (SELECT period FROM closings)) o INNER JOIN commissions x ON x.partner_id = o.partner_id AND x.schedule = o.schedule AND x.currency = o.currency AND x.month = o.month) k INNER JOIN commissions c ON c.seller_id = k.seller_id AND c.top_up_id = k.top_up_id LEFT JOIN volumes v ON v.partner_id = c.partner_id AND v.schedule = c.schedule AND v.currency = c.currency AND v.month = c.month ORDER BY c.seller_id, c.top_up_id, c.level_number;

-- customer_cards.claim-rows
SELECT t.partner_id, t.card, t.card_type, t.valid_until, t.standing, t.region, t.known_at, t.source, t.at_least, t.outlet, t.top_up_id, t.plan_code, t.channel, t.face, t.currency, t.sold_at, t.contact_id, t.told_day, t.told_unit, t.told_count, t.told_at, t.stale, t.asked_at, t.due_at, t.version FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]')) AS k INNER LOOP JOIN customer_cards t WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) ON t.partner_id = k.partner_id AND t.card = k.card;

-- customer_cards.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]')) AS k INNER JOIN customer_cards t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.card = k.card;

-- customer_cards.insert-rows-if-absent
BEGIN TRY INSERT INTO customer_cards (partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until) SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card, card_type, valid_until, standing, region COLLATE Latin1_General_100_BIN2 AS region, known_at, source, at_least, outlet COLLATE Latin1_General_100_BIN2 AS outlet, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, channel, face, currency COLLATE Latin1_General_100_BIN2 AS currency, sold_at, contact_id COLLATE Latin1_General_100_BIN2 AS contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]', card_type int '$[2]', valid_until bigint '$[3]', standing int '$[4]', region nvarchar(8) '$[5]', known_at bigint '$[6]', source int '$[7]', at_least bit '$[8]', outlet nvarchar(64) '$[9]', top_up_id nvarchar(64) '$[10]', plan_code nvarchar(40) '$[11]', channel int '$[12]', face bigint '$[13]', currency nvarchar(3) '$[14]', sold_at bigint '$[15]', contact_id nvarchar(64) '$[16]', told_day int '$[17]', told_unit int '$[18]', told_count int '$[19]', told_at bigint '$[20]', stale bit '$[21]', asked_at bigint '$[22]', due_at bigint '$[23]', version int '$[24]', lease_until bigint '$[25]')) AS k WHERE NOT EXISTS (SELECT 1 FROM customer_cards t WHERE t.partner_id = k.partner_id AND t.card = k.card) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- customer_cards.lease-rows
UPDATE t SET lease_owner = k.lease_owner, lease_until = k.lease_until FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card, lease_owner COLLATE Latin1_General_100_BIN2 AS lease_owner, lease_until FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]', lease_owner nvarchar(128) '$[2]', lease_until bigint '$[3]')) AS k INNER JOIN customer_cards t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.card = k.card; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- customer_cards.read-stored
SELECT t.card FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]')) AS k CROSS JOIN customer_cards t WHERE t.partner_id = k.partner_id AND t.card = k.card;

-- customer_cards.select-behind
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND valid_until > @p2 AND valid_until <= @p3 ORDER BY valid_until, card OFFSET 0 ROWS FETCH NEXT @p4 ROWS ONLY;

-- customer_cards.select-behind-of-outlet
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND outlet = @p5 AND valid_until > @p2 AND valid_until <= @p3 ORDER BY valid_until, card OFFSET 0 ROWS FETCH NEXT @p4 ROWS ONLY;

-- customer_cards.select-beside
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND valid_until = @p2 AND card > @p3 ORDER BY valid_until, card OFFSET 0 ROWS FETCH NEXT @p4 ROWS ONLY;

-- customer_cards.select-beside-of-outlet
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND outlet = @p5 AND valid_until = @p2 AND card > @p3 ORDER BY valid_until, card OFFSET 0 ROWS FETCH NEXT @p4 ROWS ONLY;

-- customer_cards.select-due
WITH claimed AS (SELECT TOP (@p3) partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE partner_id = @p0 AND due_at > 0 AND due_at <= @p1 AND lease_until <= @p2 ORDER BY due_at) SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM claimed;

-- customer_cards.update-rows
UPDATE t SET card_type = k.card_type, valid_until = k.valid_until, standing = k.standing, region = k.region, known_at = k.known_at, source = k.source, at_least = k.at_least, outlet = k.outlet, top_up_id = k.top_up_id, plan_code = k.plan_code, channel = k.channel, face = k.face, currency = k.currency, sold_at = k.sold_at, contact_id = k.contact_id, told_day = k.told_day, told_unit = k.told_unit, told_count = k.told_count, told_at = k.told_at, stale = k.stale, asked_at = k.asked_at, due_at = k.due_at, version = k.version, lease_until = k.lease_until, lease_owner = NULL FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card, card_type, valid_until, standing, region COLLATE Latin1_General_100_BIN2 AS region, known_at, source, at_least, outlet COLLATE Latin1_General_100_BIN2 AS outlet, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, channel, face, currency COLLATE Latin1_General_100_BIN2 AS currency, sold_at, contact_id COLLATE Latin1_General_100_BIN2 AS contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until, was FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]', card_type int '$[2]', valid_until bigint '$[3]', standing int '$[4]', region nvarchar(8) '$[5]', known_at bigint '$[6]', source int '$[7]', at_least bit '$[8]', outlet nvarchar(64) '$[9]', top_up_id nvarchar(64) '$[10]', plan_code nvarchar(40) '$[11]', channel int '$[12]', face bigint '$[13]', currency nvarchar(3) '$[14]', sold_at bigint '$[15]', contact_id nvarchar(64) '$[16]', told_day int '$[17]', told_unit int '$[18]', told_count int '$[19]', told_at bigint '$[20]', stale bit '$[21]', asked_at bigint '$[22]', due_at bigint '$[23]', version int '$[24]', lease_until bigint '$[25]', was int '$[26]')) AS k INNER JOIN customer_cards t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.card = k.card AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- documents.count
SELECT CAST(COUNT(*) AS BIGINT) FROM documents;

-- documents.insert-if-absent
BEGIN TRY INSERT INTO documents (kind, id, version, valid_from, published_at, json) SELECT @p0, @p1, @p2, @p3, @p4, @p5 WHERE NOT EXISTS (SELECT 1 FROM documents WHERE kind = @p0 AND id = @p1 AND version = @p2) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- documents.lock
SELECT id FROM heartbeats WITH (UPDLOCK, ROWLOCK) WHERE id = @p0;

-- enrollment_codes.close
UPDATE enrollment_codes SET closed_at = @p2 WHERE partner_id = @p0 AND id = @p1 AND closed_at IS NULL;

-- enrollment_codes.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k INNER JOIN enrollment_codes t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id;

-- enrollment_codes.insert-if-absent
BEGIN TRY INSERT INTO enrollment_codes (partner_id, id, code_hash, outlet, terminal, permissions, days, label, created_by, created_at, expires_at, request_id, input_hash) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12 WHERE NOT EXISTS (SELECT 1 FROM enrollment_codes WHERE partner_id = @p0 AND id = @p1) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- enrollment_codes.select-old
WITH claimed AS (SELECT TOP (@p1) partner_id, id FROM enrollment_codes WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE expires_at < @p0 ORDER BY expires_at) SELECT partner_id, id FROM claimed;

-- enrollment_codes.use
UPDATE enrollment_codes SET used_by = @p2, closed_at = @p3 WHERE partner_id = @p0 AND code_hash = @p1 AND closed_at IS NULL AND expires_at > @p4;

-- esim_reissues.insert-rows
INSERT INTO esim_reissues (partner_id, id, request_id, card, card_type, thumbprint, outlet, terminal, cashier, comment, id_document, id_hash, created_at, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence) SELECT partner_id, id, request_id, card, card_type, thumbprint, outlet, terminal, cashier, comment, id_document, id_hash, created_at, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, card COLLATE Latin1_General_100_BIN2 AS card, card_type, thumbprint COLLATE Latin1_General_100_BIN2 AS thumbprint, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, cashier COLLATE Latin1_General_100_BIN2 AS cashier, comment COLLATE Latin1_General_100_BIN2 AS comment, id_document, id_hash COLLATE Latin1_General_100_BIN2 AS id_hash, created_at, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, final_at, in_doubt_since, evidence COLLATE Latin1_General_100_BIN2 AS evidence FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', request_id nvarchar(64) '$[2]', card nvarchar(32) '$[3]', card_type int '$[4]', thumbprint nvarchar(64) '$[5]', outlet nvarchar(64) '$[6]', terminal nvarchar(40) '$[7]', cashier nvarchar(40) '$[8]', comment nvarchar(max) '$[9]', id_document int '$[10]', id_hash nvarchar(96) '$[11]', created_at bigint '$[12]', state int '$[13]', version int '$[14]', reason int '$[15]', issuer_reference nvarchar(max) '$[16]', final_at bigint '$[17]', in_doubt_since bigint '$[18]', evidence nvarchar(max) '$[19]')) AS k;

-- esim_reissues.read-cards
SELECT t.card, t.partner_id, t.id, t.state, t.reason, t.created_at FROM (SELECT card COLLATE Latin1_General_100_BIN2 AS card, since FROM OPENJSON(@p0) WITH (card nvarchar(32) '$[0]', since bigint '$[1]')) AS k CROSS JOIN esim_reissues t WHERE t.card = k.card AND (t.created_at > k.since OR t.state = 1);

-- esim_reissues.read-first-check
SELECT t.partner_id, t.card, t.created_at, t.id_document, t.id_hash FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]')) AS k CROSS JOIN esim_reissues t WHERE t.partner_id = k.partner_id AND t.id = (SELECT MIN(x.id) FROM esim_reissues x WHERE x.partner_id = k.partner_id AND x.card = k.card AND x.state = 2);

-- esim_reissues.read-requests
SELECT t.partner_id, t.request_id, t.id, t.card FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]')) AS k CROSS JOIN esim_reissues t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- esim_reissues.read-rows
SELECT t.partner_id, t.id, t.request_id, t.card, t.card_type, t.thumbprint, t.outlet, t.terminal, t.cashier, t.comment, t.id_document, t.id_hash, t.created_at, t.state, t.version, t.reason, t.issuer_reference, t.final_at, t.in_doubt_since, t.evidence FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k CROSS JOIN esim_reissues t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- esim_reissues.update-rows
UPDATE t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, final_at = k.final_at, in_doubt_since = k.in_doubt_since, evidence = k.evidence FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, final_at, in_doubt_since, evidence COLLATE Latin1_General_100_BIN2 AS evidence FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', issuer_reference nvarchar(max) '$[6]', final_at bigint '$[7]', in_doubt_since bigint '$[8]', evidence nvarchar(max) '$[9]')) AS k INNER JOIN esim_reissues t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- event_progress.last-event
SELECT last_event FROM partner_counters WHERE partner_id = @p0;

-- events.insert-rows
INSERT INTO events (partner_id, number, top_up_id, state, at) SELECT partner_id, number, top_up_id, state, at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, state, at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number bigint '$[1]', top_up_id nvarchar(64) '$[2]', state int '$[3]', at bigint '$[4]')) AS k;

-- float_entries.insert-rows
INSERT INTO float_entries (partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at) SELECT partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, currency COLLATE Latin1_General_100_BIN2 AS currency, sequence, transfer_id COLLATE Latin1_General_100_BIN2 AS transfer_id, amount, balance_after, posted_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', currency nvarchar(3) '$[1]', sequence bigint '$[2]', transfer_id nvarchar(140) '$[3]', amount bigint '$[4]', balance_after bigint '$[5]', posted_at bigint '$[6]')) AS k;

-- float_entries.read-one
SELECT posted_at, balance_after FROM float_entries WHERE partner_id = @p0 AND currency = @p1 AND sequence = @p2;

-- heartbeats.insert-if-absent
BEGIN TRY INSERT INTO heartbeats (id, at) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM heartbeats WHERE id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- heartbeats.write
UPDATE heartbeats SET at = @p1 WHERE id = @p0;

-- jobs.any-due
SELECT due_at FROM jobs WHERE due_at <= @p0 ORDER BY due_at OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY;

-- jobs.claim-rows
UPDATE t SET state = k.state, possibly_sent = k.possibly_sent, attempts = k.attempts, lease_owner = k.lease_owner, due_at = k.due_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id, state, possibly_sent, attempts, lease_owner COLLATE Latin1_General_100_BIN2 AS lease_owner, due_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]', state int '$[2]', possibly_sent bit '$[3]', attempts int '$[4]', lease_owner nvarchar(128) '$[5]', due_at bigint '$[6]')) AS k INNER JOIN jobs t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.operation_id = k.operation_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- jobs.count-queued
SELECT CAST(COUNT(*) AS BIGINT) FROM jobs WHERE state = 1 AND kind <= 2;

-- jobs.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]')) AS k INNER JOIN jobs t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.operation_id = k.operation_id;

-- jobs.insert-rows
INSERT INTO jobs (partner_id, operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner, created_at, trace_parent) SELECT partner_id, operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner, created_at, trace_parent FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner COLLATE Latin1_General_100_BIN2 AS lease_owner, created_at, trace_parent COLLATE Latin1_General_100_BIN2 AS trace_parent FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]', kind int '$[2]', state int '$[3]', possibly_sent bit '$[4]', attempts int '$[5]', due_at bigint '$[6]', lease_owner nvarchar(128) '$[7]', created_at bigint '$[8]', trace_parent nvarchar(128) '$[9]')) AS k;

-- jobs.lock-free-rows
SELECT t.partner_id, t.operation_id, t.state, t.lease_owner, t.attempts FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]')) AS k INNER LOOP JOIN jobs t WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) ON t.partner_id = k.partner_id AND t.operation_id = k.operation_id;

-- jobs.lock-rows
SELECT t.partner_id, t.operation_id, t.state FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]')) AS k INNER LOOP JOIN jobs t WITH (UPDLOCK, ROWLOCK) ON t.partner_id = k.partner_id AND t.operation_id = k.operation_id;

-- jobs.postpone-rows
UPDATE t SET state = 3, lease_owner = NULL, due_at = k.due_at, answers = COALESCE(k.answers, t.answers) FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id, due_at, lease_owner COLLATE Latin1_General_100_BIN2 AS lease_owner, attempts, answers COLLATE Latin1_General_100_BIN2 AS answers FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]', due_at bigint '$[2]', lease_owner nvarchar(128) '$[3]', attempts int '$[4]', answers nvarchar(640) '$[5]')) AS k INNER JOIN jobs t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.operation_id = k.operation_id AND (k.lease_owner IS NULL OR (t.lease_owner = k.lease_owner AND t.attempts = k.attempts));

-- jobs.renew-rows
UPDATE t SET due_at = k.due_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, operation_id COLLATE Latin1_General_100_BIN2 AS operation_id, due_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', operation_id nvarchar(64) '$[1]', due_at bigint '$[2]')) AS k INNER JOIN jobs t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.operation_id = k.operation_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- jobs.requeue
UPDATE jobs SET state = 1, possibly_sent = @p5, lease_owner = NULL, due_at = @p4, answers = @p6 WHERE partner_id = @p0 AND operation_id = @p1 AND lease_owner = @p2 AND attempts = @p3;

-- jobs.select-due
WITH claimed AS (SELECT TOP (@p1) partner_id, operation_id, kind, possibly_sent, attempts, created_at, trace_parent, answers FROM jobs WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE due_at <= @p0 ORDER BY due_at) SELECT partner_id, operation_id, kind, possibly_sent, attempts, created_at, trace_parent, answers FROM claimed;

-- legs.insert-rows
INSERT INTO legs (partner_id, transfer_id, number, account, currency, amount) SELECT partner_id, transfer_id, number, account, currency, amount FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, transfer_id COLLATE Latin1_General_100_BIN2 AS transfer_id, number, account, currency COLLATE Latin1_General_100_BIN2 AS currency, amount FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', transfer_id nvarchar(140) '$[1]', number int '$[2]', account int '$[3]', currency nvarchar(3) '$[4]', amount bigint '$[5]')) AS k;

-- legs.read-float
SELECT t.partner_id, t.transfer_id, t.currency, t.amount FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, transfer_id COLLATE Latin1_General_100_BIN2 AS transfer_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', transfer_id nvarchar(140) '$[1]')) AS k CROSS JOIN legs t WHERE t.partner_id = k.partner_id AND t.transfer_id = k.transfer_id AND t.account = 1;

-- limit_uses.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, subject, outlet COLLATE Latin1_General_100_BIN2 AS outlet, holder COLLATE Latin1_General_100_BIN2 AS holder, period COLLATE Latin1_General_100_BIN2 AS period, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', subject int '$[1]', outlet nvarchar(64) '$[2]', holder nvarchar(64) '$[3]', period nvarchar(16) '$[4]', card nvarchar(32) '$[5]')) AS k INNER JOIN limit_uses t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.subject = k.subject AND t.outlet = k.outlet AND t.holder = k.holder AND t.period = k.period AND t.card = k.card;

-- limit_uses.insert-rows
INSERT INTO limit_uses (partner_id, subject, outlet, holder, period, card, used, ends_at) SELECT partner_id, subject, outlet, holder, period, card, used, ends_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, subject, outlet COLLATE Latin1_General_100_BIN2 AS outlet, holder COLLATE Latin1_General_100_BIN2 AS holder, period COLLATE Latin1_General_100_BIN2 AS period, card COLLATE Latin1_General_100_BIN2 AS card, used, ends_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', subject int '$[1]', outlet nvarchar(64) '$[2]', holder nvarchar(64) '$[3]', period nvarchar(16) '$[4]', card nvarchar(32) '$[5]', used bigint '$[6]', ends_at bigint '$[7]')) AS k;

-- limit_uses.read-over
SELECT partner_id, subject, outlet, holder, period, card FROM limit_uses WHERE ends_at < @p0 ORDER BY ends_at OFFSET 0 ROWS FETCH NEXT @p1 ROWS ONLY;

-- limit_uses.read-rows
SELECT t.partner_id, t.subject, t.outlet, t.holder, t.period, t.card, t.used, t.ends_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, subject, outlet COLLATE Latin1_General_100_BIN2 AS outlet, holder COLLATE Latin1_General_100_BIN2 AS holder, period COLLATE Latin1_General_100_BIN2 AS period, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', subject int '$[1]', outlet nvarchar(64) '$[2]', holder nvarchar(64) '$[3]', period nvarchar(16) '$[4]', card nvarchar(32) '$[5]')) AS k CROSS JOIN limit_uses t WHERE t.partner_id = k.partner_id AND t.subject = k.subject AND t.outlet = k.outlet AND t.holder = k.holder AND t.period = k.period AND t.card = k.card;

-- limit_uses.update-rows
UPDATE t SET used = k.used, ends_at = k.ends_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, subject, outlet COLLATE Latin1_General_100_BIN2 AS outlet, holder COLLATE Latin1_General_100_BIN2 AS holder, period COLLATE Latin1_General_100_BIN2 AS period, card COLLATE Latin1_General_100_BIN2 AS card, used, ends_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', subject int '$[1]', outlet nvarchar(64) '$[2]', holder nvarchar(64) '$[3]', period nvarchar(16) '$[4]', card nvarchar(32) '$[5]', used bigint '$[6]', ends_at bigint '$[7]')) AS k INNER JOIN limit_uses t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.subject = k.subject AND t.outlet = k.outlet AND t.holder = k.holder AND t.period = k.period AND t.card = k.card; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- limits.delete
DELETE FROM limits WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6;

-- limits.insert-if-absent
BEGIN TRY INSERT INTO limits (partner_id, setter, kind, subject, outlet, holder, is_all, most, set_at) SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8 WHERE NOT EXISTS (SELECT 1 FROM limits WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- limits.read
SELECT most FROM limits WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6;

-- limits.read-all
SELECT setter, kind, subject, outlet, holder, is_all, most, set_at FROM limits WHERE partner_id = @p0 ORDER BY subject, outlet, holder, kind, setter;

-- limits.update
UPDATE limits SET most = @p7, set_at = @p8 WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6;

-- notice_contacts.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k INNER JOIN notice_contacts t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id;

-- notice_contacts.end-rows
UPDATE t SET delete_at = k.delete_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, delete_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', delete_at bigint '$[2]')) AS k INNER JOIN notice_contacts t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.delete_at IS NULL;

-- notice_contacts.insert-rows
INSERT INTO notice_contacts (partner_id, id, sealed_number, key_id, language, created_at, delete_at) SELECT partner_id, id, sealed_number, key_id, language, created_at, delete_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, sealed_number COLLATE Latin1_General_100_BIN2 AS sealed_number, key_id COLLATE Latin1_General_100_BIN2 AS key_id, language, created_at, delete_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', sealed_number nvarchar(128) '$[2]', key_id nvarchar(64) '$[3]', language int '$[4]', created_at bigint '$[5]', delete_at bigint '$[6]')) AS k;

-- notice_contacts.read-kept
SELECT partner_id, id, at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', at bigint '$[2]')) AS k WHERE EXISTS (SELECT 1 FROM notice_contacts t WHERE t.partner_id = k.partner_id AND t.id = k.id AND (t.delete_at IS NULL OR t.delete_at > k.at));

-- notice_contacts.read-rows
SELECT t.partner_id, t.id, t.sealed_number, t.key_id, t.language, t.delete_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k CROSS JOIN notice_contacts t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- notice_contacts.select-over
WITH claimed AS (SELECT TOP (@p1) partner_id, id FROM notice_contacts WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE delete_at <= @p0 ORDER BY delete_at) SELECT partner_id, id FROM claimed;

-- notice_opt_outs.delete-rows
DELETE t FROM (SELECT number_hash COLLATE Latin1_General_100_BIN2 AS number_hash FROM OPENJSON(@p0) WITH (number_hash nvarchar(96) '$[0]')) AS k INNER JOIN notice_opt_outs t WITH (ROWLOCK) ON t.number_hash = k.number_hash;

-- notice_opt_outs.insert-rows-if-absent
BEGIN TRY INSERT INTO notice_opt_outs (number_hash, source, created_at) SELECT number_hash, source, created_at FROM (SELECT number_hash COLLATE Latin1_General_100_BIN2 AS number_hash, source, created_at FROM OPENJSON(@p0) WITH (number_hash nvarchar(96) '$[0]', source int '$[1]', created_at bigint '$[2]')) AS k WHERE NOT EXISTS (SELECT 1 FROM notice_opt_outs t WHERE t.number_hash = k.number_hash) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- notices.any-due
SELECT due_at FROM notices WHERE state = 1 AND due_at <= @p0 ORDER BY due_at OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY;

-- notices.claim-rows
UPDATE t SET attempts = k.attempts, lease_owner = k.lease_owner, due_at = k.due_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, attempts, lease_owner COLLATE Latin1_General_100_BIN2 AS lease_owner, due_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', attempts int '$[2]', lease_owner nvarchar(128) '$[3]', due_at bigint '$[4]')) AS k INNER JOIN notices t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- notices.end-rows
UPDATE t SET state = k.state, due_at = k.due_at, ended_at = k.ended_at, lease_owner = NULL FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, lease_owner COLLATE Latin1_General_100_BIN2 AS lease_owner, attempts, state, due_at, ended_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', lease_owner nvarchar(128) '$[2]', attempts int '$[3]', state int '$[4]', due_at bigint '$[5]', ended_at bigint '$[6]')) AS k INNER JOIN notices t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.lease_owner = k.lease_owner AND t.attempts = k.attempts;

-- notices.insert-rows-if-absent
BEGIN TRY INSERT INTO notices (partner_id, id, kind, occasion, contact_id, facts, state, attempts, created_at, due_at, expires_at) SELECT partner_id, id, kind, occasion, contact_id, facts, state, attempts, created_at, due_at, expires_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, kind, occasion COLLATE Latin1_General_100_BIN2 AS occasion, contact_id COLLATE Latin1_General_100_BIN2 AS contact_id, facts COLLATE Latin1_General_100_BIN2 AS facts, state, attempts, created_at, due_at, expires_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', kind int '$[2]', occasion nvarchar(100) '$[3]', contact_id nvarchar(64) '$[4]', facts nvarchar(max) '$[5]', state int '$[6]', attempts int '$[7]', created_at bigint '$[8]', due_at bigint '$[9]', expires_at bigint '$[10]')) AS k WHERE NOT EXISTS (SELECT 1 FROM notices t WHERE t.partner_id = k.partner_id AND t.id = k.id) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- notices.select-due
WITH claimed AS (SELECT TOP (@p1) partner_id, id, kind, occasion, contact_id, facts, created_at, expires_at, attempts FROM notices WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE state = 1 AND due_at <= @p0 ORDER BY due_at) SELECT partner_id, id, kind, occasion, contact_id, facts, created_at, expires_at, attempts FROM claimed;

-- organisation_units.insert-rows
INSERT INTO organisation_units (partner_id, kind, outlet, unit_reference, looks_like, created_at, unit_name, status, changed_at, closed_at, changed_in) SELECT partner_id, kind, outlet, unit_reference, looks_like, created_at, unit_name, status, changed_at, closed_at, changed_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, kind, outlet COLLATE Latin1_General_100_BIN2 AS outlet, unit_reference COLLATE Latin1_General_100_BIN2 AS unit_reference, looks_like COLLATE Latin1_General_100_BIN2 AS looks_like, created_at, unit_name COLLATE Latin1_General_100_BIN2 AS unit_name, status, changed_at, closed_at, changed_in FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', kind int '$[1]', outlet nvarchar(64) '$[2]', unit_reference nvarchar(40) '$[3]', looks_like nvarchar(40) '$[4]', created_at bigint '$[5]', unit_name nvarchar(100) '$[6]', status int '$[7]', changed_at bigint '$[8]', closed_at bigint '$[9]', changed_in bigint '$[10]')) AS k;

-- organisation_units.read-rows
SELECT t.partner_id, t.kind, t.outlet, t.unit_reference, t.looks_like, t.unit_name, t.status, t.created_at, t.changed_at, t.closed_at, t.changed_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, kind, outlet COLLATE Latin1_General_100_BIN2 AS outlet, looks_like COLLATE Latin1_General_100_BIN2 AS looks_like FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', kind int '$[1]', outlet nvarchar(64) '$[2]', looks_like nvarchar(40) '$[3]')) AS k CROSS JOIN organisation_units t WHERE t.partner_id = k.partner_id AND t.kind = k.kind AND t.outlet = k.outlet AND t.looks_like = k.looks_like;

-- organisation_units.update-rows
UPDATE t SET unit_name = k.unit_name, status = k.status, changed_at = k.changed_at, closed_at = k.closed_at, changed_in = k.changed_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, kind, outlet COLLATE Latin1_General_100_BIN2 AS outlet, unit_reference COLLATE Latin1_General_100_BIN2 AS unit_reference, unit_name COLLATE Latin1_General_100_BIN2 AS unit_name, status, changed_at, closed_at, changed_in FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', kind int '$[1]', outlet nvarchar(64) '$[2]', unit_reference nvarchar(40) '$[3]', unit_name nvarchar(100) '$[4]', status int '$[5]', changed_at bigint '$[6]', closed_at bigint '$[7]', changed_in bigint '$[8]')) AS k INNER JOIN organisation_units t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.kind = k.kind AND t.outlet = k.outlet AND t.unit_reference = k.unit_reference; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- organisations.insert-rows
INSERT INTO organisations (partner_id, registered_only, version) SELECT partner_id, registered_only, version FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, registered_only, version FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', registered_only bit '$[1]', version bigint '$[2]')) AS k;

-- organisations.read-rows
SELECT t.partner_id, t.registered_only FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]')) AS k CROSS JOIN organisations t WHERE t.partner_id = k.partner_id;

-- organisations.update-rows
UPDATE t SET registered_only = k.registered_only, version = k.version FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, registered_only, version FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', registered_only bit '$[1]', version bigint '$[2]')) AS k INNER JOIN organisations t WITH (ROWLOCK) ON t.partner_id = k.partner_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- partner_counters.insert-if-absent
BEGIN TRY INSERT INTO partner_counters (partner_id, last_event, last_receipt) SELECT @p0, @p1, @p2 WHERE NOT EXISTS (SELECT 1 FROM partner_counters WHERE partner_id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- partner_counters.insert-rows-if-absent
BEGIN TRY INSERT INTO partner_counters (partner_id, last_event, last_receipt) SELECT partner_id, last_event, last_receipt FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, last_event, last_receipt FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', last_event bigint '$[1]', last_receipt bigint '$[2]')) AS k WHERE NOT EXISTS (SELECT 1 FROM partner_counters t WHERE t.partner_id = k.partner_id) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- partner_counters.lock-head
SELECT last_action, last_action_hash FROM partner_counters WITH (UPDLOCK, ROWLOCK) WHERE partner_id = @p0;

-- partner_counters.lock-rows
SELECT t.partner_id, t.last_event, t.last_receipt, t.last_action, t.last_action_hash, t.organisation FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]')) AS k INNER LOOP JOIN partner_counters t WITH (UPDLOCK, ROWLOCK) ON t.partner_id = k.partner_id;

-- partner_counters.update-heads
UPDATE t SET last_action = k.last_action, last_action_hash = k.last_action_hash FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, last_action, last_action_hash COLLATE Latin1_General_100_BIN2 AS last_action_hash FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', last_action bigint '$[1]', last_action_hash nvarchar(80) '$[2]')) AS k INNER JOIN partner_counters t WITH (ROWLOCK) ON t.partner_id = k.partner_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- partner_counters.update-organisations
UPDATE t SET organisation = k.organisation FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, organisation FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', organisation bigint '$[1]')) AS k INNER JOIN partner_counters t WITH (ROWLOCK) ON t.partner_id = k.partner_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- partner_counters.update-rows
UPDATE t SET last_event = k.last_event, last_receipt = k.last_receipt FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, last_event, last_receipt FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', last_event bigint '$[1]', last_receipt bigint '$[2]')) AS k INNER JOIN partner_counters t WITH (ROWLOCK) ON t.partner_id = k.partner_id; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- partners.insert-if-absent
BEGIN TRY INSERT INTO partners (id, name, status, currency, created_at) SELECT @p0, @p1, @p2, @p3, @p4 WHERE NOT EXISTS (SELECT 1 FROM partners WHERE id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- partners.read
SELECT name, status, currency FROM partners WHERE id = @p0;

-- partners.read-statuses
SELECT t.id, t.status FROM (SELECT id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (id nvarchar(200) '$[0]')) AS k CROSS JOIN partners t WHERE t.id = k.id;

-- partners.set-status
UPDATE partners SET status = @p1 WHERE id = @p0;

-- quotes.delete-expired
DELETE FROM quotes WHERE partner_id = @p0 AND id = @p1 AND used_by IS NULL;

-- quotes.insert-rows-if-absent
BEGIN TRY INSERT INTO quotes (partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, created_at, expires_at, outlet, start_now, promise, refund_terms) SELECT partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, created_at, expires_at, outlet, start_now, promise, refund_terms FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, card COLLATE Latin1_General_100_BIN2 AS card, card_type, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, amount_currency COLLATE Latin1_General_100_BIN2 AS amount_currency, amount, channel, price COLLATE Latin1_General_100_BIN2 AS price, reversal_window, created_at, expires_at, outlet COLLATE Latin1_General_100_BIN2 AS outlet, start_now, promise COLLATE Latin1_General_100_BIN2 AS promise, refund_terms COLLATE Latin1_General_100_BIN2 AS refund_terms FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', card nvarchar(32) '$[2]', card_type int '$[3]', plan_code nvarchar(40) '$[4]', amount_currency nvarchar(3) '$[5]', amount bigint '$[6]', channel int '$[7]', price nvarchar(max) '$[8]', reversal_window bigint '$[9]', created_at bigint '$[10]', expires_at bigint '$[11]', outlet nvarchar(64) '$[12]', start_now bit '$[13]', promise nvarchar(max) '$[14]', refund_terms nvarchar(200) '$[15]')) AS k WHERE NOT EXISTS (SELECT 1 FROM quotes t WHERE t.partner_id = k.partner_id AND t.id = k.id) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- quotes.read-uses
SELECT t.partner_id, t.id, t.used_by FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k CROSS JOIN quotes t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- quotes.select-expired
WITH claimed AS (SELECT TOP (@p1) partner_id, id FROM quotes WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE used_by IS NULL AND expires_at < @p0 ORDER BY expires_at) SELECT partner_id, id FROM claimed;

-- quotes.use-rows
UPDATE t SET used_by = k.used_by FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, used_by COLLATE Latin1_General_100_BIN2 AS used_by FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', used_by nvarchar(64) '$[2]')) AS k INNER JOIN quotes t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.used_by IS NULL; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- receipt_prints.insert-rows
INSERT INTO receipt_prints (partner_id, request_id, top_up_id, number, printed_at) SELECT partner_id, request_id, top_up_id, number, printed_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, number, printed_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]', top_up_id nvarchar(64) '$[2]', number int '$[3]', printed_at bigint '$[4]')) AS k;

-- receipt_prints.read-rows
SELECT t.partner_id, t.request_id, t.top_up_id, t.number FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]')) AS k CROSS JOIN receipt_prints t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- receipts.insert-rows
INSERT INTO receipts (partner_id, top_up_id, content, key_id, signature, code, prints, first_at, last_at) SELECT partner_id, top_up_id, content, key_id, signature, code, prints, first_at, last_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, content COLLATE Latin1_General_100_BIN2 AS content, key_id COLLATE Latin1_General_100_BIN2 AS key_id, signature COLLATE Latin1_General_100_BIN2 AS signature, code COLLATE Latin1_General_100_BIN2 AS code, prints, first_at, last_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', content nvarchar(max) '$[2]', key_id nvarchar(64) '$[3]', signature nvarchar(128) '$[4]', code nvarchar(16) '$[5]', prints int '$[6]', first_at bigint '$[7]', last_at bigint '$[8]')) AS k;

-- receipts.read-rows
SELECT t.partner_id, t.top_up_id, t.content, t.key_id, t.signature, t.code, t.prints, t.first_at, t.last_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]')) AS k CROSS JOIN receipts t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- receipts.update-rows
UPDATE t SET key_id = k.key_id, signature = k.signature, code = k.code, prints = k.prints, last_at = k.last_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, key_id COLLATE Latin1_General_100_BIN2 AS key_id, signature COLLATE Latin1_General_100_BIN2 AS signature, code COLLATE Latin1_General_100_BIN2 AS code, prints, last_at, were FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]', key_id nvarchar(64) '$[2]', signature nvarchar(128) '$[3]', code nvarchar(16) '$[4]', prints int '$[5]', last_at bigint '$[6]', were int '$[7]')) AS k INNER JOIN receipts t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.prints = k.were; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- reminder_progress.advance
UPDATE reminder_progress SET last_event = @p3 WHERE partner_id = @p0 AND lease_owner = @p1 AND last_event = @p2;

-- reminder_progress.claim
UPDATE reminder_progress SET lease_owner = @p1, lease_until = @p2 WHERE partner_id = @p0 AND (lease_until <= @p3 OR lease_owner = @p4);

-- reminder_progress.claimed
SELECT last_event FROM reminder_progress WHERE partner_id = @p0 AND lease_owner = @p1;

-- reminder_progress.insert-if-absent
BEGIN TRY INSERT INTO reminder_progress (partner_id, last_event, lease_owner, lease_until, last_number) SELECT @p0, @p1, @p2, @p3, @p4 WHERE NOT EXISTS (SELECT 1 FROM reminder_progress WHERE partner_id = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- reminder_progress.number
SELECT last_number FROM reminder_progress WITH (UPDLOCK, ROWLOCK) WHERE partner_id = @p0;

-- reminder_progress.numbered
UPDATE reminder_progress SET last_number = @p1 WHERE partner_id = @p0;

-- reminders.delete-rows
DELETE t FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number bigint '$[1]')) AS k INNER JOIN reminders t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.number = k.number;

-- reminders.insert-rows
INSERT INTO reminders (partner_id, number, card, window_unit, window_count, last_day, due_at, made_at, confirmed, renews_itself, tells_customer, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at) SELECT partner_id, number, card, window_unit, window_count, last_day, due_at, made_at, confirmed, renews_itself, tells_customer, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number, card COLLATE Latin1_General_100_BIN2 AS card, window_unit, window_count, last_day, due_at, made_at, confirmed, renews_itself, tells_customer, card_type, valid_until, standing, region COLLATE Latin1_General_100_BIN2 AS region, known_at, source, at_least, outlet COLLATE Latin1_General_100_BIN2 AS outlet, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, channel, face, currency COLLATE Latin1_General_100_BIN2 AS currency, sold_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number bigint '$[1]', card nvarchar(32) '$[2]', window_unit int '$[3]', window_count int '$[4]', last_day int '$[5]', due_at bigint '$[6]', made_at bigint '$[7]', confirmed bit '$[8]', renews_itself bit '$[9]', tells_customer bit '$[10]', card_type int '$[11]', valid_until bigint '$[12]', standing int '$[13]', region nvarchar(8) '$[14]', known_at bigint '$[15]', source int '$[16]', at_least bit '$[17]', outlet nvarchar(64) '$[18]', top_up_id nvarchar(64) '$[19]', plan_code nvarchar(40) '$[20]', channel int '$[21]', face bigint '$[22]', currency nvarchar(3) '$[23]', sold_at bigint '$[24]')) AS k;

-- reminders.select-old
WITH claimed AS (SELECT TOP (@p1) partner_id, number FROM reminders WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE made_at < @p0 ORDER BY made_at) SELECT partner_id, number FROM claimed;

-- requests.insert-rows
INSERT INTO requests (partner_id, request_id, method, input_hash, resource_id, created_at) SELECT partner_id, request_id, method, input_hash, resource_id, created_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, method, input_hash COLLATE Latin1_General_100_BIN2 AS input_hash, resource_id COLLATE Latin1_General_100_BIN2 AS resource_id, created_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]', method int '$[2]', input_hash nvarchar(80) '$[3]', resource_id nvarchar(64) '$[4]', created_at bigint '$[5]')) AS k;

-- requests.read-rows
SELECT t.partner_id, t.request_id, t.method, t.input_hash, t.resource_id FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]')) AS k CROSS JOIN requests t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- reversals.insert-rows
INSERT INTO reversals (partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, created_at, outlet, terminal, cashier, business_date, refund_ground, refund_part, refund_whole, refund_face, refund_pays, refund_commission, refund_points, refund_fee, saved_event) SELECT partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, created_at, outlet, terminal, cashier, business_date, refund_ground, refund_part, refund_whole, refund_face, refund_pays, refund_commission, refund_points, refund_fee, saved_event FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, state, version, reason, currency COLLATE Latin1_General_100_BIN2 AS currency, amount, clawback, comment COLLATE Latin1_General_100_BIN2 AS comment, created_at, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, cashier COLLATE Latin1_General_100_BIN2 AS cashier, business_date, refund_ground, refund_part, refund_whole, refund_face, refund_pays, refund_commission, refund_points, refund_fee, saved_event FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', top_up_id nvarchar(64) '$[2]', request_id nvarchar(64) '$[3]', state int '$[4]', version int '$[5]', reason int '$[6]', currency nvarchar(3) '$[7]', amount bigint '$[8]', clawback bigint '$[9]', comment nvarchar(max) '$[10]', created_at bigint '$[11]', outlet nvarchar(64) '$[12]', terminal nvarchar(40) '$[13]', cashier nvarchar(40) '$[14]', business_date int '$[15]', refund_ground int '$[16]', refund_part bigint '$[17]', refund_whole bigint '$[18]', refund_face bigint '$[19]', refund_pays bigint '$[20]', refund_commission bigint '$[21]', refund_points bigint '$[22]', refund_fee bigint '$[23]', saved_event bigint '$[24]')) AS k;

-- reversals.read-changed
SELECT t.partner_id, t.id, t.top_up_id, t.request_id, t.state, t.version, t.reason, t.currency, t.amount, t.clawback, t.comment, t.issuer_reference, t.created_at, t.final_at, t.in_doubt_since, t.evidence, t.outlet, t.terminal, t.cashier, t.business_date, t.refund_ground, t.refund_part, t.refund_whole, t.refund_face, t.refund_pays, t.refund_commission, t.refund_points, t.refund_fee, t.saved_event, t.final_event FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, known FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', known int '$[2]')) AS k CROSS JOIN reversals t WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version <> k.known;

-- reversals.read-latest
SELECT t.partner_id, t.id, t.top_up_id, t.request_id, t.state, t.version, t.reason, t.currency, t.amount, t.clawback, t.comment, t.issuer_reference, t.created_at, t.final_at, t.in_doubt_since, t.evidence, t.outlet, t.terminal, t.cashier, t.business_date, t.refund_ground, t.refund_part, t.refund_whole, t.refund_face, t.refund_pays, t.refund_commission, t.refund_points, t.refund_fee, t.saved_event, t.final_event FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', top_up_id nvarchar(64) '$[1]')) AS k CROSS JOIN reversals t WHERE t.partner_id = k.partner_id AND t.id = (SELECT x.reversal_id FROM top_ups x WHERE x.partner_id = k.partner_id AND x.id = k.top_up_id);

-- reversals.update-rows
UPDATE t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, final_at = k.final_at, in_doubt_since = k.in_doubt_since, evidence = k.evidence, final_event = k.final_event FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, final_at, in_doubt_since, evidence COLLATE Latin1_General_100_BIN2 AS evidence, final_event FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', issuer_reference nvarchar(max) '$[6]', final_at bigint '$[7]', in_doubt_since bigint '$[8]', evidence nvarchar(max) '$[9]', final_event bigint '$[10]')) AS k INNER JOIN reversals t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- revocation_lists.insert-if-absent
BEGIN TRY INSERT INTO revocation_lists (authority, last_number) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM revocation_lists WHERE authority = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- revocation_lists.lock
SELECT last_number FROM revocation_lists WITH (UPDLOCK, ROWLOCK) WHERE authority = @p0;

-- revocation_lists.number
UPDATE revocation_lists SET last_number = last_number + 1 WHERE authority = @p0;

-- schema.limit-locks
SET LOCK_TIMEOUT 20000;

-- schema.lock
DECLARE @result int; EXEC @result = sp_getapplock @Resource = N'partner-schema', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 0; SELECT CASE WHEN @result >= 0 THEN 1 ELSE 0 END;

-- settled_periods.insert-if-absent
BEGIN TRY INSERT INTO settled_periods (period, closed_at) SELECT @p0, @p1 WHERE NOT EXISTS (SELECT 1 FROM settled_periods WHERE period = @p0) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- settled_periods.is-closed
SELECT 1 FROM settled_periods WHERE period = @p0;

-- settled_periods.last
SELECT MAX(period) FROM settled_periods;

-- settlements.insert-rows
INSERT INTO settlements (partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement) SELECT partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number COLLATE Latin1_General_100_BIN2 AS number, period COLLATE Latin1_General_100_BIN2 AS period, currency COLLATE Latin1_General_100_BIN2 AS currency, gross, tax, total, transfer_id COLLATE Latin1_General_100_BIN2 AS transfer_id, posted_at, statement COLLATE Latin1_General_100_BIN2 AS statement FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number nvarchar(32) '$[1]', period nvarchar(16) '$[2]', currency nvarchar(3) '$[3]', gross bigint '$[4]', tax bigint '$[5]', total bigint '$[6]', transfer_id nvarchar(140) '$[7]', posted_at bigint '$[8]', statement nvarchar(max) '$[9]')) AS k;

-- settlements.read-rows
SELECT t.partner_id, t.number, t.period FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, number COLLATE Latin1_General_100_BIN2 AS number FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', number nvarchar(32) '$[1]')) AS k CROSS JOIN settlements t WHERE t.partner_id = k.partner_id AND t.number = k.number;

-- shifts.insert-rows
INSERT INTO shifts (partner_id, id, request_id, outlet, terminal, number, business_date, last_of_day, closed_through, closed_by, opened_at, closed_at, from_receipt, through_receipt, from_event, through_event) SELECT partner_id, id, request_id, outlet, terminal, number, business_date, last_of_day, closed_through, closed_by, opened_at, closed_at, from_receipt, through_receipt, from_event, through_event FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, number, business_date, last_of_day, closed_through, closed_by COLLATE Latin1_General_100_BIN2 AS closed_by, opened_at, closed_at, from_receipt, through_receipt, from_event, through_event FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', request_id nvarchar(64) '$[2]', outlet nvarchar(64) '$[3]', terminal nvarchar(40) '$[4]', number bigint '$[5]', business_date int '$[6]', last_of_day bit '$[7]', closed_through int '$[8]', closed_by nvarchar(40) '$[9]', opened_at bigint '$[10]', closed_at bigint '$[11]', from_receipt bigint '$[12]', through_receipt bigint '$[13]', from_event bigint '$[14]', through_event bigint '$[15]')) AS k;

-- shifts.read-latest
SELECT t.partner_id, t.id, t.request_id, t.outlet, t.terminal, t.number, t.business_date, t.last_of_day, t.closed_through, t.closed_by, t.opened_at, t.closed_at, t.from_receipt, t.through_receipt, t.from_event, t.through_event, t.figures, t.sequel FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', outlet nvarchar(64) '$[1]', terminal nvarchar(40) '$[2]')) AS k CROSS JOIN shifts t WHERE t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal AND t.number = (SELECT MAX(x.number) FROM shifts x WHERE x.partner_id = k.partner_id AND x.outlet = k.outlet AND x.terminal = k.terminal);

-- shifts.read-used
SELECT t.partner_id, t.id, t.request_id, t.outlet, t.terminal, t.number, t.business_date, t.last_of_day, t.closed_through, t.closed_by, t.opened_at, t.closed_at, t.from_receipt, t.through_receipt, t.from_event, t.through_event, t.figures, t.sequel FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, request_id COLLATE Latin1_General_100_BIN2 AS request_id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', request_id nvarchar(64) '$[1]')) AS k CROSS JOIN shifts t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- shifts.store-figures
UPDATE shifts SET figures = @p2 WHERE partner_id = @p0 AND id = @p1 AND figures IS NULL;

-- shifts.store-sequel
UPDATE shifts SET sequel = @p2 WHERE partner_id = @p0 AND id = @p1 AND sequel IS NULL;

-- shifts.sum-ended-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT r.state AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event > @p3 AND r.saved_event <= @p4 AND (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6))) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-ended-sales
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT t.state AS entry, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee AS fee, t.customer_pays AS pays, t.net_debit AS debit, t.commission FROM top_ups t WHERE t.partner_id = @p0 AND t.terminal <> '' AND t.outlet = @p1 AND t.terminal = @p2 AND REPLACE(t.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(t.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND t.receipt_counter > @p3 AND t.receipt_counter <= @p4 AND (t.state = 1 OR t.final_event > @p5 OR (t.final_event IS NULL AND t.final_at > @p6))) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-old-ended-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT r.state AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event IS NULL AND r.created_at > @p3 AND r.created_at <= @p4 AND (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6))) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-old-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT CASE WHEN (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6)) THEN 1 ELSE r.state END AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event IS NULL AND r.created_at > @p3 AND r.created_at <= @p4) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT CASE WHEN (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6)) THEN 1 ELSE r.state END AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event > @p3 AND r.saved_event <= @p4) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-sales
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT CASE WHEN (t.state = 1 OR t.final_event > @p5 OR (t.final_event IS NULL AND t.final_at > @p6)) THEN 1 ELSE t.state END AS entry, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee AS fee, t.customer_pays AS pays, t.net_debit AS debit, t.commission FROM top_ups t WHERE t.partner_id = @p0 AND t.terminal <> '' AND t.outlet = @p1 AND t.terminal = @p2 AND REPLACE(t.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(t.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND t.receipt_counter > @p3 AND t.receipt_counter <= @p4) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- store.clock
SELECT DATEDIFF_BIG(millisecond, '2000-01-01T00:00:00', SYSUTCDATETIME());

-- store.not-after
IF DATEDIFF_BIG(millisecond, '2000-01-01T00:00:00', SYSUTCDATETIME()) > (SELECT CAST(value AS bigint) FROM OPENJSON(@p0, '$[0]')) THROW 50002, N'The transaction is too old.', 1;

-- store.row-versions
SELECT is_read_committed_snapshot_on, snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

-- top_ups.insert-rows
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms) SELECT partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, state, version, reason, card COLLATE Latin1_General_100_BIN2 AS card, card_type, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, currency COLLATE Latin1_General_100_BIN2 AS currency, face, handling_fee, customer_pays, net_debit, price COLLATE Latin1_General_100_BIN2 AS price, commission, channel, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, cashier COLLATE Latin1_General_100_BIN2 AS cashier, client_reference COLLATE Latin1_General_100_BIN2 AS client_reference, business_date, quote_id COLLATE Latin1_General_100_BIN2 AS quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency COLLATE Latin1_General_100_BIN2 AS debit_currency, start_now, refund_terms COLLATE Latin1_General_100_BIN2 AS refund_terms FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', request_id nvarchar(64) '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', card nvarchar(32) '$[6]', card_type int '$[7]', plan_code nvarchar(40) '$[8]', currency nvarchar(3) '$[9]', face bigint '$[10]', handling_fee bigint '$[11]', customer_pays bigint '$[12]', net_debit bigint '$[13]', price nvarchar(max) '$[14]', commission bigint '$[15]', channel int '$[16]', outlet nvarchar(64) '$[17]', terminal nvarchar(40) '$[18]', cashier nvarchar(40) '$[19]', client_reference nvarchar(100) '$[20]', business_date int '$[21]', quote_id nvarchar(64) '$[22]', origin int '$[23]', reversal_window bigint '$[24]', receipt_counter bigint '$[25]', created_at bigint '$[26]', event_number bigint '$[27]', debit_currency nvarchar(3) '$[28]', start_now bit '$[29]', refund_terms nvarchar(200) '$[30]')) AS k;

-- top_ups.insert-rows-with-customer
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash) SELECT partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, state, version, reason, card COLLATE Latin1_General_100_BIN2 AS card, card_type, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, currency COLLATE Latin1_General_100_BIN2 AS currency, face, handling_fee, customer_pays, net_debit, price COLLATE Latin1_General_100_BIN2 AS price, commission, channel, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, cashier COLLATE Latin1_General_100_BIN2 AS cashier, client_reference COLLATE Latin1_General_100_BIN2 AS client_reference, business_date, quote_id COLLATE Latin1_General_100_BIN2 AS quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency COLLATE Latin1_General_100_BIN2 AS debit_currency, start_now, refund_terms COLLATE Latin1_General_100_BIN2 AS refund_terms, contact_id COLLATE Latin1_General_100_BIN2 AS contact_id, id_document, id_hash COLLATE Latin1_General_100_BIN2 AS id_hash FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', request_id nvarchar(64) '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', card nvarchar(32) '$[6]', card_type int '$[7]', plan_code nvarchar(40) '$[8]', currency nvarchar(3) '$[9]', face bigint '$[10]', handling_fee bigint '$[11]', customer_pays bigint '$[12]', net_debit bigint '$[13]', price nvarchar(max) '$[14]', commission bigint '$[15]', channel int '$[16]', outlet nvarchar(64) '$[17]', terminal nvarchar(40) '$[18]', cashier nvarchar(40) '$[19]', client_reference nvarchar(100) '$[20]', business_date int '$[21]', quote_id nvarchar(64) '$[22]', origin int '$[23]', reversal_window bigint '$[24]', receipt_counter bigint '$[25]', created_at bigint '$[26]', event_number bigint '$[27]', debit_currency nvarchar(3) '$[28]', start_now bit '$[29]', refund_terms nvarchar(200) '$[30]', contact_id nvarchar(64) '$[31]', id_document int '$[32]', id_hash nvarchar(96) '$[33]')) AS k;

-- top_ups.insert-rows-with-limits
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash, counted_day, counted_in) SELECT partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash, counted_day, counted_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, request_id COLLATE Latin1_General_100_BIN2 AS request_id, state, version, reason, card COLLATE Latin1_General_100_BIN2 AS card, card_type, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, currency COLLATE Latin1_General_100_BIN2 AS currency, face, handling_fee, customer_pays, net_debit, price COLLATE Latin1_General_100_BIN2 AS price, commission, channel, outlet COLLATE Latin1_General_100_BIN2 AS outlet, terminal COLLATE Latin1_General_100_BIN2 AS terminal, cashier COLLATE Latin1_General_100_BIN2 AS cashier, client_reference COLLATE Latin1_General_100_BIN2 AS client_reference, business_date, quote_id COLLATE Latin1_General_100_BIN2 AS quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency COLLATE Latin1_General_100_BIN2 AS debit_currency, start_now, refund_terms COLLATE Latin1_General_100_BIN2 AS refund_terms, contact_id COLLATE Latin1_General_100_BIN2 AS contact_id, id_document, id_hash COLLATE Latin1_General_100_BIN2 AS id_hash, counted_day, counted_in FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', request_id nvarchar(64) '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', card nvarchar(32) '$[6]', card_type int '$[7]', plan_code nvarchar(40) '$[8]', currency nvarchar(3) '$[9]', face bigint '$[10]', handling_fee bigint '$[11]', customer_pays bigint '$[12]', net_debit bigint '$[13]', price nvarchar(max) '$[14]', commission bigint '$[15]', channel int '$[16]', outlet nvarchar(64) '$[17]', terminal nvarchar(40) '$[18]', cashier nvarchar(40) '$[19]', client_reference nvarchar(100) '$[20]', business_date int '$[21]', quote_id nvarchar(64) '$[22]', origin int '$[23]', reversal_window bigint '$[24]', receipt_counter bigint '$[25]', created_at bigint '$[26]', event_number bigint '$[27]', debit_currency nvarchar(3) '$[28]', start_now bit '$[29]', refund_terms nvarchar(200) '$[30]', contact_id nvarchar(64) '$[31]', id_document int '$[32]', id_hash nvarchar(96) '$[33]', counted_day int '$[34]', counted_in int '$[35]')) AS k;

-- top_ups.prices
SELECT t.partner_id, t.id, t.price FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]')) AS k CROSS JOIN top_ups t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- top_ups.read-changed
SELECT t.partner_id, t.id, t.request_id, t.state, t.version, t.reason, t.card, t.card_type, t.plan_code, t.price, t.channel, t.outlet, t.terminal, t.cashier, t.client_reference, t.business_date, t.quote_id, t.origin, t.reversal_window, t.receipt_counter, t.created_at, t.issuer_reference, t.accepted_at, t.final_at, t.in_doubt_since, t.reversal_id, t.evidence, t.event_number, t.start_now, t.card_differences, t.refund_terms, t.refund_ground, t.refund_part, t.refund_whole, t.refund_points, t.contact_id, t.gift_state, t.gift_reason, t.id_document, t.id_hash, t.final_event, t.counted_day, t.counted_in FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, known FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', known int '$[2]')) AS k CROSS JOIN top_ups t WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version <> k.known;

-- top_ups.read-first-check
SELECT t.partner_id, t.card, t.created_at, t.id_document, t.id_hash FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]')) AS k CROSS JOIN top_ups t WHERE t.partner_id = k.partner_id AND t.id = (SELECT MIN(x.id) FROM top_ups x WHERE x.card = k.card AND COALESCE(x.partner_id, '') = k.partner_id AND x.state <= 2 AND x.id_hash IS NOT NULL);

-- top_ups.read-latest-live
SELECT t.partner_id, t.card, t.plan_code, t.id, t.state, t.created_at, (SELECT MAX(c.top_up_id) FROM arrival_cases c WHERE c.partner_id = t.partner_id AND c.card = t.card AND c.plan_code = t.plan_code AND c.closed_at IS NULL) AS under_case FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]', plan_code nvarchar(40) '$[2]')) AS k CROSS JOIN top_ups t WHERE t.partner_id = k.partner_id AND t.id = (SELECT MAX(x.id) FROM top_ups x WHERE x.card = k.card AND COALESCE(x.partner_id, '') = k.partner_id AND x.plan_code = k.plan_code AND x.state <= 2);

-- top_ups.read-live-cards
SELECT card FROM (SELECT card COLLATE Latin1_General_100_BIN2 AS card FROM OPENJSON(@p0) WITH (card nvarchar(32) '$[0]')) AS k WHERE EXISTS (SELECT 1 FROM top_ups t WHERE t.card = k.card AND t.state <= 2);

-- top_ups.read-recent
SELECT t.id, t.plan_code, t.created_at, t.outlet, t.terminal FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, card COLLATE Latin1_General_100_BIN2 AS card, since FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', card nvarchar(32) '$[1]', since bigint '$[2]')) AS k CROSS JOIN top_ups t WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.state <= 2 AND t.created_at > k.since;

-- top_ups.read-stretch
SELECT t.partner_id, t.id, t.card, t.plan_code, t.created_at FROM (SELECT card COLLATE Latin1_General_100_BIN2 AS card, plan_code COLLATE Latin1_General_100_BIN2 AS plan_code, since FROM OPENJSON(@p0) WITH (card nvarchar(32) '$[0]', plan_code nvarchar(40) '$[1]', since bigint '$[2]')) AS k CROSS JOIN top_ups t WHERE t.card = k.card AND t.plan_code = k.plan_code AND t.state <= 2 AND t.created_at > k.since;

-- top_ups.update-rows
UPDATE t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id COLLATE Latin1_General_100_BIN2 AS reversal_id, evidence COLLATE Latin1_General_100_BIN2 AS evidence, event_number, card_differences, final_event FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', issuer_reference nvarchar(max) '$[6]', accepted_at bigint '$[7]', final_at bigint '$[8]', in_doubt_since bigint '$[9]', reversal_id nvarchar(64) '$[10]', evidence nvarchar(max) '$[11]', event_number bigint '$[12]', card_differences int '$[13]', final_event bigint '$[14]')) AS k INNER JOIN top_ups t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- top_ups.update-rows-with-gifts
UPDATE t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event, gift_state = k.gift_state, gift_reason = k.gift_reason, price = k.price, commission = k.commission, refund_ground = k.refund_ground, refund_part = k.refund_part, refund_whole = k.refund_whole, refund_points = k.refund_points FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id COLLATE Latin1_General_100_BIN2 AS reversal_id, evidence COLLATE Latin1_General_100_BIN2 AS evidence, event_number, card_differences, final_event, gift_state, gift_reason, price COLLATE Latin1_General_100_BIN2 AS price, commission, refund_ground, refund_part, refund_whole, refund_points FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', issuer_reference nvarchar(max) '$[6]', accepted_at bigint '$[7]', final_at bigint '$[8]', in_doubt_since bigint '$[9]', reversal_id nvarchar(64) '$[10]', evidence nvarchar(max) '$[11]', event_number bigint '$[12]', card_differences int '$[13]', final_event bigint '$[14]', gift_state int '$[15]', gift_reason int '$[16]', price nvarchar(max) '$[17]', commission bigint '$[18]', refund_ground int '$[19]', refund_part bigint '$[20]', refund_whole bigint '$[21]', refund_points bigint '$[22]')) AS k INNER JOIN top_ups t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- top_ups.update-rows-with-price
UPDATE t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event, price = k.price, commission = k.commission FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id COLLATE Latin1_General_100_BIN2 AS reversal_id, evidence COLLATE Latin1_General_100_BIN2 AS evidence, event_number, card_differences, final_event, price COLLATE Latin1_General_100_BIN2 AS price, commission FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', issuer_reference nvarchar(max) '$[6]', accepted_at bigint '$[7]', final_at bigint '$[8]', in_doubt_since bigint '$[9]', reversal_id nvarchar(64) '$[10]', evidence nvarchar(max) '$[11]', event_number bigint '$[12]', card_differences int '$[13]', final_event bigint '$[14]', price nvarchar(max) '$[15]', commission bigint '$[16]')) AS k INNER JOIN top_ups t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- top_ups.update-rows-with-refund
UPDATE t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event, refund_ground = k.refund_ground, refund_part = k.refund_part, refund_whole = k.refund_whole, refund_points = k.refund_points FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, was, state, version, reason, issuer_reference COLLATE Latin1_General_100_BIN2 AS issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id COLLATE Latin1_General_100_BIN2 AS reversal_id, evidence COLLATE Latin1_General_100_BIN2 AS evidence, event_number, card_differences, final_event, refund_ground, refund_part, refund_whole, refund_points FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', was int '$[2]', state int '$[3]', version int '$[4]', reason int '$[5]', issuer_reference nvarchar(max) '$[6]', accepted_at bigint '$[7]', final_at bigint '$[8]', in_doubt_since bigint '$[9]', reversal_id nvarchar(64) '$[10]', evidence nvarchar(max) '$[11]', event_number bigint '$[12]', card_differences int '$[13]', final_event bigint '$[14]', refund_ground int '$[15]', refund_part bigint '$[16]', refund_whole bigint '$[17]', refund_points bigint '$[18]')) AS k INNER JOIN top_ups t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- transfers.insert-rows
INSERT INTO transfers (partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at) SELECT partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, kind, phase, top_up_id COLLATE Latin1_General_100_BIN2 AS top_up_id, seller_id COLLATE Latin1_General_100_BIN2 AS seller_id, reverses COLLATE Latin1_General_100_BIN2 AS reverses, basis COLLATE Latin1_General_100_BIN2 AS basis, created_at, resolved_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', kind int '$[2]', phase int '$[3]', top_up_id nvarchar(64) '$[4]', seller_id nvarchar(64) '$[5]', reverses nvarchar(140) '$[6]', basis nvarchar(max) '$[7]', created_at bigint '$[8]', resolved_at bigint '$[9]')) AS k;

-- transfers.resolve-rows
UPDATE t SET phase = k.phase, resolved_at = k.resolved_at FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, id COLLATE Latin1_General_100_BIN2 AS id, phase, resolved_at FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', id nvarchar(200) '$[1]', phase int '$[2]', resolved_at bigint '$[3]')) AS k INNER JOIN transfers t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.id = k.id AND t.phase = 1; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- transfers.sum-paid-in
SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM transfers t JOIN legs l ON l.partner_id = t.partner_id AND l.transfer_id = t.id WHERE t.partner_id = @p0 AND t.created_at >= @p1 AND t.kind IN (1, 10, 14, 15) AND l.account = 1 AND l.currency = @p2;

-- usages.insert-rows-if-absent
BEGIN TRY INSERT INTO usages (scope, promotion, subject, uses, spent) SELECT scope, promotion, subject, uses, spent FROM (SELECT scope, promotion COLLATE Latin1_General_100_BIN2 AS promotion, subject COLLATE Latin1_General_100_BIN2 AS subject, uses, spent FROM OPENJSON(@p0) WITH (scope int '$[0]', promotion nvarchar(64) '$[1]', subject nvarchar(64) '$[2]', uses bigint '$[3]', spent bigint '$[4]')) AS k WHERE NOT EXISTS (SELECT 1 FROM usages t WHERE t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject) END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH;

-- usages.lock-rows
SELECT t.scope, t.promotion, t.subject, t.uses, t.spent FROM (SELECT scope, promotion COLLATE Latin1_General_100_BIN2 AS promotion, subject COLLATE Latin1_General_100_BIN2 AS subject FROM OPENJSON(@p0) WITH (scope int '$[0]', promotion nvarchar(64) '$[1]', subject nvarchar(64) '$[2]')) AS k INNER LOOP JOIN usages t WITH (UPDLOCK, ROWLOCK) ON t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject;

-- usages.read-rows
SELECT t.scope, t.promotion, t.subject, t.uses, t.spent FROM (SELECT scope, promotion COLLATE Latin1_General_100_BIN2 AS promotion, subject COLLATE Latin1_General_100_BIN2 AS subject FROM OPENJSON(@p0) WITH (scope int '$[0]', promotion nvarchar(64) '$[1]', subject nvarchar(64) '$[2]')) AS k CROSS JOIN usages t WHERE t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject;

-- usages.update-rows
UPDATE t SET uses = k.uses, spent = k.spent FROM (SELECT scope, promotion COLLATE Latin1_General_100_BIN2 AS promotion, subject COLLATE Latin1_General_100_BIN2 AS subject, uses, spent FROM OPENJSON(@p0) WITH (scope int '$[0]', promotion nvarchar(64) '$[1]', subject nvarchar(64) '$[2]', uses bigint '$[3]', spent bigint '$[4]')) AS k INNER JOIN usages t WITH (ROWLOCK) ON t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;

-- volumes.insert-rows
INSERT INTO volumes (partner_id, schedule, currency, month, volume) SELECT partner_id, schedule, currency, month, volume FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, schedule COLLATE Latin1_General_100_BIN2 AS schedule, currency COLLATE Latin1_General_100_BIN2 AS currency, month COLLATE Latin1_General_100_BIN2 AS month, volume FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', schedule nvarchar(64) '$[1]', currency nvarchar(3) '$[2]', month nvarchar(7) '$[3]', volume bigint '$[4]')) AS k;

-- volumes.read-rows
SELECT t.partner_id, t.schedule, t.currency, t.month, t.volume FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, schedule COLLATE Latin1_General_100_BIN2 AS schedule, currency COLLATE Latin1_General_100_BIN2 AS currency, month COLLATE Latin1_General_100_BIN2 AS month FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', schedule nvarchar(64) '$[1]', currency nvarchar(3) '$[2]', month nvarchar(7) '$[3]')) AS k CROSS JOIN volumes t WHERE t.partner_id = k.partner_id AND t.schedule = k.schedule AND t.currency = k.currency AND t.month = k.month;

-- volumes.update-rows
UPDATE t SET volume = k.volume FROM (SELECT partner_id COLLATE Latin1_General_100_BIN2 AS partner_id, schedule COLLATE Latin1_General_100_BIN2 AS schedule, currency COLLATE Latin1_General_100_BIN2 AS currency, month COLLATE Latin1_General_100_BIN2 AS month, volume FROM OPENJSON(@p0) WITH (partner_id nvarchar(64) '$[0]', schedule nvarchar(64) '$[1]', currency nvarchar(3) '$[2]', month nvarchar(7) '$[3]', volume bigint '$[4]')) AS k INNER JOIN volumes t WITH (ROWLOCK) ON t.partner_id = k.partner_id AND t.schedule = k.schedule AND t.currency = k.currency AND t.month = k.month; IF @@ROWCOUNT <> (SELECT COUNT(*) FROM OPENJSON(@p0)) THROW 50001, N'A row was not found.', 1;
